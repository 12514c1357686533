import { MongoError } from '../errors.js';
import { formatValue } from '../values/format.js';
import { integerOf, makeLong, type Numeric } from '../values/numbers.js';
import { isNumeric, typeOf } from '../values/types.js';
import { addMonths, dayMs, dayNumber, partsOf, weekday } from './calendar.js';
import type { OperatorCompiler } from './compile.js';
import { dateArguments, instantOf } from './date-arguments.js';
import { fromLocal, toLocal, type Zone } from './zones.js';

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

/** Sums and differences of dates in units of the calendar. */
export const dateArithmetic: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$dateAdd', dateAdder(1)],
  ['$dateSubtract', dateAdder(-1)],
  ['$dateDiff', dateDiff],
  ['$dateTrunc', dateTrunc],
];
