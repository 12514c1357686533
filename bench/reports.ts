// `npm run bench:reports [-- 10000 100000 1000000]`: reports over as many orders, three years of a shop with two places, with the seed always
// the same. The last orders are in the database whole; of those before them only what reports have added up, which is all that reports read of them.
// BENCH_RECORDS says how many are whole (default 5,000). With MONGODB_URI it runs over that database and leaves shops named bench-… in it.
import { startEmbeddedMongoWorker } from '@smartduka/embedded-mongo';
import type { ReportName, ReportQuery } from '@smartduka/contract';
import { Orders } from '../reference-server/src/domains/orders/model.js';
import { Attempts, Ledger } from '../reference-server/src/domains/payments/model.js';
import { Refunds } from '../reference-server/src/domains/refunds/model.js';
import { factsOfSale } from '../reference-server/src/domains/reports/facts.js';
import { layout, States } from '../reference-server/src/domains/reports/model.js';
import { toCount } from '../reference-server/src/domains/reports/queue.js';
import { rollUpJob } from '../reference-server/src/domains/reports/roll-up.js';
import { merge, type Fact } from '../reference-server/src/domains/reports/rules/cells.js';
import { reportOf } from '../reference-server/src/domains/reports/service.js';
import { addBuckets, bucketsOf, insertBuckets, type Bucket } from '../reference-server/src/domains/reports/store.js';
import { openShop } from '../reference-server/src/domains/shops/service.js';
import { connectDatabase, disconnectDatabase, inTransaction } from '../reference-server/src/platform/database.js';
import { newId } from '../reference-server/src/platform/ids.js';
import { startJobs } from '../reference-server/src/platform/jobs.js';
import { openKeyring } from '../reference-server/src/platform/keyring.js';
import { owned, type Tenant } from '../reference-server/src/platform/tenancy.js';
import { makeSale, type SaleMade, type Setting } from '../reference-server/src/seed/history/make.js';
import { randomFrom } from '../reference-server/src/seed/history/random.js';
import { saleTimes } from '../reference-server/src/seed/history/times.js';
import { ms, table } from './table.js';

const sizes = process.argv.slice(2).map(Number).filter(Boolean);
const whole = Number(process.env['BENCH_RECORDS'] ?? 5_000);
const zone = 'Africa/Nairobi';
const first = new Date('2023-12-31T21:00:00Z');
const days = 1_096;
const now = new Date(first.getTime() + days * 86_400_000 - 3_600_000);

async function openBench(goods: number): Promise<Setting> {
  const random = randomFrom(7);
  const tax = {
    vatRegistered: true,
    rates: { standard: 1600, zero: 0, exempt: 0 },
    deliveryClass: 'standard' as const,
  };
  const locations = [newId('location'), newId('location')];
  const { shop } = await openShop({
    slug: `bench-${newId('shop').slice(5).toLowerCase()}`,
    name: 'Bench',
    tagline: {},
    currency: 'KES',
    country: 'KE',
    language: 'en',
    timeZone: zone,
    contact: { phone: null, email: null, address: null },
    kraPin: null,
    tax,
    mpesa: null,
    locations: locations.map((_id) => ({ _id, title: _id.slice(-4), address: '', hours: null, pickup: false })),
    zones: [],
  });
  const ids = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  const shelves = ids(24, () => newId('category'));
  return {
    tenant: { shop: shop._id, mode: 'live' },
    tax,
    goods: ids(goods, () => ({
      product: newId('product'),
      variant: newId('variant'),
      title: 'Goods',
      sku: 'SKU',
      category: random.pick(shelves),
      brand: random.chance(0.7) ? `Brand ${random.whole(1, 60)}` : null,
      price: random.whole(20, 900) * 100 + (random.chance(0.2) ? 50 : 0),
      cost: random.chance(0.95) ? random.whole(1_000, 60_000) : null,
      vatClass: random.chance(0.6) ? 'standard' : random.chance(0.7) ? 'zero' : 'exempt',
    })),
    locations,
    staff: ids(6, () => newId('staff')),
    customers: ids(3_000, () => newId('customer')),
    deliveryFee: 20_000,
  };
}

/** Adds buckets of the same time and place together, until all that belongs to them is there; each is written once. */
class Pile {
  private readonly tenant: Tenant;
  private buckets = new Map<string, Bucket>();
  private facts: Fact[] = [];
  written = 0;
  constructor(tenant: Tenant) {
    this.tenant = tenant;
  }

  add(facts: Fact[]): void {
    this.facts.push(...facts);
    for (const bucket of bucketsOf(facts, zone)) {
      const key = `${bucket.level} ${bucket.at.getTime()} ${bucket.location} ${bucket.channel}`;
      const sofar = this.buckets.get(key);
      if (sofar) merge(sofar.cell, bucket.cell);
      else this.buckets.set(key, bucket);
    }
  }

  get size(): number {
    return this.facts.length;
  }

  /** Writes the buckets of the days before this one. */
  async write(before: Date): Promise<void> {
    const { facts } = this;
    this.facts = [];
    await inTransaction((tx) => addBuckets(this.tenant, 1, [], facts, tx));
    const all = [...this.buckets].filter(([, { at }]) => at < before);
    for (const [key] of all) this.buckets.delete(key);
    this.written += all.length;
    for (let at = 0; at < all.length; at += 1_000)
      await insertBuckets(
        this.tenant,
        1,
        all.slice(at, at + 1_000).map(([, bucket]) => bucket),
      );
  }
}

