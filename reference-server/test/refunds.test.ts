import { randomUUID } from 'node:crypto';
import type { Checkout, Order, OrderEvent, Refund } from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openShop, shopOf } from '../src/domains/shops/service.js';
import { admitKey, newKey } from '../src/platform/keys.js';
import { Harness, mpesa, type Answer, type CallInit, type Sku } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(async () => {
  shop.simulator.control.clearOrders();
  await shop.expectSound();
});
afterAll(() => shop.stop());

/** An order paid by M-Pesa, with its receipt number known. */
async function paid(items: Partial<Record<Sku, number>> = { 'SODA-500': 2 }): Promise<Checkout> {
  const payment = mpesa();
  shop.simulator.control.next({ scenario: 1, phone: payment.phone });
  const made = await shop.order(items, payment);
  await shop.advance(10);
  expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
  return made;
}

const ask = (made: Checkout, body: unknown, init: CallInit = {}): Promise<Answer<Refund>> =>
  shop.call<Refund>('POST', `/api/orders/${made.order.id}/refunds`, {
    key: 'sk',
    body: { reason: 'returned', ...(body as object) },
    ...init,
  });
const look = async (id: string): Promise<Refund> =>
  (await shop.call<Refund>('GET', `/api/refunds/${id}`, { key: 'sk' })).body;
const lineOf = (made: Checkout, index = 0): string => made.order.lines[index]?.id ?? '';
const requests = (kind: string): number =>
  shop.simulator.control.requests().filter((request) => request.path.includes(kind)).length;
const refundEvents = async (made: Checkout): Promise<string[]> =>
  (await shop.events(made)).map((event: OrderEvent) => event.type).filter((type) => type.startsWith('refund.'));

describe('a whole order given back', () => {
  it('reverses its M-Pesa payment, restocks the goods and says so', async () => {
    const before = await shop.stock('SODA-500');
    const made = await paid();
    const answer = await ask(made, { lines: [{ line: lineOf(made), quantity: 2 }] });
    expect(answer).toMatchObject({
      status: 201,
      body: { state: 'pending', method: 'mpesa_reversal', amount: { amount: 14_000 }, final: false },
    });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', refundable: { amount: 0 } });
    await shop.advance(10);
    const refund = await look(answer.body.id);
    expect(refund).toMatchObject({ state: 'succeeded', final: true, failure: null });
    expect(refund.receiptNumber).toMatch(/^[A-Z0-9]{10}$/);
    expect(await shop.read(made)).toMatchObject({
      paymentStatus: 'refunded',
      paid: { amount: 14_000 },
      refunded: { amount: 14_000 },
      refundable: { amount: 0 },
    });
    expect(await shop.stock('SODA-500')).toEqual(before);
    expect(await refundEvents(made)).toEqual([
      'refund.requesting',
      'refund.pending',
      'refund.confirming',
      'refund.succeeded',
    ]);
    const reversal = shop.simulator.control.transactions().find((one) => one.id === refund.receiptNumber);
    expect(reversal).toMatchObject({ kind: 'reversal', amount: 140 });
  });

  it('keeps back damaged goods, and VAT comes from the stored line', async () => {
    const before = await shop.stock('SODA-500');
    const made = await paid();
    const { body } = await ask(made, { lines: [{ line: lineOf(made), quantity: 2, restock: false }], method: 'other' });
    expect(body).toMatchObject({ state: 'succeeded', tax: { amount: made.order.totals.tax.amount } });
    expect(await shop.stock('SODA-500')).toEqual({
      ...before,
      onHand: before.onHand - 2,
      available: before.available - 2,
    });
  });
});

