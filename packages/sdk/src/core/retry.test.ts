import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DukaAbortedError, DukaNetworkError, DukaTimeoutError, toError } from './errors.js';
import { pauseAfter, secondsIn, worthRepeating } from './retry.js';
import type { Problem } from '../types.js';

const read = { method: 'GET', idempotencyKey: null };
const keyed = { method: 'POST', idempotencyKey: 'a'.repeat(32) };
const unkeyed = { method: 'POST', idempotencyKey: null };
const lost = new DukaNetworkError('lost', { code: 'network_error', retryable: true });
const late = new DukaTimeoutError('late', { code: 'timeout', retryable: true });
const ended = new DukaAbortedError('ended', { code: 'aborted' });
const refused = (status: number, code = 'x', retryAfter: number | null = null) =>
  toError(status, { code, status, title: code } as Problem, null, retryAfter);

describe('worthRepeating', () => {
  it.each([
    ['a read that got no answer', read, lost, true],
    ['a read that took too long', read, late, true],
    ['a keyed write that got no answer', keyed, lost, true],
    ['a keyed write that took too long', keyed, late, true],
    ['a write without a key', unkeyed, lost, false],
    ['a DELETE', { method: 'DELETE', idempotencyKey: null }, lost, true],
    ['what the caller ended', read, ended, false],
    ['408', keyed, refused(408), true],
    ['409 while the first call runs', keyed, refused(409, 'idempotency_in_progress'), true],
    ['409 otherwise', keyed, refused(409, 'insufficient_stock'), false],
    ['429', keyed, refused(429), true],
    ['429 that asks for a minute', keyed, refused(429, 'too_many_prompts', 60), false],
    ['500', keyed, refused(500), false],
    ['502', keyed, refused(502), true],
    ['503', read, refused(503), true],
    ['504', read, refused(504), true],
    ['400', keyed, refused(400), false],
    ['401', read, refused(401), false],
    ['404', read, refused(404), false],
    ['422', keyed, refused(422), false],
  ])('%s', (_case, request, error, expected) => {
    expect(worthRepeating(request, error)).toBe(expected);
  });
});

describe('pauseAfter', () => {
  it('spreads over a doubling time, at most 8 s, and never comes sooner than asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 30 })),
        (failures, random, after) => {
          const ms = pauseAfter(failures, after, () => random);
          expect(ms).toBeGreaterThanOrEqual((after ?? 0) * 1000);
          expect(ms).toBeLessThanOrEqual(Math.max(8_000, (after ?? 0) * 1000));
        },
      ),
    );
    expect([1, 2, 3, 4, 5, 6].map((n) => pauseAfter(n, null, () => 1))).toEqual([500, 1000, 2000, 4000, 8000, 8000]);
  });
});

describe('secondsIn', () => {
  const now = Date.parse('Tue, 24 Nov 2026 09:30:00 GMT');
  it.each([
    [null, null],
    ['5', 5],
    ['Tue, 24 Nov 2026 09:30:07 GMT', 7],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
  ])('reads %j as %j', (header, expected) => {
    expect(secondsIn(header, now)).toBe(expected);
  });
});