async function fill(setting: Setting, sales: number): Promise<{ buckets: number; tookMs: number }> {
  const began = performance.now();
  const { tenant } = setting;
  const random = randomFrom(42);
  const pile = new Pile(tenant);
  await States.create({
    ...owned(tenant),
    _id: `${tenant.shop}/${tenant.mode}`,
    generation: 1,
    layout,
    timeZone: zone,
    building: null,
    counted: 0,
  });
  let made = 0;
  const records: SaleMade[] = [];
  for (const at of saleTimes(random, first, days, sales)) {
    const paidAt = random.chance(0.96) ? at : null;
    const sale = makeSale(setting, random, paidAt, new Date(at.getTime() - random.whole(20, 400) * 1_000));
    if (++made > sales - whole) records.push(sale);
    pile.add(factsOfSale(sale));
    // What is made later happened at most a day and a bit before it was paid.
    if (pile.size >= 8_000) await pile.write(new Date(at.getTime() - 2 * 86_400_000));
  }
  await pile.write(new Date(8.64e15));
  await insert(records);
  return { buckets: pile.written, tookMs: performance.now() - began };
}

async function insert(records: readonly SaleMade[]): Promise<void> {
  for (let at = 0; at < records.length; at += 1_000) {
    const some = records.slice(at, at + 1_000);
    await Orders.collection.insertMany(some.map(({ order }) => order) as never);
    await Attempts.collection.insertMany(some.flatMap(({ attempts }) => attempts) as never);
    await Ledger.collection.insertMany(some.flatMap(({ ledger }) => ledger) as never);
    const refunds = some.flatMap(({ refund }) => refund ?? []);
    if (refunds.length > 0) await Refunds.collection.insertMany(refunds as never);
  }
}

/** Milliseconds by the clock, and of processor time in this process and its database: on a busy machine only the latter says something. */
async function median(work: () => Promise<unknown>, runs = 9): Promise<string> {
  const took: number[] = [];
  const used: number[] = [];
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    took.push(performance.now() - began);
    used.push((user + system) / 1_000);
  }
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
  return `${ms(middle(took))} (${ms(middle(used))})`;
}

/** From the commit of a sale until the summary shows it, with the job on its own timer. */
async function visibleAfter(setting: Setting): Promise<number> {
  const { tenant } = setting;
  const orders = async () =>
    (await reportOf(tenant, 'summary', { range: 'today' }, reader, now)).tables[0]?.totals?.['orders'];
  const before = Number(await orders());
  const jobs = startJobs([rollUpJob]);
  const sale = makeSale(
    setting,
    randomFrom(Date.now()),
    new Date(now.getTime() - 1_000),
    new Date(now.getTime() - 60_000),
  );
  const began = performance.now();
  await inTransaction(async (tx) => {
    await Orders.create([sale.order], { session: tx });
    await toCount(tenant, 'sale', sale.order._id, tx);
  });
  while (Number(await orders()) === before && performance.now() - began < 30_000);
  const took = performance.now() - began;
  await jobs.stop();
  return took;
}

const reader = { costs: true, names: true, phones: false };
const questions: [string, ReportName, ReportQuery][] = [
  ['a year by day', 'sales', { from: '2026-01-01', to: '2026-12-31', group: 'day' }],
  [
    'a year by day, with the year before',
    'sales',
    { from: '2026-01-01', to: '2026-12-31', group: 'day', compare: 'year' },
  ],
  ['a month by product', 'products', { from: '2026-11-01', to: '2026-11-30' }],
  [
    'a month by product, from 10:07',
    'products',
    { from: '2026-11-01T10:07:00+03:00', to: '2026-11-30T16:31:00+03:00' },
  ],
  ['a year by product', 'products', { from: '2026-01-01', to: '2026-12-31' }],
  ['a month by hour', 'sales', { from: '2026-11-01', to: '2026-11-30', group: 'hour' }],
  ['a month of payments', 'payments', { from: '2026-11-01', to: '2026-11-30' }],
  ['a month of customers', 'customers', { from: '2026-11-01', to: '2026-11-30' }],
  ['today, with this day a week ago', 'summary', { range: 'today', compare: 'weekday' }],
];

async function main(): Promise<void> {
  openKeyring({ master: 'bench-bench-bench-bench-bench-bench', signing: 'bench-bench-bench-bench-bench-bench' });
  const given = process.env['MONGODB_URI'];
  const database = given ? null : await startEmbeddedMongoWorker();
  await connectDatabase(given ?? database?.uri ?? '', { makeIndexes: true });
  const rows = new Map<string, string[]>();
  const note = (name: string, value: string) => rows.set(name, [...(rows.get(name) ?? [name]), value]);
  const head = ['ms (of which processor)'];
  for (const size of sizes.length > 0 ? sizes : [10_000, 100_000]) {
    const setting = await openBench(600);
    const { buckets, tookMs } = await fill(setting, size);
    head.push(`${size.toLocaleString('en')} orders`);
    process.stderr.write(`${size} orders: ${buckets} buckets in ${Math.round(tookMs / 1000)} s\n`);
    for (const [name, report, query] of questions) {
      await reportOf(setting.tenant, report, query, reader, now);
      note(name, await median(() => reportOf(setting.tenant, report, query, reader, now)));
    }
    note('a new sale is in the summary after', ms(await visibleAfter(setting)));
    note('buckets in the database', buckets.toLocaleString('en'));
  }
  process.stdout.write(`${table('Reports, median of 9 in the server (no HTTP)', head, [...rows.values()])}\n`);
  await disconnectDatabase();
  await database?.stop();
}

await main();
