import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MongoError } from '../errors.js';
import { compileFilter } from '../match/index.js';
import { anyDoc, fieldName } from '../values/arbitraries.test-kit.js';
import { compareValues, encode, type Doc } from '../values/index.js';
import { compileProjection, compileSort, sortDocs } from './index.js';

describe('a projection', () => {
  it.each<[Doc, Doc, Doc]>([
    [{}, { _id: 1, a: 2 }, { _id: 1, a: 2 }],
    [{ a: 1 }, { b: 1, _id: 1, a: 2 }, { _id: 1, a: 2 }],
    [{ a: 1, _id: 0 }, { _id: 1, a: 2, b: 3 }, { a: 2 }],
    [{ _id: 1 }, { _id: 1, a: 2 }, { _id: 1 }],
    [{ _id: 0 }, { _id: 1, a: 2 }, { a: 2 }],
    [{ a: 0 }, { _id: 1, a: 2, b: 3 }, { _id: 1, b: 3 }],
    [
      { a: false, _id: 1 },
      { _id: 1, a: 2, b: 3 },
      { _id: 1, b: 3 },
    ],
    [
      { b: 1, a: 1 },
      { _id: 1, a: 2, b: 3 },
      { _id: 1, a: 2, b: 3 },
    ],
    [{ 'a.b': 1 }, { _id: 1, a: { b: 1, c: 2 } }, { _id: 1, a: { b: 1 } }],
    [{ a: { b: 1 } }, { _id: 1, a: { b: 1, c: 2 } }, { _id: 1, a: { b: 1 } }],
    [{ 'a.b': 1 }, { _id: 1, a: [{ b: 1, c: 2 }, 5, [{ b: 3, c: 1 }], {}] }, { _id: 1, a: [{ b: 1 }, [{ b: 3 }], {}] }],
    [{ 'a.b': 1 }, { _id: 1, a: 5 }, { _id: 1 }],
    [{ 'a.b': 0 }, { _id: 1, a: [{ b: 1, c: 2 }, 5] }, { _id: 1, a: [{ c: 2 }, 5] }],
    [{ a: { $slice: 2 } }, { _id: 1, a: [1, 2, 3], b: 1 }, { _id: 1, a: [1, 2], b: 1 }],
    [
      { _id: 1, a: { $slice: 1 } },
      { _id: 1, a: [1, 2], b: 1 },
      { _id: 1, a: [1] },
    ],
    [{ a: { $slice: -2 } }, { _id: 1, a: [1, 2, 3] }, { _id: 1, a: [2, 3] }],
    [
      { a: { $slice: [1, 1] }, b: 1 },
      { _id: 1, a: [1, 2, 3], b: 1, c: 1 },
      { _id: 1, a: [2], b: 1 },
    ],
    [{ a: { $slice: [-2, 1] } }, { _id: 1, a: [1, 2, 3] }, { _id: 1, a: [2] }],
    [
      { a: { $elemMatch: { b: 2 } } },
      { _id: 1, a: [{ b: 1 }, { b: 2, c: 1 }, { b: 2 }], d: 1 },
      { _id: 1, a: [{ b: 2, c: 1 }] },
    ],
    [{ a: { $elemMatch: { $gt: 9 } } }, { _id: 1, a: [1] }, { _id: 1 }],
    [
      { b: '$a', c: { $literal: 1 } },
      { _id: 1, a: 2, c: 9 },
      { _id: 1, b: 2, c: 1 },
    ],
    [
      { a: 1, x: 'text' },
      { _id: 1, a: 2 },
      { _id: 1, a: 2, x: 'text' },
    ],
    [{ 'a.x': '$b' }, { _id: 1, a: [{ y: 1 }, 2], b: 3 }, { _id: 1, a: [{ x: 3 }, { x: 3 }] }],
    [{ constructor: 1 }, { _id: 1, a: 1 }, { _id: 1 }],
  ])('%j of %j is %j', (spec, doc, expected) => {
    const out = compileProjection(spec)(doc);
    expect(encode(out)).toEqual(encode(expected));
  });

  it('picks the matched element for a.$', () => {
    const doc = { _id: 1, a: [{ b: 1 }, { b: 2 }], c: 3 };
    const position = compileFilter({ 'a.b': 2 }).positions(doc);
    expect(compileProjection({ 'a.$': 1 })(doc, { position })).toEqual({ _id: 1, a: [{ b: 2 }] });
    expect(compileProjection({ 'a.$': 1, c: 1 })(doc, { position })).toEqual({ _id: 1, a: [{ b: 2 }], c: 3 });
    expect(() => compileProjection({ 'a.$': 1 })(doc)).toThrow(MongoError);
  });

  it.each<[Doc, number]>([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ a: 1, 'a.b': 1 }, 31250],
    [{ 'a.b': 1, a: 1 }, 31250],
    [{ a: {} }, 51270],
    [{ a: 0, b: '$c' }, 31252],
    [{ a: { $nope: 1 } }, 168],
    [{ $a: 1 }, 16410],
    [{ 'a.$': 1, 'b.$': 1 }, 31276],
  ])('%j is refused with code %i', (spec, code) => {
    expect(() => compileProjection(spec)).toThrow(expect.objectContaining({ code }));
  });

  it('of a field keeps it, and of its exclusion keeps the rest', () => {
    fc.assert(
      fc.property(fieldName, anyDoc, (name, doc) => {
        const kept = compileProjection({ [name]: 1, _id: 0 })(doc);
        const rest = compileProjection({ [name]: 0 })(doc);
        expect(Object.keys(kept)).toEqual(Object.keys(doc).filter((key) => key === name));
        expect(Object.keys(rest)).toEqual(Object.keys(doc).filter((key) => key !== name));
      }),
    );
  });
});

