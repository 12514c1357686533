import { Temporal } from 'temporal-polyfill';

/** From an instant to the first one after it. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export type Preset = 'today' | 'yesterday' | '7d' | '30d' | 'mtd' | 'custom';
export type Comparison = 'previous' | 'weekday' | 'year' | 'none';
export type Group = 'hour' | 'day' | 'week' | 'month';

/** What is wrong with a range: the parameter and what would be right. */
export class RangeProblem extends Error {
  readonly field: 'range' | 'from' | 'to' | 'group' | 'show' | 'row';
  constructor(field: RangeProblem['field'], message: string) {
    super(message);
    this.field = field;
  }
}

/** The smallest piece of time that is added up: every zone's days and hours begin on one. */
export const quarterMs = 15 * 60_000;
export const quarterOf = (at: Date): Date => new Date(Math.floor(at.getTime() / quarterMs) * quarterMs);

const most = { days: 3_700, hourDays: 31, rows: 800 } as const;

const zoned = (at: Date, zone: string) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
const begin = (day: Temporal.PlainDate, zone: string): Date => new Date(day.toZonedDateTime(zone).epochMilliseconds);

/** The first instant of a day; not midnight where clocks skip it. */
export function startOfDay(day: string, zone: string): Date {
  return begin(Temporal.PlainDate.from(day), zone);
}

