import type { Payment } from '@smartduka/sdk/buyer';
import { describe, expect, it } from 'vitest';
import { isPaid, isUndecided, restAfter, stateOf } from './pay-rules.js';

const now = Date.parse('2026-11-24T06:00:00Z');
const aPayment = (facts: Partial<Payment>): Payment =>
  ({ state: 'pending', late: false, promptExpiresAt: '2026-11-24T06:01:00Z', ...facts }) as Payment;

describe('what a buyer sees of a payment', () => {
  it.each([
    [{ state: 'created' }, 'sending'],
    [{ state: 'requesting' }, 'sending'],
    [{ state: 'pending' }, 'prompt-sent'],
    [{ state: 'pending', promptExpiresAt: '2026-11-24T05:59:59Z' }, 'checking'],
    [{ state: 'pending', promptExpiresAt: null }, 'prompt-sent'],
    [{ state: 'confirming' }, 'checking'],
    [{ state: 'needs_review' }, 'checking'],
    [{ state: 'unknown' }, 'unknown'],
    [{ state: 'failed' }, 'failed'],
    [{ state: 'succeeded' }, 'succeeded'],
    [{ state: 'succeeded', late: true }, 'late'],
    [{ state: 'teleported' }, 'checking'],
  ] as const)('%o is shown as %s', (facts, shown) => expect(stateOf(aPayment(facts), now)).toBe(shown));

  it('never offers to pay again while it is undecided', () => {
    for (const state of ['sending', 'prompt-sent', 'checking', 'offline-queued'] as const)
      expect(isUndecided(state)).toBe(true);
    expect(isPaid('late')).toBe(true);
  });

  it('asks to wait where M-Pesa would refuse a second prompt', () => {
    expect(restAfter('busy')).toBeGreaterThan(0);
    expect(restAfter('duplicate')).toBe(120);
    expect(restAfter('cancelled')).toBe(0);
  });
});
