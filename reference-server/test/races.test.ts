import { randomUUID } from 'node:crypto';
import type { MoneyReceipt, NewCart, OrderEvent } from '@smartduka/contract';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa, testEnvironment, type Answer, type CallInit, type Sku } from './harness.js';
import { hatch, Victim } from './processes.js';

// 20 callers in each round, spread over two servers on one database. `npm run proof` plays 50 rounds of each.
const callers = 20;
const rounds = Number(process.env['RACE_ROUNDS'] ?? 1);

let shop: Harness;
let servers: Victim[];
let urls: string[];
beforeAll(async () => {
  const [one, two] = [hatch(), hatch()];
  shop = await Harness.start({ jobs: [] });
  servers = [new Victim(await one), new Victim(await two)];
  const env = testEnvironment(shop.mongo, shop.simulator);
  const now = shop.simulator.control.now().getTime();
  const started = await Promise.all(servers.map((server) => server.tell({ do: 'start', dataDir: null, env, now })));
  urls = started.map((answer) => (answer.said === 'started' ? answer.url : ''));
  await stock('SODA-500', 100_000);
}, 180_000);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await shop.expectSound();
  await shop.stop();
}, 180_000);

let turn = 0;
/** Each call goes to the other server. */
async function call<Body>(method: string, path: string, init: CallInit = {}): Promise<Answer<Body>> {
  const url = urls[(turn += 1) % urls.length] ?? '';
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(init.key === 'sk' ? { Authorization: `Bearer ${shop.secret}` } : { 'Duka-Key': shop.publishable }),
      ...(init.secret ? { 'Duka-Secret': init.secret } : {}),
      'Idempotency-Key': init.idempotencyKey ?? randomUUID(),
      'Content-Type': 'application/json',
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
const everybody = <T>(run: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: callers }, (_, i) => run(i)));

async function stock(sku: Sku, change: number): Promise<void> {
  const body = { variant: shop.variants.get(sku), change, reason: 'received' };
  expect((await shop.call('POST', '/api/inventory/adjustments', { key: 'sk', body })).status).toBe(201);
}

/** Time passes for all of them. */
async function pass(ms: number): Promise<void> {
  const now = shop.simulator.control.now().getTime() + ms;
  await Promise.all(servers.map((server) => server.tell({ do: 'time', now })));
  await shop.simulator.control.advance(ms);
}

