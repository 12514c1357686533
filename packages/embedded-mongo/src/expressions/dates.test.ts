import { Double, Long, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode, formatValue, type Doc } from '../values/index.js';
import { dec, long } from './expressions.test-kit.js';
import { compileExpression, environment } from './index.js';
import { fromLocal, toLocal, zoneOf } from './zones.js';

const give = (spec: unknown, doc: Doc = {}): unknown => compileExpression(spec, environment())(doc);
const at = (text: string): Date => new Date(text);

function expectSame(actual: unknown, expected: unknown): void {
  expect(formatValue(actual)).toBe(formatValue(expected));
  expect(encode({ v: actual })).toEqual(encode({ v: expected }));
}

const newYork = 'America/New_York';
const nairobi = 'Africa/Nairobi';

describe('a date expression', () => {
  it.each<[unknown, unknown]>([
    [{ $year: at('2026-03-01T22:30:00Z') }, 2026],
    [{ $dayOfMonth: { date: at('2026-02-28T22:30:00Z'), timezone: nairobi } }, 1],
    [{ $hour: { date: at('2026-02-28T22:30:00Z'), timezone: '+0530' } }, 4],
    [{ $month: new ObjectId('507f1f77bcf86cd799439011') }, 10],
    [{ $year: new Timestamp({ t: 1_700_000_000, i: 1 }) }, 2023],
    [{ $dayOfWeek: at('2026-03-01T00:00:00Z') }, 1],
    [{ $isoDayOfWeek: at('2026-03-01T00:00:00Z') }, 7],
    [{ $dayOfYear: at('2024-12-31T00:00:00Z') }, 366],
    [{ $week: at('2026-01-03T00:00:00Z') }, 0],
    [{ $week: at('2026-01-04T00:00:00Z') }, 1],
    [{ $isoWeek: at('2021-01-03T00:00:00Z') }, 53],
    [{ $isoWeekYear: at('2021-01-03T00:00:00Z') }, long(2020)],
    [{ $millisecond: at('2026-01-01T00:00:00.123Z') }, 123],
    [{ $year: null }, null],
    [{ $dateToString: { date: at('2026-03-01T12:05:09.007Z') } }, '2026-03-01T12:05:09.007Z'],
    [{ $dateToString: { date: at('2026-03-01T12:05:09.007Z'), timezone: nairobi } }, '2026-03-01T15:05:09.007'],
    [
      {
        $dateToString: {
          date: at('2026-03-01T12:05:09.007Z'),
          format: '%Y-%m-%d %H:%M:%S.%L %j %u %w %U %V %G %z %Z %% %b %B',
          timezone: nairobi,
        },
      },
      '2026-03-01 15:05:09.007 060 7 1 09 09 2026 +0300 +180 % Mar March',
    ],
    [{ $dateToString: { date: at('2026-07-01T12:00:00Z'), format: '%H %z', timezone: newYork } }, '08 -0400'],
    [{ $dateToString: { date: null, onNull: 'none' } }, 'none'],
    [{ $dateFromString: { dateString: '2026-03-01' } }, at('2026-03-01T00:00:00Z')],
    [{ $dateFromString: { dateString: '2026-03-01T12:00:00', timezone: nairobi } }, at('2026-03-01T09:00:00Z')],
    [{ $dateFromString: { dateString: '2026-03-01T12:00:00+03:00' } }, at('2026-03-01T09:00:00Z')],
    [{ $dateFromString: { dateString: '2026-03-01T12:00:00.250Z' } }, at('2026-03-01T12:00:00.250Z')],
    [{ $dateFromString: { dateString: '01/03/2026', format: '%d/%m/%Y' } }, at('2026-03-01T00:00:00Z')],
    [{ $dateFromString: { dateString: '2026-W09-7', format: '%G-W%V-%u' } }, at('2026-03-01T00:00:00Z')],
    [{ $dateFromString: { dateString: 'March 1, 2026' } }, at('2026-03-01T00:00:00Z')],
    [{ $dateFromString: { dateString: 'nonsense', onError: 'bad' } }, 'bad'],
    [{ $dateFromParts: { year: 2026, month: 2, day: 30 } }, at('2026-03-02T00:00:00Z')],
    [{ $dateFromParts: { year: 2024, month: 2, day: 30 } }, at('2024-03-01T00:00:00Z')],
    [{ $dateFromParts: { year: 2026, month: 14, hour: -1 } }, at('2027-01-31T23:00:00Z')],
    [{ $dateFromParts: { year: 2026, month: 3, day: 1, timezone: nairobi } }, at('2026-02-28T21:00:00Z')],
    [{ $dateFromParts: { isoWeekYear: 2026, isoWeek: 9, isoDayOfWeek: 7 } }, at('2026-03-01T00:00:00Z')],
    [
      { $dateToParts: { date: at('2026-03-01T22:00:00Z'), timezone: nairobi } },
      { year: 2026, month: 3, day: 2, hour: 1, minute: 0, second: 0, millisecond: 0 },
    ],
    [{ $dateAdd: { startDate: at('2026-01-31T00:00:00Z'), unit: 'month', amount: 1 } }, at('2026-02-28T00:00:00Z')],
    [{ $dateAdd: { startDate: at('2024-02-29T00:00:00Z'), unit: 'year', amount: 1 } }, at('2025-02-28T00:00:00Z')],
    [
      { $dateSubtract: { startDate: at('2026-03-31T00:00:00Z'), unit: 'quarter', amount: 2 } },
      at('2025-09-30T00:00:00Z'),
    ],
    [
      { $dateAdd: { startDate: at('2026-03-07T17:00:00Z'), unit: 'day', amount: 1, timezone: newYork } },
      at('2026-03-08T16:00:00Z'),
    ],
    [
      { $dateAdd: { startDate: at('2026-03-07T17:00:00Z'), unit: 'hour', amount: 24, timezone: newYork } },
      at('2026-03-08T17:00:00Z'),
    ],
    [
      { $dateDiff: { startDate: at('2025-12-31T23:59:59Z'), endDate: at('2026-01-01T00:00:00Z'), unit: 'year' } },
      long(1),
    ],
    [
      {
        $dateDiff: {
          startDate: at('2026-02-28T20:00:00Z'),
          endDate: at('2026-02-28T22:00:00Z'),
          unit: 'day',
          timezone: nairobi,
        },
      },
      long(1),
    ],
    [
      { $dateDiff: { startDate: at('2026-02-28T00:00:00Z'), endDate: at('2026-03-01T00:00:00Z'), unit: 'week' } },
      long(1),
    ],
    [
      {
        $dateDiff: {
          startDate: at('2026-02-28T00:00:00Z'),
          endDate: at('2026-03-01T00:00:00Z'),
          unit: 'week',
          startOfWeek: 'monday',
        },
      },
      long(0),
    ],
    [
      {
        $dateDiff: {
          startDate: at('2026-03-08T05:00:00Z'),
          endDate: at('2026-03-09T04:00:00Z'),
          unit: 'hour',
          timezone: newYork,
        },
      },
      long(23),
    ],
    [{ $dateTrunc: { date: at('2026-03-18T13:45:12Z'), unit: 'hour' } }, at('2026-03-18T13:00:00Z')],
    [{ $dateTrunc: { date: at('2026-03-18T13:45:12Z'), unit: 'minute', binSize: 15 } }, at('2026-03-18T13:45:00Z')],
    [{ $dateTrunc: { date: at('2026-03-18T22:00:00Z'), unit: 'day', timezone: nairobi } }, at('2026-03-18T21:00:00Z')],
    [{ $dateTrunc: { date: at('2026-03-18T13:00:00Z'), unit: 'week' } }, at('2026-03-15T00:00:00Z')],
    [
      { $dateTrunc: { date: at('2026-03-18T13:00:00Z'), unit: 'week', startOfWeek: 'mon' } },
      at('2026-03-16T00:00:00Z'),
    ],
    [{ $dateTrunc: { date: at('2026-05-18T13:00:00Z'), unit: 'quarter' } }, at('2026-04-01T00:00:00Z')],
    [
      { $dateTrunc: { date: at('2026-07-01T13:00:00Z'), unit: 'month', timezone: newYork } },
      at('2026-07-01T04:00:00Z'),
    ],
    [{ $tsSecond: new Timestamp({ t: 5, i: 7 }) }, long(5)],
    [{ $tsIncrement: new Timestamp({ t: 5, i: 7 }) }, long(7)],
    [{ $toDate: '2026-03-01T00:00:00Z' }, at('2026-03-01T00:00:00Z')],
    [{ $toDate: long(1000) }, new Date(1000)],
    [{ $toLong: new Date(5) }, long(5)],
    [{ $toString: new Date(0) }, '1970-01-01T00:00:00.000Z'],
  ])('%j', (spec, expected) => {
    expectSame(give(spec), expected);
  });

  it.each<[unknown, Doc, number]>([
    [{ $year: '$a' }, { a: 'x' }, 16006],
    [{ $year: { date: '$a', timezone: 'Nowhere/Land' } }, { a: new Date() }, 40485],
    [{ $dateToString: { date: '$a', format: '%q' } }, { a: new Date() }, 18536],
    [{ $dateFromString: { dateString: '$a' } }, { a: 'soon' }, 241],
    [{ $dateFromParts: { month: 1 } }, {}, 40516],
    [{ $dateFromParts: { year: '$a' } }, { a: 'x' }, 40515],
    [{ $dateTrunc: { date: '$a', unit: 'eon' } }, { a: new Date() }, 9],
    [{ $toDate: '$a' }, { a: 5 }, 241],
  ])('%j of %j is refused with code %i', (spec, doc, code) => {
    expect(() => give(spec, doc)).toThrow(expect.objectContaining({ code }));
  });
});

