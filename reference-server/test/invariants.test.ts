import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendDue } from '../src/domains/webhooks/job.js';
import { examine } from '../src/invariants.js';
import { clock } from '../src/platform/clock.js';
import { Harness, mpesa } from './harness.js';

type Row = Record<string, unknown> & { _id: string };
type Books = Record<string, Row[]>;

let shop: Harness;
let books: Books;
let now: Date;
const told: string[] = [];

/** A shop in which everything happened once: paid, given back, canceled, told of. Its books are then broken on paper, one way at a time. */
beforeAll(async () => {
  shop = await Harness.start();
  const receiver = { url: `${shop.server.url}/ping`, events: ['*'], description: 'never answers well' };
  expect((await shop.call('POST', '/api/webhooks', { key: 'sk', body: receiver })).status).toBe(201);
  await shop.simulator.control.advance(20_000);
  const payment = mpesa();
  shop.simulator.control.next({ scenario: 1, phone: payment.phone });
  const paid = await shop.order({ 'SODA-500': 2 }, payment);
  await shop.advance(20);
  const waits = await shop.order({ 'SODA-500': 1 }, { method: 'cash' });
  const canceled = await shop.order({ BOOK: 1 }, null);
  await shop.call('POST', `/api/orders/${canceled.order.id}/cancel`, { secret: canceled.secret });
  const [line] = paid.order.lines;
  const refund = await shop.call('POST', `/api/orders/${paid.order.id}/refunds`, {
    ...{ key: 'sk', body: { method: 'cash', reason: 'returned', lines: [{ line: line?.id, quantity: 1 }] } },
  });
  expect(refund.status, JSON.stringify(refund.body)).toBe(201);
  await sendDue(new AbortController().signal);
  await shop.expectSound();
  told.push(paid.order.id, waits.order.id);
  now = clock.now();
  books = {};
  for (const { name } of (await mongoose.connection.db?.listCollections().toArray()) ?? [])
    books[name] = (await mongoose.connection.db?.collection(name).find().toArray()) as unknown as Row[];
}, 60_000);
afterAll(() => shop.stop());

const first = (of: Books, name: string, fits: (row: Row) => boolean = () => true): Row => {
  const row = of[name]?.find(fits);
  if (!row) throw new Error(`nothing in ${name} to break`);
  return row;
};
const again = (of: Books, name: string, row: Row, changes: object): void => {
  of[name] = [...(of[name] ?? []), { ...structuredClone(row), ...changes, _id: `${row._id}x` }];
};
const isPaid = (row: Row): boolean => row['paidAt'] !== null;
const captured = (row: Row): boolean => row['kind'] === 'captured';
const nested = (row: Row, ...path: (string | number)[]) =>
  path.reduce<unknown>((at, name) => (at as Record<string | number, unknown>)[name], row) as Record<string, unknown>;

