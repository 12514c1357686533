import { MongoError } from '../errors.js';
import { formatValue } from '../values/format.js';
import { integerOf, type Numeric } from '../values/numbers.js';
import { isNumeric, typeOf } from '../values/types.js';

export type List = readonly unknown[];

/** An array, or else the refusal that fits. */
export function list(value: unknown, code: number, message: (type: string) => string): List {
  if (!Array.isArray(value)) throw new MongoError(code, message(typeOf(value)));
  return value;
}

/** A number that must be an int32. */
export function int32(value: unknown, code: number, message: string, rangeCode = code): number {
  if (!isNumeric(value)) throw new MongoError(code, `${message}, but is of type: ${typeOf(value)}`);
  const integer = integerOf(value as Numeric);
  if (integer === undefined || BigInt.asIntN(32, integer) !== integer) {
    throw new MongoError(rangeCode, `${message} representable as a 32-bit integer: ${formatValue(value)}`);
  }
  return Number(integer);
}

/** A start or end index that must not be negative. */
export function bound(value: unknown, name: string, which: string): number {
  const index = int32(value, 40096, `${name} requires an integral ${which} index`);
  if (index < 0) throw new MongoError(40097, `${name} requires a nonnegative ${which} index, found: ${index}`);
  return index;
}

export function positiveCount(value: unknown, name: string): number {
  if (!isNumeric(value))
    throw new MongoError(5787902, `Value for 'n' must be of integral type, but found ${formatValue(value)} in ${name}`);
  const integer = integerOf(value as Numeric);
  if (integer === undefined)
    throw new MongoError(5787903, `Value for 'n' must be of integral type, but found ${formatValue(value)}`);
  if (integer <= 0n) throw new MongoError(5787908, `'n' must be greater than 0, found ${integer}`);
  return Number(integer);
}