describe('a sort', () => {
  it.each<[Doc, unknown[], unknown[]]>([
    [
      { a: 1 },
      [{ a: 2 }, { a: 'x' }, {}, { a: null }, { a: 1 }, { a: [] }],
      [{ a: [] }, {}, { a: null }, { a: 1 }, { a: 2 }, { a: 'x' }],
    ],
    [{ a: 1 }, [{ a: [3, 9] }, { a: 4 }, { a: [5, 1] }], [{ a: [5, 1] }, { a: [3, 9] }, { a: 4 }]],
    [{ a: -1 }, [{ a: [3, 9] }, { a: 4 }, { a: [5, 1] }], [{ a: [3, 9] }, { a: [5, 1] }, { a: 4 }]],
    [{ a: 1, b: -1 }, [{ a: 1, b: 1 }, { a: 0 }, { a: 1, b: 2 }], [{ a: 0 }, { a: 1, b: 2 }, { a: 1, b: 1 }]],
    [{ 'a.b': 1 }, [{ a: [{ b: 5 }, { b: 2 }] }, { a: { b: 3 } }], [{ a: [{ b: 5 }, { b: 2 }] }, { a: { b: 3 } }]],
  ])('by %j', (spec, docs, expected) => {
    expect(sortDocs(docs as Doc[], spec)).toEqual(expected);
    expect([...(docs as Doc[])].sort(compileSort(spec))).toEqual(expected);
  });

  it('is stable and puts every document in the order of its least value', () => {
    fc.assert(
      fc.property(fc.array(anyDoc, { maxLength: 6 }), (docs) => {
        const sorted = sortDocs(docs, { a: 1 });
        const least = ({ a }: Doc): unknown => {
          if (!Array.isArray(a)) return a ?? null;
          return a.length === 0 ? undefined : a.reduce((x: unknown, y: unknown) => (compareValues(y, x) < 0 ? y : x));
        };
        for (let i = 1; i < sorted.length; i++) {
          expect(compareValues(least(sorted[i - 1]!), least(sorted[i]!))).toBeLessThanOrEqual(0);
        }
      }),
    );
    expect(
      sortDocs(
        [
          { a: 1, n: 1 },
          { a: 1, n: 2 },
        ],
        { a: -1 },
      ),
    ).toEqual([
      { a: 1, n: 1 },
      { a: 1, n: 2 },
    ]);
  });

  it.each<[Doc, number]>([
    [{ a: 2 }, 15975],
    [{ a: 0 }, 15975],
    [{ a: 'x' }, 15974],
  ])('%j is refused with code %i', (spec, code) => {
    expect(() => compileSort(spec)).toThrow(expect.objectContaining({ code }));
  });
});