const breaks: [id: string, how: string, change: (of: Books) => void][] = [
  [
    'INV-01',
    'money that was applied is less than was paid',
    (of) => {
      first(of, 'ledger', (row) => row['kind'] === 'applied')['amount'] = 100;
    },
  ],
  ['INV-02', 'money came in and is nowhere', (of) => void (first(of, 'ledger', captured)['amount'] = 99_00)],
  [
    'INV-03',
    'one receipt number on two payments',
    (of) =>
      again(
        of,
        'payment_attempts',
        first(of, 'payment_attempts', (row) => Boolean(row['receiptNumber'])),
        {},
      ),
  ],
  [
    'INV-04',
    'one request of two payments',
    (of) =>
      again(
        of,
        'payment_attempts',
        first(of, 'payment_attempts', (row) => Boolean(row['checkoutRequestId'])),
        {},
      ),
  ],
  [
    'INV-05',
    'two prompts at once',
    (of) => {
      const attempt = first(of, 'payment_attempts', (row) => row['method'] === 'mpesa');
      for (const n of [1, 2]) again(of, 'payment_attempts', attempt, { state: 'pending', n });
    },
  ],
  [
    'INV-06',
    'paid twice',
    (of) => {
      const order = first(of, 'orders', isPaid);
      (order['history'] as object[]).push({ what: 'order.paid', at: now });
    },
  ],
  [
    'INV-07',
    'more given back than came in',
    (of) => {
      const refund = first(of, 'refunds');
      refund['amount'] = 900_00;
      nested(refund, 'shares', 0)['amount'] = 900_00;
    },
  ],
  [
    'INV-08',
    'a payment that went on after its end',
    (of) => {
      const attempt = first(of, 'payment_attempts', (row) => row['state'] === 'succeeded');
      (attempt['history'] as object[]).push({ state: 'pending', fact: 'pushAccepted', at: now });
    },
  ],
  [
    'INV-09',
    'asked for more than the order was',
    (of) => void (first(of, 'payment_attempts', (row) => row['state'] === 'succeeded')['amount'] = 900_00),
  ],
  [
    'INV-10',
    'stock that is not the sum of its parts',
    (of) => {
      const level = first(of, 'stock_levels');
      level['onHand'] = Number(level['onHand']) + 1;
    },
  ],
  [
    'INV-11',
    'goods that nobody holds',
    (of) => {
      const level = first(of, 'stock_levels');
      Object.assign(level, { held: Number(level['held']) + 1, available: Number(level['available']) - 1 });
    },
  ],
  [
    'INV-12',
    'a canceled order that keeps goods',
    (of) => {
      const order = first(of, 'orders', (row) => row['status'] === 'canceled');
      first(of, 'reservations', (row) => row['order'] === order._id)['state'] = 'held';
    },
  ],
  [
    'INV-13',
    'a total that is not its parts',
    (of) => {
      nested(first(of, 'orders', isPaid), 'totals', 'delivery')['amount'] = 1;
    },
  ],
  [
    'INV-14',
    'a price that changed after the fact',
    (of) => {
      const order = first(of, 'orders');
      nested(order, 'lines', 0, 'unitPrice')['amount'] = 1;
    },
  ],
  [
    'INV-15',
    'a coupon of no order',
    (of) => {
      const { shop: owner, mode } = first(of, 'orders');
      of['discount_uses'] = [
        { _id: 'use_1', shop: owner, mode, order: 'ord_none', discount: 'disc_1', state: 'counted' },
      ];
    },
  ],
  ['INV-16', 'two orders of one cart', (of) => again(of, 'orders', first(of, 'orders', isPaid), {})],
  [
    'INV-17',
    'a change that nobody was told of',
    (of) => {
      const order = first(of, 'orders', (row) => row['status'] === 'canceled');
      (order['history'] as object[]).pop();
    },
  ],
  [
    'INV-18',
    'a gap in what was told',
    (of) => {
      of['outbox'] = (of['outbox'] ?? []).filter((row) => row['sequence'] !== 2);
    },
  ],
  [
    'INV-19',
    'an event that an endpoint was not offered',
    (of) => {
      const paid = first(of, 'outbox', (row) => row['type'] === 'order.paid');
      of['webhook_deliveries'] = (of['webhook_deliveries'] ?? []).filter((row) => row['event'] !== paid._id);
    },
  ],
  [
    'INV-20',
    'the second news of an order before the first',
    (of) => {
      const second = first(of, 'webhook_deliveries', (row) => row['sequence'] === 2);
      Object.assign(second, { tries: 1, lastTryAt: now });
      const before = (row: Row) => row['sequence'] === 1 && row['line'] === second['line'];
      Object.assign(first(of, 'webhook_deliveries', before), { state: 'pending', deliveredAt: null });
    },
  ],
  [
    'INV-20',
    'the first news that arrived after the second',
    (of) => {
      const second = first(of, 'webhook_deliveries', (row) => row['sequence'] === 2);
      Object.assign(second, {
        state: 'delivered',
        tries: 1,
        lastTryAt: new Date(now.getTime() - 5_000),
        deliveredAt: now,
      });
      const before = (row: Row) => row['sequence'] === 1 && row['line'] === second['line'];
      Object.assign(first(of, 'webhook_deliveries', before), { state: 'delivered', deliveredAt: now });
    },
  ],
  ['INV-21', 'a thing of nobody', (of) => void delete first(of, 'carts')['shop']],
  [
    'INV-22',
    'a live order with a payment of the test side',
    (of) => void (first(of, 'orders', isPaid)['mode'] = 'live'),
  ],
  [
    'INV-22',
    'a live payment by the short code of the sandbox',
    (of) => void (first(of, 'payment_attempts', (row) => row['shortcode'] === '174379')['mode'] = 'live'),
  ],
  [
    'INV-23',
    'a prompt that nobody asks about any more',
    (of) => {
      const attempt = first(of, 'payment_attempts', (row) => row['method'] === 'mpesa');
      const at = new Date(now.getTime() - 3_600_000);
      Object.assign(attempt, { state: 'pending', history: [{ state: 'pending', fact: 'pushAccepted', at }] });
    },
  ],
  [
    'INV-24',
    'an order that a buyer was told of and that is gone',
    (of) => {
      of['orders'] = (of['orders'] ?? []).filter((row) => row._id !== told[0]);
    },
  ],
  [
    'INV-25',
    'a call that had its effect twice',
    (of) => {
      first(of, 'idempotent_calls', (row) => row['effects'] === 1)['effects'] = 2;
    },
  ],
  [
    'INV-26',
    'a report that says more than the ledger',
    (of) => {
      for (const bucket of of['report_buckets'] ?? [])
        for (const key of Object.keys(bucket)) if (typeof bucket[key] === 'number') bucket[key] += 1;
      const { shop: owner, mode } = first(of, 'orders');
      const state = { building: false, generation: 1, timeZone: 'Africa/Nairobi' };
      of['report_states'] = [{ ...state, _id: 'x', shop: owner, mode }];
      of['report_queue'] = [];
      of['report_buckets'] = [];
    },
  ],
  [
    'INV-27',
    'a phone number in an event',
    (of) => {
      nested(first(of, 'outbox'), 'event')['note'] = 'call 0711222333';
    },
  ],
  [
    'INV-27',
    'an answer that is kept in the open',
    (of) => {
      first(of, 'idempotent_calls', (row) => Boolean(row['body']))['body'] = '{"secret":"os_1"}';
    },
  ],
];

const idsOf = async (of: Books): Promise<string[]> =>
  (await examine((name) => Promise.resolve(of[name] ?? []), now, told)).map(({ id }) => id);

describe('the checker of invariants', () => {
  it('finds nothing wrong where nothing is', async () => expect(await idsOf(books)).toEqual([]));

  it.each(breaks)('names %s: %s', async (id, _, change) => {
    const broken = structuredClone(books);
    change(broken);
    expect(await idsOf(broken)).toContain(id);
  });

  it('has a broken book for each of INV-01 to INV-27', () => {
    const all = Array.from({ length: 27 }, (_, i) => `INV-${String(i + 1).padStart(2, '0')}`);
    expect([...new Set(breaks.map(([id]) => id))].sort()).toEqual(all);
  });
});
