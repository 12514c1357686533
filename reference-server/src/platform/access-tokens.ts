import { SignJWT, jwtVerify } from 'jose';
import { clock } from './clock.js';
import { accessKeys } from './keyring.js';
import { runtime } from './runtime.js';
import type { Tenant } from './tenancy.js';

/** What an access token says. Role and permissions are looked up at each call, so that a change is felt at once (T6). */
export interface AccessClaims {
  readonly session: string;
  /** The side of the shop that its bearer works on. */
  readonly mode: Tenant['mode'];
}

const issuer = 'smartduka';
const audience = 'smartduka-api';
// RFC 9068
const type = 'at+jwt';

/** Signs an access token (K2): HS256, our own key by `kid`, ten minutes unless `JWT_EXPIRES` says otherwise. */
export function signAccess({ session, mode }: AccessClaims): Promise<string> {
  const [[kid, key] = []] = accessKeys();
  if (!kid || !key) throw new Error('no key to sign with');
  const now = Math.floor(clock.now().getTime() / 1000);
  return new SignJWT({ mode })
    .setProtectedHeader({ alg: 'HS256', typ: type, kid })
    .setSubject(session)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + runtime.accessSeconds)
    .sign(key);
}

/** What it says, or null when it is not ours, of another kind, expired, or not valid yet. */
export async function readAccess(token: string): Promise<AccessClaims | null> {
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = accessKeys().get(kid ?? '');
        if (!key) throw new Error('no key of ours');
        return key;
      },
      {
        algorithms: ['HS256'],
        issuer,
        audience,
        typ: type,
        requiredClaims: ['sub', 'exp', 'nbf', 'iat'],
        clockTolerance: 60,
        currentDate: clock.now(),
      },
    );
    const { sub, mode } = payload;
    return typeof sub === 'string' && (mode === 'test' || mode === 'live') ? { session: sub, mode } : null;
  } catch {
    return null;
  }
}
