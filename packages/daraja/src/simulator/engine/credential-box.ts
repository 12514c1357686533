import { constants, createPrivateKey, generateKeyPairSync, privateDecrypt } from 'node:crypto';

/** A private key, as PEM. Half a second's work, so only on demand. */
export function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/**
 * The password in a `SecurityCredential`; `undefined` when it was not encrypted for this key. The padding (PKCS#1 v1.5,
 * as Safaricom wants it) is taken off by hand, as Node no longer does that for decryption. Safe here only because this
 * is a simulator: whoever can time it already knows the password.
 */
export function openCredential(privateKey: string, credential: string): string | undefined {
  try {
    const key = createPrivateKey(privateKey);
    const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.from(credential, 'base64'));
    const end = block.indexOf(0, 2);
    return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1).toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}
