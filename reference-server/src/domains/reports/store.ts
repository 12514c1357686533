import type { AnyBulkWriteOperation, ClientSession, mongo } from 'mongoose';
import { trusted } from '../../platform/database.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Buckets, Patrons, type BucketRecord, type Part } from './model.js';
import { blank, sections, tally, type Cell, type Fact, type Section, type Sums } from './rules/cells.js';
import { dayAround, quarterOf, type Span } from './rules/periods.js';

/** Figures under one letter each: a day of a big shop has thousands of them. */
const letters: Readonly<Record<string, string>> = {
  orders: 'o',
  quantity: 'q',
  grossSales: 'g',
  discounts: 'd',
  refunds: 'r',
  netSales: 'n',
  vat: 'v',
  costOfGoods: 'c',
  uncosted: 'u',
  delivery: 'f',
  rounding: 'x',
  net: 'm',
  tax: 't',
  count: 'k',
  amount: 'a',
  refunded: 'b',
  succeeded: 'y',
  failed: 'e',
  seconds: 's',
};
const figures = new Map(Object.entries(letters).map(([name, letter]) => [letter, name]));

const parts: Readonly<Partial<Record<Section, Part>>> = {
  goods: 'goods',
  categories: 'goods',
  brands: 'goods',
  customers: 'people',
};
const partOf = (section: Section): Part => parts[section] ?? 'figures';
const everyPart: readonly Part[] = ['figures', 'goods', 'people'];

/** As a name of a field: no dots or dollars, and never empty. */
const toField = (key: string): string => (key === '' ? '_' : encodeURIComponent(key).replaceAll('.', '%2E'));
const toKey = (section: Section, field: string): string => (section === 'all' ? '' : decodeURIComponent(field));

function incrementsOf(cell: Cell, part: Part): Record<string, number> {
  const by: Record<string, number> = {};
  for (const section of sections.filter((one) => partOf(one) === part))
    for (const [key, sums] of Object.entries(cell[section] ?? {}))
      for (const [name, figure] of Object.entries(sums))
        if (figure !== 0) by[`${section}.${toField(key)}.${letters[name] ?? name}`] = figure;
  return by;
}

/** The cell of a stored bucket, as far as its sections were read. */
export function cellOf(stored: BucketRecord): Cell {
  const cell: Cell = {};
  for (const section of sections) {
    const kept = (stored as unknown as Partial<Record<Section, Record<string, Record<string, number>>>>)[section];
    if (!kept) continue;
    const keys = (cell[section] = blank<Sums>());
    for (const [field, sums] of Object.entries(kept)) {
      const named = blank<number>();
      for (const letter in sums) named[figures.get(letter) ?? letter] = sums[letter] ?? 0;
      keys[toKey(section, field)] = named;
    }
  }
  return cell;
}

export interface Bucket {
  level: BucketRecord['level'];
  at: Date;
  location: string;
  channel: string;
  cell: Cell;
}

/** Adds facts up into days of a zone and quarters of an hour. */
export function bucketsOf(facts: readonly Fact[], zone: string): Bucket[] {
  const buckets = new Map<string, Bucket>();
  const days = new Map<number, { span: Span; name: string }>();
  for (const fact of facts) {
    const quarter = quarterOf(fact.at);
    const day = days.get(quarter.getTime()) ?? dayNamed(quarter, zone);
    days.set(quarter.getTime(), day);
    const hour = Math.floor((fact.at.getTime() - day.span.from.getTime()) / 3_600_000);
    const name = `h${day.name}${String(hour).padStart(2, '0')}`;
    const place = { location: fact.location ?? '', channel: fact.channel };
    const everywhere = { location: '', channel: '' };
    for (const [level, at, { location, channel }] of [
      ['day', day.span.from, everywhere],
      ['quarter', quarter, everywhere],
      ['dayIn', day.span.from, place],
      ['quarterIn', quarter, place],
    ] as const) {
      const key = `${level}/${at.getTime()}/${location}/${channel}`;
      const bucket = buckets.get(key) ?? { level, at, location, channel, cell: {} };
      buckets.set(key, bucket);
      tally(bucket.cell, fact, name);
    }
  }
  return [...buckets.values()];
}

function dayNamed(at: Date, zone: string): { span: Span; name: string } {
  const span = dayAround(at, zone);
  return { span, name: String(Math.floor(span.from.getTime() / 60_000)) };
}

/** Writes buckets that are not there yet, as adding them up would have: for whoever has all that belongs to them in hand. */
export async function insertBuckets(tenant: Tenant, generation: number, buckets: readonly Bucket[]): Promise<void> {
  const prefix = `${tenant.shop}/${tenant.mode}/${generation}`;
  const rows = buckets.flatMap(({ level, at, location, channel, cell }) =>
    everyPart.flatMap((part) => {
      const held = sections.filter((one) => partOf(one) === part && cell[one]);
      if (held.length === 0) return [];
      const row: Record<string, unknown> = {
        ...owned(tenant),
        _id: `${prefix}/${level}/${part}/${at.getTime()}/${location}/${channel}`,
        ...{ generation, level, part, at, location, channel },
      };
      for (const section of held)
        for (const [key, sums] of Object.entries(cell[section] ?? {})) {
          const figuresOf: Record<string, number> = {};
          for (const [name, figure] of Object.entries(sums))
            if (figure !== 0) figuresOf[letters[name] ?? name] = figure;
          if (Object.keys(figuresOf).length > 0)
            ((row[section] ??= {}) as Record<string, unknown>)[toField(key)] = figuresOf;
        }
      return [row];
    }),
  );
  if (rows.length > 0) await Buckets.collection.insertMany(rows as never, { ordered: false });
}

