import type { Checkout, Payment, Receipt } from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa, type Answer, type CallInit } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(() => shop.expectSound());
afterAll(() => shop.stop());

/** An order of two sodas, KES 140.00. */
const order = (payment: unknown = null): Promise<Checkout> => shop.order({ 'SODA-500': 2 }, payment);
const tender = (made: Checkout, body: unknown, init: CallInit = {}): Promise<Answer<Payment>> =>
  shop.call<Payment>('POST', `/api/orders/${made.order.id}/tenders`, { key: 'sk', body, ...init });
const approving = () => {
  const payment = mpesa();
  shop.simulator.control.next({ scenario: 1, phone: payment.phone });
  return payment;
};
const types = async (made: Checkout) => (await shop.events(made)).map((event) => event.type);

describe('cash at the counter', () => {
  it('pays an order at once, and says the change', async () => {
    const before = await shop.stock('SODA-500');
    const made = await order();
    const answer = await tender(made, { method: 'cash', tendered: 20_000 });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        method: 'cash',
        state: 'succeeded',
        amount: { amount: 14_000 },
        tender: { kind: 'cash', tendered: { amount: 20_000 }, change: { amount: 6_000 } },
      },
    });
    expect(await shop.read(made)).toMatchObject({
      paymentStatus: 'paid',
      paid: { amount: 14_000 },
      due: { amount: 0 },
      reservedUntil: null,
    });
    expect(await shop.stock('SODA-500')).toMatchObject({ held: before.held, allocated: before.allocated + 2 });
  });

  it('settles a promise to pay on delivery: the same attempt', async () => {
    const made = await order({ method: 'cash' });
    const answer = await tender(made, { method: 'cash' });
    expect(answer.body.id).toBe(made.payment?.id);
    expect((await shop.read(made)).payments).toMatchObject([{ state: 'succeeded', method: 'cash' }]);
    expect(await types(made)).toEqual(['order.created', 'payment.pending', 'payment.succeeded', 'order.paid']);
  });

  it('given in part ends the promise and leaves the rest due', async () => {
    const made = await order({ method: 'cash' });
    await tender(made, { method: 'cash', amount: 4_000 });
    const now = await shop.read(made);
    expect(now).toMatchObject({ paymentStatus: 'partially_paid', due: { amount: 10_000 }, receiptUrl: null });
    expect(now.payments.find((one) => one.state === 'succeeded')).toMatchObject({ amount: { amount: 4_000 } });
    expect(now.payments.find((one) => one.state === 'failed')).toMatchObject({ amount: { amount: 14_000 } });
  });

  it.each([
    ['less than it is to pay', { method: 'cash', tendered: 10_000 }, 'tendered'],
    ['less than the part named', { method: 'cash', amount: 5_000, tendered: 4_000 }, 'tendered'],
    ['not whole shillings', { method: 'cash', amount: 5_050 }, 'amount'],
    ['nothing', { method: 'cash', amount: 0 }, 'amount'],
    ['a kind of cash that is not cash', { method: 'other', kind: 'cash' }, 'kind'],
  ])('is refused when it is %s', async (_, body, field) => {
    const made = await order();
    const answer = await tender(made, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect((answer.body as unknown as { errors: { path: string }[] }).errors[0]?.path).toBe(field);
    expect((await shop.read(made)).paymentStatus).toBe('unpaid');
  });

  it('is never taken beyond what is due, nor twice', async () => {
    const made = await order();
    expect(await tender(made, { method: 'cash', amount: 14_100 })).toMatchObject({
      status: 409,
      body: { code: 'amount_exceeds_due', due: 14_000 },
    });
    await tender(made, { method: 'cash' });
    expect(await tender(made, { method: 'cash' })).toMatchObject({ status: 409, body: { code: 'order_paid' } });
  });

  it('with the same idempotency key is taken once', async () => {
    const made = await order();
    const init = { idempotencyKey: 'tender-once-0123456789' };
    const first = await tender(made, { method: 'cash', amount: 7_000 }, init);
    const again = await tender(made, { method: 'cash', amount: 7_000 }, init);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await shop.read(made)).toMatchObject({ paid: { amount: 7_000 } });
  });

  it('is for the shop to take, not for buyers', async () => {
    const made = await order();
    expect(await tender(made, { method: 'cash' }, { key: shop.publishable, secret: made.secret })).toMatchObject({
      status: 403,
    });
  });

  it('is refused for an order that was canceled', async () => {
    const made = await order();
    await shop.call('POST', `/api/orders/${made.order.id}/cancel`, { key: 'sk' });
    expect(await tender(made, { method: 'cash' })).toMatchObject({ status: 409, body: { code: 'order_canceled' } });
  });

  it('taken by many hands at once adds up to what is due and no more', async () => {
    const made = await order();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => tender(made, { method: 'cash', amount: 2_000 })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(7);
    expect(answers.filter(({ status }) => status !== 201).every(({ status }) => status === 409)).toBe(true);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', paid: { amount: 14_000 } });
  });

  it('is declined when the goods have gone meanwhile', async () => {
    const made = await shop.order({ BOOK: 3 }, null);
    await shop.advance(16 * 60);
    const other = await shop.order({ BOOK: 1 }, null);
    expect(await tender(made, { method: 'cash' })).toMatchObject({
      status: 409,
      body: { code: 'insufficient_stock', lines: [{ requested: 3, available: 2 }] },
    });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'unpaid', payments: [] });
    await shop.call('POST', `/api/orders/${other.order.id}/cancel`, { key: 'sk' });
  });
});

