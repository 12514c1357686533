import type { ObjectId, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { integerOf, makeLong, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import { namedArguments, unary } from './arguments.js';
import {
  addMonths,
  dayMs,
  dayNumber,
  dayOfYear,
  fromIsoWeek,
  isoWeek,
  isoWeekday,
  partsOf,
  timeOf,
  weekday,
  weekOfYear,
} from './calendar.js';
import { compileExpression, constant, type Env, type Expr, type OperatorCompiler } from './compile.js';
import { checkFormat, formatDate, parseDate, parseWithFormat } from './date-format.js';
import { fromLocal, toLocal, utc, zoneOf, type Zone } from './zones.js';

/** The instant of whatever counts as a date: dates, timestamps and ObjectIds. */
function instantOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const type = typeOf(value);
  if (type === 'objectId') return (value as ObjectId).getTimestamp().getTime();
  if (type === 'timestamp') return ((value as Timestamp).high >>> 0) * 1000;
  throw new MongoError(16006, `can't convert from BSON type ${type} to Date`);
}

function zoneFrom(value: unknown): Zone {
  if (typeof value !== 'string')
    throw new MongoError(40517, `timezone must evaluate to a string, found ${typeOf(value)}`);
  return zoneOf(value);
}

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

interface DateArguments {
  args: ReturnType<typeof namedArguments>;
  zone: (root: Doc) => Zone | null;
}

function dateArguments(
  operand: unknown,
  env: Env,
  name: string,
  allowed: string[],
  codes: { shape: number; unknown: number; missing: number },
): DateArguments {
  const args = namedArguments(operand, env, name, [...allowed, 'timezone'], codes);
  const zone = args.get('timezone');
  return {
    args,
    zone: (root) => {
      if (!zone) return utc;
      const value = zone(root);
      return value == null ? null : zoneFrom(value);
    },
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

const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;
export type Unit = (typeof units)[number];

const fixedMs: Partial<Record<Unit, number>> = { hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 };
const unitMonths: Partial<Record<Unit, number>> = { year: 12, quarter: 3, month: 1 };

export function unitFrom(value: unknown, name: string, code: number): Unit {
  if (typeof value !== 'string')
    throw new MongoError(code, `${name} requires 'unit' to be a string, but got ${typeOf(value)}`);
  if (!(units as readonly string[]).includes(value)) throw new MongoError(9, `unknown time unit value: ${value}`);
  return value as Unit;
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** 0 for Sunday; weeks begin there unless told otherwise. */
function startOfWeekFrom(value: unknown, name: string): number {
  if (value === undefined) return 0;
  if (typeof value !== 'string')
    throw new MongoError(5439015, `${name} requires 'startOfWeek' to be a string, but got ${typeOf(value)}`);
  const index = weekdays.findIndex((day) => day === value.toLowerCase() || day.slice(0, 3) === value.toLowerCase());
  if (index < 0) throw new MongoError(9, `unknown day of week value: ${value}`);
  return index;
}

function dateAdder(sign: 1 | -1): OperatorCompiler {
  return (operand, env, name) => {
    const { args, zone } = dateArguments(operand, env, name, ['startDate', 'unit', 'amount'], {
      shape: 5166400,
      unknown: 5166401,
      missing: 5166402,
    });
    const [start, unit, amount] = [args.need('startDate'), args.need('unit'), args.need('amount')];
    return (root) => {
      const [from, unitName, count] = [start(root), unit(root), amount(root)];
      const at = zone(root);
      if (from == null || unitName == null || count == null || at === null) return null;
      if (!['date', 'timestamp', 'objectId'].includes(typeOf(from))) {
        throw new MongoError(5166403, `${name} requires startDate to be convertible to a date`);
      }
      const each = unitFrom(unitName, name, 5166404);
      const integer = isNumeric(count) ? integerOf(count as Numeric) : undefined;
      if (integer === undefined) throw new MongoError(5166405, `${name} expects integer amount of time units`);
      const moved = addUnits(instantOf(from), each, sign * Number(integer), at);
      const date = new Date(moved);
      if (Number.isNaN(date.getTime())) throw new MongoError(5166406, `${name} overflowed`);
      return date;
    };
  };
}

/** Hours and less are lengths of time; days and more are steps of the local calendar. */
export function addUnits(instant: number, unit: Unit, amount: number, zone: Zone): number {
  const fixed = fixedMs[unit];
  if (fixed !== undefined) return instant + amount * fixed;
  const local = toLocal(zone, instant);
  const months = unitMonths[unit];
  const moved =
    months === undefined ? local + amount * (unit === 'week' ? 7 : 1) * dayMs : addMonths(local, amount * months);
  return moved === local ? instant : fromLocal(zone, moved);
}

const dateDiff: OperatorCompiler = (operand, env, name) => {
  const { args, zone } = dateArguments(operand, env, name, ['startDate', 'endDate', 'unit', 'startOfWeek'], {
    shape: 5166301,
    unknown: 5166302,
    missing: 5166303,
  });
  const [start, end, unit] = [args.need('startDate'), args.need('endDate'), args.need('unit')];
  const startOfWeek = args.get('startOfWeek');
  return (root) => {
    const [from, to, unitName] = [start(root), end(root), unit(root)];
    const at = zone(root);
    if (from == null || to == null || unitName == null || at === null) return null;
    const each = unitFrom(unitName, name, 5439013);
    const week = each === 'week' ? startOfWeekFrom(startOfWeek?.(root), name) : 0;
    return makeLong(unitsBetween(instantOf(from), instantOf(to), each, at, week));
  };
};

/** How many borders of the unit lie between two instants. */
function unitsBetween(from: number, to: number, unit: Unit, zone: Zone, startOfWeek: number): number {
  const [a, b] = [toLocal(zone, from), toLocal(zone, to)];
  const months = unitMonths[unit];
  if (months !== undefined) {
    const index = (local: number): number => Math.floor((partsOf(local).year * 12 + partsOf(local).month - 1) / months);
    return index(b) - index(a);
  }
  switch (unit) {
    case 'week': {
      const index = (local: number): number => Math.floor((dayNumber(local) + 4 - startOfWeek) / 7);
      return index(b) - index(a);
    }
    case 'day':
      return dayNumber(b) - dayNumber(a);
    case 'hour': {
      const change = zone.offsetAt(to) - zone.offsetAt(from);
      return Math.floor(b / 3_600_000) - Math.floor(a / 3_600_000) - Math.trunc(change / 3_600_000);
    }
    default:
      return Math.floor(to / fixedMs[unit]!) - Math.floor(from / fixedMs[unit]!);
  }
}

const dateTrunc: OperatorCompiler = (operand, env, name) => {
  const { args, zone } = dateArguments(operand, env, name, ['date', 'unit', 'binSize', 'startOfWeek'], {
    shape: 5439007,
    unknown: 5439008,
    missing: 5439009,
  });
  const [date, unit, binSize, startOfWeek] = [
    args.need('date'),
    args.need('unit'),
    args.get('binSize'),
    args.get('startOfWeek'),
  ];
  return (root) => {
    const [value, unitName] = [date(root), unit(root)];
    const size = binSize ? binSize(root) : 1;
    const at = zone(root);
    if (value == null || unitName == null || size == null || at === null) return null;
    if (!['date', 'timestamp', 'objectId'].includes(typeOf(value))) {
      throw new MongoError(5439012, `${name} requires 'date' to be a date, but got ${typeOf(value)}`);
    }
    const each = unitFrom(unitName, name, 5439013);
    const bins = isNumeric(size) ? integerOf(size as Numeric) : undefined;
    if (bins === undefined)
      throw new MongoError(
        5439017,
        `${name} requires 'binSize' to be a 64-bit integer, but got value '${formatValue(size)}' of type ${typeOf(size)}`,
      );
    if (bins <= 0n)
      throw new MongoError(5439018, `${name} requires 'binSize' to be greater than 0, but got value ${bins}`);
    const week = each === 'week' ? startOfWeekFrom(startOfWeek?.(root), name) : 0;
    return new Date(truncate(instantOf(value), each, Number(bins), at, week));
  };
};

/** Bins are counted from the year 2000, in local time; weeks from its first `startOfWeek`. */
const reference = Date.UTC(2000, 0, 1);

function truncate(instant: number, unit: Unit, size: number, zone: Zone, startOfWeek: number): number {
  const local = toLocal(zone, instant);
  const months = unitMonths[unit];
  if (months !== undefined) {
    const bin = months * size;
    const { year, month } = partsOf(local);
    const index = (year - 2000) * 12 + month - 1;
    return fromLocal(zone, addMonths(reference, Math.floor(index / bin) * bin));
  }
  const start = unit === 'week' ? reference + ((startOfWeek - weekday(reference) + 7) % 7) * dayMs : reference;
  const bin = size * (fixedMs[unit] ?? (unit === 'week' ? 7 * dayMs : dayMs));
  const cut = start + Math.floor((local - start) / bin) * bin;
  const near = instant - (local - cut);
  // Hours of a clock that is set back are told apart by the offset they share with the instant.
  return fixedMs[unit] !== undefined && toLocal(zone, near) === cut ? near : fromLocal(zone, cut);
}

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
  ['$dateAdd', dateAdder(1)],
  ['$dateSubtract', dateAdder(-1)],
  ['$dateDiff', dateDiff],
  ['$dateTrunc', dateTrunc],
  ['$tsSecond', timestampPart((value) => value.high >>> 0)],
  ['$tsIncrement', timestampPart((value) => value.low >>> 0)],
];
