import { MongoError } from '../errors.js';
import { dayOfYear, fromIsoWeek, isoWeek, isoWeekday, partsOf, timeOf, weekday, weekOfYear } from './calendar.js';
import { fromLocal, toLocal, utc, zoneOf, type Zone } from './zones.js';

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

type Specifier = (local: number, offset: number) => string;

const specifiers: Readonly<Record<string, Specifier>> = {
  d: (t) => pad(partsOf(t).day, 2),
  G: (t) => pad(isoWeek(t).year, 4),
  H: (t) => pad(partsOf(t).hour, 2),
  j: (t) => pad(dayOfYear(t), 3),
  L: (t) => pad(partsOf(t).millisecond, 3),
  m: (t) => pad(partsOf(t).month, 2),
  M: (t) => pad(partsOf(t).minute, 2),
  S: (t) => pad(partsOf(t).second, 2),
  u: (t) => String(isoWeekday(t)),
  U: (t) => pad(weekOfYear(t), 2),
  V: (t) => pad(isoWeek(t).week, 2),
  w: (t) => String(weekday(t) + 1),
  Y: (t) => pad(partsOf(t).year, 4),
  b: (t) => monthNames[partsOf(t).month - 1]!.slice(0, 3),
  B: (t) => monthNames[partsOf(t).month - 1]!,
  z: (_t, offset) => {
    const minutes = Math.abs(Math.trunc(offset / 60_000));
    return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
  },
  Z: (_t, offset) => `${offset < 0 ? '-' : '+'}${pad(Math.abs(Math.trunc(offset / 60_000)), 3)}`,
  '%': () => '%',
};

/** @throws MongoError 18535 and 18536 for a format with an unknown specifier. */
export function checkFormat(format: string): void {
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%') continue;
    const name = format[++i];
    if (name === undefined) throw new MongoError(18535, "Unmatched '%' at end of format string");
    if (!Object.hasOwn(specifiers, name))
      throw new MongoError(18536, `Invalid format character '%${name}' in format string`);
  }
}

/** @throws MongoError 18537 for a year that has no four digits. */
export function formatDate(format: string, instant: number, zone: Zone): string {
  const local = toLocal(zone, instant);
  const { year } = partsOf(local);
  if (year < 0 || year > 9999)
    throw new MongoError(
      18537,
      `Could not convert date to string: date component was outside the supported range of 0-9999: ${year}`,
    );
  return format.replace(/%(.)/gs, (_whole, name: string) => specifiers[name]!(local, zone.offsetAt(instant)));
}

function parseError(text: string, why: string): MongoError {
  return new MongoError(241, `Error parsing date string '${text}'; ${why}`);
}

const digits: Readonly<Record<string, string>> = {
  d: '(?<d>\\d{1,2})',
  G: '(?<G>\\d{4})',
  H: '(?<H>\\d{1,2})',
  j: '(?<j>\\d{1,3})',
  L: '(?<L>\\d{1,3})',
  m: '(?<m>\\d{1,2})',
  M: '(?<M>\\d{1,2})',
  S: '(?<S>\\d{1,2})',
  u: '(?<u>\\d)',
  V: '(?<V>\\d{1,2})',
  Y: '(?<Y>\\d{4})',
  b: `(?<b>${monthNames.map((name) => name.slice(0, 3)).join('|')})`,
  B: `(?<B>${monthNames.join('|')})`,
  z: '(?<z>[+-]\\d\\d:?\\d\\d|Z)',
  Z: '(?<Z>[+-]\\d{1,3})',
  '%': '%',
};

/** Reads a date by a format such as `%Y-%m-%d`. */
export function parseWithFormat(text: string, format: string, zone: Zone): number {
  checkFormat(format);
  let source = '';
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%') source += format[i]!.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
    else {
      const name = format[++i]!;
      const part = digits[name];
      if (part === undefined) throw new MongoError(18536, `Invalid format character '%${name}' in format string`);
      source += part;
    }
  }
  const found = new RegExp(`^${source}$`, 'i').exec(text)?.groups;
  if (!found) throw parseError(text, `0: it does not fit the format '${format}'`);
  const number = (name: string, otherwise: number): number =>
    found[name] === undefined ? otherwise : Number(found[name]);
  const clock = ((number('H', 0) * 60 + number('M', 0)) * 60 + number('S', 0)) * 1000 + number('L', 0);
  if (number('H', 0) > 23 || number('M', 0) > 59 || number('S', 0) > 59)
    throw parseError(text, 'an hour, minute or second out of range');
  const local = calendarDay(text, found, number) + clock;
  if (found['z'] !== undefined) return local - zoneOf(found['z']).offsetAt(0);
  if (found['Z'] !== undefined) return local - Number(found['Z']) * 60_000;
  return fromLocal(zone, local);
}

