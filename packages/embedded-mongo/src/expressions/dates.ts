import type { Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import { formatValue } from '../values/format.js';
import { integerOf, makeLong, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import { unary } from './arguments.js';
import { dayOfYear, fromIsoWeek, isoWeek, isoWeekday, partsOf, timeOf, weekday, weekOfYear } from './calendar.js';
import { compileExpression, constant, type Expr, type OperatorCompiler } from './compile.js';
import { checkFormat, formatDate, parseDate, parseWithFormat } from './date-format.js';
import { dateArguments, instantOf, zoneFrom } from './date-arguments.js';
import { fromLocal, toLocal } from './zones.js';

/** `$year: date` or `$year: {date, timezone}`. */
function datePart(read: (local: number) => unknown): OperatorCompiler {
  return (operand, env, name) => {
    let dateSpec = operand;
    let zoneSpec: unknown;
    if (isDoc(operand) && !Object.keys(operand)[0]?.startsWith('$')) {
      const odd = Object.keys(operand).find((key) => key !== 'date' && key !== 'timezone');
      if (odd !== undefined) throw new MongoError(40535, `unrecognized option to ${name}: "${odd}"`);
      if (!Object.hasOwn(operand, 'date'))
        throw new MongoError(40539, `missing 'date' argument to ${name}, provided: ${formatValue(operand)}`);
      dateSpec = operand['date'];
      zoneSpec = operand['timezone'];
    } else if (Array.isArray(operand)) {
      if (operand.length !== 1)
        throw new MongoError(
          40536,
          `${name} accepts exactly one argument if given an array, but was given ${operand.length}`,
        );
      dateSpec = operand[0];
    }
    const date = compileExpression(dateSpec, env);
    const zone = zoneSpec === undefined ? constant('UTC') : compileExpression(zoneSpec, env);
    return (root) => {
      const value = date(root);
      const name_ = zone(root);
      if (value == null || name_ == null) return null;
      return read(toLocal(zoneFrom(name_), instantOf(value)));
    };
  };
}

const dateToString: OperatorCompiler = (operand, env, name) => {
  const { args, zone } = dateArguments(operand, env, name, ['date', 'format', 'onNull'], {
    shape: 18629,
    unknown: 18534,
    missing: 18628,
  });
  const [date, format, onNull] = [args.need('date'), args.get('format'), args.get('onNull')];
  const hasZone = args.get('timezone') !== undefined;
  if (typeof args.raw('format') === 'string' && !(args.raw('format') as string).startsWith('$'))
    checkFormat(args.raw('format') as string);
  return (root) => {
    const value = date(root);
    if (value == null) return onNull ? onNull(root) : null;
    const at = zone(root);
    const pattern = format ? format(root) : `%Y-%m-%dT%H:%M:%S.%L${hasZone && at && !at.isUtc ? '' : 'Z'}`;
    if (at === null || pattern == null) return null;
    if (typeof pattern !== 'string')
      throw new MongoError(
        18533,
        `$dateToString requires that 'format' be a string, found: ${typeOf(pattern)} with value ${formatValue(pattern)}`,
      );
    checkFormat(pattern);
    return formatDate(pattern, instantOf(value), at);
  };
};

const dateFromString: OperatorCompiler = (operand, env, name) => {
  const { args, zone } = dateArguments(operand, env, name, ['dateString', 'format', 'onError', 'onNull'], {
    shape: 40540,
    unknown: 40541,
    missing: 40542,
  });
  const [input, format, onError, onNull] = [
    args.need('dateString'),
    args.get('format'),
    args.get('onError'),
    args.get('onNull'),
  ];
  const hasZone = args.get('timezone') !== undefined;
  return (root) => {
    const value = input(root);
    if (value == null) return onNull ? onNull(root) : null;
    const at = zone(root);
    const pattern = format?.(root);
    if (at === null || (format && pattern == null)) return null;
    if (pattern !== undefined && typeof pattern !== 'string') {
      throw new MongoError(
        40684,
        `$dateFromString requires that 'format' be a string, found: ${typeOf(pattern)} with value ${formatValue(pattern)}`,
      );
    }
    try {
      if (typeof value !== 'string') {
        throw new MongoError(
          241,
          `$dateFromString requires that 'dateString' be a string, found: ${typeOf(value)} with value ${formatValue(value)}`,
        );
      }
      return new Date(
        pattern === undefined ? parseDate(value, hasZone ? at : undefined) : parseWithFormat(value, pattern, at),
      );
    } catch (error) {
      if (onError && error instanceof MongoError && error.code === 241) return onError(root);
      throw error;
    }
  };
};

const calendarNames = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
const isoNames = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek', 'hour', 'minute', 'second', 'millisecond'] as const;

function partNumber(value: unknown, name: string): number {
  const integer = isNumeric(value) ? integerOf(value as Numeric) : undefined;
  if (integer === undefined)
    throw new MongoError(
      40515,
      `'${name}' must evaluate to an integer, found ${typeOf(value)} with value ${formatValue(value)}`,
    );
  const number = Number(integer);
  const isYear = name === 'year' || name === 'isoWeekYear';
  if (isYear && (number < 1 || number > 9999))
    throw new MongoError(40523, `'${name}' must evaluate to an integer in the range 1 to 9999, found ${number}`);
  if (!isYear && Math.abs(number) > 32_768 && name !== 'second' && name !== 'millisecond') {
    throw new MongoError(
      31034,
      `'${name}' must evaluate to a value in the range [-32768, 32767]; value ${number} is not in range`,
    );
  }
  return number;
}

const dateFromParts: OperatorCompiler = (operand, env, name) => {
  const { args, zone } = dateArguments(operand, env, name, [...new Set([...calendarNames, ...isoNames])], {
    shape: 40519,
    unknown: 40518,
    missing: 40516,
  });
  const isIso = args.raw('isoWeekYear') !== undefined;
  if (isIso && args.raw('year') !== undefined)
    throw new MongoError(40489, '$dateFromParts does not allow mixing natural dates with ISO dates');
  if (!isIso && args.raw('year') === undefined)
    throw new MongoError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
  const wrong = isIso ? ['month', 'day'] : ['isoWeek', 'isoDayOfWeek'];
  if (wrong.some((key) => args.raw(key) !== undefined))
    throw new MongoError(40525, '$dateFromParts does not allow mixing natural dates with ISO dates');
  const names: readonly string[] = isIso ? isoNames : calendarNames;
  const exprs = names.map((key, i): [string, Expr] => [key, args.get(key) ?? constant(i < 3 ? 1 : 0)]);
  return (root) => {
    const at = zone(root);
    const values: number[] = [];
    for (const [key, expr] of exprs) {
      const value = expr(root);
      if (value == null) return null;
      values.push(partNumber(value, key));
    }
    if (at === null) return null;
    const [a, b, c, hour, minute, second, millisecond] = values as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const clock = { hour, minute, second, millisecond };
    const local = isIso
      ? fromIsoWeek(a, b, c) + timeOf({ year: 1970, month: 1, day: 1, ...clock })
      : timeOf({ year: a, month: b, day: c, ...clock });
    return new Date(fromLocal(at, local));
  };
};

const dateToParts: OperatorCompiler = (operand, env, name) => {
  const { args, zone } = dateArguments(operand, env, name, ['date', 'iso8601'], {
    shape: 40524,
    unknown: 40520,
    missing: 40522,
  });
  const [date, iso] = [args.need('date'), args.get('iso8601')];
  return (root) => {
    const value = date(root);
    const at = zone(root);
    const wantsIso = iso ? iso(root) : false;
    if (value == null || at === null || wantsIso == null) return null;
    if (typeof wantsIso !== 'boolean')
      throw new MongoError(40521, `iso8601 must evaluate to a bool, found ${typeOf(wantsIso)}`);
    const local = toLocal(at, instantOf(value));
    const parts = partsOf(local);
    if (!wantsIso) return parts;
    const { year, week } = isoWeek(local);
    const { hour, minute, second, millisecond } = parts;
    return { isoWeekYear: year, isoWeek: week, isoDayOfWeek: isoWeekday(local), hour, minute, second, millisecond };
  };
};

function timestampPart(read: (value: Timestamp) => number): OperatorCompiler {
  return unary((value, name) => {
    if (typeOf(value) !== 'timestamp')
      throw new MongoError(
        name === '$tsSecond' ? 5687301 : 5687302,
        `${name} requires a timestamp argument, found: ${typeOf(value)}`,
      );
    return makeLong(read(value as Timestamp));
  });
}

export const dates: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$year', datePart((t) => partsOf(t).year)],
  ['$month', datePart((t) => partsOf(t).month)],
  ['$dayOfMonth', datePart((t) => partsOf(t).day)],
  ['$hour', datePart((t) => partsOf(t).hour)],
  ['$minute', datePart((t) => partsOf(t).minute)],
  ['$second', datePart((t) => partsOf(t).second)],
  ['$millisecond', datePart((t) => partsOf(t).millisecond)],
  ['$dayOfYear', datePart(dayOfYear)],
  ['$dayOfWeek', datePart((t) => weekday(t) + 1)],
  ['$week', datePart(weekOfYear)],
  ['$isoWeek', datePart((t) => isoWeek(t).week)],
  ['$isoWeekYear', datePart((t) => makeLong(isoWeek(t).year))],
  ['$isoDayOfWeek', datePart(isoWeekday)],
  ['$dateToString', dateToString],
  ['$dateFromString', dateFromString],
  ['$dateFromParts', dateFromParts],
  ['$dateToParts', dateToParts],
  ['$tsSecond', timestampPart((value) => value.high >>> 0)],
  ['$tsIncrement', timestampPart((value) => value.low >>> 0)],
];