const codes = (answers: readonly Answer<unknown>[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = status < 300 ? 'done' : String((body as { code?: string }).code);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};
const total = async (order: string, kind: string): Promise<number> => {
  const rows = await mongoose.connection.collection('ledger').find({ order, kind }).toArray();
  return rows.reduce((sum, row) => sum + Number(row['amount']), 0);
};
const until = (read: () => Promise<unknown>) => expect.poll(read, { timeout: 60_000, interval: 50 });
const play = it.each(Array.from({ length: rounds }, (_, i) => i + 1));

describe('callbacks, repeats and forgeries at both servers at once, while their jobs ask', () => {
  play(
    'credit an order once (round %i)',
    async () => {
      const payment = mpesa();
      // The callback is lost, so that what arrives is ours to send.
      shop.simulator.control.next({ scenario: 4, phone: payment.phone });
      const cart = await shop.cart();
      const made = await call<{ order: { id: string; number: string }; secret: string }>(
        ...(['POST', `/api/carts/${cart.id}/checkout`, { secret: cart.secret, body: { payment } }] as const),
      );
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      const { id, number } = made.body.order;
      await pass(9_000);
      const sent = shop.simulator.control
        .callbacks()
        .findLast(
          ({ about }) => about === shop.simulator.control.pushes().find((push) => push.accountReference === number)?.id,
        );
      if (!sent) throw new Error('no callback was made');
      const path = new URL(sent.url).pathname;
      const [moved] = [pass(12_000)];
      const heard = await everybody(async (i) => {
        const body = i % 5 === 4 ? sent.body.replace('"ResultCode":0', '"ResultCode":1032') : sent.body;
        const answer = await fetch(`${urls[i % 2]}${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
        return answer.status;
      });
      await moved;
      expect(heard).toEqual(heard.map(() => 200));
      await until(
        async () =>
          (await call<{ paymentStatus: string }>('GET', `/api/orders/${id}`, { secret: made.body.secret })).body
            .paymentStatus,
      ).toBe('paid');
      expect([await total(id, 'captured'), await total(id, 'applied')]).toEqual([7_000, 7_000]);
    },
    180_000,
  );
});

describe('one idempotency key at both servers at once', () => {
  play(
    'makes one order (round %i)',
    async () => {
      const [cart, idempotencyKey] = [await shop.cart(), randomUUID()];
      const answers = await everybody(() =>
        call<{ order: { id: string } }>('POST', `/api/carts/${cart.id}/checkout`, {
          secret: cart.secret,
          idempotencyKey,
          body: {},
        }),
      );
      expect(Object.keys(codes(answers)).filter((code) => code !== 'idempotency_in_progress')).toEqual(['done']);
      expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.order.id)).size).toBe(1);
      expect(await mongoose.connection.collection('orders').countDocuments({ cart: cart.id })).toBe(1);
    },
    180_000,
  );
});

describe('refunds at both servers at once', () => {
  play(
    'give back once what came in once (round %i)',
    async () => {
      const made = await shop.order({ 'SODA-500': 1 }, null);
      const { id } = made.order;
      expect((await call('POST', `/api/orders/${id}/tenders`, { key: 'sk', body: { method: 'cash' } })).status).toBe(
        201,
      );
      const body = { method: 'cash', reason: 'other', amount: 4_000, note: 'a race' };
      const answers = await everybody(() => call('POST', `/api/orders/${id}/refunds`, { key: 'sk', body }));
      expect(codes(answers)).toEqual({ done: 1, refund_exceeds: callers - 1 });
      expect([await total(id, 'captured'), await total(id, 'refunded'), await total(id, 'applied')]).toEqual([
        7_000, 4_000, 3_000,
      ]);
    },
    180_000,
  );
});

describe('a receipt claimed at both servers at once', () => {
  play(
    'pays one order (round %i)',
    async () => {
      const phone = mpesa().phone;
      shop.simulator.control.setPhone(phone, { balance: 1_000 });
      const account = randomUUID().slice(0, 11);
      shop.simulator.control.payFromMenu(phone, { payee: '174379', amount: 70, account, pin: '1234' });
      await pass(10_000);
      const receipt = async () =>
        (await call<{ data: MoneyReceipt[] }>('GET', '/api/money-receipts?limit=20', { key: 'sk' })).body.data.find(
          ({ reference }) => reference === account,
        );
      await until(async () => (await receipt())?.state).toBe('unmatched');
      const orders = await Promise.all([shop.order({ 'SODA-500': 1 }, null), shop.order({ 'SODA-500': 1 }, null)]);
      const path = `/api/money-receipts/${(await receipt())?.id}/claim`;
      const answers = await everybody((i) =>
        call('POST', path, { key: 'sk', body: { order: orders[i % 2]?.order.id } }),
      );
      expect(codes(answers)['done']).toBe(1);
      const credited = await Promise.all(orders.map(({ order }) => total(order.id, 'captured')));
      expect(credited.toSorted((a, b) => a - b)).toEqual([0, 7_000]);
    },
    180_000,
  );
});

describe('the last of it wanted at both servers at once', () => {
  play(
    'is sold as often as it is there (round %i)',
    async () => {
      const { available } = await shop.stock('BOOK');
      if (available !== 3) await stock('BOOK', 3 - available);
      const carts: NewCart[] = await everybody(() => shop.cart({ BOOK: 1 }));
      const answers = await Promise.all(
        carts.map((cart) => call('POST', `/api/carts/${cart.id}/checkout`, { secret: cart.secret, body: {} })),
      );
      expect(codes(answers)).toEqual({ done: 3, insufficient_stock: callers - 3 });
      expect(await shop.stock('BOOK')).toMatchObject({ available: 0 });
    },
    180_000,
  );
});

describe('two servers on one database', () => {
  it('tell at one what happened at the other within seconds', async () => {
    const made = await shop.order({ 'SODA-500': 1 }, null);
    const stop = new AbortController();
    const stream = await fetch(`${urls[0]}/api/orders/${made.order.id}/events`, {
      headers: { Accept: 'text/event-stream', 'Duka-Key': shop.publishable, 'Duka-Secret': made.secret },
      signal: stop.signal,
    });
    const paid = fetch(`${urls[1]}/api/orders/${made.order.id}/tenders`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${shop.secret}`,
        'Idempotency-Key': randomUUID(),
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ method: 'cash' }),
    });
    expect((await paid).status).toBe(201);
    let text = '';
    for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString('utf8');
      if (text.includes('order.paid')) break;
    }
    stop.abort();
    const types = [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => (JSON.parse(data ?? '') as OrderEvent).type);
    expect(types).toContain('order.paid');
  }, 20_000);
});
