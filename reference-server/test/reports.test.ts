import { spawn, spawnSync } from 'node:child_process';
import type { Permission, Report, ReportName, ReportQuery } from '@smartduka/contract';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Orders } from '../src/domains/orders/model.js';
import { Attempts, Ledger } from '../src/domains/payments/model.js';
import { Refunds } from '../src/domains/refunds/model.js';
import { readerOf } from '../src/domains/reports/access.js';
import { dailyJob } from '../src/domains/reports/daily.js';
import { Buckets, Queue } from '../src/domains/reports/model.js';
import { buildSome, requestRebuild } from '../src/domains/reports/rebuild.js';
import { rollUpJob } from '../src/domains/reports/roll-up.js';
import { reportOf } from '../src/domains/reports/service.js';
import { openShop } from '../src/domains/shops/service.js';
import { tokenActor } from '../src/platform/actor.js';
import { backgroundDone } from '../src/platform/background.js';
import { clock } from '../src/platform/clock.js';
import { freePort } from '../src/dev/ports.js';
import { inTransaction } from '../src/platform/database.js';
import { newId } from '../src/platform/ids.js';
import { keepInRedis, kept } from '../src/platform/kept.js';
import { connectSenders, type Message } from '../src/platform/notify.js';
import { Refused } from '../src/platform/refusals.js';
import { owned, type Tenant } from '../src/platform/tenancy.js';
import { makeSale, type SaleMade, type Setting } from '../src/seed/history/make.js';
import { randomFrom } from '../src/seed/history/random.js';
import { atOneMoment } from '../src/one-moment.js';
import { reports as checkReports } from '../src/report-invariants.js';
import { Harness, mpesa, type CallInit } from './harness.js';
import { dayIn, recount, type Counted } from './recount.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterAll(() => shop.stop());

const count = () => rollUpJob.run(new AbortController().signal);

