import { Binary, BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { fromEntries, type Doc } from './doc.js';

/** Random values for property tests: every type, and numbers that meet across types. */
const integers = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());
const longs = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, 9223372036854775807n, 0n, 1n, -2n),
);
const doubles = fc.oneof(
  fc.double(),
  fc.constantFrom(0.1, -0, 1, 2.5, 2 ** 53, 1e21, 1e308, 5e-324, Infinity, -Infinity, NaN),
);
const decimals = fc.oneof(
  fc.constantFrom(
    '0.1',
    '1',
    '1.00',
    '-0',
    '0E+10',
    '2.50',
    'NaN',
    'Infinity',
    '-Infinity',
    '5E-324',
    '9007199254740993',
  ),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), fc.integer({ min: -60, max: 60 }))
    .map(([coefficient, exponent]) => `${coefficient}E${exponent}`),
);

export const anyNumber: fc.Arbitrary<unknown> = fc.oneof(
  integers,
  longs.map((value) => Long.fromBigInt(value)),
  doubles.map((value) => (Number.isInteger(value) ? new Double(value) : value)),
  decimals.map((text) => Decimal128.fromString(text)),
);

export const fieldName = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString');

export const anyScalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: anyNumber },
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom<unknown>(null, true, false, '', 'a', new MinKey(), new MaxKey()),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => new Binary(bytes)),
  fc.tuple(fc.nat(3), fc.nat(3)).map(([t, i]) => new Timestamp({ t, i })),
  fc.constantFrom(new BSONRegExp('^a', 'i'), new BSONRegExp('^a')),
);

export const anyValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown; doc: Doc }>((tie) => ({
  doc: fc.array(fc.tuple(fieldName, tie('value')), { maxLength: 3 }).map(fromEntries),
  value: fc.oneof(
    { maxDepth: 3 },
    { weight: 4, arbitrary: anyScalar },
    fc.array(tie('value'), { maxLength: 3 }),
    tie('doc'),
  ),
})).value;

export const anyDoc: fc.Arbitrary<Doc> = fc.array(fc.tuple(fieldName, anyValue), { maxLength: 4 }).map(fromEntries);
