import type { Report, ReportColumn } from '@smartduka/contract';
import type { ReportTexts } from '../locales/index.js';

type Value = number | string | null | undefined;

/** A figure for people: `1,250.50`, `10.5 %`, `2:05`, `24 Nov 2026, 09:30`. */
export function forPeople(value: Value, column: ReportColumn, report: Report, texts: ReportTexts): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string')
    return column.kind === 'instant'
      ? new Intl.DateTimeFormat(texts.locale, {
          timeZone: report.timeZone,
          dateStyle: 'medium',
          timeStyle: 'short',
        }).format(new Date(value))
      : value;
  const numbers = (digits: number) =>
    new Intl.NumberFormat('en-KE', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (column.kind === 'money') return numbers(value % 100 === 0 ? 0 : 2).format(value / 100);
  if (column.kind === 'percent') return `${numbers(1).format(value / 100)} %`;
  if (column.kind === 'duration')
    return value < 60
      ? `${value} ${texts.seconds}`
      : `${Math.floor(value / 60)}:${String(value % 60).padStart(2, '0')}`;
  return numbers(0).format(value);
}

/** A figure for a program: decimal point, no thousands, amounts in whole units with cents. Exact: nothing is divided. */
export function forPrograms(value: Value, column: ReportColumn): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return column.kind === 'money' || column.kind === 'percent' ? decimal(value) : String(value);
}

function decimal(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, '0');
  return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
