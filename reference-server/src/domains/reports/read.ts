import type { Tenant } from '../../platform/tenancy.js';
import { factsOf } from './facts.js';
import { merge, tally, type Cell, type Section } from './rules/cells.js';
import { periodAt, piecesOf, type Period, type Span } from './rules/periods.js';
import { readBuckets, type Bucket } from './store.js';

export interface Source {
  readonly tenant: Tenant;
  readonly generation: number;
  readonly zone: string;
  readonly location: string | undefined;
  readonly channel: string | undefined;
}

/** What happened within a span, in pieces: whole days, quarters of an hour beside them, and single facts at edges that lie within a quarter. */
export async function readSpan(
  source: Source,
  span: Span,
  wanted: readonly Section[],
  options: { finest?: boolean; byPlace?: boolean } = {},
): Promise<Bucket[]> {
  const { tenant, generation, zone, location, channel } = source;
  const pieces = piecesOf(span, zone, options.finest);
  const only = { location, channel };
  const found: Bucket[] = [];
  if (pieces.days)
    found.push(...(await readBuckets(tenant, generation, 'day', pieces.days, only, wanted, options.byPlace)));
  for (const quarters of pieces.quarters)
    found.push(...(await readBuckets(tenant, generation, 'quarter', quarters, only, wanted, options.byPlace)));
  for (const edge of pieces.rest) found.push(...(await readEdge(source, edge)));
  return found;
}

/** The edge of a span that begins or ends within a quarter of an hour, from the records themselves. */
async function readEdge(source: Source, edge: Span): Promise<Bucket[]> {
  const { tenant, location, channel } = source;
  const found: Bucket[] = [];
  for (const kind of ['sale', 'refund', 'money', 'attempt'] as const)
    for (const fact of (await factsOf(tenant, kind, edge)).facts) {
      if (location !== undefined && fact.location !== location) continue;
      if (channel !== undefined && fact.channel !== channel) continue;
      const cell: Cell = {};
      tally(cell, fact, `h${Math.floor(fact.at.getTime() / 3_600_000)}`);
      found.push({ level: 'quarter', at: fact.at, location: fact.location ?? '', channel: fact.channel, cell });
    }
  return found;
}

export const sum = (buckets: readonly Bucket[]): Cell => buckets.reduce<Cell>((all, one) => merge(all, one.cell), {});

/** One cell for each period. */
export function byPeriod(buckets: readonly Bucket[], periods: readonly Period[]): Cell[] {
  const cells = periods.map((): Cell => ({}));
  for (const bucket of buckets) {
    const cell = cells[periodAt(periods, bucket.at)];
    if (cell) merge(cell, bucket.cell);
  }
  return cells;
}
