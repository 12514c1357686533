import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attemptMoves,
  blocksOthers,
  holdsOrder,
  isFinal,
  pauseBeforeCheck,
  promptLimits,
  shillingsOf,
  waitForPrompt,
  type AttemptFact,
  type AttemptState,
} from './rules.js';

const states = Object.keys(attemptMoves) as AttemptState[];
const facts = [...new Set(Object.values(attemptMoves).flatMap((row) => Object.keys(row)))] as AttemptFact[];

/** Walks the table from the beginning. */
function walk(learnt: readonly AttemptFact[]): AttemptState[] {
  const path: AttemptState[] = ['created'];
  for (const fact of learnt)
    path.push(attemptMoves[path.at(-1) as AttemptState][fact] ?? (path.at(-1) as AttemptState));
  return path;
}

describe('the table of attempt states', () => {
  it('reaches every state from created', () => {
    const reached = new Set<AttemptState>(['created']);
    for (let before = 0; before !== reached.size;) {
      before = reached.size;
      for (const state of reached) for (const next of Object.values(attemptMoves[state])) reached.add(next);
    }
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('ends in succeeded and failed alone, and a way leads out of every other state', () => {
    expect(states.filter(isFinal)).toEqual(['succeeded', 'failed']);
  });

  it('stays where it ended, whatever is learnt later (INV-08)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...facts), { maxLength: 40 }), (learnt) => {
        const path = walk(learnt);
        const end = path.findIndex(isFinal);
        if (end >= 0) expect(new Set(path.slice(end)).size).toBe(1);
      }),
    );
  });

  it('credits only what our own query, a person or a receipt says is paid, never a claim (C4)', () => {
    for (const state of states)
      for (const [fact, next] of Object.entries(attemptMoves[state]))
        if (next === 'succeeded')
          expect(['paidByQuery', 'acceptedByStaff', 'handedOver', 'receiptArrived']).toContain(fact);
  });

  it('fails for silence never: only for a refusal, a query, a person, or a withdrawn promise (G4)', () => {
    for (const state of states)
      for (const [fact, next] of Object.entries(attemptMoves[state]))
        if (next === 'failed') expect(['pushRefused', 'unpaidByQuery', 'rejectedByStaff', 'withdrawn']).toContain(fact);
  });

  it('learning the same thing again right away changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...facts), { minLength: 1, maxLength: 20 }), (learnt) => {
        const twice = learnt.flatMap((fact) => [fact, fact]);
        expect(walk(twice).at(-1)).toBe(walk(learnt).at(-1));
      }),
    );
  });
});

describe('an undecided attempt', () => {
  it.each([
    ['requesting', true],
    ['pending', true],
    ['confirming', true],
    ['needs_review', true],
    ['unknown', false],
    ['failed', false],
    ['succeeded', false],
  ] as [AttemptState, boolean][])('in %s holds off a new prompt: %s', (state, holds) => {
    expect(holdsOrder('mpesa', state)).toBe(holds);
    expect(holdsOrder('cash', state)).toBe(false);
    if (blocksOthers('mpesa', state)) expect(holds).toBe(true);
  });
});

describe('asking Daraja again', () => {
  it('begins 20 s after the push and slows down to five minutes at most', () => {
    expect(pauseBeforeCheck('pending', 0)).toBe(20_000);
    for (const state of ['pending', 'confirming', 'unknown'] as const)
      for (let checks = 0; checks < 50; checks++) {
        const pause = pauseBeforeCheck(state, checks) ?? 0;
        expect(pause).toBeGreaterThan(0);
        expect(pause).toBeLessThanOrEqual(300_000);
      }
  });

  it('ends with the attempt', () => {
    for (const state of ['succeeded', 'failed', 'needs_review'] as const) expect(pauseBeforeCheck(state, 0)).toBeNull();
  });
});

describe('prompts to one phone', () => {
  const now = new Date('2026-11-24T09:00:00Z');
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  it.each([
    ['the first goes at once', [], null, 0],
    ['a live one is waited for', [], new Date(now.getTime() + 5_000), 5_000],
    ['the fourth in ten minutes waits for the first to age', [ago(9), ago(5), ago(1)], null, 60_000],
    ['old ones do not count', [ago(30), ago(20), ago(11)], null, 0],
    [
      'the eleventh of a day waits for the first',
      Array.from({ length: 10 }, (_, i) => ago(60 * (23 - i))),
      null,
      3_600_000,
    ],
  ] as [string, Date[], Date | null, number][])('%s (L2)', (_, sent, live, wait) => {
    expect(waitForPrompt(sent, live, now, promptLimits.real)).toBe(wait);
  });
});

describe('an amount for M-Pesa', () => {
  it.each([
    [100, 1],
    [25_000_000, 250_000],
    [0, null],
    [50, null],
    [150, null],
    [25_000_100, null],
    [-100, null],
  ])('of %s cents is %s shillings', (amount, shillings) => {
    expect(shillingsOf(amount)).toBe(shillings);
  });
});
