import { Long, type Decimal128 } from 'bson';
import { MongoError } from '../errors.js';
import { calculateLoosely, resultType, toDecimal } from '../values/arithmetic.js';
import { divideDecimals, remainderDecimals, roundDecimal, type Rounding } from '../values/decimal-arithmetic.js';
import {
  expDecimal,
  lnDecimal,
  log10Decimal,
  logDecimal,
  powDecimal,
  sqrtDecimal,
} from '../values/decimal-functions.js';
import { fromDouble, fromDoubleExact, readDecimal, toDouble, writeDecimal, type Decimal } from '../values/decimal.js';
import {
  compareNumbers,
  integerOf,
  makeDouble,
  makeIntegral,
  makeLong,
  toNumber,
  type Numeric,
} from '../values/numbers.js';
import { isNumeric, typeOf } from '../values/types.js';
import { binary, positional, unary } from './arguments.js';
import type { OperatorCompiler } from './compile.js';

function numeric(value: unknown, name: string, code: number): Numeric {
  if (!isNumeric(value)) throw new MongoError(code, `${name} only supports numeric types, not ${typeOf(value)}`);
  return value as Numeric;
}

function toDate(milliseconds: Numeric): Date {
  const time = integerOf(milliseconds) ?? BigInt(Math.round(toNumber(milliseconds)));
  return new Date(Number(time));
}

const add = positional(0, Infinity, (args) => (root) => {
  let total: Numeric = 0;
  let isDate = false;
  let isNull = false;
  for (const arg of args) {
    const value = arg(root);
    if (value == null) isNull = true;
    else if (value instanceof Date) {
      if (isDate) throw new MongoError(16612, 'only one date allowed in an $add expression');
      isDate = true;
      total = calculateLoosely('add', total, makeLong(value.getTime()));
    } else if (isNumeric(value)) total = calculateLoosely('add', total, value as Numeric);
    else throw new MongoError(14, `$add only supports numeric or date types, not ${typeOf(value)}`);
  }
  if (isNull) return null;
  return isDate ? toDate(total) : total;
});

const subtract = binary((a, b) => {
  if (a instanceof Date) {
    if (b instanceof Date) return makeLong(a.getTime() - b.getTime());
    if (isNumeric(b)) return toDate(calculateLoosely('subtract', makeLong(a.getTime()), b as Numeric));
  }
  if (!isNumeric(a) || !isNumeric(b)) throw new MongoError(14, `can't $subtract ${typeOf(b)} from ${typeOf(a)}`);
  return calculateLoosely('subtract', a as Numeric, b as Numeric);
});

const multiply = positional(0, Infinity, (args) => (root) => {
  let total: Numeric = 1;
  let isNull = false;
  for (const arg of args) {
    const value = arg(root);
    if (value == null) isNull = true;
    else total = calculateLoosely('multiply', total, numeric(value, '$multiply', 14));
  }
  return isNull ? null : total;
});

const divide = binary((a, b) => {
  if (!isNumeric(a) || !isNumeric(b)) {
    throw new MongoError(14, `$divide only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`);
  }
  const [left, right] = [a as Numeric, b as Numeric];
  if (toNumber(right) === 0 && compareNumbers(right, 0) === 0) throw new MongoError(2, "can't $divide by zero");
  if (resultType(left, right) === 'decimal') return writeDecimal(divideDecimals(toDecimal(left), toDecimal(right)));
  return makeDouble(toNumber(left) / toNumber(right));
});

const mod = binary((a, b) => {
  if (!isNumeric(a) || !isNumeric(b)) {
    throw new MongoError(16611, `$mod only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`);
  }
  const [left, right] = [a as Numeric, b as Numeric];
  if (compareNumbers(right, 0) === 0) throw new MongoError(16610, "can't $mod by zero");
  switch (resultType(left, right)) {
    case 'decimal':
      return writeDecimal(remainderDecimals(toDecimal(left), toDecimal(right)));
    case 'double':
      return makeDouble(toNumber(left) % toNumber(right));
    case 'int':
      return (toNumber(left) % toNumber(right)) + 0;
    default:
      return Long.fromBigInt(integerOf(left)! % integerOf(right)!);
  }
});

/** A function on doubles and decimals; integers become doubles first. */
function real(
  onDouble: (x: number) => number,
  onDecimal?: (x: Decimal) => Decimal,
  check?: (x: Numeric) => void,
): OperatorCompiler {
  return unary((value, name) => {
    const number = numeric(value, name, 28765);
    check?.(number);
    if (typeOf(number) !== 'decimal') return makeDouble(onDouble(toNumber(number)));
    const decimal = readDecimal(number as Decimal128);
    return writeDecimal(onDecimal ? onDecimal(decimal) : fromDouble(onDouble(toDouble(decimal))));
  });
}