async function report(path: string): Promise<Report> {
  const answer = await shop.call<Report>('GET', `/api/reports/${path}`, { key: 'sk' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

/** The figures of the whole shop, with all that has happened so far. */
async function summary() {
  await count();
  return (await report('summary?range=today')).tables[0]?.totals ?? {};
}

const post = (made: { order: { id: string } }, what: 'tenders' | 'refunds', body: unknown) =>
  shop.call('POST', `/api/orders/${made.order.id}/${what}`, { key: 'sk', body });

async function buy(items: Parameters<Harness['order']>[0]) {
  const made = await shop.order(items);
  const [push] = shop.simulator.control.pushes().slice(-1);
  shop.simulator.control.answer(push?.id ?? '', { action: 'pin', pin: '1234' });
  await shop.advance(10);
  return made;
}

describe('the reports of a shop', () => {
  afterAll(() => shop.expectSound());

  it('are empty before anything was sold', async () => {
    const { tables } = await report('summary');
    expect(tables[0]?.totals).toMatchObject({ netSales: 0, orders: 0, takings: 0, averageOrder: null });
  });

  it('show a sale once it is paid, and not before', async () => {
    await shop.order({ 'SODA-500': 2 });
    await buy({ 'UNGA-2KG': 2, 'SODA-500': 1 });
    await count();
    const { tables, notes } = await report('summary?range=today&compare=weekday');
    // Two flours at KES 189.50, zero-rated, and a soda at KES 70.00 with 16 % inside: 965.52 of VAT in cents.
    expect(tables[0]?.totals).toEqual({
      netSales: 37_900 + 7_000 - 966,
      growth: null,
      takings: 44_900,
      orders: 1,
      averageOrder: 43_934,
      quantity: 3,
      grossSales: 44_900,
      discounts: 0,
      refunds: 0,
      delivery: 0,
      vat: 966,
      rounding: 0,
      costOfGoods: 2 * 11_370 + 4_200,
      grossProfit: 43_934 - 26_940,
      margin: 3868,
    });
    expect(notes.map((note) => note.code)).toEqual(['unfinished']);
    const products = await report('products?lang=sw');
    expect(products.tables[0]?.rows.map((row) => [row.label, row.values['sku'], row.values['netSales']])).toEqual([
      ['Unga wa mahindi', 'UNGA-2KG', 37_900],
      ['Soda', 'SODA-500', 6_034],
    ]);
    const payments = await report('payments');
    expect(payments.tables[0]?.rows).toMatchObject([
      { key: 'mpesa', label: 'M-Pesa', values: { count: 1, amount: 44_900, successRate: 10_000 } },
    ]);
  });

  it('know no sale and no return of a part that was paid and given back', async () => {
    const before = await summary();
    const made = await shop.order({ 'SODA-500': 2 }, null);
    await post(made, 'tenders', { method: 'cash', amount: 5_000 });
    expect(await post(made, 'refunds', { method: 'cash', amount: 2_000, reason: 'other' })).toMatchObject({
      status: 201,
    });
    expect(await summary()).toEqual(before);
    const cash = (await report('payments')).tables[0]?.rows.find((row) => row.key === 'cash');
    expect(cash?.values).toMatchObject({ amount: 5_000, refunded: 2_000 });
    // Nor does it become one later: what was given back closes the order for money.
    expect(await post(made, 'tenders', { method: 'cash' })).toMatchObject({ status: 409 });
    await shop.expectSound();
  });

  it('take a refund off, once the order that it was asked for before was paid in full', async () => {
    const before = await summary();
    const made = await shop.order({ 'SODA-500': 2 }, null);
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: payment.phone });
    await shop.pay(made, { ...payment, amount: 5_000 });
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'partially_paid' });
    const asked = await post(made, 'refunds', { method: 'mpesa_payout', amount: 2_000, reason: 'other' });
    expect(asked.body).toMatchObject({ state: 'pending' });
    expect(await post(made, 'tenders', { method: 'cash' })).toMatchObject({ status: 201 });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
    await shop.advance(20);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'partially_refunded' });
    const now = await summary();
    expect(Number(now['takings']) - Number(before['takings'])).toBe(12_000);
    expect(Number(now['refunds']) - Number(before['refunds'])).toBe(2_000);
    expect(Number(now['orders']) - Number(before['orders'])).toBe(1);
    await shop.expectSound();
  });

  it('are checked against books of one moment, while the shop goes on selling', async () => {
    const { db } = mongoose.connection;
    if (!db) throw new Error('not connected');
    await atOneMoment(db, async (read) => {
      const waiting = (await read('report_queue')).length;
      const booked = (await read('ledger')).length;
      const made = await shop.order({ 'SODA-500': 1 }, null);
      await post(made, 'tenders', { method: 'cash' });
      await count();
      expect(await read('ledger')).toHaveLength(booked);
      expect(await read('report_queue')).toHaveLength(waiting);
      expect((await read('orders')).map((row) => row._id)).not.toContain(made.order.id);
    });
  });
});

