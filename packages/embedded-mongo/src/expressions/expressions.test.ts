import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyNumber, anyValue } from '../values/arbitraries.test-kit.js';
import { compareValues, encode, formatValue, type Doc } from '../values/index.js';
import { dbl, dec, long } from './expressions.test-kit.js';
import { compileExpression, environment, evaluate } from './index.js';

const now = new Date('2026-03-01T12:00:00Z');
const give = (spec: unknown, doc: Doc = {}): unknown => compileExpression(spec, environment({ now }))(doc);

/** Equal as stored, type and all. */
function expectSame(actual: unknown, expected: unknown): void {
  expect(formatValue(actual)).toBe(formatValue(expected));
  expect(encode({ v: actual })).toEqual(encode({ v: expected }));
}

describe('an expression', () => {
  it.each<[unknown, Doc, unknown]>([
    ['$a', { a: 1 }, 1],
    ['$a.b', { a: { b: 2 } }, 2],
    ['$a.b', { a: [{ b: 1 }, 5, {}, { b: 3 }] }, [1, 3]],
    ['$a.b', { a: [[{ b: 1 }], { b: 2 }] }, [[1], 2]],
    ['$a.0', { a: [1] }, []],
    ['$missing', {}, undefined],
    ['$constructor', {}, undefined],
    ['$$ROOT', { a: 1 }, { a: 1 }],
    ['$$CURRENT.a', { a: 1 }, 1],
    ['$$NOW', {}, now],
    [{ a: '$x', b: ['$y', 1] }, { x: 1 }, { a: 1, b: [null, 1] }],
    [{ a: '$nothing', b: 1 }, {}, { b: 1 }],
    [{ $literal: '$x' }, {}, '$x'],
    [{ $add: [1, 2] }, {}, 3],
    [{ $add: [2147483647, 1] }, {}, long(2147483648)],
    [{ $add: [1, dbl(2)] }, {}, dbl(3)],
    [{ $add: [dec('0.1'), dec('0.2')] }, {}, dec('0.3')],
    [{ $add: [dec('1'), 0.1] }, {}, dec('1.100000000000000')],
    [{ $add: [now, 1000] }, {}, new Date(now.getTime() + 1000)],
    [{ $add: [1, null] }, {}, null],
    [{ $add: [] }, {}, 0],
    [{ $add: [long(9223372036854775807n), 1] }, {}, dbl(2 ** 63)],
    [{ $subtract: [5, 3] }, {}, 2],
    [{ $subtract: [now, new Date(0)] }, {}, long(now.getTime())],
    [{ $subtract: [now, 500] }, {}, new Date(now.getTime() - 500)],
    [{ $multiply: [3, '$a'] }, { a: 4 }, 12],
    [{ $multiply: [65536, 65536] }, {}, long(4294967296)],
    [{ $multiply: [dec('1.10'), 2] }, {}, dec('2.20')],
    [{ $divide: [6, 3] }, {}, dbl(2)],
    [{ $divide: [1, 3] }, {}, 1 / 3],
    [{ $divide: [dec('1'), dec('3')] }, {}, dec('0.3333333333333333333333333333333333')],
    [{ $divide: [dec('2'), dec('3')] }, {}, dec('0.6666666666666666666666666666666667')],
    [{ $divide: [dec('10'), 4] }, {}, dec('2.5')],
    [{ $mod: [7, 3] }, {}, 1],
    [{ $mod: [-7, 3] }, {}, -1],
    [{ $mod: [7.5, 2] }, {}, 1.5],
    [{ $mod: [dec('7.5'), dec('2')] }, {}, dec('1.5')],
    [{ $abs: -5 }, {}, 5],
    [{ $abs: -2147483648 }, {}, long(2147483648)],
    [{ $ceil: 1.2 }, {}, dbl(2)],
    [{ $floor: dec('-1.2') }, {}, dec('-2')],
    [{ $round: 2.5 }, {}, dbl(2)],
    [{ $round: 3.5 }, {}, dbl(4)],
    [{ $round: [1.25, 1] }, {}, 1.2],
    [{ $round: [1234, -2] }, {}, 1200],
    [{ $round: [1250, -2] }, {}, 1200],
    [{ $round: [dec('2.675'), 2] }, {}, dec('2.68')],
    [{ $trunc: [-1.99, 1] }, {}, -1.9],
    [{ $trunc: 19.99 }, {}, dbl(19)],
    [{ $sqrt: 16 }, {}, dbl(4)],
    [{ $sqrt: dec('2') }, {}, dec('1.414213562373095048801688724209698')],
    [{ $sqrt: dec('16') }, {}, dec('4')],
    [{ $pow: [2, 10] }, {}, 1024],
    [{ $pow: [2, 40] }, {}, long(2n ** 40n)],
    [{ $pow: [2, -1] }, {}, 0.5],
    [{ $pow: [2, 100] }, {}, dbl(2 ** 100)],
    [{ $exp: 0 }, {}, dbl(1)],
    [{ $exp: dec('1') }, {}, dec('2.718281828459045235360287471352662')],
    [{ $ln: dec('10') }, {}, dec('2.302585092994045684017991454684364')],
    [{ $log10: 100 }, {}, dbl(2)],
    [{ $log10: dec('1000') }, {}, dec('3')],
    [{ $log: [100, 10] }, {}, dbl(2)],
    [{ $bitAnd: [12, 10] }, {}, 8],
    [{ $bitOr: [1, long(2)] }, {}, long(3)],
    [{ $bitNot: 5 }, {}, -6],
    [{ $eq: [1, dbl(1)] }, {}, true],
    [{ $gt: ['a', 1] }, {}, true],
    [{ $cmp: [1, 2] }, {}, -1],
    [{ $lt: ['$missing', null] }, {}, true],
    [{ $eq: ['$missing', null] }, {}, false],
    [{ $and: [] }, {}, true],
    [{ $or: [] }, {}, false],
    [{ $and: [1, 'x', []] }, {}, true],
    [{ $not: [0] }, {}, true],
    [{ $cond: [true, 1, 2] }, {}, 1],
    [{ $cond: { if: '$a', then: 1, else: 2 } }, {}, 2],
    [{ $ifNull: ['$a', '$b', 3] }, { a: null }, 3],
    [{ $switch: { branches: [{ case: { $eq: ['$a', 1] }, then: 'one' }], default: 'other' } }, { a: 1 }, 'one'],
    [{ $let: { vars: { x: 2, y: '$a' }, in: { $add: ['$$x', '$$y'] } } }, { a: 3 }, 5],
    [{ $let: { vars: { x: { b: 7 } }, in: '$$x.b' } }, {}, 7],
    [{ $size: [[1, 2]] }, {}, 2],
    [{ $in: [2, [1, 2]] }, {}, true],
    [{ $arrayElemAt: [[1, 2, 3], -1] }, {}, 3],
    [{ $arrayElemAt: [[1], 5] }, {}, undefined],
    [{ $first: '$a' }, { a: [4, 5] }, 4],
    [{ $last: '$a' }, { a: [] }, undefined],
    [{ $slice: [[1, 2, 3], 2] }, {}, [1, 2]],
    [{ $slice: [[1, 2, 3], -2] }, {}, [2, 3]],
    [{ $slice: [[1, 2, 3], 1, 1] }, {}, [2]],
    [{ $concatArrays: [[1], [2, 3]] }, {}, [1, 2, 3]],
    [{ $filter: { input: '$a', as: 'x', cond: { $gt: ['$$x', 1] } } }, { a: [1, 2, 3] }, [2, 3]],
    [{ $filter: { input: [1, 2, 3], cond: { $gt: ['$$this', 1] }, limit: 1 } }, {}, [2]],
    [{ $map: { input: '$a', as: 'x', in: { $add: ['$$x', '$b'] } } }, { a: [1, 2], b: 10 }, [11, 12]],
    [
      { $map: { input: [1, 2], in: { $map: { input: [10], as: 'y', in: { $add: ['$$this', '$$y'] } } } } },
      {},
      [[11], [12]],
    ],
    [{ $reduce: { input: [1, 2, 3], initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, {}, 6],
    [{ $zip: { inputs: [[1, 2], [3]] } }, {}, [[1, 3]]],
    [
      { $zip: { inputs: [[1, 2], [3]], useLongestLength: true, defaults: [0, 9] } },
      {},
      [
        [1, 3],
        [2, 9],
      ],
    ],
    [{ $range: [0, 5, 2] }, {}, [0, 2, 4]],
    [{ $range: [3, 0, -1] }, {}, [3, 2, 1]],
    [{ $reverseArray: [[1, 2]] }, {}, [2, 1]],
    [{ $indexOfArray: [['a', 'b'], 'b'] }, {}, 1],
    [{ $isArray: ['$a'] }, { a: [] }, true],
    [
      {
        $arrayToObject: [
          [
            ['a', 1],
            ['b', 2],
          ],
        ],
      },
      {},
      { a: 1, b: 2 },
    ],
    [{ $arrayToObject: '$p' }, { p: [{ k: 'x', v: 1 }] }, { x: 1 }],
    [{ $objectToArray: { a: 1 } }, {}, [{ k: 'a', v: 1 }]],
    [{ $sortArray: { input: [3, 1, 2], sortBy: -1 } }, {}, [3, 2, 1]],
    [{ $sortArray: { input: [{ a: 2 }, { a: 1 }], sortBy: { a: 1 } } }, {}, [{ a: 1 }, { a: 2 }]],
    [{ $firstN: { input: [1, 2, 3], n: 2 } }, {}, [1, 2]],
    [{ $maxN: { input: [1, 3, null, 2], n: 2 } }, {}, [3, 2]],
    [
      {
        $setUnion: [
          [2, 1],
          [1, 3],
        ],
      },
      {},
      [1, 2, 3],
    ],
    [
      {
        $setIntersection: [
          [1, 2],
          [2, 3],
        ],
      },
      {},
      [2],
    ],
    [{ $setDifference: [[1, 2, 1], [2]] }, {}, [1]],
    [
      {
        $setEquals: [
          [1, 2, 1],
          [2, 1],
        ],
      },
      {},
      true,
    ],
    [{ $setIsSubset: [[1], [1, 2]] }, {}, true],
    [{ $allElementsTrue: [[1, true]] }, {}, true],
    [{ $anyElementTrue: [[0, false]] }, {}, false],
    [{ $mergeObjects: [{ a: 1 }, null, { b: 2, a: 3 }] }, {}, { a: 3, b: 2 }],
    [{ $getField: 'a.b' }, { 'a.b': 5 }, 5],
    [{ $getField: { field: { $literal: '$x' }, input: '$$ROOT' } }, { $x: 1 }, 1],
    [{ $setField: { field: 'a.b', input: '$$ROOT', value: 1 } }, { x: 1 }, { x: 1, 'a.b': 1 }],
    [{ $unsetField: { field: 'x', input: '$$ROOT' } }, { x: 1, y: 2 }, { y: 2 }],
    [{ $sum: '$a' }, { a: [1, 2, 'x', 3] }, 6],
    [{ $sum: [1, 2.5, null] }, {}, 3.5],
    [{ $sum: [0.1, 0.2, 0.3] }, {}, 0.6],
    [{ $avg: [1, 2] }, {}, 1.5],
    [{ $avg: [2, 4] }, {}, dbl(3)],
    [{ $avg: [] }, {}, null],
    [{ $max: ['$a', 3] }, { a: 5 }, 5],
    [{ $min: '$a' }, { a: [3, 1, null] }, 1],
    [{ $stdDevPop: [2, 4] }, {}, dbl(1)],
    [{ $median: { input: [3, 1, 2], method: 'approximate' } }, {}, dbl(2)],
    [{ $percentile: { input: [1, 2, 3, 4], p: [0.5, 0.95], method: 'approximate' } }, {}, [dbl(2), dbl(4)]],
  ])('%j of %j', (spec, doc, expected) => {
    const actual = give(spec, doc);
    if (expected === undefined) expect(actual).toBeUndefined();
    else expectSame(actual, expected);
  });

  it.each<[unknown, Doc, number]>([
    [{ $nope: 1 }, {}, 168],
    [{ $add: 1, $subtract: 2 }, {}, 15983],
    ['$$nope', {}, 17276],
    ['$', {}, 16872],
    ['$a..b', {}, 15998],
    [{ $subtract: [1] }, {}, 16020],
    [{ $add: ['$a', 1] }, { a: 'x' }, 14],
    [{ $divide: [1, '$a'] }, { a: 0 }, 2],
    [{ $mod: [1, '$a'] }, { a: 0 }, 16610],
    [{ $sqrt: '$a' }, { a: -1 }, 28714],
    [{ $ln: '$a' }, { a: 0 }, 28766],
    [{ $abs: '$a' }, { a: 'x' }, 28765],
    [{ $round: [1, '$a'] }, { a: 1.5 }, 51082],
    [{ $size: '$a' }, { a: 1 }, 17124],
    [{ $in: [1, '$a'] }, { a: 1 }, 40081],
    [{ $arrayElemAt: ['$a', 0] }, { a: 1 }, 28689],
    [{ $switch: { branches: [{ case: false, then: 1 }] } }, {}, 40066],
    [{ $switch: { branches: [] } }, {}, 40068],
    [{ $cond: [1, 2] }, {}, 16020],
    [{ $cond: { if: 1, then: 2 } }, {}, 17082],
    [{ $let: { vars: { X: 1 }, in: 1 } }, {}, 9],
    [{ $ifNull: [1] }, {}, 1257300],
    [{ $filter: { input: '$a', cond: true } }, { a: 1 }, 28651],
    [{ $concatArrays: ['$a'] }, { a: 1 }, 28664],
    [{ $range: [0, 1, 0] }, {}, 34449],
    [{ $mergeObjects: ['$a'] }, { a: 1 }, 40400],
    [{ $arrayToObject: '$a' }, { a: [1] }, 40398],
  ])('%j of %j is refused with code %i', (spec, doc, code) => {
    expect(() => give(spec, doc)).toThrow(expect.objectContaining({ code }));
  });

  it('compares as values are ordered', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        expect(evaluate({ $cmp: [{ $literal: a }, { $literal: b }] })).toBe(Math.sign(compareValues(a, b)));
      }),
    );
  });

  it('adds and multiplies in any order with the same outcome', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        for (const name of ['$add', '$multiply']) {
          expect(compareValues(evaluate({ [name]: [a, b] }), evaluate({ [name]: [b, a] }))).toBe(0);
        }
      }),
    );
  });

  it('sums decimals exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -10_000_000, max: 10_000_000 }), { minLength: 1 }), (cents) => {
        const total = cents.reduce((sum, each) => sum + each, 0);
        const list = cents.map((each) => dec(`${each}E-2`));
        expect(compareValues(evaluate({ $sum: list }), dec(`${total}E-2`))).toBe(0);
      }),
    );
  });
});
