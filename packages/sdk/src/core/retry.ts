import type { DukaError } from './errors.js';

const firstPauseMs = 500;
const longestPauseMs = 8_000;
/** Asked to wait longer than this, we let the caller decide instead of holding a buyer in silence. */
const longestWaitSeconds = 30;
const passing = [408, 429, 502, 503, 504];

/** A repeat is worth it when the trouble may pass, and safe when it cannot do the thing twice. reliability.md I8 */
export function worthRepeating(request: { method: string; idempotencyKey: string | null }, error: DukaError): boolean {
  // DELETE and PUT say how it shall be, so a second one changes nothing more (RFC 9110 §9.2.2).
  const safe = ['GET', 'PUT', 'DELETE'].includes(request.method) || request.idempotencyKey !== null;
  const mayPass =
    error.status === 0 ? error.retryable : passing.includes(error.status) || error.code === 'idempotency_in_progress';
  return safe && mayPass && (error.retryAfter ?? 0) <= longestWaitSeconds;
}

/** Full jitter over a doubling pause, never sooner than the server asked. `failures` counts from 1. */
export function pauseAfter(failures: number, retryAfter: number | null, random: () => number = Math.random): number {
  const most = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
  return Math.max((retryAfter ?? 0) * 1000, random() * most);
}

/** Seconds from a `Retry-After` header: a number, or a date (RFC 9110 §10.2.3). */
export function secondsIn(header: string | null, now: number): number | null {
  if (!header) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
