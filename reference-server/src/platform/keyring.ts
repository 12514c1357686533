import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** What may be derived from the two secrets of a server. One purpose, one key. */
type Purpose = 'wrap' | 'seal' | 'lookup' | 'cursor' | 'access' | 'refresh';

let keys: Record<Purpose, Buffer> | undefined;
let previousAccess: Buffer | null = null;
let previousWrap: Buffer | null = null;

/**
 * Makes the keys of this process from its secrets.
 *
 * @param secrets.master Seals what is stored and hashes what is looked up. Losing it loses phone numbers and stored answers.
 * @param secrets.signing Signs what clients carry for us: access tokens, cursors.
 * @param secrets.signingBefore The one before it, which access tokens may still be signed with.
 * @param secrets.wrapping Wraps the data keys of credentials. Default: the master.
 * @param secrets.wrappingBefore The one before it, which data keys may still be wrapped with.
 */
export function openKeyring(secrets: {
  master: string;
  signing: string;
  signingBefore?: string | null;
  wrapping?: string | null;
  wrappingBefore?: string | null;
}): void {
  const derive = (secret: string, purpose: Purpose) =>
    Buffer.from(hkdfSync('sha256', secret, 'smartduka', `v1:${purpose}`, 32));
  keys = {
    wrap: derive(secrets.wrapping ?? secrets.master, 'wrap'),
    seal: derive(secrets.master, 'seal'),
    lookup: derive(secrets.master, 'lookup'),
    cursor: derive(secrets.signing, 'cursor'),
    access: derive(secrets.signing, 'access'),
    refresh: derive(secrets.master, 'refresh'),
  };
  // Set for the first time, it takes over from the master.
  const before = secrets.wrappingBefore ?? (secrets.wrapping ? secrets.master : null);
  previousWrap = before ? derive(before, 'wrap') : null;
  previousAccess = secrets.signingBefore ? derive(secrets.signingBefore, 'access') : null;
}

function key(purpose: Purpose): Buffer {
  if (!keys) throw new Error('the keyring was not opened');
  return keys[purpose];
}

/**
 * Encrypts with AES-256-GCM. `context` (shop, field, id) is bound to it: a sealed text moved to another place does not open.
 */
export function seal(text: string, context: string): string {
  return sealWith(key('seal'), Buffer.from(text, 'utf8'), context);
}

/** @throws Error when it was changed, moved, or sealed with another master secret. */
export function unseal(sealed: string, context: string): string {
  return unsealWith(key('seal'), sealed, context).toString('utf8');
}

function sealWith(secret: Buffer, bytes: Buffer, context: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, iv).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

function unsealWith(secret: Buffer, sealed: string, context: string): Buffer {
  if (!sealed.startsWith('v1.')) throw new Error('sealed text of an unknown version');
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}

/** A text in an envelope: sealed with a key of its own, which is wrapped with a key of the server. Only the wrapping changes when that is rotated. */
export interface Envelope {
  readonly keyId: string;
  readonly dataKey: string;
  readonly sealed: string;
}

const idOf = (wrap: Buffer): string => sha256(`wrap:${wrap.toString('base64url')}`).slice(0, 12);

function wrapOf(keyId: string): Buffer {
  const found = [key('wrap'), previousWrap].find((wrap) => wrap !== null && idOf(wrap) === keyId);
  if (!found) throw new Error(`the key ${keyId} is neither CREDENTIALS_KEY nor CREDENTIALS_KEY_PREVIOUS`);
  return found;
}

export const envelope = {
  /** Id of the key that wraps from now on. */
  get keyId(): string {
    return idOf(key('wrap'));
  },
  seal(text: string, context: string): Envelope {
    const data = randomBytes(32);
    const dataKey = sealWith(key('wrap'), data, `${context}:key`);
    return { keyId: envelope.keyId, dataKey, sealed: sealWith(data, Buffer.from(text, 'utf8'), context) };
  },
  /** @throws Error when it was changed, moved, or wrapped with a key that is not known any more. */
  open({ keyId, dataKey, sealed }: Envelope, context: string): string {
    return unsealWith(unsealWith(wrapOf(keyId), dataKey, `${context}:key`), sealed, context).toString('utf8');
  },
  /** The same envelope, wrapped with the key of now. What is in it is not opened. */
  rewrap(
    { keyId, dataKey }: Pick<Envelope, 'keyId' | 'dataKey'>,
    context: string,
  ): Pick<Envelope, 'keyId' | 'dataKey'> {
    const data = unsealWith(wrapOf(keyId), dataKey, `${context}:key`);
    return { keyId: envelope.keyId, dataKey: sealWith(key('wrap'), data, `${context}:key`) };
  },
};

/** A keyed hash for finding and counting what must not be read, such as a phone number (D2). */
export function lookupHash(text: string): string {
  return createHmac('sha256', key('lookup')).update(text).digest('base64url');
}

/** How secrets of full entropy (keys, capability secrets, tokens) are stored. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Keys of access tokens by their `kid`: the first signs, all verify (K2). */
export function accessKeys(): ReadonlyMap<string, Buffer> {
  const all = [key('access'), ...(previousAccess ? [previousAccess] : [])];
  return new Map(all.map((bytes) => [sha256(bytes.toString('base64url')).slice(0, 12), bytes]));
}

/** The part of a refresh token that nobody can make up, not even from a copy of the database. */
export function refreshProof(session: string, seed: string, turn: number): string {
  return createHmac('sha256', key('refresh'))
    .update(JSON.stringify([session, seed, turn]))
    .digest('base64url');
}

/** Compares two secrets in a time that tells nothing (K4). */
export function sameSecret(a: string, b: string): boolean {
  const [one, two] = [Buffer.from(sha256(a)), Buffer.from(sha256(b))];
  return timingSafeEqual(one, two);
}

/** Signs and checks small texts that travel through clients. */
export const signer = {
  sign: (text: string): string => createHmac('sha256', key('cursor')).update(text).digest('base64url').slice(0, 22),
  matches(text: string, signature: string): boolean {
    const expected = Buffer.from(signer.sign(text));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  },
};
