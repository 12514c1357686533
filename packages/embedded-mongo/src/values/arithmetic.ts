import { Double, Long, type Decimal128 } from 'bson';
import { addDecimals, multiplyDecimals, subtractDecimals } from './decimal-arithmetic.js';
import { fromDouble, readDecimal, writeDecimal, type Decimal } from './decimal.js';
import { integerOf, makeDouble, makeIntegral, makeLong, toDecimalExact, toNumber, type Numeric } from './numbers.js';
import { typeOf } from './types.js';

/** What a sum or product of two numbers becomes: the wider of their types. */
export type ResultType = 'int' | 'long' | 'double' | 'decimal';

const width = { int: 0, long: 1, double: 2, decimal: 3 } as const;

export function resultType(a: Numeric, b: Numeric): ResultType {
  const left = typeOf(a) as ResultType;
  const right = typeOf(b) as ResultType;
  return width[left] >= width[right] ? left : right;
}

/** As a decimal by the rules of mixed arithmetic: a double keeps 15 digits. */
export function toDecimal(value: Numeric): Decimal {
  if (typeof value === 'number') return Number.isInteger(value) ? toDecimalExact(value) : fromDouble(value);
  if (value instanceof Double) return fromDouble(value.value);
  return typeOf(value) === 'decimal' ? readDecimal(value as Decimal128) : toDecimalExact(value);
}

interface Operation {
  decimals(a: Decimal, b: Decimal): Decimal;
  doubles(a: number, b: number): number;
  integers(a: bigint, b: bigint): bigint;
}

const operations = {
  add: { decimals: addDecimals, doubles: (a, b) => a + b, integers: (a, b) => a + b },
  subtract: { decimals: subtractDecimals, doubles: (a, b) => a - b, integers: (a, b) => a - b },
  multiply: { decimals: multiplyDecimals, doubles: (a, b) => a * b, integers: (a, b) => a * b },
} as const satisfies Record<string, Operation>;

/**
 * Adds, subtracts or multiplies. int32 grows to long where it must; a result no long can hold is `undefined`, and the caller decides:
 * updates refuse it, expressions go on with doubles.
 */
export function calculate(name: keyof typeof operations, a: Numeric, b: Numeric): Numeric | undefined {
  const operation: Operation = operations[name];
  switch (resultType(a, b)) {
    case 'decimal':
      return writeDecimal(operation.decimals(toDecimal(a), toDecimal(b)));
    case 'double':
      return makeDouble(operation.doubles(toNumber(a), toNumber(b)));
    case 'int': {
      const exact = operation.doubles(a as number, b as number);
      // The product of two int32 may need more digits than a double has.
      return Number.isSafeInteger(exact)
        ? makeIntegral(exact)
        : makeLong(operation.integers(BigInt(a as number), BigInt(b as number)));
    }
    default: {
      const result = operation.integers(integerOf(a)!, integerOf(b)!);
      return BigInt.asIntN(64, result) === result ? Long.fromBigInt(result) : undefined;
    }
  }
}

/** The same in expressions: what overflows a long becomes a double. */
export function calculateLoosely(name: keyof typeof operations, a: Numeric, b: Numeric): Numeric {
  return calculate(name, a, b) ?? makeDouble(operations[name].doubles(toNumber(a), toNumber(b)));
}