describe('an order paid in parts', () => {
  it('is paid by the last of them: cash, card and M-Pesa, all on its receipt', async () => {
    const before = await shop.stock('SODA-500');
    const made = await order();
    await tender(made, { method: 'cash', amount: 5_000, tendered: 10_000 });
    await tender(made, { method: 'other', kind: 'card', amount: 4_000, reference: 'SLIP 42' });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'partially_paid', due: { amount: 5_000 } });
    expect(await shop.stock('SODA-500')).toMatchObject({ held: before.held + 2, allocated: before.allocated });
    const asked = await shop.pay(made, approving());
    expect(asked.body.amount.amount).toBe(5_000);
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', paid: { amount: 14_000 } });
    expect(await shop.stock('SODA-500')).toMatchObject({ held: before.held, allocated: before.allocated + 2 });
    const told = await types(made);
    expect(told.filter((type) => type === 'order.partially_paid')).toHaveLength(2);
    expect(told.at(-1)).toBe('order.paid');
    const receipt = await shop.call<Receipt>('GET', `/api/orders/${made.order.id}/receipt`, { secret: made.secret });
    const by = (method: string) => receipt.body.tenders.find((one) => one.method === method);
    expect(by('cash')).toMatchObject({ tender: { tendered: { amount: 10_000 }, change: { amount: 5_000 } } });
    expect(by('other')).toMatchObject({ tender: { kind: 'card', reference: 'SLIP 42' } });
    expect(by('mpesa')).toMatchObject({ tender: null, amount: { amount: 5_000 } });
    const page = await shop.call<string>('GET', `/api/orders/${made.order.id}/receipt`, {
      secret: made.secret,
      headers: { Accept: 'text/html' },
    });
    expect(page.body).toContain('SLIP 42');
  });

  it('lets the buyer pay a part by M-Pesa, within what is due', async () => {
    const made = await order();
    expect(await shop.pay(made, { ...mpesa(), amount: 20_000 })).toMatchObject({
      status: 409,
      body: { code: 'amount_exceeds_due', due: 14_000 },
    });
    const asked = await shop.pay(made, { ...approving(), amount: 6_000 });
    expect(asked).toMatchObject({ status: 201, body: { amount: { amount: 6_000 } } });
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'partially_paid', due: { amount: 8_000 } });
    expect(shop.simulator.control.pushes().at(-1)).toMatchObject({ amount: 60 });
  });

  it('takes cash beside a prompt only for what the prompt does not ask for', async () => {
    const made = await order();
    const asked = await shop.pay(made, { ...approving(), amount: 9_000 });
    expect(await tender(made, { method: 'cash' })).toMatchObject({
      status: 409,
      body: { code: 'payment_in_progress', payment: asked.body.id },
    });
    expect((await tender(made, { method: 'cash', amount: 5_000 })).status).toBe(201);
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', paid: { amount: 14_000 } });
  });

  it('keeps a late success that no longer fits for the shop to pay back', async () => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 5, phone: payment.phone });
    const made = await shop.order({ 'SODA-500': 2 }, payment);
    await shop.advance(130);
    expect((await shop.read(made)).payments[0]?.state).toBe('unknown');
    await tender(made, { method: 'cash', amount: 10_000 });
    await shop.advance(120);
    const now = await shop.read(made);
    expect(now).toMatchObject({ paymentStatus: 'partially_paid', due: { amount: 4_000 } });
    expect(now.payments.find((one) => one.method === 'mpesa')).toMatchObject({ state: 'succeeded', unapplied: true });
  });

  it('keeps its goods for three days, and cannot be canceled until the money is given back', async () => {
    const made = await order();
    await tender(made, { method: 'cash', amount: 4_000 });
    await shop.advance(30 * 60);
    expect((await shop.read(made)).reservedUntil).not.toBeNull();
    const cancel = () => shop.call('POST', `/api/orders/${made.order.id}/cancel`, { key: 'sk' });
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'order_paid' } });
    const refund = await shop.call('POST', `/api/orders/${made.order.id}/refunds`, {
      key: 'sk',
      body: { amount: 4_000, method: 'cash', reason: 'other' },
    });
    expect(refund.status, JSON.stringify(refund.body)).toBe(201);
    expect(await cancel()).toMatchObject({ status: 200, body: { status: 'canceled' } });
  });
});
