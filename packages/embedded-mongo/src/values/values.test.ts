import { Binary, BSON, Decimal128, Double, Long, MaxKey, MinKey, ObjectId } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MongoError } from '../errors.js';
import { anyDoc, anyNumber, anyValue } from './arbitraries.test-kit.js';
import { compareStrings, compareValues, decode, encode, encodedLength, equalValues, keyOf } from './index.js';

const dec = (text: string) => Decimal128.fromString(text);
const long = (value: bigint | number) => Long.fromBigInt(BigInt(value));

describe('decode and encode', () => {
  it('give back the same bytes for any document', () => {
    fc.assert(
      fc.property(anyDoc, (doc) => {
        const bytes = encode(doc);
        expect(encode(decode(bytes))).toEqual(bytes);
        expect(encodedLength(doc)).toBe(bytes.byteLength);
      }),
    );
  });

  it('agree with the bson package', () => {
    const doc = {
      _id: new ObjectId('0123456789abcdef01234567'),
      list: [1, 'two', { three: long(3) }],
      int: -5,
      double: new Double(5),
      half: 0.5,
      long: long(2n ** 60n),
      decimal: dec('1.50'),
      text: 'šilingi 🛍',
      bytes: new Binary(new Uint8Array([1, 2, 3])),
      when: new Date(1_700_000_000_000),
      nothing: null,
      yes: true,
      min: new MinKey(),
      max: new MaxKey(),
    };
    expect(encode(doc)).toEqual(new Uint8Array(BSON.serialize(doc)));
    expect(BSON.deserialize(encode(doc))).toEqual(BSON.deserialize(BSON.serialize(doc)));
  });

  it('keep the number types apart', () => {
    const back = decode(
      BSON.serialize({ int: 1, double: new Double(1), long: long(1), half: 1.5, zero: new Double(-0) }),
    );
    expect(back).toEqual({ int: 1, double: new Double(1), long: long(1), half: 1.5, zero: new Double(-0) });
    expect(back['int']).toBe(1);
    expect(back['double']).toBeInstanceOf(Double);
  });

  it('treat __proto__ and friends as ordinary fields', () => {
    const doc = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "toString": 2}') as Record<
      string,
      unknown
    >;
    const back = decode(encode(doc));
    expect(Object.keys(back)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('take a document with a field called _bsontype for what it is', () => {
    expect(decode(encode({ _bsontype: 'ObjectId', a: 1 }))).toEqual({ _bsontype: 'ObjectId', a: 1 });
  });

  it('refuse any damaged bytes with an error of their own', () => {
    fc.assert(
      fc.property(anyDoc, fc.nat(), fc.nat(255), fc.nat(), (doc, at, byte, cut) => {
        const bytes = encode(doc);
        bytes[at % bytes.length] = byte;
        for (const damaged of [bytes, bytes.subarray(0, cut % bytes.length)]) {
          try {
            decode(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(MongoError);
          }
        }
      }),
    );
  });

  it('refuse a nesting that would exhaust the stack', () => {
    let deep: Record<string, unknown> = {};
    for (let i = 0; i < 300; i++) deep = { a: deep };
    expect(() => encode(deep)).toThrow(MongoError);
    expect(() => decode(BSON.serialize(deep))).toThrow(MongoError);
  });
});

describe('the order of values', () => {
  it('is total: antisymmetric, transitive, reflexive', () => {
    for (const arbitrary of [anyValue, anyNumber]) {
      fc.assert(
        fc.property(arbitrary, arbitrary, arbitrary, (a, b, c) => {
          expect(compareValues(a, a)).toBe(0);
          expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
          if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
        }),
        { numRuns: 2000 },
      );
    }
  });

  it('has one key for equal values and different keys for others', () => {
    for (const arbitrary of [anyValue, anyNumber]) {
      fc.assert(
        fc.property(arbitrary, arbitrary, (a, b) => {
          expect(keyOf(a) === keyOf(b)).toBe(equalValues(a, b));
        }),
        { numRuns: 2000 },
      );
    }
  });

  it('compares numbers by exact value whatever their type', () => {
    const groups = [
      [NaN, dec('NaN')],
      [-Infinity, dec('-Infinity')],
      [long(-(2n ** 63n)), new Double(-(2 ** 63))],
      [0, new Double(0), new Double(-0), long(0), dec('0'), dec('-0.00'), dec('0E+30')],
      [5e-324],
      [dec('0.1')],
      [0.1, dec('0.1000000000000000055511151231257827')].slice(0, 1),
      [1, new Double(1), long(1), dec('1'), dec('1.00')],
      [2.5, dec('2.5'), dec('2.500')],
      [long(2n ** 53n), new Double(2 ** 53), dec('9007199254740992')],
      [long(2n ** 53n + 1n), dec('9007199254740993')],
      [dec('1E+40')],
      [Infinity, dec('Infinity')],
    ];
    groups.forEach((group, i) => {
      for (const a of group) {
        for (const b of group) expect(compareValues(a, b)).toBe(0);
        for (const other of groups.slice(i + 1).flat()) expect(compareValues(a, other)).toBeLessThan(0);
      }
    });
  });

  it('orders strings by their UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareStrings(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it('counts the order of keys in documents', () => {
    expect(equalValues({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
    expect(compareValues({ b: 1 }, { a: 'x' })).toBeLessThan(0); // the type of the value comes before the name
    expect(compareValues({ a: 1 }, { a: 1, b: 1 })).toBeLessThan(0);
  });
});
