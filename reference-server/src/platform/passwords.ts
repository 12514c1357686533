import { hash, verify, type Algorithm } from '@node-rs/argon2';
import { Refused } from './refusals.js';

// argon2id at OWASP's floor (K1): 19 MiB, two passes, one lane. `Algorithm` is a const enum of the package; 2 is Argon2id.
const cost = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const atOnce = 4;
const longestQueue = 32;

let running = 0;
const waiting: (() => void)[] = [];

/**
 * At most four hashes at once, since each takes a core and 19 MiB; a short queue behind them, and whoever comes after that is told to come back.
 *
 * @throws Refused `rate_limited`
 */
async function inLine<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= longestQueue) throw new Refused('rate_limited', {}, { headers: { 'Retry-After': '2' } });
    await new Promise<void>((go) => waiting.push(go));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export function hashPassword(password: string): Promise<string> {
  return inLine(() => hash(password, cost));
}

let nobodys: Promise<string> | undefined;

/**
 * Whether it is the password of that hash. Without a hash (nobody by that name, or no password yet) it takes as long and says no.
 */
export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  nobodys ??= hashPassword('the password of nobody');
  const against = hashed ?? (await nobodys);
  const right = await inLine(() => verify(against, password));
  return right && hashed !== null;
}
