import type { ReportTable } from '@smartduka/contract';
import type { Sums } from './cells.js';
import { columnOf, type ColumnKey } from './columns.js';
import { changeOf } from './formulas.js';

type Values = Record<string, number | string | null>;

/** A row before its figures are worked out. */
export interface DraftRow {
  readonly key: string;
  readonly sums: Sums;
  readonly compared: Sums | null;
  readonly from?: Date;
  readonly to?: Date;
  /** What the columns say that have no figure. */
  readonly texts?: Readonly<Partial<Record<ColumnKey, string | null>>>;
}

/** A table before its figures are worked out and its rows have names. */
export interface Draft {
  readonly key: TableKey;
  readonly about: ReportTable['about'];
  readonly chart: ReportTable['chart'];
  readonly measure: ColumnKey | null;
  readonly columns: readonly ColumnKey[];
  /** In the order in which they are shown unless somebody asks for another. */
  readonly rows: readonly DraftRow[];
  readonly totals: Sums | null;
  readonly compared: Sums | null;
  /** The usual order; null keeps that of the rows. */
  readonly sort: string | null;
  /** There are more rows than were read. */
  readonly partial?: boolean;
}

export type TableKey =
  | 'summary'
  | 'periods'
  | 'products'
  | 'unsold'
  | 'categories'
  | 'brands'
  | 'locations'
  | 'staff'
  | 'methods'
  | 'failures'
  | 'unmatched'
  | 'classes'
  | 'variants'
  | 'customers'
  | 'segments'
  | 'shifts'
  | 'findings'
  | 'sums'
  | 'orders';

/** Works the figures of a row out. */
export function valuesOf(
  columns: readonly ColumnKey[],
  sums: Sums,
  beside: { total: Sums; compared: Sums | null },
  texts: DraftRow['texts'] = {},
): Values {
  return Object.fromEntries(
    columns.map((key) => {
      const { of } = columnOf(key);
      return [key, of ? of(sums, beside) : (texts[key] ?? null)];
    }),
  );
}

/** The figures over all rows; texts have none. */
export function totalsOf(columns: readonly ColumnKey[], total: Sums, compared: Sums | null): Values {
  const values = valuesOf(columns, total, { total, compared });
  return Object.fromEntries(Object.entries(values).filter(([key]) => columnOf(key as ColumnKey).of));
}

/** By how much each total changed. What is itself a change, or text, has none. */
export function changesOf(now: Values, before: Values): Values {
  return Object.fromEntries(
    Object.entries(now).flatMap(([key, value]) => {
      const was = before[key];
      if (key === 'growth' || typeof value !== 'number' || typeof was !== 'number') return [];
      return [[key, changeOf(value, was)]];
    }),
  );
}

export interface Ordered {
  readonly row: DraftRow;
  readonly at: readonly [number | null, string];
}

/** Puts rows in order: by a figure, those without one last, and by their key where it is the same. */
export function inOrder(draft: Draft, sort: string | null): Ordered[] {
  if (sort === null) return draft.rows.map((row, index) => ({ row, at: [index, row.key] }));
  const down = sort.startsWith('-');
  const key = sort.replace('-', '') as ColumnKey;
  const { of } = columnOf(key);
  const beside = { total: draft.totals ?? {}, compared: draft.compared };
  return draft.rows
    .map((row): Ordered => ({ row, at: [of?.(row.sums, { ...beside, compared: row.compared }) ?? null, row.key] }))
    .sort((a, b) => compare(a.at, b.at, down));
}

/** Whether one place in the order comes before another: below zero when it does. */
export function compare(a: Ordered['at'], b: Ordered['at'], down: boolean): number {
  const [x, y] = [a[0], b[0]];
  if (x !== y) {
    if (x === null) return 1;
    if (y === null) return -1;
    return down ? y - x : x - y;
  }
  return a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}
