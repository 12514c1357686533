import { BSONRegExp, Decimal128, Double, Long, Timestamp } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MongoError } from '../errors.js';
import { compileFilter } from '../match/index.js';
import { anyDoc, anyNumber, anyScalar, fieldName } from '../values/arbitraries.test-kit.js';
import { encode, formatValue, type Doc } from '../values/index.js';
import { applyUpdate, upsertSeed, validateUpdate, type UpdateOptions } from './index.js';

const now = new Date(1_700_000_000_000);
const long = (value: bigint): Long => Long.fromBigInt(value);
const dec = (text: string): Decimal128 => Decimal128.fromString(text);

function update(doc: Doc, change: Doc, options: Partial<UpdateOptions> & { filter?: Doc } = {}): Doc {
  const matcher = compileFilter(options.filter ?? {});
  return applyUpdate(doc, change, { now, matcher, ...options }).doc;
}

function codeOf(act: () => unknown): number | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof MongoError) return error.code;
    throw error;
  }
  return undefined;
}

describe('an update', () => {
  it.each<[Doc, Doc, Doc]>([
    [{ a: 1 }, { $set: { b: 2, a: 3 } }, { a: 3, b: 2 }],
    [{}, { $set: { z: 1, b: 2, 'a.y': 3, 'a.b': 4 } }, { a: { b: 4, y: 3 }, b: 2, z: 1 }],
    [{ a: [1, 2] }, { $set: { 'a.1': 9 } }, { a: [1, 9] }],
    [{ a: [1] }, { $set: { 'a.3': 9 } }, { a: [1, null, null, 9] }],
    [{ a: [{ b: 1 }] }, { $set: { 'a.0.b': 2, 'a.1.b': 3 } }, { a: [{ b: 2 }, { b: 3 }] }],
    [{}, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }],
    [{ a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
    [{ a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
    [{ a: 1 }, { $unset: { 'a.b': '', 'c.d': '' } }, { a: 1 }],
    [{ a: 1 }, { $inc: { a: 2, b: 5 } }, { a: 3, b: 5 }],
    [{ a: 2147483647 }, { $inc: { a: 1 } }, { a: long(2147483648n) }],
    [{ a: 1 }, { $inc: { a: new Double(1) } }, { a: new Double(2) }],
    [{ a: 1 }, { $inc: { a: 0.5 } }, { a: 1.5 }],
    [{ a: dec('0.1') }, { $inc: { a: dec('0.20') } }, { a: dec('0.30') }],
    [{ a: long(1n) }, { $inc: { a: 1 } }, { a: long(2n) }],
    [{ a: 3 }, { $mul: { a: 4, b: 2, c: long(3n), d: 1.5 } }, { a: 12, b: 0, c: long(0n), d: new Double(0) }],
    [{ a: 65536 }, { $mul: { a: 65536 } }, { a: long(4294967296n) }],
    [{ a: 5, b: 5 }, { $min: { a: 3, b: 7, c: 1 } }, { a: 3, b: 5, c: 1 }],
    [{ a: 5, b: 5 }, { $max: { a: 3, b: 7 } }, { a: 5, b: 7 }],
    [
      {},
      { $currentDate: { a: true, b: { $type: 'timestamp' } } },
      { a: now, b: new Timestamp({ t: 1_700_000_000, i: 1 }) },
    ],
    [{ a: 1, b: 2 }, { $rename: { a: 'c' } }, { b: 2, c: 1 }],
    [{ a: { x: 1 } }, { $rename: { 'a.x': 'b.y' } }, { a: {}, b: { y: 1 } }],
    [{ b: 2 }, { $rename: { a: 'b' } }, { b: 2 }],
    [{ a: 1 }, { $setOnInsert: { b: 2, 'a.c': 3 } }, { a: 1 }],
    [{ a: 1 }, { $rename: { b: 'a.c' } }, { a: 1 }],
    [{}, { $push: { a: 1 } }, { a: [1] }],
    [{ a: [1] }, { $push: { a: { $each: [5, 3], $sort: -1, $slice: 2 } } }, { a: [5, 3] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [9], $position: 0 } } }, { a: [9, 1, 2] }],
    [{ a: [1, 2, 3] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 2, 9, 3] }],
    [{ a: [1, 2, 3] }, { $push: { a: { $each: [], $slice: -2 } } }, { a: [2, 3] }],
    [
      { a: [{ n: 2 }] },
      { $push: { a: { $each: [{ n: 1 }, { m: 1 }], $sort: { n: 1 } } } },
      { a: [{ m: 1 }, { n: 1 }, { n: 2 }] },
    ],
    [{ a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
    [{ a: [1, 2] }, { $addToSet: { a: 2 } }, { a: [1, 2] }],
    [{ a: [1] }, { $addToSet: { a: { $each: [1, 2, 2, new Double(1)] } } }, { a: [1, 2] }],
    [{}, { $addToSet: { a: 1 } }, { a: [1] }],
    [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
    [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
    [{}, { $pop: { a: 1 } }, {}],
    [{ a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    [{ a: [1, 5, 9] }, { $pull: { a: { $gt: 1, $lt: 9 } } }, { a: [1, 9] }],
    [{ a: ['x', 'y'] }, { $pull: { a: new BSONRegExp('^x') } }, { a: ['y'] }],
    [{ a: [{ b: 1, c: 2 }, { b: 2 }] }, { $pull: { a: { b: 1 } } }, { a: [{ b: 2 }] }],
    [{ a: [{ b: 1 }, { b: 2 }, { b: 3 }] }, { $pull: { a: { $or: [{ b: 1 }, { b: 3 }] } } }, { a: [{ b: 2 }] }],
    [{ a: [1, 2, { b: 1 }] }, { $pull: { a: { $in: [1, { b: 1 }] } } }, { a: [2] }],
    [{ a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    [{ a: 13 }, { $bit: { a: { and: 10 } } }, { a: 8 }],
    [{ a: 1 }, { $bit: { a: { or: long(2n), xor: 1 }, b: { or: 4 } } }, { a: long(2n), b: 4 }],
    [{ a: [{ b: 1 }, { b: 2 }] }, { $inc: { 'a.$[].b': 10 } }, { a: [{ b: 11 }, { b: 12 }] }],
    [{ a: [[1, 2], [3]] }, { $inc: { 'a.$[].$[]': 1 } }, { a: [[2, 3], [4]] }],
    [{ _id: 1, a: 1, b: 2 }, { c: 3 }, { _id: 1, c: 3 }],
    [
      { _id: 1, a: 1 },
      { a: 2, _id: 1 },
      { _id: 1, a: 2 },
    ],
    [{ _id: 1, a: 1 }, {}, { _id: 1 }],
    [{ _id: 1 }, { $set: { _id: 1, a: 2 } }, { _id: 1, a: 2 }],
  ])('of %j by %j gives %j', (doc, change, expected) => {
    const before = encode(doc);
    const after = update(doc, change);
    expect(encode(after), formatValue(after)).toEqual(encode(expected));
    expect(Object.keys(after)).toEqual(Object.keys(expected));
    expect(encode(doc), 'the document before the update is left alone').toEqual(before);
  });

  it('follows $ to the element the filter matched', () => {
    expect(update({ a: [1, 2, 3] }, { $set: { 'a.$': 9 } }, { filter: { a: 2 } })).toEqual({ a: [1, 9, 3] });
    expect(update({ a: [{ b: 1 }, { b: 2 }] }, { $set: { 'a.$.c': 9 } }, { filter: { 'a.b': 2 } })).toEqual({
      a: [{ b: 1 }, { b: 2, c: 9 }],
    });
    expect(
      update(
        { a: [{ b: 1 }, { b: 1, c: 2 }] },
        { $inc: { 'a.$.c': 1 } },
        { filter: { a: { $elemMatch: { b: 1, c: 2 } } } },
      ),
    ).toEqual({ a: [{ b: 1 }, { b: 1, c: 3 }] });
    expect(codeOf(() => update({ a: [1] }, { $set: { 'a.$': 9 } }, { filter: { b: null } }))).toBe(2);
  });

  it('follows $[id] to the elements an array filter picks', () => {
    expect(update({ a: [1, 5, 9] }, { $set: { 'a.$[big]': 0 } }, { arrayFilters: [{ big: { $gte: 5 } }] })).toEqual({
      a: [1, 0, 0],
    });
    expect(
      update(
        {
          a: [
            { n: 1, b: [{ m: 1 }, { m: 2 }] },
            { n: 2, b: [{ m: 1 }] },
          ],
        },
        { $set: { 'a.$[x].b.$[y].m': 0 } },
        { arrayFilters: [{ 'x.n': 1 }, { $or: [{ 'y.m': 2 }, { 'y.m': 3 }] }] },
      ),
    ).toEqual({
      a: [
        { n: 1, b: [{ m: 1 }, { m: 0 }] },
        { n: 2, b: [{ m: 1 }] },
      ],
    });
    expect(
      update({ a: [{ b: 1 }] }, { $set: { 'a.$[].c': 1, 'a.$[x].d': 2 } }, { arrayFilters: [{ 'x.b': 1 }] }),
    ).toEqual({ a: [{ b: 1, c: 1, d: 2 }] });
  });

  it.each<[Doc, Doc, number, Partial<UpdateOptions>?]>([
    [{}, { $foo: { a: 1 } }, 9],
    [{}, { $set: 1 }, 9],
    [{}, { $set: { a: 1 }, b: 2 }, 9],
    [{}, { a: 1, $set: { b: 1 } }, 52],
    [{}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    [{}, { $set: { a: 1, 'a.b': 1 } }, 40],
    [{}, { $set: { 'a.b': 1 }, $unset: { a: 1 } }, 40],
    [{ a: 1 }, { $rename: { a: 'b' }, $set: { b: 1 } }, 40],
    [{ a: 1 }, { $set: { 'a.b': 1 } }, 28],
    [{ a: null }, { $set: { 'a.b': 1 } }, 28],
    [{ a: [] }, { $set: { 'a.b': 1 } }, 28],
    [{ a: 'x' }, { $inc: { a: 1 } }, 14],
    [{ a: 1 }, { $inc: { a: 'x' } }, 14],
    [{ a: long(9223372036854775807n) }, { $inc: { a: 1 } }, 2],
    [{ _id: 1 }, { $set: { _id: 2 } }, 66],
    [{ _id: 1 }, { $unset: { _id: 1 } }, 66],
    [{ _id: 1 }, { $set: { '_id.a': 2 } }, 28],
    [{ _id: { a: 1 } }, { $set: { '_id.a': 2 } }, 66],
    [{ _id: 1 }, { _id: 2 }, 66],
    [{ a: 1 }, { $push: { a: 1 } }, 2],
    [{ a: [] }, { $push: { a: { $each: 1 } } }, 2],
    [{ a: [] }, { $push: { a: { $each: [], $nope: 1 } } }, 2],
    [{ a: 1 }, { $addToSet: { a: 1 } }, 2],
    [{ a: 1 }, { $pop: { a: 1 } }, 14],
    [{ a: [] }, { $pop: { a: 5 } }, 9],
    [{ a: 1 }, { $pull: { a: 1 } }, 2],
    [{ a: [] }, { $pullAll: { a: 1 } }, 2],
    [{ a: 'x' }, { $bit: { a: { or: 1 } } }, 2],
    [{ a: 1 }, { $bit: { a: { not: 1 } } }, 2],
    [{ a: 1 }, { $rename: { a: 'a' } }, 2],
    [{ a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }, 2],
    [{}, { $set: { '': 1 } }, 56],
    [{}, { $set: { 'a..b': 1 } }, 56],
    [{}, { $set: { $a: 1 } }, 52],
    [{}, { $set: { '$.a': 1 } }, 2],
    [{ a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
    [{}, { $set: { 'a.$[]': 1 } }, 2],
    [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
    [{ a: [1] }, { $set: { a: 1 } }, 9, { arrayFilters: [{ x: 1 }] }],
    [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 9, { arrayFilters: [{ x: 1, y: 1 }] }],
    [{ a: [1] }, { $set: { 'a.$[x]': 1 } }, 9, { arrayFilters: [{ x: 1 }, { x: 2 }] }],
    [{ a: [1] }, { $set: { 'a.$[X]': 1 } }, 2, { arrayFilters: [{ X: 1 }] }],
  ])('of %j by %j is refused with code %i', (doc, change, code, options = {}) => {
    expect(codeOf(() => update(doc, change, options))).toBe(code);
  });

  it('says whether anything changed; a changed number type is a change', () => {
    const changed = (doc: Doc, change: Doc): boolean => applyUpdate(doc, change, { now }).modified;
    expect(changed({ a: 1 }, { $set: { a: 1 } })).toBe(false);
    expect(changed({ a: 1 }, { $set: { a: new Double(1) } })).toBe(true);
    expect(changed({ a: dec('1.0') }, { $set: { a: dec('1.00') } })).toBe(true);
    expect(changed({ a: { b: [1] } }, { $set: { a: { b: [1] } } })).toBe(false);
    expect(changed({ a: 1 }, { $inc: { a: 0 } })).toBe(false);
    expect(changed({ _id: 1, a: 1 }, { a: 1 })).toBe(false);
    expect(changed({ a: [1] }, { $pull: { a: 2 } })).toBe(false);
    expect(changed({ a: NaN }, { $set: { a: NaN } })).toBe(false);
  });

  it('refuses a replacement of many documents', () => {
    expect(codeOf(() => validateUpdate({ a: 1 }, { multi: true }))).toBe(9);
    expect(codeOf(() => validateUpdate({ $set: { a: 1 } }, { multi: true }))).toBeUndefined();
  });

  it('never pollutes a prototype', () => {
    const hostile = JSON.parse(
      '{"$set": {"__proto__.polluted": 1, "constructor.prototype.polluted": 1, "a.__proto__.polluted": 1}}',
    ) as Doc;
    const after = update({}, hostile);
    expect(({} as Doc)['polluted']).toBeUndefined();
    expect(Object.keys(after)).toEqual(['__proto__', 'a', 'constructor']);
    expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
    upsertSeed(JSON.parse('{"__proto__.polluted": 1, "a.__proto__.polluted": 1}') as Doc);
    update({ a: { polluted: 1 } }, { $rename: { 'a.polluted': '__proto__.polluted' } });
    expect(({} as Doc)['polluted']).toBeUndefined();
  });

  it('sets at any path what a filter then finds there, and unsets it again', () => {
    const path = fc.array(fieldName, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('.'));
    fc.assert(
      fc.property(
        path,
        anyScalar.filter((v) => v !== null && !(v instanceof BSONRegExp)),
        anyDoc,
        (name, value, doc) => {
          const code = codeOf(() => update(doc, { $set: { [name]: value } }));
          if (code !== undefined) {
            expect(code).toBe(28);
            return;
          }
          const after = update(doc, { $set: { [name]: value } });
          expect(compileFilter({ [name]: { $eq: value } }).test(after)).toBe(true);
          expect(applyUpdate(after, { $set: { [name]: value } }, { now }).modified).toBe(false);
          expect(compileFilter({ [name]: { $exists: false } }).test(update(after, { $unset: { [name]: '' } }))).toBe(
            true,
          );
        },
      ),
    );
  });

  it('adds numbers of any two types without leaving the numbers', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        const code = codeOf(() => update({ a }, { $inc: { a: b } }));
        if (code === undefined)
          expect(compileFilter({ a: { $type: 'number' } }).test(update({ a }, { $inc: { a: b } }))).toBe(true);
        else expect(code).toBe(2);
      }),
    );
  });
});

describe('an upsert', () => {
  it.each<[Doc, Doc]>([
    [{ a: 1, b: { $gt: 2 } }, { a: 1 }],
    [
      { a: { $eq: 1 }, _id: 5 },
      { _id: 5, a: 1 },
    ],
    [{ 'a.b': 1, 'a.c': 2 }, { a: { b: 1, c: 2 } }],
    [{ $and: [{ a: 1 }, { b: { $in: [2] } }] }, { a: 1, b: 2 }],
    [{ $or: [{ a: 1 }] }, { a: 1 }],
    [{ $or: [{ a: 1 }, { b: 1 }] }, {}],
    [{ a: { $in: [1, 2] } }, {}],
    [{ a: new BSONRegExp('x') }, {}],
    [{ a: null }, { a: null }],
  ])('of %j starts from %j', (filter, seed) => {
    const made = upsertSeed(filter);
    expect(made).toEqual(seed);
    expect(Object.keys(made)).toEqual(Object.keys(seed));
  });

  it('refuses a filter that says two things of one path', () => {
    expect(codeOf(() => upsertSeed({ a: 1, $and: [{ a: 2 }] }))).toBe(54);
    expect(codeOf(() => upsertSeed({ a: {}, 'a.b': 2 }))).toBe(54);
  });

  it('applies $setOnInsert and puts _id first', () => {
    const made = update(
      upsertSeed({ a: 1 }),
      { $set: { b: 2 }, $setOnInsert: { _id: 7, c: 3 } },
      { isUpsertInsert: true },
    );
    expect(made).toEqual({ _id: 7, a: 1, b: 2, c: 3 });
    expect(Object.keys(made)[0]).toBe('_id');
  });
});
