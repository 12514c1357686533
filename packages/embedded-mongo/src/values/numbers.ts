import { Double, Long } from 'bson';
import type { Decimal128 } from 'bson';
import {
  compareDecimals,
  fromBigInt,
  fromDoubleExact,
  readDecimal,
  toDouble as decimalToDouble,
  type Decimal,
} from './decimal.js';

export type Numeric = number | Double | Long | Decimal128 | bigint;
export type NumericType = 'int' | 'double' | 'long' | 'decimal';

/** Wraps a computed double the way documents hold it: integral ones stay recognisable as doubles. */
export function makeDouble(value: number): number | Double {
  return Number.isInteger(value) ? new Double(value) : value;
}

export function makeLong(value: bigint | number): Long {
  return Long.fromBigInt(BigInt(value));
}

/** A number of the smallest of int32 and long that holds it. */
export function makeIntegral(value: bigint | number): number | Long {
  const small = Number(value);
  return small >= -2147483648 && small <= 2147483647 ? small + 0 : makeLong(value);
}

function tagOf(value: object): string {
  return (value as { _bsontype: string })._bsontype;
}

/** The nearest double. */
export function toNumber(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  switch (tagOf(value)) {
    case 'Long':
      return Number((value as Long).toBigInt());
    case 'Decimal128':
      return decimalToDouble(readDecimal(value as Decimal128));
    default:
      return (value as Double).value;
  }
}

/** The exact value. */
export function toDecimalExact(value: Numeric): Decimal {
  if (typeof value === 'number') return fromDoubleExact(value);
  if (typeof value === 'bigint') return fromBigInt(value);
  switch (tagOf(value)) {
    case 'Long':
      return fromBigInt((value as Long).toBigInt());
    case 'Decimal128':
      return readDecimal(value as Decimal128);
    default:
      return fromDoubleExact((value as Double).value);
  }
}

/** The value as a double when a double holds it exactly, otherwise undefined. */
function exactDouble(value: Numeric): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint' && tagOf(value) !== 'Long' && tagOf(value) !== 'Decimal128')
    return (value as Double).value;
  const nearest = toNumber(value);
  if (Number.isSafeInteger(nearest) && (typeof value === 'bigint' || tagOf(value) === 'Long')) return nearest;
  return compareDecimals(toDecimalExact(value), fromDoubleExact(nearest)) === 0 ? nearest : undefined;
}

/** Order by exact value across all number types: NaN first and equal to itself, -0 equal to 0. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b);
  const left = exactDouble(a);
  const right = exactDouble(b);
  if (left !== undefined && right !== undefined) return compareDoubles(left, right);
  return compareDecimals(toDecimalExact(a), toDecimalExact(b));
}

function compareDoubles(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

/** One text for all numbers of equal value, whatever their type and scale. */
export function numberKey(value: Numeric): string {
  const double = exactDouble(value);
  if (double !== undefined) return `n${double}`; // -0 is written as 0
  const { negative, coefficient, exponent } = toDecimalExact(value);
  const digits = coefficient.toString();
  const trimmed = digits.replace(/0+$/, '');
  return `N${negative ? '-' : ''}${trimmed}e${exponent + digits.length - trimmed.length}`;
}

/** The integer a value stands for, when it is one that a long can hold: 3, 3.0, Long 3, Decimal 3.00. */
export function integerOf(value: Numeric): bigint | undefined {
  if (typeof value === 'bigint') return value;
  let integer: bigint;
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) return undefined;
    integer = BigInt(value);
  } else if (tagOf(value) === 'Long') return (value as Long).toBigInt();
  else if (tagOf(value) === 'Decimal128') {
    const decimal = readDecimal(value as Decimal128);
    if (decimal.special) return undefined;
    if (decimal.coefficient === 0n) return 0n;
    if (decimal.exponent > 19 || decimal.exponent < -34) return undefined;
    const unit = 10n ** BigInt(Math.abs(decimal.exponent));
    if (decimal.exponent < 0 && decimal.coefficient % unit !== 0n) return undefined;
    const size = decimal.exponent < 0 ? decimal.coefficient / unit : decimal.coefficient * unit;
    integer = decimal.negative ? -size : size;
  } else {
    const double = (value as Double).value;
    if (!Number.isInteger(double)) return undefined;
    integer = BigInt(double);
  }
  return BigInt.asIntN(64, integer) === integer ? integer : undefined;
}
