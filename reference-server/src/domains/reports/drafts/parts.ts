import { readSpan, sum, type Source } from '../read.js';
import { remaining, type Cell, type Section, type Sums } from '../rules/cells.js';
import type { Group, Span } from '../rules/periods.js';
import type { DraftRow } from '../rules/tables.js';

/** What is asked for. */
export interface Asked {
  readonly source: Source;
  readonly span: Span;
  readonly compared: Span | null;
  readonly group: Group;
  readonly show: 'sold' | 'unsold' | 'orders';
  /** Of `show: 'orders'`: key of the row whose orders are asked for. */
  readonly row?: string | undefined;
  readonly now: Date;
  /** Only what this member of staff sold. */
  readonly staff?: string;
}

/** The same sections of both times. */
export async function both(asked: Asked, wanted: readonly Section[]): Promise<{ now: Cell; before: Cell | null }> {
  const of = async (span: Span) => remaining(sum(await readSpan(asked.source, span, wanted, { sum: true })));
  const now = await of(asked.span);
  const before = asked.compared && (await of(asked.compared));
  return { now, before };
}

/** The figures of the whole. */
export const whole = (cell: Cell | null): Sums | null => cell && (cell.all?.[''] ?? {});

export function addUp(all: readonly Sums[]): Sums {
  const sums: Sums = {};
  for (const one of all) for (const [name, by] of Object.entries(one)) sums[name] = (sums[name] ?? 0) + by;
  return sums;
}

/** Rows by key, beside the same keys of the other time. */
export function rowsOf(
  now: Readonly<Record<string, Sums>> | undefined,
  before: Readonly<Record<string, Sums>> | null | undefined,
): DraftRow[] {
  return Object.entries(now ?? {}).map(([key, sums]) => ({
    key,
    sums,
    compared: before === null ? null : (before?.[key] ?? {}),
  }));
}

export const totalOf = (rows: Readonly<Record<string, Sums>> | undefined): Sums => addUp(Object.values(rows ?? {}));
