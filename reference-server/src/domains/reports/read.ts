import { clock } from '../../platform/clock.js';
import { kept } from '../../platform/kept.js';
import type { Tenant } from '../../platform/tenancy.js';
import { factsOf } from './facts.js';
import { merge, tally, type Cell, type Section } from './rules/cells.js';
import { dayOf, periodAt, piecesOf, startOfDay, type Period, type Span } from './rules/periods.js';
import { readBuckets, type Bucket } from './store.js';

export interface Source {
  readonly tenant: Tenant;
  readonly generation: number;
  /** How often days that were over for long have changed. */
  readonly settled: number;
  readonly zone: string;
  readonly location: string | undefined;
  readonly channel: string | undefined;
}

/** Days that ended this long ago seldom change: what is read of them is kept, until they do. */
export const settledMs = 48 * 3_600_000;
const keptSeconds = 24 * 3_600;

/** What happened within a span, in pieces: whole days, quarters of an hour beside them, and single facts at edges that lie within a quarter. */
export async function readSpan(
  source: Source,
  span: Span,
  wanted: readonly Section[],
  options: { finest?: boolean; byPlace?: boolean; sum?: boolean } = {},
): Promise<Bucket[]> {
  const { tenant, generation, zone, location, channel } = source;
  const pieces = piecesOf(span, zone, options.finest);
  const only = { location, channel };
  const found: Bucket[] = [];
  if (pieces.days) found.push(...(await readDays(source, pieces.days, wanted, options)));
  for (const quarters of pieces.quarters)
    found.push(...(await readBuckets(tenant, generation, 'quarter', quarters, only, wanted, options.byPlace)));
  for (const edge of pieces.rest) found.push(...(await readEdge(source, edge)));
  return found;
}

/**
 * Whole days. Those of the months before this one are kept where there is something to keep them in (`kept.ts`), under a name that tells how often such
 * days have changed: whatever changes one of them makes all that is kept stale. The days of this month are read each time.
 */
async function readDays(
  source: Source,
  span: Span,
  wanted: readonly Section[],
  options: { byPlace?: boolean; sum?: boolean },
): Promise<Bucket[]> {
  const { tenant, generation, settled, zone, location, channel } = source;
  const { keeper } = kept;
  const read = (days: Span) =>
    readBuckets(tenant, generation, 'day', days, { location, channel }, wanted, options.byPlace);
  const month = `${dayOf(new Date(clock.now().getTime() - settledMs), zone).slice(0, 8)}01`;
  const until = new Date(Math.min(startOfDay(month, zone).getTime(), span.to.getTime()));
  if (!keeper || until <= span.from) return read(span);
  const about = [
    tenant.shop,
    tenant.mode,
    generation,
    settled,
    span.from.getTime(),
    until.getTime(),
    location,
    channel,
  ];
  const key = `duka:reports:1:${about.join(':')}:${wanted.join()}:${options.byPlace ? 'places' : ''}:${options.sum ? 'sum' : ''}`;
  const text = await keeper.get(key);
  let old: Bucket[];
  if (text !== null)
    old = (JSON.parse(text) as (Omit<Bucket, 'at'> & { at: string })[]).map((one) => ({
      ...one,
      at: new Date(one.at),
    }));
  else {
    old = await read({ from: span.from, to: until });
    if (options.sum && old.length > 0)
      old = [{ level: 'day', at: span.from, location: location ?? '', channel: channel ?? '', cell: sum(old) }];
    await keeper.set(key, JSON.stringify(old), keptSeconds);
  }
  return until < span.to ? [...old, ...(await read({ from: until, to: span.to }))] : old;
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
