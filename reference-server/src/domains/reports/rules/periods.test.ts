import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareSpan,
  dayOf,
  daysOf,
  periodAt,
  periodsOf,
  piecesOf,
  quarterMs,
  RangeProblem,
  resolveRange,
  startOfDay,
  type Comparison,
  type Group,
  type Preset,
} from './periods.js';

const zones = [
  'Africa/Nairobi',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Africa/Cairo',
] as const;
const at = (text: string) => new Date(text);
const iso = (date: Date) => date.toISOString().replace(':00.000Z', 'Z');

describe('a day of the shop', () => {
  it.each([
    ['2026-11-24', 'Africa/Nairobi', '2026-11-23T21:00Z', 24],
    ['2024-02-29', 'Africa/Nairobi', '2024-02-28T21:00Z', 24],
    ['2026-03-29', 'Europe/London', '2026-03-29T00:00Z', 23],
    ['2026-10-25', 'Europe/London', '2026-10-24T23:00Z', 25],
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00Z', 23],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00Z', 25],
    // Half an hour of daylight saving.
    ['2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00Z', 24.5],
    ['2026-10-04', 'Australia/Lord_Howe', '2026-10-03T13:30Z', 23.5],
    ['2026-11-24', 'Asia/Kathmandu', '2026-11-23T18:15Z', 24],
    // Clocks go from midnight straight to one o'clock: the day has no midnight.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00Z', 23],
  ])('%s in %s begins at %s and has %s hours', (day, zone, begins, hours) => {
    const from = startOfDay(day, zone);
    expect(iso(from)).toBe(begins);
    const [only, ...others] = periodsOf(resolveRange({ from: day, to: day }, from, zone).span, 'day', zone);
    expect(others).toEqual([]);
    expect(((only?.to.getTime() ?? 0) - from.getTime()) / 3_600_000).toBe(hours);
    expect(dayOf(from, zone)).toBe(day);
    expect(dayOf(new Date(from.getTime() - 1), zone)).not.toBe(day);
  });
});

describe('a range', () => {
  const now = at('2026-11-24T09:30:00Z'); // Tuesday, 12:30 in Nairobi
  it.each<[Preset, string, string]>([
    ['today', '2026-11-23T21:00Z', '2026-11-24T21:00Z'],
    ['yesterday', '2026-11-22T21:00Z', '2026-11-23T21:00Z'],
    ['7d', '2026-11-17T21:00Z', '2026-11-24T21:00Z'],
    ['30d', '2026-10-25T21:00Z', '2026-11-24T21:00Z'],
    ['mtd', '2026-10-31T21:00Z', '2026-11-24T21:00Z'],
  ])('%s is whole days of the shop', (range, from, to) => {
    const { span } = resolveRange({ range }, now, 'Africa/Nairobi');
    expect([iso(span.from), iso(span.to)]).toEqual([from, to]);
  });

  it('may begin and end in the middle of a day, and end now when nobody says', () => {
    const { span } = resolveRange({ from: '2026-11-23T10:07:30+03:00' }, now, 'Africa/Nairobi');
    expect([span.from.toISOString(), span.to]).toEqual(['2026-11-23T07:07:30.000Z', now]);
  });

  it.each([
    [{ range: 'today', from: '2026-11-01' }, 'from'],
    [{ range: 'custom' }, 'from'],
    [{ to: '2026-11-01' }, 'from'],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'to'],
    [{ from: '1990-01-01', to: '2026-11-01' }, 'to'],
  ] as const)('%j is refused and %s is named', (asked, field) => {
    expect(() => resolveRange(asked, now, 'Africa/Nairobi')).toThrow(RangeProblem);
    expect(() => resolveRange(asked, now, 'Africa/Nairobi')).toThrow(expect.objectContaining({ field }));
  });
});

