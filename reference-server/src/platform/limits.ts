import { Refused } from './refusals.js';

/** So many a second in the long run, `burst` at once. */
export interface Limit {
  readonly name: string;
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * Limits of calls (L1). Buyers on mobile lines share addresses, hundreds at a time, so the address is the loose outer ring and the cart or order
 * that a call is about the tight one.
 */
export const callLimits = {
  address: { name: 'address', perSecond: 400, burst: 4_000 },
  capability: { name: 'capability', perSecond: 20, burst: 60 },
  newCarts: { name: 'new-carts', perSecond: 10, burst: 600 },
  secretLive: { name: 'secret-key', perSecond: 100, burst: 500 },
  secretTest: { name: 'secret-key', perSecond: 100, burst: 500 },
  open: { name: 'open', perSecond: 2, burst: 120 },
  signIn: { name: 'sign-in', perSecond: 20 / 60, burst: 20 },
  account: { name: 'account', perSecond: 5 / 60, burst: 10 },
  token: { name: 'token', perSecond: 20, burst: 60 },
  staff: { name: 'staff', perSecond: 50, burst: 300 },
  callbacks: { name: 'callbacks', perSecond: 200, burst: 2_000 },
} as const satisfies Record<string, Limit>;

interface Bucket {
  level: number;
  at: number;
}

const buckets = new Map<string, Bucket>();
const mostBuckets = 100_000;

export interface Allowance {
  readonly limit: Limit;
  readonly remaining: number;
  /** Seconds until one more is allowed; 0 when it is now. */
  readonly wait: number;
}

/** Takes one from the bucket of `subject`. */
export function take(limit: Limit, subject: string, now: number = performance.now()): Allowance {
  const name = `${limit.name}\n${subject}`;
  const bucket = buckets.get(name) ?? { level: limit.burst, at: now };
  bucket.level = Math.min(limit.burst, bucket.level + ((now - bucket.at) / 1000) * limit.perSecond);
  bucket.at = now;
  const wait = bucket.level >= 1 ? 0 : Math.max(1, Math.ceil((1 - bucket.level) / limit.perSecond));
  if (wait === 0) bucket.level -= 1;
  // The oldest bucket is the one not used for longest, as used ones move to the end.
  buckets.delete(name);
  buckets.set(name, bucket);
  if (buckets.size > mostBuckets) buckets.delete(buckets.keys().next().value as string);
  return { limit, remaining: Math.floor(bucket.level), wait };
}

/** The headers that tell a client where it stands. */
export function limitHeaders({ limit, remaining, wait }: Allowance): Record<string, string> {
  const window = Math.ceil(limit.burst / limit.perSecond);
  return {
    'RateLimit-Policy': `"${limit.name}";q=${limit.burst};w=${window}`,
    RateLimit: `"${limit.name}";r=${remaining};t=${wait || window}`,
  };
}

/** @throws Refused `rate_limited` with `Retry-After`. */
export function spend(limit: Limit, subject: string): Record<string, string> {
  const allowance = take(limit, subject);
  const headers = limitHeaders(allowance);
  if (allowance.wait > 0)
    throw new Refused('rate_limited', {}, { headers: { ...headers, 'Retry-After': String(allowance.wait) } });
  return headers;
}