describe('a report', () => {
  const refused = async (path: string, init: CallInit = { key: 'sk' }) => {
    const { status, body } = await shop.call<{ code: string; errors?: { path: string }[] }>(
      'GET',
      `/api/reports/${path}`,
      init,
    );
    return [status, body.code, ...(body.errors ?? []).map((error) => error.path)];
  };

  it.each([
    ['summary?range=today&from=2026-01-01', [400, 'validation_failed', 'from']],
    ['summary?from=2026-02-30', [400, 'validation_failed', 'from']],
    ['summary?from=2026-02-02&to=2026-02-01', [400, 'validation_failed', 'to']],
    ['sales?from=2026-01-01&to=2026-12-31&group=hour', [400, 'validation_failed', 'group']],
    ['products?sort=-sku', [400, 'validation_failed', 'sort']],
    ['products?sort=-password', [400, 'validation_failed', 'sort']],
    ['products?after=nonsense', [400, 'cursor_invalid']],
    ['inventory?show=orders', [400, 'validation_failed', 'show']],
    ['summary?show=orders&row=x', [400, 'validation_failed', 'row']],
    ['products?row=x', [400, 'validation_failed', 'row']],
    ['summary?shop=shop_other', [400, 'validation_failed', 'shop']],
    ['nothing', [404, 'not_found']],
  ])('%s is refused with the parameter named', async (path, expected) => {
    expect(await refused(path)).toEqual(expected);
  });

  it('is never read with a publishable key, or with none', async () => {
    expect(await refused('summary', {})).toEqual([403, 'forbidden']);
    expect(await refused('summary', { key: null })).toEqual([401, 'key_missing']);
  });

  it('shows costs and profit only to those who may see costs, and a token only what it names', () => {
    const token = (reports: string[], permissions: Permission[], personal = false) =>
      tokenActor('tok_1', permissions, { reports, personal });
    expect(readerOf(token(['sales'], ['reports:read']), 'sales')).toEqual({
      costs: false,
      names: false,
      phones: false,
    });
    expect(readerOf(token(['customers'], ['reports:read'], true), 'customers')).toMatchObject({
      names: true,
      phones: true,
    });
    expect(() => readerOf(token(['sales'], ['reports:read', 'costs:read']), 'profit')).toThrow(Refused);
    expect(() => readerOf(token(['profit'], ['reports:read']), 'profit')).toThrow(Refused);
  });

  it('leaves columns of costs out, rather than showing them empty', async () => {
    const { tables } = await reportOf(
      shop.tenant,
      'products',
      {},
      { costs: false, names: false, phones: false },
      clock.now(),
    );
    const keys = tables[0]?.columns.map(({ key }) => key);
    expect(keys).toContain('netSales');
    for (const hidden of ['costOfGoods', 'grossProfit', 'margin']) {
      expect(keys).not.toContain(hidden);
      expect(tables[0]?.totals).not.toHaveProperty(hidden);
    }
  });

  it('comes in pages that hold each row once', async () => {
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Report = await report(
        `inventory?limit=1&sort=-onHand${after && `&after=${encodeURIComponent(after)}`}`,
      );
      seen.push(...(page.tables[0]?.rows.map((row) => String(row.values['sku'])) ?? []));
      after = page.tables[0]?.nextCursor ?? null;
    }
    expect(seen).toEqual(['SODA-500', 'UNGA-2KG', 'BOOK']);
  });

  it('comes as CSV with a byte order mark, as PDF, and as text of 32 columns', async () => {
    const file = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${shop.server.url}/api/reports/${query}`, {
        headers: { Authorization: `Bearer ${shop.secret}`, ...headers },
      });
    const csv = await file('products', { Accept: 'text/csv' });
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="products-[\d-]+\.csv"$/);
    const bytes = new Uint8Array(await csv.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toContain('Unga wa mahindi,UNGA-2KG,1,2,379.00,0.00,0.00,379.00,');
    const pdf = await file('summary?format=pdf&compare=previous');
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect((await pdf.text()).slice(0, 5)).toBe('%PDF-');
    const text = await (await file('sales?format=text&lang=sw')).text();
    expect(text).toContain('Mauzo halisi');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(32);
  });
});

/** A Redis of one's own, where the machine has one. */
const redis = spawnSync('redis-server', ['--version']).status === 0;

describe('what reports have added up', () => {
  it.runIf(redis)(
    'is kept in Redis for days long over, until something of them changes, and is read anew without Redis',
    async () => {
      const port = await freePort(0);
      const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], {
        stdio: 'ignore',
      });
      const keeper = keepInRedis(`redis://127.0.0.1:${port}`);
      onTestFinished(async () => {
        kept.keeper = null;
        await keeper.close();
        server.kill();
      });
      await expect.poll(async () => (await keeper.set('a', 'b', 60), keeper.get('a')), { timeout: 15_000 }).toBe('b');
      const setting = await openIn('Africa/Nairobi', true);
      const made = history(setting, 5, 12);
      await write(setting.tenant, made);
      await count();
      const ask = async () => {
        const year = { from: '2024-01-01', to: '2024-12-31' };
        const goods = await reportOf(setting.tenant, 'products', year, reader, now, { allRows: 1_000 });
        const days = await reportOf(setting.tenant, 'sales', { ...year, group: 'day' }, reader, now);
        return [goods.tables, days.tables];
      };
      const plain = await ask();
      kept.keeper = keeper;
      expect(await ask()).toEqual(plain);
      // Nobody may write there behind the reports; whoever does sees that they were not read again.
      const bucket = { shop: setting.tenant.shop, level: 'day', 'all._.n': { $gt: 0 } };
      await Buckets.collection.updateOne(bucket, { $inc: { 'all._.n': 100 } });
      expect(await ask()).toEqual(plain);
      await Buckets.collection.updateOne(bucket, { $inc: { 'all._.n': -100 } });
      // A sale that was paid long ago comes to the books late.
      const more = history(setting, 6, 3);
      await write(setting.tenant, more);
      await count();
      const after = await ask();
      expect(after).not.toEqual(plain);
      kept.keeper = null;
      expect(await ask()).toEqual(after);
      kept.keeper = keeper;
      server.kill();
      await new Promise((resolve) => server.once('close', resolve));
      expect(await ask()).toEqual(after);
    },
    60_000,
  );
});

