import { Binary, BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, ObjectId } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MongoError } from '../errors.js';
import { anyDoc, anyScalar, anyValue, fieldName } from '../values/arbitraries.test-kit.js';
import { equalValues, valuesAt, type Doc } from '../values/index.js';
import { compileFilter, filterBounds, implies } from './index.js';

const matches = (filter: Doc, doc: Doc): boolean => compileFilter(filter).test(doc);
const regex = (pattern: string, options = ''): BSONRegExp => new BSONRegExp(pattern, options);

/** filter, documents that match, documents that don't */
const table: Array<[Doc, Doc[], Doc[]]> = [
  [{}, [{}, { a: 1 }], []],
  [
    { a: 1 },
    [{ a: 1 }, { a: [0, 1] }, { a: new Double(1) }, { a: Long.fromInt(1) }, { a: Decimal128.fromString('1.0') }],
    [{ a: 2 }, {}, { a: [[1]] }, { a: '1' }, { a: true }],
  ],
  [{ a: null }, [{}, { a: null }, { a: [null] }], [{ a: [] }, { a: 0 }, { a: [1] }]],
  [
    { 'a.b': null },
    [{}, { a: null }, { a: 4 }, { a: {} }, { a: { b: null } }, { a: [{ b: 3 }, {}] }, { a: [{ b: null }] }],
    [{ a: [] }, { a: [1, null] }, { a: [[]] }, { a: [{ b: 1 }] }],
  ],
  [
    { 'a.b': { $exists: false } },
    [{}, { a: [] }, { a: 1 }, { a: [1] }, { a: [{}] }],
    [{ a: { b: null } }, { a: [{}, { b: 1 }] }],
  ],
  [{ a: { $exists: true } }, [{ a: null }, { a: [] }], [{}, { b: 1 }]],
  [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [2, 1] }, { a: [1] }, { a: 1 }]],
  [{ a: { b: 1, c: 2 } }, [{ a: { b: 1, c: 2 } }, { a: [{ b: 1, c: 2 }] }], [{ a: { c: 2, b: 1 } }, { a: { b: 1 } }]],
  [{ 'a.0': 1 }, [{ a: [1, 2] }, { a: { 0: 1 } }, { a: [{ 0: 1 }] }], [{ a: [2, 1] }, { a: [[1]] }]],
  [{ 'a.1.b': 4 }, [{ a: [5, { b: 4 }] }, { a: [{ 1: { b: 4 } }] }], [{ a: [{ b: 4 }] }]],
  [{ 'a.b': 1 }, [{ a: { b: 1 } }, { a: [{ b: 1 }] }, { a: [{ b: [1] }] }], [{ a: [[{ b: 1 }]] }, { b: 1 }]],
  [
    { a: { $gt: 1 } },
    [{ a: 2 }, { a: [0, 2] }, { a: Infinity }],
    [{ a: 1 }, { a: '2' }, { a: null }, {}, { a: NaN }, { a: new Date(5) }],
  ],
  [{ a: { $gte: null } }, [{ a: null }, {}], [{ a: 0 }]],
  [{ a: { $lt: null } }, [], [{ a: null }, {}, { a: new MinKey() }]],
  [{ a: { $gte: NaN } }, [{ a: NaN }, { a: Decimal128.fromString('NaN') }], [{ a: 1 }]],
  [{ a: { $lt: 'b' } }, [{ a: 'a' }, { a: ['c', 'a'] }], [{ a: 'b' }, { a: 1 }]],
  [{ a: { $gt: [1] } }, [{ a: [2] }, { a: [1, 0] }], [{ a: [0] }, { a: 2 }]],
  [{ a: { $gt: new MinKey() } }, [{ a: 1 }, { a: null }, { a: 'x' }], [{ a: new MinKey() }]],
  [{ a: { $lt: new MaxKey() } }, [{ a: 1 }, { a: [] }], [{ a: new MaxKey() }]],
  [{ a: { $ne: 1 } }, [{ a: 2 }, {}, { a: [] }], [{ a: 1 }, { a: [2, 1] }]],
  [{ a: { $ne: null } }, [{ a: 1 }, { a: [] }], [{}, { a: null }, { a: [null, 1] }]],
  [{ a: { $in: [1, null] } }, [{ a: 1 }, {}, { a: null }, { a: [5, 1] }], [{ a: 2 }]],
  [
    { a: { $in: [1, 2, 3, 4, 5, 'x', null] } },
    [{ a: 5 }, {}, { a: new Double(3) }, { a: ['x'] }],
    [{ a: 6 }, { a: 'y' }],
  ],
  [{ a: { $in: [regex('^x'), 1] } }, [{ a: 'xy' }, { a: 1 }], [{ a: 'yx' }]],
  [{ a: { $in: [] } }, [], [{ a: 1 }, {}]],
  [{ a: { $in: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [1] }]],
  [{ a: { $nin: [1, 2] } }, [{ a: 3 }, {}, { a: [] }], [{ a: 1 }, { a: [3, 2] }]],
  [{ a: { $not: { $gt: 1 } } }, [{ a: 1 }, {}, { a: 'x' }], [{ a: 2 }, { a: [0, 2] }]],
  [{ a: { $not: regex('x') } }, [{ a: 'y' }, {}], [{ a: 'x' }]],
  [{ a: { $all: [1, 2] } }, [{ a: [2, 1, 3] }], [{ a: [1] }, { a: 1 }]],
  [{ a: { $all: [1] } }, [{ a: 1 }, { a: [1] }], [{ a: [] }]],
  [{ a: { $all: [] } }, [], [{ a: [] }, {}]],
  [{ a: { $all: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [1] }]],
  [
    { a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { c: 2 } }] } },
    [{ a: [{ b: 1 }, { c: 2 }] }],
    [{ a: [{ b: 1 }] }],
  ],
  [
    { a: { $elemMatch: { b: 1, c: 2 } } },
    [{ a: [{ b: 1, c: 2 }] }],
    [{ a: [{ b: 1 }, { c: 2 }] }, { a: { b: 1, c: 2 } }, { a: [[{ b: 1, c: 2 }]] }],
  ],
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, [{ a: [0, 2] }], [{ a: [0, 5] }, { a: 2 }, { a: [[2]] }]],
  [{ a: { $elemMatch: { $elemMatch: { $eq: 1 } } } }, [{ a: [[1]] }], [{ a: [1] }]],
  [{ a: { $elemMatch: { $or: [{ b: 1 }, { b: 2 }] } } }, [{ a: [{ b: 2 }] }], [{ a: [{ b: 3 }] }]],
  [{ a: { $elemMatch: {} } }, [{ a: [{}] }], [{ a: [] }, { a: [1] }]],
  [{ a: { $size: 2 } }, [{ a: [1, 2] }], [{ a: [1] }, { a: 2 }, { a: [[1, 2]] }]],
  [
    { a: { $type: 'number' } },
    [{ a: 1 }, { a: 1.5 }, { a: Long.fromInt(1) }, { a: Decimal128.fromString('1') }, { a: ['x', 1] }],
    [{ a: 'x' }, {}],
  ],
  [{ a: { $type: 'array' } }, [{ a: [] }, { a: [1] }], [{ a: 1 }]],
  [{ a: { $type: ['int', 2] } }, [{ a: 1 }, { a: 'x' }], [{ a: 1.5 }, { a: new Double(1) }]],
  [{ a: { $mod: [3, 1] } }, [{ a: 4 }, { a: 4.9 }, { a: [3, 7] }], [{ a: 3 }, { a: '4' }, { a: NaN }]],
  [{ a: { $mod: [3, -1] } }, [{ a: -4 }], [{ a: 4 }]],
  [{ a: regex('^ab', 'i') }, [{ a: 'ABc' }, { a: ['x', 'abc'] }, { a: regex('^ab', 'i') }], [{ a: 'cab' }, { a: 1 }]],
  [{ a: { $regex: 'b$', $options: 'm' } }, [{ a: 'ab\ncd' }], [{ a: 'abc' }]],
  [{ a: { $regex: '(?i)x y # note', $options: 'x' } }, [{ a: 'XY' }], [{ a: 'x y' }]],
  [{ a: { $regex: '[[:digit:]]\\-\\Q.\\E\\z' } }, [{ a: '7-.' }], [{ a: '7-x' }]],
  [{ a: { $eq: regex('x') } }, [{ a: regex('x') }], [{ a: 'x' }]],
  [
    { a: { $bitsAllSet: 5 } },
    [{ a: 7 }, { a: -1 }, { a: new Binary(new Uint8Array([5])) }],
    [{ a: 4 }, { a: 'x' }, { a: 5.5 }],
  ],
  [{ a: { $bitsAnyClear: [0, 1] } }, [{ a: 2 }], [{ a: 3 }]],
  [{ $or: [{ a: 1 }, { b: 1 }] }, [{ a: 1 }, { b: 1 }], [{ a: 2 }]],
  [{ $nor: [{ a: 1 }, { b: 1 }] }, [{ a: 2 }], [{ a: 1 }, { b: 1 }]],
  [{ $and: [{ a: { $gt: 1 } }, { a: { $lt: 5 } }] }, [{ a: 3 }, { a: [0, 9] }], [{ a: 5 }]],
  [{ a: { $ref: 'x', $id: 1 } }, [{ a: { $ref: 'x', $id: 1 } }], [{ a: { $ref: 'x', $id: 2 } }]],
  [{ constructor: 'x' }, [{ constructor: 'x' }], [{}, { a: 1 }]],
  [{ 'constructor.name': 'Object' }, [], [{}, { a: 1 }]],
  [{ toString: { $exists: true } }, [{ toString: 1 }], [{}]],
  [{ '': 1 }, [{ '': 1 }], [{}]],
  [{ 'a.0.length': 2 }, [{ a: [{ length: 2 }] }], [{ a: [[1, 2]] }]],
  [{ a: { $elemMatch: { keys: { $exists: true } } } }, [{ a: [{ keys: 1 }] }], [{ a: [[1]] }]],
  [{ a: { $elemMatch: { 1: 2 } } }, [{ a: [[1, 2]] }], [{ a: [[2, 1]] }]],
  [
    {
      $jsonSchema: {
        bsonType: 'object',
        required: ['a'],
        properties: { a: { bsonType: 'int', minimum: 1 }, b: { enum: ['x', null] } },
        additionalProperties: false,
      },
    },
    [{ a: 1 }, { a: 5, b: 'x' }],
    [{}, { a: 0 }, { a: 1.5 }, { a: 1, b: 'y' }, { a: 1, c: 1 }],
  ],
  [
    {
      $jsonSchema: {
        properties: { a: { type: ['string', 'array'], maxLength: 2, minItems: 1, items: { type: 'number' } } },
      },
    },
    [{}, { a: 'xy' }, { a: [1] }],
    [{ a: 'xyz' }, { a: [] }, { a: ['x'] }, { a: 1 }],
  ],
  [
    { $jsonSchema: { patternProperties: { '^n_': { type: 'number' } }, not: { required: ['z'] } } },
    [{ n_a: 1, q: 'x' }],
    [{ n_a: 'x' }, { z: 1 }],
  ],
  [
    { $jsonSchema: { oneOf: [{ required: ['a'] }, { required: ['b'] }], dependencies: { a: ['c'] } } },
    [{ b: 1 }, { a: 1, c: 1 }],
    [{ a: 1 }, { a: 1, b: 1, c: 1 }, {}],
  ],
  [
    { a: new ObjectId('0123456789abcdef01234567') },
    [{ a: new ObjectId('0123456789abcdef01234567') }],
    [{ a: '0123456789abcdef01234567' }, { a: null }, {}],
  ],
  [{ a: new Date(5) }, [{ a: new Date(5) }], [{ a: 5 }, { a: new Date(6) }]],
];

