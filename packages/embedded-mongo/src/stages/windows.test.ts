import { Double } from 'bson';
import { describe, expect, it } from 'vitest';
import { formatValue, type Doc } from '../values/index.js';
import { runPipeline } from './index.js';

const sales: Doc[] = [
  { _id: 1, shop: 'A', day: 3, n: 4 },
  { _id: 2, shop: 'A', day: 1, n: 2 },
  { _id: 3, shop: 'B', day: 1, n: 7 },
  { _id: 4, shop: 'A', day: 2, n: 2 },
  { _id: 5, shop: 'B', day: 5, n: 1 },
];

function over(output: Doc, sortBy: Doc | undefined, docs: Doc[] = sales): unknown[] {
  const context = { collection: () => [], now: new Date(0), db: '', coll: '' };
  const stage = { $setWindowFields: { partitionBy: '$shop', ...(sortBy && { sortBy }), output: { x: output } } };
  return Array.from(runPipeline([stage], docs, context), (doc) => doc['x']);
}

const dbl = (value: number): Double => new Double(value);

/** Expected for A on days 1, 2, 3 and B on days 1 and 5. */
describe('a window field', () => {
  it.each<[Doc, Doc | undefined, unknown[]]>([
    [{ $sum: '$n', window: { documents: ['unbounded', 'current'] } }, { day: 1 }, [2, 4, 8, 7, 8]],
    [{ $sum: '$n', window: { documents: [-1, 0] } }, { day: 1 }, [2, 4, 6, 7, 8]],
    [{ $sum: '$n' }, undefined, [8, 8, 8, 8, 8]],
    [
      { $push: '$n', window: { documents: ['current', 'unbounded'] } },
      { day: 1 },
      [[2, 2, 4], [2, 4], [4], [7, 1], [1]],
    ],
    [{ $max: '$n', window: { range: [-1, 0] } }, { day: 1 }, [2, 2, 4, 7, 1]],
    [{ $avg: '$n', window: { range: ['unbounded', 'current'] } }, { day: 1 }, [dbl(2), dbl(2), 8 / 3, dbl(7), dbl(4)]],
    [{ $documentNumber: {} }, { day: 1 }, [1, 2, 3, 1, 2]],
    [{ $rank: {} }, { n: 1 }, [1, 1, 3, 1, 2]],
    [{ $denseRank: {} }, { n: 1 }, [1, 1, 2, 1, 2]],
    [{ $shift: { output: '$n', by: -1, default: 0 } }, { day: 1 }, [0, 2, 2, 0, 7]],
    [{ $expMovingAvg: { input: '$n', alpha: 0.5 } }, { day: 1 }, [dbl(2), dbl(2), dbl(3), dbl(7), dbl(4)]],
    [{ $derivative: { input: '$n' }, window: { documents: [-1, 0] } }, { day: 1 }, [null, dbl(0), dbl(2), null, -1.5]],
    [
      { $integral: { input: '$n' }, window: { documents: ['unbounded', 'current'] } },
      { day: 1 },
      [dbl(0), dbl(2), dbl(5), dbl(0), dbl(16)],
    ],
    [{ $covariancePop: ['$day', '$n'] }, undefined, [2 / 3, 2 / 3, 2 / 3, dbl(-6), dbl(-6)]],
    [{ $count: {}, window: { documents: ['unbounded', 'unbounded'] } }, undefined, [3, 3, 3, 2, 2]],
  ])('%j sorted by %j', (output, sortBy, expected) => {
    expect(formatValue(over(output, sortBy))).toBe(formatValue(expected));
  });

  it('fills gaps', () => {
    const docs = [{ day: 1, n: 1 }, { day: 2 }, { day: 4, n: 7 }];
    expect(over({ $locf: '$n' }, { day: 1 }, docs)).toEqual([1, 1, 7]);
    expect(formatValue(over({ $linearFill: '$n' }, { day: 1 }, docs))).toBe('[ 1, 3.0, 7 ]');
  });

  it('counts days by the calendar', () => {
    const docs = [1, 2, 4].map((day) => ({ at: new Date(Date.UTC(2026, 0, day)), n: day }));
    expect(over({ $sum: '$n', window: { range: [-1, 0], unit: 'day' } }, { at: 1 }, docs)).toEqual([1, 3, 4]);
  });

  it.each<[Doc, Doc | undefined, number]>([
    [{ $nope: 1 }, undefined, 9],
    [{ $rank: {} }, undefined, 5371602],
    [{ $rank: {}, window: {} }, { day: 1 }, 5371601],
    [{ $sum: 1, window: { documents: [1, 0] } }, { day: 1 }, 5339900],
    [{ $sum: 1, window: { documents: [0, 1] } }, undefined, 5339901],
    [{ $sum: 1, window: { range: [0, 1] } }, { day: -1 }, 5339902],
  ])('%j sorted by %j is refused with code %i', (output, sortBy, code) => {
    expect(() => over(output, sortBy)).toThrow(expect.objectContaining({ code }));
  });
});
