import { describe, expect, it } from 'vitest';
import { formatValue, type Doc } from '../values/index.js';
import { runPipeline } from './index.js';

const run = (stages: Doc[], input: Doc[]): Doc[] => [
  ...runPipeline(stages, input, { collection: () => [], now: new Date(0), db: '', coll: '' }),
];

describe('$fill', () => {
  const days: Doc[] = [
    { shop: 'A', day: 1, n: 1 },
    { shop: 'A', day: 3, n: null },
    { shop: 'A', day: 5, n: 5 },
    { shop: 'B', day: 1 },
  ];

  it.each<[Doc, unknown[]]>([
    [{ output: { n: { value: 0 } } }, [1, 0, 5, 0]],
    [{ sortBy: { day: 1 }, partitionByFields: ['shop'], output: { n: { method: 'locf' } } }, [1, 1, 5, null]],
    [{ sortBy: { day: 1 }, partitionBy: '$shop', output: { n: { method: 'linear' } } }, [1, 3, 5, null]],
  ])('%j', (spec, expected) => {
    expect(run([{ $fill: spec }], days).map(({ n }) => (n === null ? null : Number(n)))).toEqual(expected);
  });

  it('refuses a method without an order', () => {
    expect(() => run([{ $fill: { output: { n: { method: 'locf' } } } }], days)).toThrow(
      expect.objectContaining({ code: 9 }),
    );
  });
});

describe('$densify', () => {
  it.each<[Doc, Doc[], Doc[]]>([
    [
      { field: 'n', range: { step: 1, bounds: 'full' } },
      [{ n: 1, x: 1 }, { n: 4 }, { x: 2 }],
      [{ x: 2 }, { n: 1, x: 1 }, { n: 2 }, { n: 3 }, { n: 4 }],
    ],
    [{ field: 'n', range: { step: 2, bounds: [0, 4] } }, [{ n: 1 }], [{ n: 0 }, { n: 1 }, { n: 2 }]],
    [
      { field: 'n', partitionByFields: ['s'], range: { step: 1, bounds: 'partition' } },
      [
        { s: 'A', n: 1 },
        { s: 'A', n: 3 },
        { s: 'B', n: 9 },
      ],
      [
        { s: 'A', n: 1 },
        { s: 'A', n: 2 },
        { s: 'A', n: 3 },
        { s: 'B', n: 9 },
      ],
    ],
    [
      { field: 'at', range: { step: 1, unit: 'month', bounds: 'full' } },
      [{ at: new Date('2026-01-31T00:00:00Z') }, { at: new Date('2026-03-31T00:00:00Z') }],
      ['2026-01-31', '2026-02-28', '2026-03-31'].map((day) => ({ at: new Date(`${day}T00:00:00Z`) })),
    ],
  ])('%j', (spec, docs, expected) => {
    expect(formatValue(run([{ $densify: spec }], docs))).toBe(formatValue(expected));
  });

  it.each<[Doc, number]>([
    [{ field: 'n', range: { step: 0, bounds: 'full' } }, 5733401],
    [{ field: 'n', range: { step: 1, bounds: 'none' } }, 5946802],
    [{ field: 'n', range: { step: 1, unit: 'day', bounds: 'full' } }, 6053600],
    [{ field: 's', range: { step: 1, bounds: 'full' } }, 5733201],
    [{ field: 'n', range: { step: 1, bounds: [0, 1_000_000] } }, 5897900],
  ])('%j is refused with code %i', (spec, code) => {
    expect(() => run([{ $densify: spec }], [{ n: 1, s: 'x' }])).toThrow(expect.objectContaining({ code }));
  });
});
