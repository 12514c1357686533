import type { Report, ReportTable } from '@smartduka/contract';
import type { ReportTexts } from '../locales/index.js';
import { forPeople } from './cells.js';

/** Characters in a line of a 58 mm printer. */
const width = 32;

/** A report for a receipt printer: plain text, 32 columns. A row has its figures on lines of their own, so that nothing is cut off. */
export function toText(report: Report, texts: ReportTexts): string {
  const lines = [
    ...centred(report.shop.name),
    ...centred(report.title),
    ...centred(report.span.label),
    ...(report.comparedSpan ? centred(`${texts.comparedWith} ${report.comparedSpan.label}`) : []),
    ...(report.mode === 'test' ? centred(texts.test) : []),
    ...report.tables.flatMap((table) => ['='.repeat(width), ...tableLines(table, report, texts)]),
    '='.repeat(width),
    ...report.notes.flatMap((note) => wrapped(note.text)),
    `${report.currency} · ${texts.made}`,
    new Intl.DateTimeFormat(texts.locale, {
      timeZone: report.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(new Date(report.generatedAt)),
  ];
  return `${lines.join('\n')}\n`;
}

function tableLines(table: ReportTable, report: Report, texts: ReportTexts): string[] {
  const figures = (values: Record<string, number | string | null>): string[] =>
    table.columns
      .filter((column) => column.key in values)
      .flatMap((column) => pair(column.title, forPeople(values[column.key], column, report, texts)));
  const lines = [...wrapped(table.title.toUpperCase())];
  if (table.rows.length === 0 && table.about !== 'whole') lines.push(...wrapped(texts.empty));
  const quiet = (row: ReportTable['rows'][number]) =>
    table.about === 'period' && !Object.values(row.values).some(Boolean);
  // Paper is short: hours and days without anything are left out.
  for (const row of table.rows.filter((one) => !quiet(one)))
    lines.push('-'.repeat(width), ...wrapped(row.label), ...figures(row.values));
  if (table.totals)
    lines.push(
      '-'.repeat(width),
      ...(table.about === 'whole' ? [] : wrapped(texts.total.toUpperCase())),
      ...figures(table.totals),
    );
  return lines;
}

const size = (text: string): number => Array.from(text).length;

/** A name on the left and a figure on the right; on two lines where one is too short. */
function pair(name: string, figure: string): string[] {
  const room = width - size(name) - size(figure);
  if (room >= 1) return [name + ' '.repeat(room) + figure];
  return [...wrapped(name), figure.padStart(width)];
}

function centred(text: string): string[] {
  return wrapped(text).map((line) => ' '.repeat(Math.floor((width - size(line)) / 2)) + line);
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let rest = word;
    if (line && size(line) + 1 + size(rest) <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line) lines.push(line);
    while (size(rest) > width) {
      lines.push(Array.from(rest).slice(0, width).join(''));
      rest = Array.from(rest).slice(width).join('');
    }
    line = rest;
  }
  if (line) lines.push(line);
  return lines;
}
