import type { Doc } from './doc.js';

/** The names `$type` knows, with their BSON numbers. */
export const typeNumbers = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
} as const;

export type TypeName = keyof typeof typeNumbers | 'missing';

/** Which bracket of the BSON order a type belongs to. Types of one bracket compare with each other; `$lt` and friends never leave it. */
const brackets: Readonly<Record<TypeName, number>> = {
  minKey: -1,
  missing: 0,
  undefined: 0,
  null: 5,
  double: 10,
  int: 10,
  long: 10,
  decimal: 10,
  string: 15,
  symbol: 15,
  object: 20,
  array: 25,
  binData: 30,
  objectId: 35,
  bool: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  dbPointer: 55,
  javascript: 60,
  javascriptWithScope: 65,
  maxKey: 127,
};

const NUMBER = 10;

export function bracketOf(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return NUMBER;
    case 'string':
      return 15;
    case 'boolean':
      return 40;
    default:
      return brackets[typeOf(value)];
  }
}

const bsonTypes: Readonly<Record<string, TypeName>> = {
  Double: 'double',
  Int32: 'int',
  Long: 'long',
  Decimal128: 'decimal',
  ObjectId: 'objectId',
  Binary: 'binData',
  Timestamp: 'timestamp',
  BSONRegExp: 'regex',
  BSONSymbol: 'symbol',
  MinKey: 'minKey',
  MaxKey: 'maxKey',
};

/** Is it a (sub)document? Told by the prototype: a field called `_bsontype` must not turn a document into something else. */
export function isDoc(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The BSON type of a value as `$type` names it; `missing` for a field that is not there. */
export function typeOf(value: unknown): TypeName {
  switch (typeof value) {
    case 'number':
      return isInt32(value) ? 'int' : 'double';
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'undefined':
      return 'missing';
    case 'bigint':
      return 'long';
    default:
  }
  if (value === null) return 'null';
  if (isDoc(value)) return 'object';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  const { _bsontype: tag } = value as { _bsontype?: string };
  if (tag === 'Code') return (value as { scope?: unknown }).scope == null ? 'javascript' : 'javascriptWithScope';
  return (tag !== undefined && bsonTypes[tag]) || 'object';
}

/** Would this JS number be stored as an int32? -0 would not: its sign only a double can hold. */
export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

export function isNumeric(value: unknown): boolean {
  return (
    typeof value === 'number' || (typeof value === 'object' && value !== null && brackets[typeOf(value)] === NUMBER)
  );
}