describe('the daily summary', () => {
  it('is sent in the morning, once, with what waits for somebody', async () => {
    const sent: Message[] = [];
    connectSenders({ email: null, phone: { send: async (message) => void sent.push(message) } });
    const real = clock.now;
    onTestFinished(() => {
      clock.now = real;
      connectSenders({ email: null, phone: null });
    });
    const at = (hour: string) => {
      clock.now = () =>
        new Date(`${dayIn(new Date(real().getTime() + 86_400_000), 'Africa/Nairobi')}T${hour}:00+03:00`);
      return dailyJob.run(new AbortController().signal).then(backgroundDone);
    };
    await at('07:59');
    expect(sent).toEqual([]);
    await at('08:01');
    await at('08:02');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ to: { phone: '+254700000100' }, language: 'en', purpose: 'daily-summary' });
    expect(sent[0]?.text).toContain('Net sales KSh 603.13');
    expect(sent[0]?.text).toContain('3 orders, takings KSh 639');
    expect(sent[0]?.text).toContain('Running low: Kitabu');
  });
});

/** `REPORTS_RUNS=200`: so many ranges in each zone, in more zones, of shops that sold more; what CI has no time for. */
const runs = Number(process.env['REPORTS_RUNS'] ?? 0);
const zones = [
  ...['Africa/Nairobi', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'],
  ...(runs > 0 ? ['Europe/Berlin', 'Africa/Cairo', 'Pacific/Chatham', 'America/St_Johns', 'Pacific/Apia'] : []),
];
/** Days on which calendars and clocks are odd, and some that are plain. */
const oddDays = [
  '2024-02-28',
  '2024-02-29',
  '2024-03-10',
  '2024-03-31',
  '2024-04-07',
  // Cairo's clocks change on a Friday, at midnight: the day has no 00:00, and the last one of October has it twice.
  '2024-04-26',
  '2024-10-31',
  '2024-10-06',
  '2024-10-27',
  '2024-11-03',
  '2024-12-31',
];
const now = new Date('2025-01-10T09:41:00Z');
const vatClasses = ['standard', 'zero', 'exempt'] as const;
const brands = ['Dr. Mattes', '__proto__', '$et', 'Jogoo', 'a.b.c', '=cmd()', null] as const;

async function openIn(timeZone: string, vatRegistered: boolean): Promise<Setting> {
  const tax = { vatRegistered, rates: { standard: 1600, zero: 0, exempt: 0 }, deliveryClass: 'standard' as const };
  const { shop: opened } = await openShop({
    slug: newId('shop').toLowerCase().replace('_', '-'),
    name: timeZone,
    tagline: {},
    currency: 'KES',
    country: 'KE',
    language: 'sw',
    timeZone,
    contact: { phone: null, email: null, address: null },
    kraPin: null,
    tax,
    mpesa: null,
    locations: [{ _id: newId('location'), title: 'Moja', address: '', hours: null, pickup: false }],
    zones: [],
  });
  return {
    tenant: { shop: opened._id, mode: 'live' },
    tax,
    goods: Array.from({ length: 14 }, (_, n) => ({
      product: newId('product'),
      variant: newId('variant'),
      title: `Goods ${n}`,
      sku: `G${n}`,
      category: `cat_${n % 3}`,
      brand: brands[n % brands.length] ?? null,
      price: 997 + 3_331 * n,
      cost: n % 5 === 0 ? null : 611 + 2_003 * n,
      vatClass: vatClasses[n % 3] ?? 'zero',
    })),
    locations: [opened.locations[0]?._id ?? '', newId('location')],
    staff: [newId('staff'), newId('staff')],
    customers: ['hash-of-one', 'hash-of-two', 'hash.of$three'],
    deliveryFee: 20_050,
  };
}

/** Writes records down as if all of it had just happened: what counts waits in the queue. */
async function write(tenant: Tenant, made: readonly SaleMade[]): Promise<void> {
  const waiting = made.flatMap(({ order, attempts, ledger, refund }) => [
    ...(order.paidAt ? [{ kind: 'sale', subject: order._id }] : []),
    ...attempts.map((attempt) => ({ kind: 'attempt', subject: attempt._id })),
    ...ledger.filter((row) => row.kind !== 'applied').map((row) => ({ kind: 'money', subject: row._id })),
    ...(refund ? [{ kind: 'refund', subject: refund._id }] : []),
    ...(order.voided ? [{ kind: 'void', subject: order._id }] : []),
  ]);
  await inTransaction(async (session) => {
    await Orders.insertMany(
      made.map(({ order }) => order),
      { session },
    );
    await Attempts.insertMany(
      made.flatMap(({ attempts }) => attempts),
      { session },
    );
    await Ledger.insertMany(
      made.flatMap(({ ledger }) => ledger),
      { session },
    );
    await Refunds.insertMany(
      made.flatMap(({ refund }) => refund ?? []),
      { session },
    );
    const rows = waiting.map(({ kind, subject }) => ({
      ...owned(tenant),
      _id: `${kind}/${subject}`,
      kind,
      subject,
      at: now,
    }));
    await Queue.insertMany(rows, { session });
  });
}

function history(setting: Setting, seed: number, size: number): SaleMade[] {
  const random = randomFrom(seed);
  return Array.from({ length: size }, () => {
    const day = random.chance(0.7) ? random.pick(oddDays) : `2024-0${random.whole(1, 9)}-1${random.whole(0, 9)}`;
    // From the day before to the day after in any zone, to the millisecond.
    const at = new Date(Date.parse(`${day}T00:00:00Z`) + random.whole(-14 * 3_600_000, 38 * 3_600_000));
    const sale = makeSale(
      setting,
      random,
      random.chance(0.9) ? at : null,
      new Date(at.getTime() - random.whole(0, 600_000)),
    );
    const { order, refund } = sale;
    if (order.paidAt && order.channel === 'counter' && random.chance(0.15)) {
      // What was given back before the void had counted; what the void gives back never does.
      const after =
        refund?.completedAt && random.chance(0.5) ? refund.completedAt.getTime() + 1 : at.getTime() + 60_000;
      const nobody = { id: null, name: null };
      order.voided = { at: new Date(after), reason: 'mistake', by: nobody, approvedBy: null };
    }
    return sale;
  });
}

const reader = { costs: true, names: true, phones: false };
const instant = (from: string) =>
  fc.integer({ min: 0, max: 40 * 3_600_000 }).map((ms) => new Date(Date.parse(from) - 14 * 3_600_000 + ms));

/** Everything that a report says of a range, against what the records say. */
async function compareAll(setting: Setting, made: readonly SaleMade[], zone: string, counted: Counted): Promise<void> {
  const ask = async (name: ReportName, more: ReportQuery = {}) => {
    const { from, to, location, channel } = counted;
    const query = {
      from: from.toISOString(),
      to: to.toISOString(),
      ...(location ? { location } : {}),
      ...(channel ? { channel: channel as 'online' } : {}),
    };
    return (await reportOf(setting.tenant, name, { ...query, ...more }, reader, now, { allRows: 10_000 })).tables;
  };
  const { whole, groups } = recount(made, counted);
  const figure = (figures: Record<string, number> | undefined, name: string) => figures?.[name] ?? 0;

  const [summary] = await ask('summary');
  for (const name of [
    'orders',
    'quantity',
    'grossSales',
    'discounts',
    'refunds',
    'netSales',
    'vat',
    'delivery',
    'rounding',
    'takings',
    'costOfGoods',
  ])
    expect(summary?.totals?.[name], name).toBe(figure(whole, name));

  for (const [name, table, of] of [
    ['products', 'products', ['orders', 'quantity', 'netSales', 'refunds', 'costOfGoods']],
    ['categories', 'categories', ['orders', 'quantity', 'netSales', 'costOfGoods']],
    ['brands', 'brands', ['orders', 'quantity', 'netSales', 'costOfGoods']],
    ['locations', 'locations', ['orders', 'quantity', 'netSales', 'refunds', 'costOfGoods']],
    ['staff', 'staff', ['orders', 'quantity', 'netSales', 'refunds', 'costOfGoods']],
    ['tax', 'classes', ['taxable', 'tax']],
    ['payments', 'methods', ['count', 'amount', 'refunded', 'succeeded', 'failed']],
    ['payments', 'failures', ['failures']],
    ['customers', 'customers', ['orders', 'netSales']],
    ['shifts', 'shifts', ['orders', 'quantity', 'netSales', 'takings', 'refunds']],
  ] as const) {
    const rows = (await ask(name)).find(({ key }) => key === table)?.rows ?? [];
    for (const [key, figures] of groups[table])
      for (const column of of) {
        // Of goods that nobody named, what was given back beside them is not split up here.
        if (key === '-' && column === 'refunds' && table === 'products') continue;
        expect(rows.find((row) => row.key === key)?.values[column] ?? 0, `${table} ${key} ${column}`).toBe(
          figure(figures, column),
        );
      }
    for (const row of rows) expect([...groups[table].keys()], table).toContain(row.key);
  }

  // What is worked out from sums, by plain division.
  const orders = figure(whole, 'orders');
  expect(summary?.totals?.['averageOrder']).toBe(orders === 0 ? null : Math.round(figure(whole, 'netSales') / orders));
  const profit = figure(whole, 'netSales') - figure(whole, 'costOfGoods');
  expect(summary?.totals?.['grossProfit']).toBe(profit);
  const net = figure(whole, 'netSales');
  expect(summary?.totals?.['margin']).toBe(net === 0 ? null : Math.round((profit / net) * 10_000));

  // The time compared with, counted the same way; and where it lies, on the clocks of the shop.
  const wall = (at: string) => new Date(at).toLocaleTimeString('sv-SE', { timeZone: zone });
  for (const compare of ['previous', 'weekday', 'year'] as const) {
    const asked = { from: counted.from.toISOString(), to: counted.to.toISOString(), compare };
    const { location, channel } = counted;
    const answer = await reportOf(
      setting.tenant,
      'summary',
      { ...asked, ...(location ? { location } : {}), ...(channel ? { channel: channel as 'online' } : {}) },
      reader,
      now,
    );
    const { from, to } = answer.comparedSpan ?? { from: '', to: '' };
    const other = recount(made, { ...counted, from: new Date(from), to: new Date(to) }).whole;
    for (const name of ['orders', 'quantity', 'netSales', 'vat', 'takings', 'refunds'])
      expect(answer.tables[0]?.compared?.[name], `${compare} ${name}`).toBe(figure(other, name));
    if (compare === 'previous') continue;
    // An hour that clocks skip has no such time on another day.
    const [then, there] = [wall(from), wall(counted.from.toISOString())];
    if (then !== there) expect(Math.abs(Number(then.slice(0, 2)) - Number(there.slice(0, 2))) % 23).toBeLessThan(2);
  }

  // The orders behind the whole, and behind one row of products.
  const listed = (await ask('sales', { show: 'orders' }))[0];
  const theirs = made.filter(
    ({ order }) =>
      order.paidAt !== null &&
      !order.voided &&
      order.paidAt >= counted.from &&
      order.paidAt < counted.to &&
      (counted.location === undefined || order.location === counted.location) &&
      (counted.channel === undefined || order.channel === counted.channel),
  );
  expect(listed?.rows.map(({ key }) => key).toSorted()).toEqual(theirs.map(({ order }) => order._id).toSorted());
  for (const [name, key, has] of [
    [
      'products',
      setting.goods[0]?.variant ?? '',
      (one: SaleMade) => one.order.lines.some(({ variant }) => variant === setting.goods[0]?.variant),
    ],
    ['brands', '-', (one: SaleMade) => one.order.lines.some(({ brand }) => brand === null)],
    [
      'payments',
      'cash',
      (one: SaleMade) => one.attempts.some(({ method, state }) => method === 'cash' && state === 'succeeded'),
    ],
  ] as const) {
    const rows = (await ask(name, { show: 'orders', row: key }))[0]?.rows.map((row) => row.key) ?? [];
    expect(rows.toSorted(), `orders behind ${name} ${key}`).toEqual(
      theirs
        .filter(has)
        .map(({ order }) => order._id)
        .toSorted(),
    );
  }

  const [days] = await ask('sales', { group: 'day' });
  const byDay = new Map<string, SaleMade[]>();
  const note = (at: Date | null, one: SaleMade): void => {
    if (!at || at < counted.from || at >= counted.to) return;
    const day = dayIn(at, zone);
    byDay.set(day, [...new Set([...(byDay.get(day) ?? []), one])]);
  };
  for (const one of made) {
    if (one.order.voided) continue;
    note(one.order.paidAt, one);
    note(one.refund?.completedAt ?? null, one);
  }
  const rows = new Map(days?.rows.map((row) => [row.key, row]));
  for (const [day, ofDay] of byDay) {
    const row = rows.get(day);
    const own = recount(ofDay, { ...counted, from: new Date(row?.from ?? 0), to: new Date(row?.to ?? 0) }).whole;
    for (const name of ['orders', 'netSales', 'vat', 'takings', 'refunds'])
      expect(row?.values[name], `${day} ${name}`).toBe(figure(own, name));
    rows.delete(day);
  }
  for (const row of rows.values()) expect([row.values['orders'], row.values['takings']]).toEqual([0, 0]);
}

async function violations(): Promise<{ id: string; what: string }[]> {
  const found: { id: string; what: string }[] = [];
  const wrong = (id: string, what: string) => void found.push({ id, what });
  if (mongoose.connection.db) await atOneMoment(mongoose.connection.db, (read) => checkReports(read, wrong));
  return found;
}

describe('every figure, counted again from the records', () => {
  it.each(zones)(
    'is the same to the cent in %s, for any range, and after a rebuild while sales go on',
    async (zone) => {
      const setting = await openIn(zone, zone !== 'Asia/Kathmandu');
      const made = history(setting, zone.length * 7_919, runs > 0 ? 400 : 60);
      await write(setting.tenant, made);
      await count();
      const range = fc
        .tuple(
          fc.constantFrom(...oddDays),
          fc.constantFrom(...oddDays),
          fc.boolean(),
          fc.option(fc.constantFrom(...setting.locations)),
          fc.option(fc.constantFrom('online', 'counter')),
        )
        .chain(([a, b, near, location, channel]) =>
          fc.tuple(instant(`${a}T00:00:00Z`), instant(`${near ? a : b}T00:00:00Z`)).map(([x, y]): Counted => ({
            from: x < y ? x : y,
            to: x < y ? y : new Date(x.getTime() + 1),
            location: location ?? undefined,
            channel: channel ?? undefined,
          })),
        );
      await fc.assert(
        fc.asyncProperty(range, (counted) => compareAll(setting, made, zone, counted)),
        { numRuns: runs || 1, endOnFailure: true, ...(runs > 0 ? {} : { seed: zone.length }) },
      );

      // More is sold while all of it is added up anew, behind and before the place where the rebuild is.
      const more = history(setting, zone.length, 12);
      await requestRebuild(setting.tenant, zone);
      await Promise.all([buildSome(setting.tenant, new AbortController().signal), write(setting.tenant, more)]);
      await count();
      await compareAll(setting, [...made, ...more], zone, {
        from: new Date('2024-01-01T00:00:00Z'),
        to: new Date('2025-01-01T00:00:00Z'),
      });

      // The shipped checker agrees, and would not if a single cent were missing.
      expect(await violations()).toEqual([]);
      await Buckets.collection.updateOne(
        { shop: setting.tenant.shop, level: 'day', 'all._.n': { $gt: 0 } },
        { $inc: { 'all._.n': -1 } },
      );
      expect((await violations()).map(({ id }) => id)).toContain('INV-26');
      await requestRebuild(setting.tenant, zone);
      await buildSome(setting.tenant, new AbortController().signal);
      expect(await violations()).toEqual([]);
    },
    120_000 + runs * 20_000,
  );
});