describe('time zones', () => {
  const hour = 3_600_000;
  /** Every change of the clocks from 1970 to 2037: found day by day, then to the quarter of an hour. */
  function changes(name: string): number[] {
    const zone = zoneOf(name);
    const found: number[] = [];
    for (let t = 0; t < Date.UTC(2037, 11, 31); t += 24 * hour) {
      if (zone.offsetAt(t) === zone.offsetAt(t + 24 * hour)) continue;
      let at = t;
      while (zone.offsetAt(at) === zone.offsetAt(t)) at += hour / 4;
      found.push(at);
    }
    return found;
  }

  it.each([newYork, 'Europe/London'])('%s keeps every instant through both changes of every year', (name) => {
    const zone = zoneOf(name);
    const all = changes(name);
    expect(all.length).toBeGreaterThan(120);
    for (const change of all) {
      const gained = zone.offsetAt(change) - zone.offsetAt(change - 1);
      for (let t = change - 3 * hour; t <= change + 3 * hour; t += hour / 2) {
        const isRepeated = gained < 0 && t >= change && t < change - gained;
        expect(fromLocal(zone, toLocal(zone, t))).toBe(isRepeated ? t + gained : t);
        const day = give({ $dateTrunc: { date: new Date(t), unit: 'day', timezone: name } }) as Date;
        expect(toLocal(zone, day.getTime()) % (24 * hour)).toBe(0);
        expect(t - day.getTime()).toBeLessThan(25 * hour);
        const truncated = give({ $dateTrunc: { date: new Date(t), unit: 'hour', timezone: name } }) as Date;
        expect(t - truncated.getTime()).toBe(t % hour);
        const next = give({ $dateAdd: { startDate: day, unit: 'day', amount: 1, timezone: name } }) as Date;
        expect(give({ $dateDiff: { startDate: day, endDate: next, unit: 'day', timezone: name } })).toEqual(long(1));
      }
      if (gained > 0) {
        // What the clocks skip lies just after the change.
        const skipped = toLocal(zone, change - 1) + 1 + gained / 2;
        expect(fromLocal(zone, skipped)).toBe(change + gained / 2);
      }
    }
  });

  it('knows every name the runtime knows', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const offset = zoneOf(name).offsetAt(Date.UTC(2026, 0, 1));
      expect(Math.abs(offset)).toBeLessThanOrEqual(14 * hour);
    }
  });

  it('gives back the parts a date is made of', () => {
    fc.assert(
      fc.property(fc.date({ min: at('1900-01-01'), max: at('2100-01-01'), noInvalidDate: true }), (date) => {
        const parts = give({ $dateToParts: { date, timezone: nairobi } }) as Doc;
        expect(give({ $dateFromParts: { ...parts, timezone: nairobi } })).toEqual(date);
        const text = give({ $dateToString: { date } });
        expect(give({ $dateFromString: { dateString: text } })).toEqual(date);
      }),
    );
  });
});