describe('a filter', () => {
  it.each(table)('%j tells documents apart', (filter, yes, no) => {
    for (const doc of yes) expect(matches(filter, doc), JSON.stringify(doc)).toBe(true);
    for (const doc of no) expect(matches(filter, doc), JSON.stringify(doc)).toBe(false);
  });

  it.each<[Doc, number]>([
    [{ a: { $foo: 1 } }, 2],
    [{ $foo: 1 }, 2],
    [{ a: { $gt: 1, b: 2 } }, 2],
    [{ $and: [] }, 2],
    [{ $or: 1 }, 2],
    [{ $or: [1] }, 2],
    [{ a: { $in: 1 } }, 2],
    [{ a: { $in: [{ $gt: 1 }] } }, 2],
    [{ a: { $ne: regex('x') } }, 2],
    [{ a: { $gt: regex('x') } }, 2],
    [{ a: { $not: 1 } }, 2],
    [{ a: { $not: {} } }, 2],
    [{ a: { $regex: '(' } }, 51091],
    [{ a: { $options: 'i' } }, 2],
    [{ a: { $size: -1 } }, 2],
    [{ a: { $size: 'x' } }, 2],
    [{ a: { $mod: [0, 1] } }, 2],
    [{ a: { $mod: [1] } }, 2],
    [{ a: { $type: 'nonsense' } }, 2],
    [{ a: { $type: 40 } }, 2],
    [{ a: { $all: 1 } }, 2],
    [{ a: { $elemMatch: 1 } }, 2],
    [{ $where: 'true' }, 2],
    [{ $jsonSchema: { nonsense: 1 } }, 9],
  ])('%j is refused with code %i', (filter, code) => {
    expect(() => compileFilter(filter)).toThrow(MongoError);
    try {
      compileFilter(filter);
    } catch (error) {
      expect((error as MongoError).code).toBe(code);
    }
  });

  it('negated is the complement of the filter', () => {
    const condition = fc.oneof(
      anyScalar.filter((value) => !(value instanceof BSONRegExp)).map((value) => ({ $eq: value })),
      anyValue.filter((value) => !(value instanceof BSONRegExp)).map((value) => ({ $gte: value })),
      fc.array(anyValue, { maxLength: 6 }).map((list) => ({ $in: list })),
      fc.constantFrom<Doc>({ $exists: true }, { $type: 'number' }, { $size: 1 }, { $elemMatch: { $gt: 0 } }),
    );
    const path = fc.array(fieldName, { minLength: 1, maxLength: 2 }).map((steps) => steps.join('.'));
    fc.assert(
      fc.property(path, condition, anyDoc, (name, operators, doc) => {
        const positive = matches(Object.fromEntries([[name, operators]]), doc);
        expect(matches(Object.fromEntries([[name, { $not: operators }]]), doc)).toBe(!positive);
        expect(matches({ $nor: [Object.fromEntries([[name, operators]])] }, doc)).toBe(!positive);
      }),
    );
  });

  it('by equality finds exactly the values an index holds', () => {
    const path = fc.array(fieldName, { minLength: 1, maxLength: 2 }).map((steps) => steps.join('.'));
    const plain = anyScalar.filter((value) => value !== null && !(value instanceof BSONRegExp));
    fc.assert(
      fc.property(path, plain, anyDoc, (name, value, doc) => {
        expect(matches(Object.fromEntries([[name, { $eq: value }]]), doc)).toBe(
          valuesAt(doc, name).some((held) => equalValues(held, value)),
        );
      }),
    );
  });
});