function atLeast(limit: number, isStrict: boolean, code: number, what: string): (x: Numeric) => void {
  return (x) => {
    const order = compareNumbers(x, limit);
    if (!Number.isNaN(toNumber(x)) && (order < 0 || (isStrict && order === 0))) throw new MongoError(code, what);
  };
}

function within(low: number, high: number, name: string): (x: Numeric) => void {
  return (x) => {
    const number = toNumber(x);
    if (number < low || number > high) {
      throw new MongoError(50989, `cannot apply ${name} to ${number}, value must be in [${low},${high}]`);
    }
  };
}

const abs = unary((value, name) => {
  const number = numeric(value, name, 28765);
  switch (typeOf(number)) {
    case 'int':
      return makeIntegral(Math.abs(number as number));
    case 'long': {
      const integer = integerOf(number)!;
      if (integer === -(2n ** 63n)) throw new MongoError(28680, "can't take $abs of long long min");
      return makeLong(integer < 0n ? -integer : integer);
    }
    case 'decimal':
      return writeDecimal({ ...readDecimal(number as Decimal128), negative: false });
    default:
      return makeDouble(Math.abs(toNumber(number)));
  }
});

function toWhole(onDouble: (x: number) => number, how: Rounding): OperatorCompiler {
  return unary((value, name) => {
    const number = numeric(value, name, 28765);
    const type = typeOf(number);
    if (type === 'int' || type === 'long') return number;
    if (type === 'decimal') return writeDecimal(roundDecimal(readDecimal(number as Decimal128), 0, how));
    return makeDouble(onDouble(toNumber(number)));
  });
}

function rounding(how: Rounding): OperatorCompiler {
  return positional(1, 2, ([input, places], _env, name) => (root) => {
    const value = input!(root);
    const precision = places ? places(root) : 0;
    if (value == null || precision == null) return null;
    const number = numeric(value, name, 51081);
    if (!isNumeric(precision)) throw new MongoError(51082, `precision argument to  ${name} must be a integral value`);
    const digits = integerOf(precision as Numeric);
    if (digits === undefined) throw new MongoError(51082, `precision argument to  ${name} must be a integral value`);
    if (digits < -20n || digits > 100n) {
      throw new MongoError(51083, `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`);
    }
    return roundNumber(number, Number(digits), how, name);
  });
}

function roundNumber(number: Numeric, places: number, how: Rounding, name: string): unknown {
  const type = typeOf(number);
  if (type === 'decimal') return writeDecimal(roundDecimal(readDecimal(number as Decimal128), places, how));
  if (type === 'double') {
    const double = toNumber(number);
    return Number.isFinite(double) ? makeDouble(toDouble(roundDecimal(fromDoubleExact(double), places, how))) : double;
  }
  if (places >= 0) return number;
  const rounded = roundDecimal(toDecimal(number), places, how);
  const size = rounded.coefficient * 10n ** BigInt(Math.max(rounded.exponent, 0));
  const integer = rounded.negative ? -size : size;
  if (BigInt.asIntN(64, integer) !== integer)
    throw new MongoError(51080, `invalid conversion from Decimal128 result in ${name} resulting from arguments`);
  return type === 'int' ? makeIntegral(integer) : makeLong(integer);
}

const pow = binary((a, b) => {
  if (!isNumeric(a)) throw new MongoError(28762, `$pow's base must be numeric, not ${typeOf(a)}`);
  if (!isNumeric(b)) throw new MongoError(28763, `$pow's exponent must be numeric, not ${typeOf(b)}`);
  const [base, exponent] = [a as Numeric, b as Numeric];
  if (compareNumbers(base, 0) === 0 && compareNumbers(exponent, 0) < 0 && !Number.isNaN(toNumber(exponent))) {
    throw new MongoError(28764, '$pow cannot take a base of 0 and a negative exponent');
  }
  const type = resultType(base, exponent);
  if (type === 'decimal') return writeDecimal(powDecimal(toDecimal(base), toDecimal(exponent)));
  if (type === 'double' || compareNumbers(exponent, 0) < 0) return makeDouble(toNumber(base) ** toNumber(exponent));
  const [x, n] = [integerOf(base)!, integerOf(exponent)!];
  const fits = x >= -1n && x <= 1n ? x ** (n % 2n === 0n ? (n === 0n ? 0n : 2n) : 1n) : n < 64n ? x ** n : undefined;
  if (fits === undefined || BigInt.asIntN(64, fits) !== fits) return makeDouble(toNumber(base) ** toNumber(exponent));
  return type === 'int' ? makeIntegral(fits) : makeLong(fits);
});

