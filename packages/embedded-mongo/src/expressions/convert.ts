import { Decimal128, ObjectId, type Long, type Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import { toDecimal } from '../values/arithmetic.js';
import { fromBigInt, parseDecimal, readDecimal, writeDecimal } from '../values/decimal.js';
import { compareNumbers, makeDouble, makeLong, toNumber, type Numeric } from '../values/numbers.js';
import { isNumeric, typeNumbers, typeOf, type TypeName } from '../values/types.js';
import { formatIso } from './calendar.js';
import { positional, namedArguments } from './arguments.js';
import { parseDate } from './date-format.js';
import { compileExpression, type Expr, type OperatorCompiler } from './compile.js';

type Target = 'double' | 'string' | 'objectId' | 'bool' | 'date' | 'int' | 'long' | 'decimal';

function failed(message: string): MongoError {
  return new MongoError(241, `${message} in $convert with no onError value`);
}

function unsupported(value: unknown, to: Target): MongoError {
  return failed(`Unsupported conversion from ${typeOf(value)} to ${to}`);
}

function unreadable(text: string, why: string): MongoError {
  return new MongoError(241, `Failed to parse number '${text}' in $convert with no onError value: ${why}`);
}

function parseInteger(text: string): bigint {
  refuseHexadecimal(text);
  if (text === '') throw unreadable(text, 'No digits');
  if (!/^[+-]?\d+$/.test(text)) throw unreadable(text, 'Did not consume whole string.');
  return BigInt(text.replace('+', ''));
}

function refuseHexadecimal(text: string): void {
  if (/^0x/i.test(text))
    throw new MongoError(241, `Illegal hexadecimal input in $convert with no onError value: ${text}`);
}

/** The whole part, for int and long. */
function wholePart(value: Numeric): bigint {
  const type = typeOf(value);
  if (type === 'int') return BigInt(value as number);
  if (type === 'long') return (value as Long).toBigInt();
  const double = toNumber(value);
  if (Number.isNaN(double)) throw failed('Attempt to convert NaN value to integer type');
  if (!Number.isFinite(double)) throw failed('Attempt to convert infinity value to integer type');
  if (type === 'double') return BigInt(Math.trunc(double));
  const { negative, coefficient, exponent } = readDecimal(value as Decimal128);
  const size =
    exponent >= 0 ? coefficient * 10n ** BigInt(Math.min(exponent, 40)) : coefficient / 10n ** BigInt(-exponent);
  return negative ? -size : size;
}

function toInteger(value: unknown, bits: 32 | 64, to: Target): bigint {
  let integer: bigint;
  if (typeof value === 'boolean') integer = value ? 1n : 0n;
  else if (isNumeric(value)) integer = wholePart(value as Numeric);
  else if (typeof value === 'string') integer = parseInteger(value);
  else if (value instanceof Date && to === 'long') integer = BigInt(value.getTime());
  else throw unsupported(value, to);
  if (BigInt.asIntN(bits, integer) === integer) return integer;
  if (typeof value === 'string') throw unreadable(value, 'Overflow');
  throw failed(`Conversion would overflow target type`);
}

function toDoubleValue(value: unknown): unknown {
  if (typeof value === 'boolean') return makeDouble(value ? 1 : 0);
  if (value instanceof Date) return makeDouble(value.getTime());
  if (isNumeric(value)) {
    const double = toNumber(value as Numeric);
    if (
      !Number.isFinite(double) &&
      typeOf(value) === 'decimal' &&
      readDecimal(value as Decimal128).special === undefined
    ) {
      throw failed('Conversion would overflow target type');
    }
    return makeDouble(double);
  }
  if (typeof value !== 'string') throw unsupported(value, 'double');
  refuseHexadecimal(value);
  if (value === '') throw unreadable(value, 'Empty string');
  if (/^\s/.test(value)) throw unreadable(value, 'Leading whitespace');
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(value);
  if (word) return word[2]!.toLowerCase() === 'nan' ? NaN : word[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) {
    throw unreadable(value, /^[+-]?\.?\d/.test(value) ? 'Did not consume whole string.' : 'Did not consume any digits');
  }
  const double = Number(value);
  if (!Number.isFinite(double)) throw unreadable(value, 'Out of range');
  return makeDouble(double);
}

function toDecimalValue(value: unknown): unknown {
  if (typeof value === 'boolean') return writeDecimal(fromBigInt(value ? 1n : 0n));
  if (value instanceof Date) return writeDecimal(fromBigInt(BigInt(value.getTime())));
  if (isNumeric(value)) return value instanceof Decimal128 ? value : writeDecimal(toDecimal(value as Numeric));
  if (typeof value !== 'string') throw unsupported(value, 'decimal');
  refuseHexadecimal(value);
  const decimal = parseDecimal(value);
  if (!decimal) throw unreadable(value, value === '' ? 'Empty string' : 'Failed to parse string to decimal');
  return writeDecimal(decimal);
}

function toStringValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (isNumeric(value))
    return typeOf(value) === 'double' ? String(toNumber(value as Numeric)) : (value as Long | Decimal128).toString();
  if (value instanceof Date) return formatIso(value);
  if (typeOf(value) === 'objectId') return (value as ObjectId).toHexString();
  throw unsupported(value, 'string');
}