describe('a part of an order given back', () => {
  it('is paid out to the phone that paid', async () => {
    const made = await paid();
    const answer = await ask(made, { lines: [{ line: lineOf(made), quantity: 1 }] });
    expect(answer.body).toMatchObject({ method: 'mpesa_payout', amount: { amount: 7_000 }, state: 'pending' });
    expect(answer.body.phone).toContain('•');
    await shop.advance(10);
    expect(await look(answer.body.id)).toMatchObject({ state: 'succeeded' });
    expect(await shop.read(made)).toMatchObject({
      paymentStatus: 'partially_refunded',
      refunded: { amount: 7_000 },
      refundable: { amount: 7_000 },
    });
  });

  it('in cash is done at once; the rest can be given back later, and then no more', async () => {
    const made = await paid();
    const one = { lines: [{ line: lineOf(made), quantity: 1 }], method: 'cash' };
    expect(await ask(made, one)).toMatchObject({ status: 201, body: { state: 'succeeded' } });
    expect(await ask(made, one)).toMatchObject({ status: 201, body: { state: 'succeeded' } });
    expect(await ask(made, one)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'lines.0.quantity' }] },
    });
    expect(await ask(made, { amount: 100, method: 'cash' })).toMatchObject({
      status: 409,
      body: { code: 'refund_exceeds', refundable: 0 },
    });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'refunded' });
    expect(await refundEvents(made)).toEqual(['refund.succeeded', 'refund.succeeded']);
  });

  it('can be a free amount, or less than the goods came to', async () => {
    const made = await paid();
    const goodwill = await ask(made, { amount: 1_000, method: 'cash', reason: 'price_adjustment' });
    expect(goodwill.body).toMatchObject({ adjustment: { amount: 1_000 }, lines: [], tax: { amount: 138 } });
    const less = await ask(made, { lines: [{ line: lineOf(made), quantity: 2 }], amount: 10_000, method: 'cash' });
    expect(less.body).toMatchObject({ amount: { amount: 10_000 }, adjustment: { amount: -4_000 } });
    expect(await shop.read(made)).toMatchObject({ refundable: { amount: 3_000 } });
  });
});

describe('giving back more than came in', () => {
  it('does not happen when 20 ask at once', async () => {
    const made = await paid({ 'SODA-500': 3 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(made, { amount: 7_000, method: 'cash' })));
    const codes = answers.map((answer) => answer.status).sort((a, b) => a - b);
    expect(codes).toEqual([201, 201, 201, ...Array.from({ length: 17 }, () => 409)]);
    expect(await shop.read(made)).toMatchObject({ refunded: { amount: 21_000 }, paymentStatus: 'refunded' });
  });

  it('does not happen while a reversal is under way', async () => {
    const made = await paid();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(made, { amount: 14_000 })));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => answer.body.state === 'pending')).toHaveLength(1);
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'refunded', refunded: { amount: 14_000 } });
    const { transactions } = shop.simulator.control;
    const reversals = transactions().filter((one) => one.kind === 'reversal' && one.account === receiptOf(made));
    expect(reversals).toHaveLength(1);
  });

  it('does not happen by a repeat with the same key', async () => {
    const made = await paid();
    const idempotencyKey = randomUUID();
    const answers = [];
    for (let i = 0; i < 3; i++) answers.push(await ask(made, { amount: 7_000, method: 'cash' }, { idempotencyKey }));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await shop.read(made)).toMatchObject({ refunded: { amount: 7_000 } });
  });
});

function receiptOf(made: Checkout): string | undefined {
  return shop.simulator.control.pushes().find((push) => push.accountReference === made.order.number)?.receipt;
}

describe('M-Pesa saying no', () => {
  it('fails the refund, and the money can be given back another way', async () => {
    const made = await paid();
    shop.simulator.control.next({ scenario: 29, variant: 'not-permitted' });
    const answer = await ask(made, { lines: [{ line: lineOf(made), quantity: 2 }] });
    await shop.advance(10);
    expect(await look(answer.body.id)).toMatchObject({ state: 'failed', failure: { code: '21' } });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', refundable: { amount: 14_000 } });
    expect(await ask(made, { lines: [{ line: lineOf(made), quantity: 2 }], method: 'cash' })).toMatchObject({
      status: 201,
      body: { state: 'succeeded' },
    });
  });

  it('to a payout for want of funds fails it too', async () => {
    const made = await paid();
    shop.simulator.control.next({ scenario: 28, variant: 'insufficient' });
    const answer = await ask(made, { amount: 7_000 });
    await shop.advance(10);
    expect(await look(answer.body.id)).toMatchObject({ state: 'failed', failure: { code: '1' } });
  });

  it('at once is an answer, not a riddle', async () => {
    const made = await paid();
    shop.simulator.control.fail({ endpoint: 'initiator', kind: 'spike' });
    expect(await ask(made, { amount: 14_000 })).toMatchObject({ status: 201, body: { state: 'failed' } });
    expect(await shop.read(made)).toMatchObject({ refundable: { amount: 14_000 } });
  });
});