describe('a conversion', () => {
  it.each<[unknown, unknown]>([
    [{ $toInt: '42' }, 42],
    [{ $toInt: 3.9 }, 3],
    [{ $toInt: dec('-3.9') }, -3],
    [{ $toInt: true }, 1],
    [{ $toLong: '9223372036854775807' }, long(9223372036854775807n)],
    [{ $toDouble: '2.50' }, 2.5],
    [{ $toDouble: 5 }, new Double(5)],
    [{ $toDecimal: 0.1 }, dec('0.100000000000000')],
    [{ $toDecimal: '1.50' }, dec('1.50')],
    [{ $toDecimal: 5 }, dec('5')],
    [{ $toString: 1.5 }, '1.5'],
    [{ $toString: new Double(3) }, '3'],
    [{ $toString: dec('1.50') }, '1.50'],
    [{ $toString: Long.fromInt(7) }, '7'],
    [{ $toBool: 'false' }, true],
    [{ $toBool: 0 }, false],
    [{ $toObjectId: '507f1f77bcf86cd799439011' }, new ObjectId('507f1f77bcf86cd799439011')],
    [{ $convert: { input: 'x', to: 'int', onError: -1 } }, -1],
    [{ $convert: { input: null, to: 'int', onNull: 0 } }, 0],
    [{ $convert: { input: '7', to: 16 } }, 7],
    [{ $type: '$nothing' }, 'missing'],
    [{ $type: Long.fromInt(1) }, 'long'],
    [{ $isNumber: dec('1') }, true],
  ])('%j', (spec, expected) => {
    expectSame(give(spec), expected);
  });

  it.each<[unknown, number]>([
    [{ $toInt: 'x' }, 241],
    [{ $toInt: '2147483648' }, 241],
    [{ $toInt: '0x10' }, 241],
    [{ $toInt: NaN }, 241],
    [{ $toInt: new Date(0) }, 241],
    [{ $toObjectId: 'x' }, 241],
    [{ $convert: { input: 1, to: 'nonsense' } }, 2],
    [{ $convert: { to: 'int' } }, 9],
  ])('%j is refused with code %i', (spec, code) => {
    expect(() => give(spec)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a string expression', () => {
  it.each<[unknown, unknown]>([
    [{ $concat: ['a', 'b'] }, 'ab'],
    [{ $concat: ['a', null] }, null],
    [{ $toUpper: 'straße é' }, 'STRAßE é'],
    [{ $toLower: 'ÀB' }, 'Àb'],
    [{ $toUpper: null }, ''],
    [{ $substrBytes: ['héllo', 0, 3] }, 'hé'],
    [{ $substrCP: ['🛍shop', 1, 2] }, 'sh'],
    [{ $substr: ['abc', 1, -1] }, 'bc'],
    [{ $strLenBytes: 'é' }, 2],
    [{ $strLenCP: '🛍' }, 1],
    [{ $split: ['a-b-', '-'] }, ['a', 'b', '']],
    [{ $trim: { input: '  x ' } }, 'x'],
    [{ $ltrim: { input: 'xxay', chars: 'x' } }, 'ay'],
    [{ $rtrim: { input: 'ayy', chars: 'y' } }, 'a'],
    [{ $indexOfBytes: ['éa', 'a'] }, 2],
    [{ $indexOfCP: ['éa', 'a'] }, 1],
    [{ $indexOfCP: ['abc', 'z'] }, -1],
    [{ $strcasecmp: ['Ab', 'aB'] }, 0],
    [{ $replaceOne: { input: 'aab', find: 'a', replacement: { $literal: '$&' } } }, '$&ab'],
    [{ $replaceAll: { input: 'aab', find: 'a', replacement: 'x' } }, 'xxb'],
    [{ $regexMatch: { input: 'Abc', regex: '^a', options: 'i' } }, true],
    [{ $regexFind: { input: '🛍 ab12', regex: '([a-z])(\\d)' } }, { match: 'b1', idx: 3, captures: ['b', '1'] }],
    [{ $regexFind: { input: 'x', regex: 'y' } }, null],
    [
      { $regexFindAll: { input: 'a1b2', regex: '\\d' } },
      [
        { match: '1', idx: 1, captures: [] },
        { match: '2', idx: 3, captures: [] },
      ],
    ],
  ])('%j', (spec, expected) => {
    expectSame(give(spec), expected);
  });

  it.each<[unknown, number]>([
    [{ $concat: ['a', 1] }, 16702],
    [{ $split: ['a', ''] }, 40087],
    [{ $strLenCP: null }, 34471],
    [{ $substrBytes: ['é', 1, 1] }, 28656],
    [{ $toUpper: { $literal: [] } }, 16007],
    [{ $regexMatch: { input: 'a', regex: '(' } }, 51091],
  ])('%j is refused with code %i', (spec, code) => {
    expect(() => give(spec)).toThrow(expect.objectContaining({ code }));
  });
});