function toDateValue(value: unknown): Date {
  if (value instanceof Date) return value;
  const type = typeOf(value);
  if (type === 'double' || type === 'long' || type === 'decimal') {
    const date = new Date(Number(wholePart(value as Numeric)));
    if (Number.isNaN(date.getTime())) throw failed('Conversion would overflow target type');
    return date;
  }
  if (type === 'string') return new Date(parseDate(value as string));
  if (type === 'objectId') return (value as ObjectId).getTimestamp();
  if (type === 'timestamp') return new Date(((value as Timestamp).high >>> 0) * 1000);
  throw unsupported(value, 'date');
}

function toObjectId(value: unknown): ObjectId {
  if (typeOf(value) === 'objectId') return value as ObjectId;
  if (typeof value !== 'string') throw unsupported(value, 'objectId');
  if (!/^[0-9a-f]{24}$/i.test(value)) {
    const why =
      value.length === 24
        ? 'Invalid character found in hex string'
        : `Invalid string length for parsing to OID, expected 24 but found ${value.length}`;
    throw new MongoError(241, `Failed to parse objectId '${value}' in $convert with no onError value: ${why}`);
  }
  return new ObjectId(value);
}

const converters: Readonly<Record<Target, (value: unknown) => unknown>> = {
  double: toDoubleValue,
  string: toStringValue,
  objectId: toObjectId,
  bool: (value) => (isNumeric(value) ? compareNumbers(value as Numeric, 0) !== 0 : value !== false),
  date: toDateValue,
  int: (value) => Number(toInteger(value, 32, 'int')),
  long: (value) => makeLong(toInteger(value, 64, 'long')),
  decimal: toDecimalValue,
};

function targetOf(to: unknown): Target {
  let name: unknown = to;
  if (isNumeric(to)) {
    const number = toNumber(to as Numeric);
    name = Object.entries(typeNumbers).find(([, value]) => value === number)?.[0];
    if (name === undefined)
      throw new MongoError(9, `In $convert, numeric value for 'to' does not correspond to a BSON type: ${number}`);
  } else if (typeof to !== 'string')
    throw new MongoError(9, `$convert's 'to' argument must be a string or number, but is ${typeOf(to)}`);
  if (Object.hasOwn(converters, name as string)) return name as Target;
  if (Object.hasOwn(typeNumbers, name as string)) throw failed(`Unsupported conversion to ${name as TypeName}`);
  throw new MongoError(2, `Unknown type name: ${name as string}`);
}

const convert: OperatorCompiler = (operand, env, name) => {
  const args = namedArguments(operand, env, name, ['input', 'to', 'onError', 'onNull'], {
    shape: 9,
    unknown: 9,
    missing: 9,
  });
  const [input, to, onError, onNull] = [args.need('input'), args.need('to'), args.get('onError'), args.get('onNull')];
  return (root) => {
    const value = input(root);
    if (value == null) return onNull ? onNull(root) : null;
    const wanted = to(root);
    if (wanted == null) return null;
    const target = targetOf(wanted);
    try {
      return converters[target](value);
    } catch (error) {
      if (onError && error instanceof MongoError && error.code === 241) return onError(root);
      throw error;
    }
  };
};

function shorthand(target: Target): OperatorCompiler {
  return (operand, env, name) => {
    const list: unknown[] = Array.isArray(operand) ? operand : [operand];
    if (list.length !== 1) throw new MongoError(50723, `${name} requires a single argument, got ${list.length}`);
    const input: Expr = compileExpression(list[0], env);
    return (root) => {
      const value = input(root);
      return value == null ? null : converters[target](value);
    };
  };
}

export const conversions: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$convert', convert],
  ['$toDouble', shorthand('double')],
  ['$toString', shorthand('string')],
  ['$toObjectId', shorthand('objectId')],
  ['$toBool', shorthand('bool')],
  ['$toDate', shorthand('date')],
  ['$toInt', shorthand('int')],
  ['$toLong', shorthand('long')],
  ['$toDecimal', shorthand('decimal')],
  [
    '$type',
    positional(
      1,
      1,
      ([arg]) =>
        (root) =>
          typeOf(arg!(root)),
    ),
  ],
  [
    '$isNumber',
    positional(
      1,
      1,
      ([arg]) =>
        (root) =>
          isNumeric(arg!(root)),
    ),
  ],
];
