import type { Report } from '@smartduka/contract';
import type { ReportTexts } from '../locales/index.js';
import { forPrograms } from './cells.js';

/**
 * A report as CSV (RFC 4180): UTF-8 with a byte order mark, the first table with its totals; further tables below it after an empty line. Text that a
 * spreadsheet would run as a formula begins with an apostrophe (D6).
 */
export function toCsv(report: Report, texts: ReportTexts): string {
  const blocks = report.tables.map(({ title, columns, rows, totals, compared }) => {
    const compares = rows.some((row) => row.compared !== null) || compared !== null;
    const besides = compares ? columns.filter((column) => column.kind !== 'text') : [];
    const head = [
      title,
      ...columns.map((column) => column.title),
      ...besides.map((column) => `${column.title} (${texts.comparedWith})`),
    ];
    const line = (
      label: string,
      values: Record<string, number | string | null> | null,
      before: Record<string, number | string | null> | null,
    ) => [
      text(label),
      ...columns.map((column) => cell(values?.[column.key], column)),
      ...besides.map((column) => cell(before?.[column.key], column)),
    ];
    return [
      head.map(text),
      ...rows.map((row) => line(nameOf(row, report.timeZone), row.values, row.compared)),
      ...(totals ? [line(texts.total, totals, compared)] : []),
    ];
  });
  const lines = blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block]));
  return `\uFEFF${lines.map((fields) => fields.map(quoted).join(',')).join('\r\n')}\r\n`;
}

/** Periods by when they begin on the shop's clocks, so that a spreadsheet sorts them. */
function nameOf(row: Report['tables'][number]['rows'][number], timeZone: string): string {
  if (row.from === null) return row.label;
  if (!row.key.includes('T')) return row.key;
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(row.from),
  );
}

type Columns = Report['tables'][number]['columns'];

function cell(value: number | string | null | undefined, column: Columns[number]): string {
  const written = forPrograms(value, column);
  return typeof value === 'string' ? text(written) : written;
}

/** What somebody typed. A leading sign, `=`, `@`, tab or return would make it a formula; a number stays a number. */
const text = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);

const quoted = (field: string): string => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
