import type { Report, ReportColumn } from '@smartduka/sdk/buyer';
import { formatMoney } from '../core/money.js';
import type { Say } from '../core/language.js';
import type { Language } from '../locales/index.js';
import type { reports } from '../locales/reports.js';

export type SayReports = Say<keyof (typeof reports)['en']>;
export type Figure = string | number | null | undefined;
/** In what money, zone and language figures are written. */
export type Manner = Pick<Report, 'currency' | 'timeZone'> & { language: Language };

const formats = new Map<string, Intl.NumberFormat>();

/** Formatters are dear to make on old phones. */
function number(value: number, language: Language, options: Intl.NumberFormatOptions = {}): string {
  const name = language + JSON.stringify(options);
  const format = formats.get(name) ?? new Intl.NumberFormat(`${language}-KE`, options);
  formats.set(name, format);
  return format.format(value);
}

const inUnit = (value: number, unit: 'second' | 'minute', language: Language): string =>
  number(value, language, { style: 'unit', unit, unitDisplay: 'short' });

/** `10.5%` of 1050 basis points. */
export const percent = (points: number, language: Language, signed = false): string =>
  number(points / 10_000, language, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: signed ? 'exceptZero' : 'auto',
  });

/** A figure as people read it; null where there is none. */
export function figure(value: Figure, { kind, signed }: ReportColumn, manner: Manner): string | null {
  const { language, currency, timeZone } = manner;
  if (value === null || value === undefined || value === '') return null;
  if (kind === 'instant')
    return new Intl.DateTimeFormat(`${language}-KE`, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
      new Date(value),
    );
  if (typeof value === 'string') return value;
  const plus = signed && value > 0 && kind !== 'percent' ? '+' : '';
  switch (kind) {
    case 'money':
      return plus + formatMoney({ amount: value, currency });
    case 'percent':
      return percent(value, language, signed);
    case 'duration':
      return value < 90
        ? inUnit(value, 'second', language)
        : `${inUnit(Math.floor(value / 60), 'minute', language)} ${inUnit(value % 60, 'second', language)}`;
    default:
      return plus + number(value, language);
  }
}

/** How many minor units a unit of a currency has, ISO 4217. */
function minorUnits(currency: string): number {
  if (currency === 'KES') return 100;
  return (
    10 ** (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2)
  );
}

/** The same in a few letters, for an axis: `12.5K`. */
export function short(value: number, { kind }: ReportColumn, { language, currency }: Manner): string {
  if (kind === 'percent') return percent(value, language);
  return number(kind === 'money' ? value / minorUnits(currency) : value, language, {
    notation: 'compact',
    maximumFractionDigits: 1,
  });
}

/** Whether a column says how much, rather than what. */
export const isNumber = ({ kind }: ReportColumn): boolean => !['text', 'instant', 'phone'].includes(kind);

/** How a figure moved: which way, whether that is good news, and how far in words. */
export interface Move {
  way: 'up' | 'down' | 'same' | 'first';
  news: 'good' | 'bad' | '';
  /** `+12.4%`; of percentages `+1.2 points`. */
  far: string;
  was: string;
}

/** @param change In basis points of what it was, where the server says so. */
export function moveOf(
  value: Figure,
  was: Figure,
  column: ReportColumn,
  manner: Manner,
  say: SayReports,
  change?: Figure,
): Move | null {
  if (typeof value !== 'number' || typeof was !== 'number') return null;
  const before = figure(was, column, manner) ?? '';
  if (value === was) return { way: 'same', news: '', far: percent(0, manner.language), was: before };
  const up = value > was;
  const news = column.better ? (up === (column.better === 'more') ? 'good' : 'bad') : '';
  if (column.kind === 'percent') {
    const n = number((value - was) / 100, manner.language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
    return { way: up ? 'up' : 'down', news, far: say('points', { n }), was: before };
  }
  if (was === 0) return { way: 'first', news, far: '', was: before };
  const points = typeof change === 'number' ? change : Math.round(((value - was) / Math.abs(was)) * 10_000);
  return { way: up ? 'up' : 'down', news, far: percent(points, manner.language, true), was: before };
}