const log = binary((a, b) => {
  if (!isNumeric(a)) throw new MongoError(28756, `$log's argument must be numeric, not ${typeOf(a)}`);
  if (!isNumeric(b)) throw new MongoError(28757, `$log's base must be numeric, not ${typeOf(b)}`);
  const [value, base] = [a as Numeric, b as Numeric];
  if (compareNumbers(value, 0) <= 0 && !Number.isNaN(toNumber(value))) {
    throw new MongoError(28758, `$log's argument must be a positive number, but is ${toNumber(value)}`);
  }
  if ((compareNumbers(base, 0) <= 0 && !Number.isNaN(toNumber(base))) || compareNumbers(base, 1) === 0) {
    throw new MongoError(28759, `$log's base must be a positive number not equal to 1, but is ${toNumber(base)}`);
  }
  if (resultType(value, base) === 'decimal') return writeDecimal(logDecimal(toDecimal(value), toDecimal(base)));
  return makeDouble(Math.log(toNumber(value)) / Math.log(toNumber(base)));
});

function bitwise(start: bigint, combine: (a: bigint, b: bigint) => bigint): OperatorCompiler {
  return positional(0, Infinity, (args, _env, name) => (root) => {
    let total = start;
    let isLong = false;
    for (const arg of args) {
      const value = arg(root);
      if (value == null) return null;
      const type = typeOf(value);
      if (type !== 'int' && type !== 'long') throw new MongoError(14, `${name} only supports int and long operands.`);
      isLong ||= type === 'long';
      total = combine(total, integerOf(value as Numeric)!);
    }
    return isLong ? makeLong(total) : Number(total);
  });
}

const bitNot = unary((value, name) => {
  const type = typeOf(value);
  if (type === 'int') return ~(value as number);
  if (type !== 'long') throw new MongoError(28765, `${name} only supports int and long, not: ${type}.`);
  return makeLong(~integerOf(value as Numeric)!);
});

const rand: OperatorCompiler = () => () => makeDouble(Math.random());

const degrees = 180 / Math.PI;

export const arithmetic: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$add', add],
  ['$subtract', subtract],
  ['$multiply', multiply],
  ['$divide', divide],
  ['$mod', mod],
  ['$abs', abs],
  ['$ceil', toWhole(Math.ceil, 'ceiling')],
  ['$floor', toWhole(Math.floor, 'floor')],
  ['$round', rounding('half-even')],
  ['$trunc', rounding('down')],
  [
    '$sqrt',
    real(Math.sqrt, sqrtDecimal, atLeast(0, false, 28714, "$sqrt's argument must be greater than or equal to 0")),
  ],
  ['$exp', real(Math.exp, expDecimal)],
  ['$ln', real(Math.log, lnDecimal, atLeast(0, true, 28766, "$ln's argument must be a positive number"))],
  ['$log10', real(Math.log10, log10Decimal, atLeast(0, true, 28761, "$log10's argument must be a positive number"))],
  ['$log', log],
  ['$pow', pow],
  ['$sin', real(Math.sin)],
  ['$cos', real(Math.cos)],
  ['$tan', real(Math.tan)],
  ['$asin', real(Math.asin, undefined, within(-1, 1, '$asin'))],
  ['$acos', real(Math.acos, undefined, within(-1, 1, '$acos'))],
  ['$atan', real(Math.atan)],
  ['$atan2', binary((a, b, name) => atan2(numeric(a, name, 51044), numeric(b, name, 51045)))],
  ['$sinh', real(Math.sinh)],
  ['$cosh', real(Math.cosh)],
  ['$tanh', real(Math.tanh)],
  ['$asinh', real(Math.asinh)],
  ['$acosh', real(Math.acosh, undefined, within(1, Infinity, '$acosh'))],
  ['$atanh', real(Math.atanh, undefined, within(-1, 1, '$atanh'))],
  ['$degreesToRadians', real((x) => x / degrees)],
  ['$radiansToDegrees', real((x) => x * degrees)],
  ['$bitAnd', bitwise(-1n, (a, b) => a & b)],
  ['$bitOr', bitwise(0n, (a, b) => a | b)],
  ['$bitXor', bitwise(0n, (a, b) => a ^ b)],
  ['$bitNot', bitNot],
  ['$rand', rand],
];

function atan2(y: Numeric, x: Numeric): unknown {
  const result = Math.atan2(toNumber(y), toNumber(x));
  return resultType(y, x) === 'decimal' ? writeDecimal(fromDouble(result)) : makeDouble(result);
}
