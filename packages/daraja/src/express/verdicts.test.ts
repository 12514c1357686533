import { describe, expect, it } from 'vitest';
import { knownResultCodes, verdictOf } from './verdicts.js';

describe('verdictOf', () => {
  it.each([
    [0, 'paid', undefined],
    ['0', 'paid', undefined],
    [1, 'failed', 'insufficient_funds'],
    [2, 'failed', 'limit'],
    [3, 'failed', 'limit'],
    [4, 'failed', 'limit'],
    [8, 'failed', 'limit'],
    [17, 'failed', 'duplicate'],
    [26, 'failed', 'busy'],
    [1001, 'failed', 'busy'],
    [1019, 'failed', 'expired'],
    [1025, 'failed', 'unreachable'],
    [1031, 'failed', 'expired'],
    ['1032', 'failed', 'cancelled'],
    [1036, 'failed', 'expired'],
    [1037, 'failed', 'unreachable'],
    [2001, 'failed', 'wrong_pin'],
    [2006, 'failed', 'config'],
    [2028, 'failed', 'config'],
    [4999, 'open', undefined],
    [8006, 'failed', 'wrong_pin'],
    [9999, 'failed', 'unreachable'],
    ['SFC_IC0003', 'failed', 'config'],
    ['7', 'open', 'unknown'],
    ['', 'open', 'unknown'],
    ['constructor', 'open', 'unknown'],
    ['00', 'open', 'unknown'],
  ] as const)('%j is %s, reason %s', (code, outcome, reason) => {
    const verdict = verdictOf(code);
    expect(verdict.paid).toBe(outcome === 'paid');
    expect(verdict.concludes).toBe(outcome !== 'open');
    expect(verdict.reason).toBe(reason);
  });

  it('knows one code that means paid', () => {
    expect(knownResultCodes.filter((code) => verdictOf(code).paid)).toEqual(['0']);
  });
});
