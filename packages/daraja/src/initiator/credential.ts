import { constants, createPublicKey, publicEncrypt, X509Certificate, type KeyObject } from 'node:crypto';
import { DarajaInputError } from '../core/errors.js';

/**
 * `SecurityCredential`: the initiator's password, encrypted for Safaricom (RSA, PKCS#1 v1.5), in base64. Different each
 * time and good for as long as the password, 90 days.
 *
 * @param certificate Safaricom's certificate for the environment, from the portal (PEM or DER), or a public key (PEM).
 *   Its dates are not looked at: the published ones ran out years ago and are in use.
 * @throws DarajaInputError when the password is empty or the certificate cannot be read.
 * @see daraja.md §11
 * @public
 */
export function securityCredential(password: string, certificate: string | Uint8Array): string {
  if (!password) throw new DarajaInputError('password', 'must not be empty');
  const key = publicKeyOf(certificate);
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(password)).toString('base64');
}

function publicKeyOf(certificate: string | Uint8Array): KeyObject {
  try {
    const isKey = typeof certificate === 'string' && certificate.includes('PUBLIC KEY');
    return isKey ? createPublicKey(certificate) : new X509Certificate(certificate).publicKey;
  } catch {
    throw new DarajaInputError('certificate', "must be Safaricom's certificate (PEM or DER) or a public key (PEM)");
  }
}
