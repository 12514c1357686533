import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ordered } from './ordered.js';

const byNumber = (a: number, b: number): number => a - b;
const within = (low: number, high: number) => (n: number) => (n < low ? -1 : n > high ? 1 : 0);

describe('ordered keys', () => {
  it('give every range as a sorted list would, forwards and backwards, whatever was put in and taken out', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(3000)), { maxLength: 3000 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(3000)), steps, fc.nat(3000), fc.nat(3000), (start, changes, a, b) => {
        const ordered = new Ordered(byNumber, start);
        const model = new Set(start);
        for (const [adds, n] of changes) {
          if (adds && !model.has(n)) ordered.insert(n);
          if (!adds) ordered.delete(n);
          if (adds) model.add(n);
          else model.delete(n);
        }
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const expected = [...model].filter((n) => n >= low && n <= high).sort(byNumber);
        expect([...ordered.range(within(low, high))]).toEqual(expected);
        expect([...ordered.range(within(low, high), true)]).toEqual(expected.reverse());
        expect(ordered.find(a)).toBe(model.has(a) ? a : undefined);
      }),
      { numRuns: 60 },
    );
  });
});