describe('a refund whose answer is lost', () => {
  it('is unknown, is never asked for twice, and is decided by its result', async () => {
    const made = await paid();
    const before = requests('/reversal/');
    shop.simulator.control.fail({ endpoint: 'initiator', kind: 'hangup' });
    const answer = await ask(made, { amount: 14_000 });
    expect(answer).toMatchObject({ status: 201, body: { state: 'unknown' } });
    expect(await ask(made, { amount: 14_000, method: 'cash' })).toMatchObject({ status: 409 });
    await shop.advance(120);
    expect(requests('/reversal/')).toBe(before + 1);
    expect((await look(answer.body.id)).final).toBe(false);
  });

  it('that M-Pesa has never heard of is for a person to decide', async () => {
    const made = await paid();
    shop.simulator.control.fail({ endpoint: 'initiator', kind: 'hangup' });
    const answer = await ask(made, { amount: 14_000 });
    await shop.advance(40 * 60, 60);
    expect(await look(answer.body.id)).toMatchObject({ state: 'needs_review' });
  });

  it('is found by asking, when its result never comes', async () => {
    const made = await paid();
    shop.simulator.control.next({ scenario: 28, variant: 'late' });
    const answer = await ask(made, { amount: 7_000 });
    await shop.advance(10);
    // The queue gave up: that decides nothing.
    expect(await look(answer.body.id)).toMatchObject({ state: 'unknown' });
    await shop.advance(90);
    expect(await look(answer.body.id)).toMatchObject({ state: 'succeeded' });
  });
});

describe('a result', () => {
  const post = (url: string, body: unknown) => fetch(url, { method: 'POST', body: JSON.stringify(body) });

  it('to an address that nobody gave out is answered like any unknown address (C1)', async () => {
    const look = async (path: string) => {
      const response = await post(`${shop.server.url}${path}`, {});
      const body = (await response.json()) as Record<string, unknown>;
      return [response.status, { ...body, requestId: '' }];
    };
    const unknown = await look('/payments/nothing');
    expect(await look(`/payments/result/${'0'.repeat(64)}`)).toEqual(unknown);
    expect(await look(`/payments/timeout/${'0'.repeat(64)}`)).toEqual(unknown);
  });

  it('that names another request, or another amount, moves nothing and is looked at by a person (C3)', async () => {
    const made = await paid();
    shop.simulator.control.next({ scenario: 28, variant: 'paid' });
    const answer = await ask(made, { amount: 7_000 });
    const asked = shop.simulator.control
      .requests()
      .filter((request) => request.path.includes('/b2c/'))
      .at(-1);
    const { ResultURL: url = '' } = (asked?.body ?? {}) as { ResultURL?: string };
    const forged = { ResultCode: 0, ResultDesc: 'ok', ConversationID: 'AG_1', OriginatorConversationID: 'x' };
    expect((await post(url, { Result: { ...forged, TransactionID: 'UAA1234567' } })).status).toBe(200);
    await shop.settle();
    expect(await look(answer.body.id)).toMatchObject({ state: 'needs_review' });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('that comes three times gives back once', async () => {
    const made = await paid();
    const answer = await ask(made, { amount: 14_000 });
    await shop.advance(10);
    const [callback] = shop.simulator.control
      .callbacks()
      .filter((one) => one.kind === 'result')
      .slice(-1);
    await Promise.all([1, 2, 3].map(() => shop.simulator.control.replay(callback?.id ?? '')));
    await shop.settle();
    expect(await look(answer.body.id)).toMatchObject({ state: 'succeeded' });
    expect((await refundEvents(made)).filter((type) => type === 'refund.succeeded')).toHaveLength(1);
  });
});

describe('money that never paid for its order', () => {
  it('is given back as it came, and touches no sale', async () => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 5, phone: payment.phone });
    const made = await shop.order({ 'SODA-500': 1 }, payment);
    await shop.advance(130);
    await shop.call('POST', `/api/orders/${made.order.id}/cancel`, { secret: made.secret });
    await shop.advance(80);
    const [late] = (await shop.read(made)).payments;
    expect(late).toMatchObject({ unapplied: true });
    const giveBack = () =>
      shop.call<Refund>('POST', `/api/payments/${late?.id}/refunds`, { key: 'sk', body: { reason: 'double_payment' } });
    const answers = await Promise.all(Array.from({ length: 20 }, giveBack));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    await shop.advance(10);
    const refund = answers.find((answer) => answer.status === 201)?.body;
    expect(await look(refund?.id ?? '')).toMatchObject({ of: 'unapplied', state: 'succeeded', taxes: [] });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'unpaid', refunded: { amount: 0 } });
    expect(await giveBack()).toMatchObject({ status: 409, body: { code: 'refund_exceeds', refundable: 0 } });
  });
});

