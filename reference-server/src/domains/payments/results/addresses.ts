import { randomBytes } from 'node:crypto';
import type { ClientSession } from 'mongoose';
import { clock } from '../../../platform/clock.js';
import { sha256 } from '../../../platform/keyring.js';
import { runtime } from '../../../platform/runtime.js';
import { acrossTenants, owned, type Tenant } from '../../../platform/tenancy.js';
import { times } from '../rules.js';
import { ResultAddresses, type ResultAddress, type ResultKind } from './model.js';

/**
 * Makes an address for the outcome of one request, in the transaction that writes the request down and before Daraja hears of it.
 *
 * @returns The token, which exists nowhere else. Hex: Daraja refuses addresses with certain words, and base64 spells one now and then.
 */
export async function newResultAddress(
  tenant: Tenant,
  kind: ResultKind,
  subject: string,
  tx: ClientSession | null,
): Promise<string> {
  const token = randomBytes(32).toString('hex');
  const until = new Date(clock.now().getTime() + times.callbackToken);
  await ResultAddresses.create([{ ...owned(tenant), _id: sha256(token), kind, subject, until }], { session: tx });
  return token;
}

/** Whose address it is. Found by hash, so timing tells nothing; expired ones are nobody's (C1). */
export async function addressOfToken(token: string): Promise<ResultAddress | null> {
  if (!/^[0-9a-f]{64}$/.test(token)) return null;
  const address = await acrossTenants(ResultAddresses.findOne({ _id: sha256(token) })).lean<ResultAddress>();
  return address && address.until > clock.now() ? address : null;
}

/** Where Daraja posts the outcome, and where it says that its queue gave up: beside the address of callbacks. */
export function resultUrls(token: string): { resultUrl: string; timeoutUrl: string } {
  const base = runtime.callbackBase.replace(/\/[^/]*$/, '');
  return { resultUrl: `${base}/result/${token}`, timeoutUrl: `${base}/timeout/${token}` };
}
