import { Binary, Double, Long, type BSONRegExp, type ObjectId } from 'bson';
import { MongoError } from '../errors.js';
import { compareValues, keyOf, type Collation } from '../values/compare.js';
import { integerOf, toNumber, type Numeric } from '../values/numbers.js';
import type { Test } from '../values/paths.js';
import { bracketOf, isNumeric, typeNumbers, typeOf, type TypeName } from '../values/types.js';
import { compileBsonRegex } from './regex.js';

const isMissing = (value: unknown): boolean => value == null;

/** Equality as a filter means it: null also stands for a missing field. The common types get a test of their own, for speed. */
export function equals(wanted: unknown, collation?: Collation): Test {
  if (wanted == null) return isMissing;
  if (typeof wanted === 'boolean') return (value) => value === wanted;
  if (typeof wanted === 'string' && !collation) {
    return (value) => value === wanted || (typeof value === 'object' && compareValues(value, wanted) === 0);
  }
  if (typeof wanted === 'number') {
    return (value) =>
      value === wanted ||
      (typeof value === 'object' && value !== null && compareValues(value, wanted) === 0) ||
      (wanted !== wanted && value !== value);
  }
  if (typeOf(wanted) === 'objectId') {
    const id = (wanted as ObjectId).id;
    return (value) =>
      typeof value === 'object' &&
      value !== null &&
      typeOf(value) === 'objectId' &&
      sameBytes((value as ObjectId).id, id);
  }
  return (value) => value !== undefined && compareValues(value, wanted, collation) === 0;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = b.length - 1; i >= 0; i--) {
    if (a[i] !== b[i]) return false;
  }
  return true;
}

const comparisons = {
  $gt: (order: number) => order > 0,
  $gte: (order: number) => order >= 0,
  $lt: (order: number) => order < 0,
  $lte: (order: number) => order <= 0,
} as const;

export type Comparison = keyof typeof comparisons;

/** `$gt` and friends: within the type bracket of `wanted` only; NaN compares with NaN alone; MinKey and MaxKey bound every type. */
export function compares(operator: Comparison, wanted: unknown, collation?: Collation): Test {
  const passes = comparisons[operator];
  const bracket = bracketOf(wanted);
  const allowsEqual = passes(0);
  if (wanted == null) return allowsEqual ? isMissing : () => false;
  if (bracket === -1 || bracket === 127) {
    const whenOther = passes(-bracket);
    return (value) => (bracketOf(value) === bracket ? allowsEqual : whenOther);
  }
  if (bracket === 10) return comparesNumbers(passes, wanted as Numeric, allowsEqual);
  return (value) => bracketOf(value) === bracket && passes(compareValues(value, wanted, collation));
}

function comparesNumbers(passes: (order: number) => boolean, wanted: Numeric, allowsEqual: boolean): Test {
  const isNaN = (value: unknown): boolean => bracketOf(value) === 10 && Number.isNaN(toNumber(value as Numeric));
  if (isNaN(wanted)) return (value) => allowsEqual && isNaN(value);
  return (value) => {
    if (typeof value === 'number') return value === value && passes(compareValues(value, wanted));
    return (
      typeof value === 'object' && bracketOf(value) === 10 && !isNaN(value) && passes(compareValues(value, wanted))
    );
  };
}

export function matchesRegex(regex: RegExp, original: BSONRegExp): Test {
  return (value) => {
    if (typeof value === 'string') return regex.test(value);
    if (typeof value !== 'object' || value === null) return false;
    const type = typeOf(value);
    if (type === 'symbol') return regex.test((value as { value: string }).value);
    return type === 'regex' && compareValues(value, original) === 0;
  };
}

/** One of the values; regular expressions among them match, null also means missing. */
export function oneOf(wanted: readonly unknown[], collation?: Collation): Test {
  const tests: Test[] = [];
  const plain: unknown[] = [];
  for (const value of wanted) {
    if (typeOf(value) === 'regex') tests.push(matchesRegex(compileBsonRegex(value as BSONRegExp), value as BSONRegExp));
    else plain.push(value);
  }
  if (plain.length <= 4) tests.push(...plain.map((value) => equals(value, collation)));
  else {
    const keys = new Set(plain.map((value) => keyOf(value ?? null, collation)));
    tests.push((value) => keys.has(keyOf(value ?? null, collation)));
  }
  return tests.length === 1 ? tests[0]! : (value) => tests.some((test) => test(value));
}

const typeByNumber = new Map<number, TypeName>(
  Object.entries(typeNumbers).map(([name, number]) => [number, name as TypeName]),
);

