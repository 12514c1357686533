import { parse } from 'csv-parse/sync';
import { fromEatStamp } from '@smartduka/daraja';

/** A line of a statement, as far as it could be read. Amounts in minor units. */
export interface StatementEntry {
  readonly receiptNumber: string;
  readonly at: Date;
  readonly details: string;
  readonly paidIn: number;
  readonly withdrawn: number;
  /** What the payer typed as account. */
  readonly account: string | null;
}

export interface Unread {
  /** Counted from 1 in the file. */
  readonly line: number;
  readonly why: 'no_receipt' | 'no_time' | 'no_amount' | 'not_completed' | 'broken_csv';
}

export type StatementReading =
  | { readonly ok: true; readonly entries: readonly StatementEntry[]; readonly unread: readonly Unread[] }
  | { readonly ok: false; readonly why: 'no_header' | 'too_long' | 'not_text' };

export const mostLines = 20_000;

type Column = 'receipt' | 'completed' | 'details' | 'status' | 'paidIn' | 'withdrawn' | 'amount' | 'account';

/** Headings of the portal over the years, without case, spaces and signs. */
const headings: Readonly<Record<string, Column>> = {
  receiptno: 'receipt',
  receiptnumber: 'receipt',
  receipt: 'receipt',
  transactionid: 'receipt',
  transid: 'receipt',
  completiontime: 'completed',
  completedtime: 'completed',
  transactiondate: 'completed',
  transtime: 'completed',
  datetime: 'completed',
  details: 'details',
  transactiondetails: 'details',
  description: 'details',
  transactionstatus: 'status',
  status: 'status',
  paidin: 'paidIn',
  credit: 'paidIn',
  moneyin: 'paidIn',
  withdrawn: 'withdrawn',
  withdrawal: 'withdrawn',
  debit: 'withdrawn',
  paidout: 'withdrawn',
  moneyout: 'withdrawn',
  amount: 'amount',
  transamount: 'amount',
  acno: 'account',
  accountno: 'account',
  accountnumber: 'account',
  accountreference: 'account',
  billrefnumber: 'account',
};

/**
 * Reads an organisation statement of the M-PESA portal. What stands above the table is skipped; columns are known by their headings, in any order;
 * quotes, a BOM, semicolons or tabs, CRLF and thousands separators are borne. A line that cannot be read is named, the rest is read all the same.
 */
export function readStatement(bytes: Uint8Array): StatementReading {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, why: 'not_text' };
  }
  const delimiter = delimiterOf(text);
  const unread: Unread[] = [];
  const rows = parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    on_skip: () => {
      unread.push({ line: 0, why: 'broken_csv' });
      return undefined;
    },
    skip_records_with_error: true,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const head = rows.findIndex(({ record }) => {
    const found = columnsOf(record);
    return found.has('receipt') && (found.has('paidIn') || found.has('amount'));
  });
  if (head < 0) return { ok: false, why: 'no_header' };
  if (rows.length - head - 1 > mostLines) return { ok: false, why: 'too_long' };
  const columns = columnsOf(rows[head]?.record ?? []);
  const entries: StatementEntry[] = [];
  for (const { record, info } of rows.slice(head + 1)) {
    const read = entryOf(columns, record);
    if (typeof read === 'string') unread.push({ line: info.lines, why: read });
    else entries.push(read);
  }
  return { ok: true, entries, unread };
}

function delimiterOf(text: string): string {
  const line = text.split(/\r?\n/).find((one) => /receipt|trans/i.test(one) && /[,;\t]/.test(one)) ?? '';
  const count = (sign: string) => line.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

function columnsOf(record: readonly string[]): Map<Column, number> {
  const found = new Map<Column, number>();
  for (const [i, heading] of record.entries()) {
    const column = headings[heading.toLowerCase().replace(/[^a-z]/g, '')];
    if (column && !found.has(column)) found.set(column, i);
  }
  return found;
}

function entryOf(columns: ReadonlyMap<Column, number>, record: readonly string[]): StatementEntry | Unread['why'] {
  const cell = (column: Column): string => record[columns.get(column) ?? -1]?.trim() ?? '';
  const receiptNumber = cell('receipt').toUpperCase();
  if (!/^[A-Z][A-Z0-9]{9}$/.test(receiptNumber)) return 'no_receipt';
  const status = cell('status').toLowerCase();
  if (status !== '' && status !== 'completed') return 'not_completed';
  const at = timeOf(cell('completed'));
  if (!at) return 'no_time';
  const single = amountOf(cell('amount'));
  const paidIn = amountOf(cell('paidIn')) ?? (single !== null && single > 0 ? single : 0);
  const withdrawn = Math.abs(amountOf(cell('withdrawn')) ?? (single !== null && single < 0 ? single : 0));
  if (paidIn > 0 === withdrawn > 0) return 'no_amount';
  return {
    receiptNumber,
    at,
    details: maskNumbers(cell('details')).slice(0, 280),
    paidIn,
    withdrawn,
    account: cell('account').slice(0, 40) || null,
  };
}

/** `1,250.00`, `-70`, `KES 1 250.5`, `(70.00)` -> minor units; null when it is no amount. */
export function amountOf(text: string): number | null {
  const negative = /^\(.*\)$/.test(text.trim()) || /^\s*-/.test(text.replace(/^[A-Za-z\s]+/, ''));
  const [, whole, part = ''] = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.replace(/[^\d.]/g, '')) ?? [];
  if (whole === undefined) return null;
  const value = Number(whole) * 100 + Number(part.padEnd(2, '0'));
  return negative ? -value : value;
}

/** The portal's clock is Nairobi's. `2026-11-24 09:30:00`, `24-11-2026 09:30`, `24/11/2026 09:30:00`, `20261124093000`. */
export function timeOf(text: string): Date | null {
  const digits = /^(\d{14})$/.exec(text)?.[1];
  if (digits) return valid(fromEatStamp(digits));
  const iso = /^(\d{4})[-/](\d{2})[-/](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/.exec(text);
  const local = /^(\d{2})[-/.](\d{2})[-/.](\d{4})[ T](\d{2}):(\d{2})(?::(\d{2}))?/.exec(text);
  const parts = iso ? iso.slice(1) : local ? [local[3], local[2], local[1], ...local.slice(4)] : null;
  if (!parts) return null;
  const [year, month, day, hour, minute, second = '00'] = parts;
  return valid(new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+03:00`));
}

const valid = (at: Date | undefined): Date | null => (at && !Number.isNaN(at.getTime()) ? at : null);

/** Details name the payer's number: `254712345678 - AMINA` keeps only its end. */
function maskNumbers(text: string): string {
  return text.replace(/(?:\+?254|0)[17]\d{5}(\d{3})/g, '•••$1');
}