function calendarDay(
  text: string,
  found: Record<string, string>,
  number: (name: string, otherwise: number) => number,
): number {
  if (found['G'] !== undefined) return fromIsoWeek(number('G', 0), number('V', 1), number('u', 1));
  if (found['Y'] === undefined) throw parseError(text, 'an incomplete date: the year is missing');
  const named = monthNames.findIndex((name) => {
    const given = found['B'] ?? found['b'];
    return given !== undefined && name.toLowerCase().startsWith(given.toLowerCase());
  });
  const isDayOfYear = found['j'] !== undefined;
  const month = isDayOfYear ? 1 : named >= 0 ? named + 1 : number('m', 1);
  const day = isDayOfYear ? number('j', 1) : number('d', 1);
  if (month < 1 || month > 12 || (!isDayOfYear && (day < 1 || day > 31)))
    throw parseError(text, 'a month or day out of range');
  return timeOf({ year: number('Y', 1970), month, day, hour: 0, minute: 0, second: 0, millisecond: 0 });
}

const zonePattern = '(?<zone>Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?|[A-Z][A-Za-z]+/[A-Za-z_/+-]+)';
const clockPattern = `(?:(?:T|t| +)(?<H>\\d{1,2}):(?<M>\\d{2})(?::(?<S>\\d{2})(?:[.,](?<f>\\d{1,9}))?)?)?\\s*${zonePattern}?`;
const months = monthNames.map((name) => `${name}|${name.slice(0, 3)}`).join('|');
const loosePatterns = [
  `(?<Y>\\d{4})-(?<m>\\d{1,2})-(?<d>\\d{1,2})${clockPattern}`,
  `(?<Y>\\d{4})/(?<m>\\d{1,2})/(?<d>\\d{1,2})${clockPattern}`,
  `(?<Y>\\d{4})-(?<m>\\d{2})${clockPattern}`,
  `(?<Y>\\d{4})(?<m>\\d{2})(?<d>\\d{2})${clockPattern}`,
  `(?<m>\\d{1,2})/(?<d>\\d{1,2})/(?<Y>\\d{4})${clockPattern}`,
  `(?<b>${months})\\.? +(?<d>\\d{1,2})(?:st|nd|rd|th)?,? +(?<Y>\\d{4})${clockPattern}`,
  `(?<d>\\d{1,2})(?:st|nd|rd|th)?[ -](?<b>${months})\\.?,?[ -](?<Y>\\d{4})${clockPattern}`,
].map(
  (pattern) =>
    new RegExp(`^\\s*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +)?${pattern}\\s*$`, 'i'),
);

/** Reads a date in ISO 8601 and the usual forms with the year in four digits. `zone` is for texts that name none. */
export function parseDate(text: string, zone?: Zone): number {
  for (const pattern of loosePatterns) {
    const found = pattern.exec(text)?.groups as Record<string, string | undefined> | undefined;
    if (!found) continue;
    const number = (name: string, otherwise: number): number =>
      found[name] === undefined ? otherwise : Number(found[name]);
    const named = found['b'];
    const month =
      named === undefined
        ? number('m', 1)
        : monthNames.findIndex((name) => name.toLowerCase().startsWith(named.toLowerCase().slice(0, 3))) + 1;
    const parts = {
      year: number('Y', 1970),
      month,
      day: number('d', 1),
      hour: number('H', 0),
      minute: number('M', 0),
      second: number('S', 0),
      millisecond: found['f'] === undefined ? 0 : Math.floor(Number(`0.${found['f']}`) * 1000 + 1e-6),
    };
    if (
      month < 1 ||
      month > 12 ||
      parts.day < 1 ||
      parts.day > 31 ||
      parts.hour > 24 ||
      parts.minute > 59 ||
      parts.second > 59
    )
      break;
    const local = timeOf(parts);
    if (found['zone'] === undefined) return fromLocal(zone ?? utc, local);
    if (zone)
      throw parseError(
        text,
        `you cannot pass in a date/time string with time zone information ('${found['zone']}') together with a timezone argument`,
      );
    return fromLocal(zoneOf(found['zone'].length === 1 ? 'Z' : found['zone']), local);
  }
  throw parseError(text, `0: Unexpected character '${text[0] ?? ''}'`);
}
