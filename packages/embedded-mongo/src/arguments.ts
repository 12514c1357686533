import { Decimal128, Double, Long } from 'bson';
import { MongoError } from './errors.js';
import { ownGet, type Doc } from './values/document.js';
import { isDoc, typeOf } from './values/types.js';

/** A number of any BSON type as a JS number; anything else is refused with `code`. */
export function asNumber(value: unknown, field: string, code = 14): number {
  if (typeof value === 'number') return value;
  if (value instanceof Double) return value.value;
  if (Long.isLong(value)) return value.toNumber();
  if (value instanceof Decimal128) return Number(value.toString());
  throw new MongoError(code, `Field '${field}' must be a number, not ${typeOf(value)}`);
}

/** MongoDB takes numbers for booleans in options; missing and null are false. */
export function asBoolean(value: unknown, field: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  return asNumber(value, field) !== 0;
}

/** A whole number from the command, `fallback` when it is missing or null. */
export function integerOf(command: Doc, field: string, fallback: number): number {
  const value = ownGet(command, field);
  if (value === undefined || value === null) return fallback;
  const number = asNumber(value, field);
  if (!Number.isFinite(number)) throw new MongoError(2, `Field '${field}' must be a finite number`);
  return Math.trunc(number);
}

/** As `integerOf`, refusing what is below zero. */
export function countOf(command: Doc, field: string, fallback: number): number {
  const number = integerOf(command, field, fallback);
  if (number < 0) throw new MongoError(51024, `BSON field '${field}' value must be >= 0, actual value '${number}'`);
  return number;
}

export function flagOf(command: Doc, field: string): boolean {
  return asBoolean(ownGet(command, field), field);
}

export function stringOf(command: Doc, field: string): string {
  const value = ownGet(command, field);
  if (typeof value !== 'string') {
    throw new MongoError(
      value === undefined ? 40414 : 14,
      `BSON field '${field}' must be a string, not ${typeOf(value)}`,
    );
  }
  return value;
}

/** A document of the command; null counts as missing, as drivers send it for "none". */
export function documentOf(command: Doc, field: string): Doc | undefined {
  const value = ownGet(command, field);
  if (value === undefined || value === null) return undefined;
  if (!isDoc(value)) {
    throw new MongoError(14, `BSON field '${field}' is the wrong type '${typeOf(value)}', expected type 'object'`);
  }
  return value;
}

/** A list of documents, which must be there. */
export function documentsOf(command: Doc, field: string): Doc[] {
  const value = ownGet(command, field);
  if (!Array.isArray(value)) {
    throw new MongoError(
      value === undefined ? 40414 : 14,
      value === undefined
        ? `BSON field '${field}' is missing but a required field`
        : `BSON field '${field}' is the wrong type '${typeOf(value)}', expected type 'array'`,
    );
  }
  for (const item of value) {
    if (!isDoc(item)) throw new MongoError(14, `BSON field '${field}' must hold documents, not ${typeOf(item)}`);
  }
  return value as Doc[];
}
