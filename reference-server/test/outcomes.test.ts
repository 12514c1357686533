import type { Checkout } from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(() => shop.expectSound());
afterAll(() => shop.stop());

/** An order whose payer does as the simulator's scenario says. */
async function ordered(scenario: number, variant?: string): Promise<Checkout> {
  const payment = mpesa();
  shop.simulator.control.next({ scenario, phone: payment.phone, ...(variant ? { variant } : {}) });
  return shop.order({ 'SODA-500': 1 }, payment);
}

const typesOf = async (made: Checkout): Promise<string[]> => (await shop.events(made)).map((event) => event.type);

describe('a prompt that ends without money', () => {
  it.each([
    { title: 'cancelled by the payer', scenario: 8, seconds: 10, reason: 'cancelled', retryable: true },
    { title: 'answered with a wrong PIN', scenario: 11, seconds: 10, reason: 'wrong_pin', retryable: true },
    {
      title: 'answered without enough money',
      scenario: 10,
      seconds: 10,
      reason: 'insufficient_funds',
      retryable: true,
    },
    { title: 'sent to a phone that is off', scenario: 9, seconds: 60, reason: 'unreachable', retryable: true },
    { title: 'left to expire', scenario: 12, seconds: 90, reason: 'expired', retryable: true },
    { title: 'that cannot be delivered', scenario: 13, seconds: 40, reason: 'unreachable', retryable: true },
    { title: 'over a limit', scenario: 14, seconds: 10, reason: 'limit', retryable: false },
  ])('is failed for the right reason when $title', async ({ scenario, seconds, reason, retryable }) => {
    const before = await shop.stock('SODA-500');
    const made = await ordered(scenario);
    await shop.advance(seconds);
    const order = await shop.read(made);
    expect(order.payments[0]).toMatchObject({ state: 'failed', final: true, reason, retryable, unapplied: false });
    expect(order).toMatchObject({ paymentStatus: 'unpaid', paid: { amount: 0 }, receiptUrl: null });
    expect(await shop.stock('SODA-500')).toMatchObject({ held: before.held + 1, allocated: before.allocated });
  });

  it('leaves the order open for another try, which is a new attempt', async () => {
    const made = await ordered(8);
    await shop.advance(10);
    const again = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: again.phone });
    const second = await shop.pay(made, again);
    expect(second).toMatchObject({ status: 201, body: { state: 'pending' } });
    await shop.advance(10);
    const order = await shop.read(made);
    expect(order.paymentStatus).toBe('paid');
    expect(order.payments.map((payment) => payment.state)).toEqual(['succeeded', 'failed']);
  });
});

describe('a payment', () => {
  it.each([
    ['whose callback comes three times', 6, 80],
    ['whose callback is lost: the query decides (C7)', 4, 40],
    ['whose callback has odd metadata (C8)', 2, 20],
    ['whose later callback says cancelled', 7, 60, 'late-cancel'],
    ['whose query answers only now and then', 23, 600, 'late'],
  ] as const)('is credited once when it is one %s', async (_, scenario, seconds, variant?: string) => {
    const made = await ordered(scenario, variant);
    await shop.advance(seconds);
    const order = await shop.read(made);
    expect(order).toMatchObject({ paymentStatus: 'paid', paid: { amount: 7_000 } });
    expect(order.payments).toHaveLength(1);
    expect((await typesOf(made)).filter((type) => type === 'order.paid')).toHaveLength(1);
  });

  it('is credited when its callback overtakes the answer to the push', async () => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 3, phone: payment.phone });
    const cart = await shop.cart();
    const pushed = shop.simulator.control.pushes().length;
    const answer = shop.checkout(cart, payment);
    await expect.poll(() => shop.simulator.control.pushes().length).toBe(pushed + 1);
    for (let second = 0; second < 4; second++) await shop.simulator.control.advance(1_000);
    const made = (await answer).body;
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('is unknown, never failed, when the answer to the push is lost, and is credited by its callback (G4, P2)', async () => {
    const made = await ordered(21, 'hangup');
    expect(made.payment).toMatchObject({ state: 'unknown', final: false });
    await shop.advance(20);
    expect(await shop.read(made)).toMatchObject({
      paymentStatus: 'paid',
      payments: [{ state: 'succeeded', late: true }],
    });
  });

  it('fills in a receipt number that comes after the success, once (C7)', async () => {
    const made = await ordered(4);
    await shop.advance(40);
    expect((await shop.read(made)).payments[0]?.receiptNumber).toBeNull();
    const lost = shop.simulator.control.callbacks().at(-1);
    await shop.simulator.control.replay(lost?.id ?? '');
    await shop.simulator.control.replay(lost?.id ?? '');
    await shop.settle();
    expect((await shop.read(made)).payments[0]?.receiptNumber).toMatch(/^[A-Z0-9]{10}$/);
    expect((await typesOf(made)).filter((type) => type === 'payment.receipt_number')).toHaveLength(1);
  });

  it('that turns up after it was thought lost pays the order all the same, in a second look (C9)', async () => {
    const made = await ordered(7, 'late-success');
    await shop.advance(30);
    expect((await shop.read(made)).payments[0]).toMatchObject({ state: 'failed', reason: 'unreachable' });
    await shop.advance(30);
    const order = await shop.read(made);
    expect(order).toMatchObject({ paymentStatus: 'paid' });
    expect(order.payments[0]).toMatchObject({ state: 'failed', late: true, unapplied: false });
  });

  it('that turns up after two minutes of silence is late, and counts', async () => {
    const made = await ordered(5);
    await shop.advance(150);
    expect((await shop.read(made)).payments[0]).toMatchObject({ state: 'unknown', retryable: true });
    await shop.advance(60);
    expect(await shop.read(made)).toMatchObject({
      paymentStatus: 'paid',
      payments: [{ state: 'succeeded', late: true }],
    });
  });

  it('for a canceled order stays unapplied and is told of (C9)', async () => {
    const made = await ordered(5);
    await shop.advance(130);
    expect(await shop.call('POST', `/api/orders/${made.order.id}/cancel`, { secret: made.secret })).toMatchObject({
      status: 200,
      body: { status: 'canceled', due: { amount: 0 } },
    });
    await shop.advance(80);
    const order = await shop.read(made);
    expect(order).toMatchObject({ status: 'canceled', paymentStatus: 'unpaid' });
    expect(order.payments[0]).toMatchObject({ state: 'succeeded', unapplied: true });
    expect(await typesOf(made)).toContain('payment.unapplied');
  });

  it('beside another success for the same order stays unapplied (C9)', async () => {
    const made = await ordered(5);
    await shop.advance(130);
    const second = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: second.phone });
    expect(await shop.pay(made, second)).toMatchObject({ status: 201 });
    await shop.advance(80);
    const order = await shop.read(made);
    expect(order).toMatchObject({ paymentStatus: 'paid', paid: { amount: 7_000 } });
    expect(order.payments.map(({ state, unapplied }) => ({ state, unapplied }))).toEqual([
      { state: 'succeeded', unapplied: false },
      { state: 'succeeded', unapplied: true },
    ]);
  });

  it('takes the goods again when their hold has lapsed, and stays unapplied when they are gone (S3)', async () => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 24, phone: payment.phone });
    const made = await shop.order({ BOOK: 3 }, payment);
    await shop.advance(16 * 60);
    expect(await typesOf(made)).toContain('order.reservation_expired');
    expect(await shop.stock('BOOK')).toMatchObject({ available: 3, held: 0 });
    const other = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: other.phone });
    const rival = await shop.order({ BOOK: 1 }, other);
    await shop.advance(10);
    expect(await shop.read(rival)).toMatchObject({ paymentStatus: 'paid' });
    const [push] = shop.simulator.control.pushes().filter((one) => one.id.endsWith(payment.phone.slice(-9)));
    shop.simulator.control.direct(push?.id ?? '', 1);
    await shop.advance(600);
    expect(await shop.read(made)).toMatchObject({
      paymentStatus: 'unpaid',
      payments: [{ state: 'succeeded', unapplied: true }],
    });
    expect(await shop.stock('BOOK')).toEqual({ onHand: 3, available: 2, held: 0, allocated: 1 });
  });
});