describe('what a range is compared with', () => {
  const later = at('2027-01-01T00:00:00Z');
  const compared = (kind: Exclude<Comparison, 'none'>, from: string, to: string, zone = 'Africa/Nairobi') => {
    const { preset, span } = resolveRange({ from, to }, later, zone);
    const { first, last } = daysOf(compareSpan(kind, preset, span, later, zone), zone);
    return `${first} ${last}`;
  };
  it.each<[Exclude<Comparison, 'none'>, string, string, string]>([
    ['previous', '2026-11-24', '2026-11-24', '2026-11-23 2026-11-23'],
    ['previous', '2026-03-01', '2026-03-31', '2026-01-29 2026-02-28'],
    ['weekday', '2026-11-24', '2026-11-24', '2026-11-17 2026-11-17'],
    ['weekday', '2026-11-18', '2026-11-24', '2026-11-11 2026-11-17'],
    ['weekday', '2026-11-01', '2026-11-08', '2026-10-18 2026-10-25'],
    ['year', '2026-11-24', '2026-11-24', '2025-11-24 2025-11-24'],
    ['year', '2024-02-29', '2024-02-29', '2023-02-28 2023-02-28'],
    ['year', '2024-02-28', '2024-02-28', '2023-02-28 2023-02-28'],
    ['year', '2025-02-01', '2025-02-28', '2024-02-01 2024-02-28'],
  ])('%s of %s to %s is %s', (kind, from, to, days) => expect(compared(kind, from, to)).toBe(days));

  it('keeps whole days across a change of the clocks', () => {
    expect(compared('previous', '2026-03-29', '2026-03-29', 'Europe/London')).toBe('2026-03-28 2026-03-28');
    expect(compared('weekday', '2026-10-25', '2026-10-25', 'Europe/London')).toBe('2026-10-18 2026-10-18');
  });

  it.each([
    // The 30th of March against a February of 28 days: all of it, and nothing of this March.
    ['2026-03-30T20:59:59Z', '2026-01-31T21:00Z', '2026-02-28T20:59:59.000Z'],
    ['2026-02-15T09:00:00Z', '2025-12-31T21:00Z', '2026-01-15T09:00Z'],
  ])('at %s, this month until now is compared with as much of the month before', (moment, from, to) => {
    const { preset, span } = resolveRange({ range: 'mtd' }, at(moment), 'Africa/Nairobi');
    const before = compareSpan('previous', preset, span, at(moment), 'Africa/Nairobi');
    expect([iso(before.from), iso(before.to)]).toEqual([from, to]);
  });

  it('is as much of yesterday as has passed of today', () => {
    const now = at('2026-11-24T09:30:00Z');
    const { preset, span } = resolveRange({ range: 'today' }, now, 'Africa/Nairobi');
    const before = compareSpan('previous', preset, span, now, 'Africa/Nairobi');
    expect([iso(before.from), iso(before.to)]).toEqual(['2026-11-22T21:00Z', '2026-11-23T09:30Z']);
  });

  it('is as long a time just before, for some hours', () => {
    const span = { from: at('2026-11-24T07:00:00Z'), to: at('2026-11-24T11:00:00Z') };
    const before = compareSpan('previous', 'custom', span, later, 'Africa/Nairobi');
    expect([iso(before.from), iso(before.to)]).toEqual(['2026-11-24T03:00Z', '2026-11-24T07:00Z']);
  });
});

const span = fc
  .tuple(
    fc.date({ min: at('2023-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z'), noInvalidDate: true }),
    fc.integer({ min: 1, max: 40 * 86_400_000 }),
  )
  .map(([from, length]) => ({ from, to: new Date(from.getTime() + length) }));

describe('periods', () => {
  it('hold each instant of their range once, in any zone', () => {
    fc.assert(
      fc.property(
        span,
        fc.constantFrom(...zones),
        fc.constantFrom<Group>('hour', 'day', 'week', 'month'),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (range, zone, group, where) => {
          if (group === 'hour' && range.to.getTime() - range.from.getTime() > 31 * 86_400_000) return;
          const periods = periodsOf(range, group, zone);
          expect(periods[0]?.from).toEqual(range.from);
          expect(periods.at(-1)?.to).toEqual(range.to);
          for (const [index, period] of periods.entries())
            if (index > 0) expect(period.from).toEqual(periods[index - 1]?.to);
          const instant = new Date(
            range.from.getTime() + Math.floor(where * (range.to.getTime() - range.from.getTime())),
          );
          const found = periods[periodAt(periods, instant)];
          expect(found && found.from <= instant && instant < found.to).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are put together from days, quarters of an hour and edges without a gap or an overlap', () => {
    fc.assert(
      fc.property(span, fc.constantFrom(...zones), fc.boolean(), (range, zone, finest) => {
        const { days, quarters, rest } = piecesOf(range, zone, finest);
        const pieces = [...(days ? [days] : []), ...quarters, ...rest].toSorted((a, b) => +a.from - +b.from);
        expect(pieces[0]?.from).toEqual(range.from);
        expect(pieces.at(-1)?.to).toEqual(range.to);
        for (const [index, piece] of pieces.entries()) if (index > 0) expect(piece.from).toEqual(pieces[index - 1]?.to);
        for (const quarter of quarters) expect([+quarter.from % quarterMs, +quarter.to % quarterMs]).toEqual([0, 0]);
        for (const edge of rest) expect(+edge.to - +edge.from).toBeLessThan(quarterMs);
        if (days) expect(startOfDay(dayOf(days.from, zone), zone)).toEqual(days.from);
      }),
      { numRuns: 200 },
    );
  });

  it('begin weeks on Monday and months on the first', () => {
    const { span: range } = resolveRange(
      { from: '2026-02-26', to: '2026-03-03' },
      at('2027-01-01T00:00:00Z'),
      'Africa/Nairobi',
    );
    expect(periodsOf(range, 'week', 'Africa/Nairobi').map(({ key }) => key)).toEqual(['2026-02-23', '2026-03-02']);
    expect(periodsOf(range, 'month', 'Africa/Nairobi').map(({ key }) => key)).toEqual(['2026-02-01', '2026-03-01']);
  });

  it('give a day of 23 and one of 25 hours as many rows', () => {
    const hours = (day: string) =>
      periodsOf(
        resolveRange({ from: day, to: day }, at('2027-01-01T00:00:00Z'), 'Europe/London').span,
        'hour',
        'Europe/London',
      ).length;
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
  });
});