describe('asking for a refund', () => {
  it('of an order that is not paid, of lines that are not its own, or in a way that cannot be, is refused', async () => {
    const unpaid = await shop.order({ 'SODA-500': 1 }, null);
    expect(await ask(unpaid, { amount: 100 })).toMatchObject({ status: 409, body: { code: 'refund_exceeds' } });
    const made = await paid();
    expect(await ask(made, { lines: [{ line: 'line_00000000000000000000', quantity: 1 }] })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'lines.0.line' }] },
    });
    expect(await ask(made, { amount: 100, method: 'mpesa_reversal' })).toMatchObject({
      status: 409,
      body: { code: 'refund_method_unavailable' },
    });
    expect(await ask(made, { amount: 150, method: 'cash' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'amount' }] },
    });
    expect(await ask(made, {})).toMatchObject({ status: 400, body: { errors: [{ path: 'lines' }] } });
  });

  it('is for the shop; the buyer sees what was given, not by whom', async () => {
    const made = await paid();
    await ask(made, { amount: 1_000, method: 'cash', note: 'our fault' });
    expect(
      await shop.call('POST', `/api/orders/${made.order.id}/refunds`, {
        secret: made.secret,
        body: { amount: 100, reason: 'other' },
      }),
    ).toMatchObject({ status: 403 });
    const seen = await shop.call<{ data: Refund[] }>('GET', `/api/orders/${made.order.id}/refunds`, {
      secret: made.secret,
    });
    expect(seen.body.data).toMatchObject([{ amount: { amount: 1_000 }, by: null, note: null }]);
  });

  it('finds nothing of another shop’s (T4)', async () => {
    const made = await paid();
    const mine = await ask(made, { amount: 1_000, method: 'cash' });
    const other = newKey('secret', 'test');
    const { _id: _, createdAt: __, ...own } = await shopOf(shop.tenant);
    const opened = await openShop({ ...own, slug: 'other', name: 'Other' });
    const tenant = { shop: opened.shop._id, mode: 'test' } as const;
    await admitKey(tenant, { kind: 'secret', plain: other, name: 'other' });
    const init = { key: null, headers: { Authorization: `Bearer ${other}` } };
    const body = { amount: 100, reason: 'other', method: 'cash' };
    const { payments } = await shop.read(made);
    for (const [method, path, sent] of [
      ['POST', `/api/orders/${made.order.id}/refunds`, { body }],
      ['POST', `/api/payments/${payments[0]?.id}/refunds`, { body }],
      ['GET', `/api/orders/${made.order.id}/refunds`, {}],
      ['GET', `/api/refunds/${mine.body.id}`, {}],
    ] as const)
      expect(await shop.call(method, path, { ...init, ...sent })).toMatchObject({ status: 404 });
    expect(await shop.call('GET', '/api/refunds', init)).toMatchObject({ status: 200, body: { data: [] } });
  });

  it('pages through refunds', async () => {
    type Page = { data: Refund[]; nextCursor: string };
    const all = (await shop.call<Page>('GET', '/api/refunds?limit=100', { key: 'sk' })).body.data;
    const first = (await shop.call<Page>('GET', '/api/refunds?limit=2', { key: 'sk' })).body;
    const next = await shop.call<Page>('GET', `/api/refunds?limit=100&after=${first.nextCursor}`, { key: 'sk' });
    expect([...first.data, ...next.body.data]).toEqual(all);
  });
});

describe('an order that was refunded', () => {
  it('is found by its status', async () => {
    const { body } = await shop.call<{ data: Order[] }>('GET', '/api/orders?paymentStatus=refunded', { key: 'sk' });
    expect(body.data.length).toBeGreaterThan(0);
  });
});