describe('a forged callback', () => {
  it.each([
    ['with a wrong token', 'bad-token', 'failed'],
    ['with a wrong amount', 'wrong-amount', 'needs_review'],
    ['that names another request', 'unknown-id', 'needs_review'],
    ['that claims a success that never was', 'foreign-address', 'needs_review'],
  ] as const)('%s credits nothing', async (_, variant, state) => {
    const made = await ordered(25, variant);
    await shop.advance(20);
    const order = await shop.read(made);
    expect(order).toMatchObject({ paymentStatus: 'unpaid', paid: { amount: 0 } });
    expect(order.payments[0]?.state).toBe(state);
  });

  it('to an address that nobody gave out is answered like any unknown address (C1)', async () => {
    const post = (path: string) => fetch(`${shop.server.url}${path}`, { method: 'POST', body: '{}' });
    const [forged, unknown] = [
      await post(`/payments/callback/${'ab'.repeat(32)}`),
      await post('/payments/nothing/here'),
    ];
    const withoutId = async (response: Response) => ({ ...((await response.json()) as object), requestId: '' });
    expect([forged.status, await withoutId(forged)]).toEqual([unknown.status, await withoutId(unknown)]);
    expect(forged.status).toBe(404);
  });
});

describe('a canceled order', () => {
  it('cannot be had while a phone is asking for the PIN', async () => {
    const made = await shop.order();
    const answer = await shop.call('POST', `/api/orders/${made.order.id}/cancel`, { secret: made.secret });
    expect(answer).toMatchObject({ status: 409, body: { code: 'payment_in_progress', payment: made.payment?.id } });
    await shop.advance(90);
  });

  it('gives its goods back, once, and cannot be paid', async () => {
    const before = await shop.stock('SODA-500');
    const made = await shop.order({ 'SODA-500': 4 }, { method: 'cash' });
    expect(made.payment).toMatchObject({ method: 'cash', state: 'pending', final: false });
    for (let i = 0; i < 2; i++)
      expect(await shop.call('POST', `/api/orders/${made.order.id}/cancel`, { secret: made.secret })).toMatchObject({
        status: 200,
      });
    expect(await shop.stock('SODA-500')).toEqual(before);
    expect(await shop.pay(made)).toMatchObject({ status: 409, body: { code: 'order_canceled' } });
    expect((await shop.read(made)).payments[0]).toMatchObject({ state: 'failed', reason: 'cancelled' });
  });
});

describe('paying in cash', () => {
  it('keeps the goods, and gives way to M-Pesa when the buyer changes their mind', async () => {
    const made = await shop.order({ 'SODA-500': 1 }, { method: 'cash' });
    await shop.advance(20 * 60);
    expect((await shop.read(made)).reservedUntil).not.toBeNull();
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: payment.phone });
    expect(await shop.pay(made, payment)).toMatchObject({ status: 201, body: { state: 'pending' } });
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
  });
});