/** The day that an instant belongs to, `2026-11-24`. */
export function dayOf(at: Date, zone: string): string {
  return zoned(at, zone).toPlainDate().toString();
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Where the day of an instant begins and ends. Days differ: 23, 24, 25 hours, or 23 and a half. */
export function dayAround(at: Date, zone: string): Span {
  const day = zoned(at, zone).toPlainDate();
  return { from: begin(day, zone), to: begin(day.add({ days: 1 }), zone) };
}

/** The first day and the last one that a span touches. */
export function daysOf(span: Span, zone: string): { first: string; last: string } {
  return { first: dayOf(span.from, zone), last: dayOf(new Date(span.to.getTime() - 1), zone) };
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/**
 * Which time a report is about.
 *
 * @throws RangeProblem
 * @example resolveRange({ range: '7d' }, now, 'Africa/Nairobi') // the seven days that end with today
 */
export function resolveRange(
  asked: { range?: Preset | undefined; from?: string | undefined; to?: string | undefined },
  now: Date,
  zone: string,
): { preset: Preset; span: Span } {
  const preset = asked.range ?? (asked.from === undefined && asked.to === undefined ? 'today' : 'custom');
  if (preset !== 'custom') {
    if (asked.from !== undefined) throw new RangeProblem('from', 'goes with range=custom only');
    if (asked.to !== undefined) throw new RangeProblem('to', 'goes with range=custom only');
    return { preset, span: presetSpan(preset, now, zone) };
  }
  if (asked.from === undefined) throw new RangeProblem('from', 'must say where the range begins');
  const from = isDate(asked.from) ? startOfDay(asked.from, zone) : new Date(asked.from);
  const to =
    asked.to === undefined ? now : isDate(asked.to) ? startOfDay(addDays(asked.to, 1), zone) : new Date(asked.to);
  if (to <= from) throw new RangeProblem('to', 'must be after `from`');
  if (to.getTime() - from.getTime() > most.days * 86_400_000)
    throw new RangeProblem('to', 'must be at most ten years after `from`');
  return { preset, span: { from, to } };
}

function presetSpan(preset: Exclude<Preset, 'custom'>, now: Date, zone: string): Span {
  const today = zoned(now, zone).toPlainDate();
  const [first, last] = {
    today: [today, today],
    yesterday: [today.subtract({ days: 1 }), today.subtract({ days: 1 })],
    '7d': [today.subtract({ days: 6 }), today],
    '30d': [today.subtract({ days: 29 }), today],
    mtd: [today.with({ day: 1 }), today],
  }[preset] as [Temporal.PlainDate, Temporal.PlainDate];
  return { from: begin(first, zone), to: begin(last.add({ days: 1 }), zone) };
}

/**
 * The time that a span is compared with, on the shop's clocks. Of a span that has not ended, only as much counts as has passed.
 *
 * @example compareSpan('weekday', 'today', today, now, zone) // this day a week ago, until the same time of day
 */
export function compareSpan(
  kind: Exclude<Comparison, 'none'>,
  preset: Preset,
  span: Span,
  now: Date,
  zone: string,
): Span {
  const by = distance(kind, preset, span, zone);
  const back = (at: Date): Date => new Date(zoned(at, zone).subtract(by).epochMilliseconds);
  const whole = wholeDays(span, zone) === null ? moved(span, back) : movedDays(span, by, zone);
  if (now <= span.from || now >= span.to) return whole;
  const until = back(now);
  return until > whole.from && until < whole.to ? { from: whole.from, to: until } : whole;
}

/** How far back the other time lies. Days, months and years are the calendar's; a time of some hours goes back by its own length. */
function distance(kind: Exclude<Comparison, 'none'>, preset: Preset, span: Span, zone: string): Temporal.DurationLike {
  if (kind === 'year') return { years: 1 };
  const length = span.to.getTime() - span.from.getTime();
  const days = wholeDays(span, zone);
  if (kind === 'weekday') return { days: Math.ceil((days ?? Math.ceil(length / 86_400_000)) / 7) * 7 };
  if (preset === 'mtd') return { months: 1 };
  return days === null ? { milliseconds: length } : { days };
}

function moved(span: Span, back: (at: Date) => Date): Span {
  const [from, to] = [back(span.from), back(span.to)];
  // The 28th and the 29th of February have the same day a year before.
  return { from, to: to > from ? to : new Date(from.getTime() + span.to.getTime() - span.from.getTime()) };
}

/** By days, not by instants: the end of the 30th of March is the first day after the last of February. */
function movedDays(span: Span, by: Temporal.DurationLike, zone: string): Span {
  const { first, last } = daysOf(span, zone);
  const back = (day: string) => Temporal.PlainDate.from(day).subtract(by);
  return { from: begin(back(first), zone), to: begin(back(last).add({ days: 1 }), zone) };
}

/** How many days a span is, when it begins and ends with one; else null. */
export function wholeDays(span: Span, zone: string): number | null {
  const [from, to] = [zoned(span.from, zone), zoned(span.to, zone)];
  const begins = (at: Temporal.ZonedDateTime) => at.startOfDay().epochMilliseconds === at.epochMilliseconds;
  return begins(from) && begins(to) ? from.toPlainDate().until(to.toPlainDate()).days : null;
}

/** How long rows are when nobody said: so that there are some, and not too many. */
export function usualGroup(span: Span): Group {
  const days = (span.to.getTime() - span.from.getTime()) / 86_400_000;
  return days <= 2.1 ? 'hour' : days <= 62.1 ? 'day' : days <= 200 ? 'week' : 'month';
}

export interface Period extends Span {
  /** `2026-11-24` for days, weeks (their Monday) and months (their first); for hours the instant at which they begin. */
  readonly key: string;
}

/**
 * The periods that a span is made of, each clipped to it. Hours are counted from the beginning of their day, so that a day with a change of the
 * clocks has 23 or 25 of them.
 *
 * @throws RangeProblem when there would be too many.
 */
export function periodsOf(span: Span, group: Group, zone: string): Period[] {
  const days = (span.to.getTime() - span.from.getTime()) / 86_400_000;
  if (group === 'hour' && days > most.hourDays + 0.1)
    throw new RangeProblem('group', `hours are answered for at most ${most.hourDays} days`);
  if (group === 'day' && days > most.rows)
    throw new RangeProblem('group', `days are answered for at most ${most.rows}`);
  const periods: Period[] = [];
  const add = (key: string, from: Date, to: Date): void => {
    const clipped = { from: from < span.from ? span.from : from, to: to > span.to ? span.to : to };
    if (clipped.from < clipped.to) periods.push({ key, ...clipped });
  };
  let day = firstOf(zoned(span.from, zone).toPlainDate(), group);
  for (let from = begin(day, zone); from < span.to;) {
    const next = day.add(group === 'week' ? { days: 7 } : group === 'month' ? { months: 1 } : { days: 1 });
    const to = begin(next, zone);
    if (group !== 'hour') add(day.toString(), from, to);
    else
      for (let at = from.getTime(); at < to.getTime(); at += 3_600_000)
        add(new Date(at).toISOString(), new Date(at), new Date(Math.min(at + 3_600_000, to.getTime())));
    day = next;
    from = to;
  }
  return periods;
}

function firstOf(day: Temporal.PlainDate, group: Group): Temporal.PlainDate {
  if (group === 'week') return day.subtract({ days: day.dayOfWeek - 1 });
  return group === 'month' ? day.with({ day: 1 }) : day;
}

/** Which of some periods, in order and without gaps, an instant falls into; -1 when none. */
export function periodAt(periods: readonly Period[], at: Date): number {
  let low = 0;
  let high = periods.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const period = periods[middle] as Period;
    if (at < period.from) high = middle - 1;
    else if (at >= period.to) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** How a span is put together: whole days, whole quarters of an hour beside them, and what is left at the edges. */
export interface Pieces {
  /** From the beginning of one day to that of another; null when it holds no whole day. */
  readonly days: Span | null;
  readonly quarters: readonly Span[];
  readonly rest: readonly Span[];
}

/** @param finest Leave days out: rows are shorter than they. */
export function piecesOf(span: Span, zone: string, finest = false): Pieces {
  const up = new Date(Math.ceil(span.from.getTime() / quarterMs) * quarterMs);
  const down = quarterOf(span.to);
  if (up > down) return { days: null, quarters: [], rest: [span] };
  const full = (from: Date, to: Date): Span[] => (from < to ? [{ from, to }] : []);
  const rest = [...full(span.from, up), ...full(down, span.to)];
  const around = dayAround(up, zone);
  const first = around.from.getTime() === up.getTime() ? up : around.to;
  const last = dayAround(down, zone).from;
  if (finest || first >= last) return { days: null, quarters: full(up, down), rest };
  return { days: { from: first, to: last }, quarters: [...full(up, first), ...full(last, down)], rest };
}