/** `$type`: names, numbers, or a list of them; `number` stands for all four. */
export function hasType(wanted: unknown): Test {
  const list: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
  if (list.length === 0) throw new MongoError(9, '$type must match at least one type');
  const types = new Set<TypeName>();
  for (const entry of list) {
    if (typeof entry === 'string') {
      if (entry === 'number') for (const type of ['int', 'double', 'long', 'decimal'] as const) types.add(type);
      else if (Object.hasOwn(typeNumbers, entry)) types.add(entry as TypeName);
      else throw new MongoError(2, `Unknown type name alias: ${entry}`);
    } else if (isNumeric(entry)) {
      const type = typeByNumber.get(toNumber(entry as Numeric));
      if (!type) throw new MongoError(2, `Invalid numerical type code: ${toNumber(entry as Numeric)}`);
      types.add(type);
    } else throw new MongoError(14, 'type must be represented as a number or a string');
  }
  return (value) => types.has(typeOf(value));
}

/** `$mod: [divisor, remainder]`, on the integer part of numbers. */
export function hasRemainder(wanted: unknown): Test {
  if (!Array.isArray(wanted)) throw new MongoError(2, 'malformed mod, needs to be an array');
  if (wanted.length < 2) throw new MongoError(2, 'malformed mod, not enough elements');
  if (wanted.length > 2) throw new MongoError(2, 'malformed mod, too many elements');
  const [divisor, remainder] = wanted.map((part, i) => {
    if (!isNumeric(part)) throw new MongoError(2, `malformed mod, ${i === 0 ? 'divisor' : 'remainder'} not a number`);
    const integer = truncated(part as Numeric);
    if (integer === undefined) throw new MongoError(2, 'malformed mod, a value that is not finite');
    return integer;
  }) as [bigint, bigint];
  if (divisor === 0n) throw new MongoError(2, 'divisor cannot be 0');
  return (value) => {
    if (!isNumeric(value)) return false;
    const integer = truncated(value as Numeric);
    return integer !== undefined && integer % divisor === remainder;
  };
}

function truncated(value: Numeric): bigint | undefined {
  const exact = integerOf(value);
  if (exact !== undefined) return exact;
  const number = Math.trunc(toNumber(value));
  return Number.isFinite(number) && Math.abs(number) < 2 ** 63 ? BigInt(number) : undefined;
}

export type BitTest = '$bitsAllSet' | '$bitsAllClear' | '$bitsAnySet' | '$bitsAnyClear';

/** `$bitsAllSet` and friends, on integers (negative ones in two's complement) and binary data (least significant bit of the first byte is 0). */
export function hasBits(operator: BitTest, wanted: unknown): Test {
  const positions = bitPositions(operator, wanted);
  const wantSet = operator.endsWith('Set');
  const all = operator.startsWith('$bitsAll');
  return (value) => {
    const bitAt = bitReader(value);
    if (!bitAt) return false;
    const hits = (position: number): boolean => bitAt(position) === wantSet;
    return all ? positions.every(hits) : positions.some(hits);
  };
}

function bitPositions(operator: string, wanted: unknown): number[] {
  if (Array.isArray(wanted)) {
    return wanted.map((position: unknown) => {
      const at = isNumeric(position) ? integerOf(position as Numeric) : undefined;
      if (at === undefined || at < 0n) throw new MongoError(2, `bit positions must be integers >= 0 in ${operator}`);
      return Number(at);
    });
  }
  const bitAt = bitReader(wanted);
  if (!bitAt)
    throw new MongoError(2, `${operator} takes an Array, a number, or a BinData but received: ${typeOf(wanted)}`);
  if (isNumeric(wanted) && integerOf(wanted as Numeric)! < 0n)
    throw new MongoError(2, `${operator} takes a mask that is not negative`);
  const length = wanted instanceof Binary ? wanted.position * 8 : 64;
  return Array.from({ length }, (_, i) => i).filter((position) => bitAt(position));
}

function bitReader(value: unknown): ((position: number) => boolean) | undefined {
  if (value instanceof Binary) {
    return (position) => position < value.position * 8 && ((value.buffer[position >> 3]! >> (position & 7)) & 1) === 1;
  }
  if (typeof value !== 'number' && !(value instanceof Double) && !(value instanceof Long) && !isNumeric(value))
    return undefined;
  const integer = integerOf(value as Numeric);
  if (integer === undefined) return undefined;
  return (position) => ((integer >> BigInt(Math.min(position, 63))) & 1n) === 1n;
}
