import { randomBytes } from 'node:crypto';
import { idPrefixes, type IdKind } from '@smartduka/contract';
import { clock } from './clock.js';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new id: prefix, 48 bits of time so that ids sort by creation, 100 random bits so that nobody guesses one (G7).
 *
 * @example newId('order') // 'ord_01jdc8v3q5…'
 */
export function newId(kind: IdKind, at: Date = clock.now()): string {
  return `${idPrefixes[kind]}_${timePart(at.getTime())}${randomPart(20)}`;
}

/** What ids made at a time and later begin with or come after: for finding them by time. */
export function idsFrom(kind: IdKind, at: Date): string {
  return `${idPrefixes[kind]}_${timePart(at.getTime())}`;
}

function timePart(ms: number): string {
  let rest = ms;
  let text = '';
  for (let i = 0; i < 10; i++) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function randomPart(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte & 31)).join('');
}

/** A secret that opens one cart or order: 32 random bytes, told once, stored as its hash (A5). */
export function newSecret(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}
