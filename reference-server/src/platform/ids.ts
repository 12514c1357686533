import { randomBytes } from 'node:crypto';
import { idPrefixes, type IdKind } from '@smartduka/contract';
import { clock } from './clock.js';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new id: prefix, 50 bits of time and a count within the millisecond, so that ids of one process sort in the order in which they were made, and 100
 * random bits, so that nobody guesses one (G7).
 *
 * @example newId('order') // 'ord_01jdc8v3q5…'
 */
export function newId(kind: IdKind, at: Date = clock.now()): string {
  const ms = at.getTime();
  made = ms === last ? made + 1 : 0;
  last = ms;
  return `${idPrefixes[kind]}_${digits(ms, 10)}${digits(made, 3)}${randomPart(20)}`;
}

let last = Number.NaN;
let made = 0;

/** What ids made at a time and later begin with or come after: for finding them by time. */
export function idsFrom(kind: IdKind, at: Date): string {
  return `${idPrefixes[kind]}_${digits(at.getTime(), 10)}`;
}

/** When an id was made; null for what is no id of ours. */
export function madeAt(id: string): Date | null {
  const [, time] = /^[a-z]+_([0-9a-hjkmnp-tv-z]{10})[0-9a-hjkmnp-tv-z]+$/.exec(id) ?? [];
  if (time === undefined) return null;
  return new Date(time.split('').reduce((ms, digit) => ms * 32 + alphabet.indexOf(digit), 0));
}

/** The last `length` digits of a whole number, to the base of 32. */
function digits(number: number, length: number): string {
  let rest = number;
  let text = '';
  for (let i = 0; i < length; i++) {
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