/** Adds buckets to what is stored of a generation, and notes who bought. Repeating it counts twice: do it where the facts leave the queue. */
export async function addBuckets(
  tenant: Tenant,
  generation: number,
  buckets: readonly Bucket[],
  facts: readonly Fact[],
  tx: ClientSession,
): Promise<void> {
  const prefix = `${tenant.shop}/${tenant.mode}/${generation}`;
  const writes: AnyBulkWriteOperation<mongo.BSON.Document>[] = [];
  for (const [{ level, at, location, channel, cell }, part] of buckets.flatMap((bucket) =>
    everyPart.map((one) => [bucket, one] as const),
  )) {
    const by = incrementsOf(cell, part);
    if (Object.keys(by).length === 0) continue;
    writes.push({
      updateOne: {
        filter: { ...owned(tenant), _id: `${prefix}/${level}/${part}/${at.getTime()}/${location}/${channel}` as never },
        update: { $inc: by, $setOnInsert: { generation, level, part, at, location, channel } },
        upsert: true,
      },
    });
  }
  // Past mongoose: it would look at each of some thousand paths, and there is nothing to cast.
  if (writes.length > 0) await Buckets.collection.bulkWrite(writes as never, { session: tx });
  const visits = new Map<string, Span>();
  for (const fact of facts) {
    if (fact.kind !== 'sale' || !fact.customer) continue;
    const seen = visits.get(fact.customer);
    visits.set(fact.customer, {
      from: seen && seen.from < fact.at ? seen.from : fact.at,
      to: seen && seen.to > fact.at ? seen.to : fact.at,
    });
  }
  if (visits.size > 0)
    await Patrons.bulkWrite(
      [...visits].map(([key, { from, to }]) => ({
        updateOne: {
          filter: { ...owned(tenant), _id: `${prefix}/${key}` },
          update: { $min: { first: from }, $max: { last: to }, $setOnInsert: { generation, key } },
          upsert: true,
        },
      })),
      { session: tx },
    );
}

/**
 * Buckets that begin within a span, with some of their sections.
 *
 * @param byPlace One for each place and channel, also when nobody asks for a certain one.
 */
export async function readBuckets(
  tenant: Tenant,
  generation: number,
  level: 'day' | 'quarter',
  span: Span,
  only: { location?: string | undefined; channel?: string | undefined },
  wanted: readonly Section[],
  byPlace = false,
): Promise<Bucket[]> {
  const placed = byPlace || only.location !== undefined || only.channel !== undefined;
  const rows = await Buckets.collection
    .find(
      {
        ...owned(tenant),
        generation,
        level: placed ? `${level}In` : level,
        part: trusted({ $in: [...new Set(wanted.map(partOf))] }),
        at: { $gte: span.from, $lt: span.to },
        ...(only.location === undefined ? {} : { location: only.location }),
        ...(only.channel === undefined ? {} : { channel: only.channel }),
      },
      {
        projection: {
          level: 1,
          at: 1,
          location: 1,
          channel: 1,
          ...Object.fromEntries(wanted.map((name) => [name, 1])),
        },
        maxTimeMS: 10_000,
        batchSize: 2_000,
      },
    )
    .toArray();
  return (rows as unknown as BucketRecord[]).map((row) => ({
    level: row.level,
    at: row.at,
    location: row.location,
    channel: row.channel,
    cell: cellOf(row),
  }));
}

/** Drops the buckets of other generations than the one that counts. */
export async function dropOthers(tenant: Tenant, generation: number): Promise<void> {
  const others = { ...owned(tenant), generation: trusted({ $ne: generation }) };
  await Buckets.deleteMany(others);
  await Patrons.deleteMany(others);
}

/** When these bought first and last. */
export async function patronsOf(
  tenant: Tenant,
  generation: number,
  keys: readonly string[],
): Promise<Map<string, { first: Date; last: Date }>> {
  const ids = keys.map((key) => `${tenant.shop}/${tenant.mode}/${generation}/${key}`);
  const rows = await Patrons.find({ ...owned(tenant), _id: trusted({ $in: ids }) }).lean();
  return new Map(rows.map(({ key, first, last }) => [key, { first, last }]));
}

/** Who bought for the first time within a span. */
export async function knownFrom(tenant: Tenant, generation: number, span: Span): Promise<Set<string>> {
  const rows = await Patrons.find(
    { ...owned(tenant), generation, first: trusted({ $gte: span.from, $lt: span.to }) },
    { key: 1 },
  ).lean();
  return new Set(rows.map((row) => row.key));
}