describe('the position of a match', () => {
  it.each<[Doc, Doc, number | undefined]>([
    [{ a: 2 }, { a: [1, 2, 3] }, 1],
    [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: [5, 2] }] }, 1],
    [{ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1 }, { b: 1, c: 2 }] }, 1],
    [{ a: { $gte: 3 }, b: 1 }, { a: [1, 3], b: 1 }, 1],
    [{ a: 1 }, { a: 1 }, undefined],
    [{ a: { $ne: 9 } }, { a: [1] }, undefined],
    [{ b: 1, $or: [{ a: 7 }, { a: 2 }] }, { b: 1, a: [1, 2] }, 1],
    [{ a: 5 }, { a: [1] }, undefined],
  ])('%j in %j is %s', (filter, doc, position) => {
    expect(compileFilter(filter).positions(doc)).toBe(position);
  });
});

describe('filter bounds', () => {
  it.each<[Doc, Record<string, object>]>([
    [{ a: 1 }, { a: { eq: 1, exists: true } }],
    [{ a: null }, { a: { eq: null } }],
    [{ a: [1] }, { a: { exists: true } }],
    [{ a: { $in: [1, 2] } }, { a: { in: [1, 2], exists: true } }],
    [
      { a: { $gt: 1, $lte: 5 } },
      { a: { min: { value: 1, inclusive: false }, max: { value: 5, inclusive: true }, exists: true } },
    ],
    [{ a: { $gt: 1, $lte: 'x' } }, { a: { min: { value: 1, inclusive: false }, exists: true } }],
    [
      { $and: [{ a: 1 }, { b: { $lt: 2 } }] },
      { a: { eq: 1, exists: true }, b: { max: { value: 2, inclusive: false }, exists: true } },
    ],
    [
      { a: regex('^ab') },
      { a: { min: { value: 'ab', inclusive: true }, max: { value: 'ac', inclusive: false }, exists: true } },
    ],
    [
      { a: regex('^ab*') },
      { a: { min: { value: 'a', inclusive: true }, max: { value: 'b', inclusive: false }, exists: true } },
    ],
    [{ a: regex('^ab', 'i') }, { a: { exists: true } }],
    [{ $or: [{ a: 1 }] }, {}],
    [{ a: { $ne: 1 } }, {}],
    [{ a: { $not: { $gt: 1 } } }, {}],
  ])('of %j', (filter, expected) => {
    expect(Object.fromEntries(filterBounds(filter))).toEqual(expected);
  });

  it.each<[Doc, Doc, boolean]>([
    [{ a: 1 }, { a: { $exists: true } }, true],
    [{ a: null }, { a: { $exists: true } }, false],
    [{ a: 5 }, { a: { $gt: 3 } }, true],
    [{ a: { $gt: 5 } }, { a: { $gt: 5 } }, true],
    [{ a: { $gte: 5 } }, { a: { $gt: 5 } }, false],
    [{ a: { $gt: 6 } }, { a: { $gte: 5 } }, true],
    [{ a: { $gt: 'x' } }, { a: { $gte: 5 } }, false],
    [{ a: { $in: ['x', 'y'] } }, { a: { $in: ['x', 'y', 'z'] } }, true],
    [{ a: { $in: ['x', null] } }, { a: { $exists: true } }, false],
    [{ status: 'open', a: 1 }, { status: 'open' }, true],
    [{ a: 1 }, { status: 'open' }, false],
    [{ a: 'x' }, { a: { $type: 'string' } }, true],
    [{ a: 5 }, { a: { $ne: 6 } }, false],
    [{ a: 1 }, {}, true],
    [{ a: { $lte: NaN } }, { a: { $lte: 5 } }, false],
  ])('%j implies %j: %s', (filter, partial, expected) => {
    expect(implies(filter, partial)).toBe(expected);
  });

  it('are never narrower than the filter', () => {
    const operand = fc.oneof(
      anyValue,
      fc
        .tuple(
          fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'),
          anyScalar.filter((v) => !(v instanceof BSONRegExp)),
        )
        .map(([name, value]) => ({ [name]: value })),
      fc.array(anyScalar, { maxLength: 3 }).map((list) => ({ $in: list })),
      fc.constant({ $exists: true }),
    );
    const filters = fc.tuple(fieldName, operand).map((entry) => Object.fromEntries([entry]));
    fc.assert(
      fc.property(filters, filters, anyDoc, (filter, partial, doc) => {
        if (implies(filter, partial) && matches(filter, doc)) expect(matches(partial, doc)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
