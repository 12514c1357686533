import { envelope, lookupHash, sha256 } from '../../platform/keyring.js';
import type { MpesaAccountRecord } from './model.js';

/** What is never told again. */
export interface Secrets {
  consumerKey: string;
  consumerSecret: string;
  passkey: string;
  securityCredential: string | null;
}

/** Bound to their place: moved to another record, they do not open. */
export function sealSecrets(id: string, secrets: Secrets): Pick<MpesaAccountRecord, 'keyId' | 'dataKey' | 'secrets'> {
  const { keyId, dataKey, sealed } = envelope.seal(JSON.stringify(secrets), id);
  return { keyId, dataKey, secrets: sealed };
}

export function openSecrets({ _id, keyId, dataKey, secrets }: MpesaAccountRecord): Secrets {
  return JSON.parse(envelope.open({ keyId, dataKey, sealed: secrets }, _id)) as Secrets;
}

export const endOf = (secret: string): string => secret.slice(-4);

/** The token in the addresses of its C2B messages: the same after a restart, since production registers them once. Hex, as all of them. */
export function c2bTokenOf({ _id, shortcode }: Pick<MpesaAccountRecord, '_id' | 'shortcode'>): string {
  return Buffer.from(lookupHash(`c2b:${_id}:${shortcode}`), 'base64url').toString('hex');
}
export const c2bHashOf = (account: Pick<MpesaAccountRecord, '_id' | 'shortcode'>): string =>
  sha256(c2bTokenOf(account));
