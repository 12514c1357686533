import type { Checkout, LedgerBalances, LedgerEntry, PaymentReview, Refund } from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa, scenario, type Answer } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(async () => {
  shop.simulator.control.clearOrders();
  await shop.expectSound();
});
afterAll(() => shop.stop());

async function ordered(number: number, variant?: string, items = { 'SODA-500': 1 }): Promise<Checkout> {
  const payment = mpesa();
  shop.simulator.control.next({ scenario: number, phone: payment.phone, ...(variant ? { variant } : {}) });
  return shop.order(items, payment);
}
const open = async (): Promise<PaymentReview[]> =>
  (await shop.call<{ data: PaymentReview[] }>('GET', '/api/payment-reviews?open=true&limit=100', { key: 'sk' })).body
    .data;
async function reviewOf(made: Checkout): Promise<PaymentReview> {
  const found = (await open()).find((review) => review.order === made.order.id);
  if (!found) throw new Error('no review');
  return found;
}
const decide = (
  review: PaymentReview,
  how: 'accept' | 'reject' | 'refund',
  body: unknown = {},
): Promise<Answer<PaymentReview>> =>
  shop.call<PaymentReview>('POST', `/api/payment-reviews/${review.id}/${how}`, { key: 'sk', body });
const balances = async (order: string): Promise<Record<string, number>> => {
  const { body } = await shop.call<LedgerBalances>('GET', `/api/ledger/balances?order=${order}`, { key: 'sk' });
  const { captured, applied, unapplied, refunded } = body;
  return Object.fromEntries(
    Object.entries({ captured, applied, unapplied, refunded }).map(([kind, money]) => [kind, money.amount]),
  );
};

/** Money that came for an order that was canceled meanwhile. */
async function unappliedMoney(): Promise<Checkout> {
  const made = await ordered(5);
  await shop.advance(130);
  await shop.call('POST', `/api/orders/${made.order.id}/cancel`, { secret: made.secret });
  await shop.advance(80);
  return made;
}

describe('a payment in doubt', () => {
  it('is credited once when 20 accept it at once, with the receipt number from the portal', async () => {
    const made = await ordered(25, 'wrong-amount');
    await shop.advance(20);
    const review = await reviewOf(made);
    expect(review).toMatchObject({ reason: 'callback_amount_differs', can: ['accept', 'reject'], decision: null });
    const body = { receiptNumber: 'UKO8F2K9QX', note: 'seen in the portal' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => decide(review, 'accept', body)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(new Set(answers.filter((answer) => answer.status !== 200).map((answer) => answer.status))).toEqual(
      new Set([409]),
    );
    const order = await shop.read(made);
    expect(order).toMatchObject({
      paymentStatus: 'paid',
      payments: [{ state: 'succeeded', receiptNumber: 'UKO8F2K9QX' }],
    });
    expect(await balances(made.order.id)).toEqual({ captured: 7_000, applied: 7_000, unapplied: 0, refunded: 0 });
    expect((await open()).some((one) => one.id === review.id)).toBe(false);
  });

  it('cannot be credited with a receipt number that has been used (INV-03)', async () => {
    const made = await ordered(25, 'wrong-amount');
    await shop.advance(20);
    const review = await reviewOf(made);
    expect(await decide(review, 'accept', { receiptNumber: 'UKO8F2K9QX' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'receiptNumber' }] },
    });
    expect(await decide(review, 'reject', { note: 'no such money' })).toMatchObject({
      status: 200,
      body: { decision: 'rejected', note: 'no such money', can: [] },
    });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'unpaid', payments: [{ state: 'failed' }] });
    expect(await decide(review, 'accept')).toMatchObject({ status: 409, body: { code: 'review_decided' } });
  });
});

describe('unapplied money', () => {
  it('is given back from its review, and the review closes', async () => {
    const made = await unappliedMoney();
    const review = await reviewOf(made);
    expect(review).toMatchObject({ reason: 'order_canceled', can: ['accept', 'refund'], amount: { amount: 7_000 } });
    expect(await decide(review, 'accept')).toMatchObject({ status: 409, body: { code: 'review_unfit' } });
    expect(await decide(review, 'reject')).toMatchObject({ status: 409, body: { code: 'review_unfit' } });
    expect(await decide(review, 'refund')).toMatchObject({ status: 200, body: { decision: 'refunded' } });
    await shop.advance(10);
    expect(await balances(made.order.id)).toEqual({ captured: 7_000, applied: 0, unapplied: 0, refunded: 7_000 });
  });

  it('waits for a decision again when giving it back failed', async () => {
    const made = await unappliedMoney();
    const review = await reviewOf(made);
    shop.simulator.control.next({ scenario: 29, variant: 'not-permitted' });
    await decide(review, 'refund');
    await shop.advance(10);
    expect(await reviewOf(made)).toMatchObject({ id: review.id, decision: null, can: ['accept', 'refund'] });
    expect(await decide(review, 'refund', { method: 'cash' })).toMatchObject({ status: 200 });
    expect(await balances(made.order.id)).toMatchObject({ unapplied: 0, refunded: 7_000 });
  });

  it('pays its order after all once the goods are there again', async () => {
    const payment = scenario(24);
    const made = await shop.order({ BOOK: 3 }, mpesa(payment.phone));
    await shop.advance(16 * 60, 60);
    const rival = await ordered(1, undefined, { BOOK: 1 } as never);
    await shop.advance(10);
    const push = shop.simulator.control.pushes().find((one) => one.accountReference === made.order.number);
    shop.simulator.control.direct(push?.id ?? '', 1);
    await shop.advance(600, 30);
    const review = await reviewOf(made);
    expect(review).toMatchObject({ reason: 'stock_gone' });
    expect(await decide(review, 'accept')).toMatchObject({ status: 409, body: { code: 'review_unfit' } });
    const line = rival.order.lines[0]?.id;
    const back = { lines: [{ line, quantity: 1 }], reason: 'returned', method: 'cash' };
    await shop.call<Refund>('POST', `/api/orders/${rival.order.id}/refunds`, { key: 'sk', body: back });
    expect(await decide(review, 'accept')).toMatchObject({ status: 200, body: { decision: 'accepted' } });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', payments: [{ unapplied: false }] });
    expect(await shop.stock('BOOK')).toEqual({ onHand: 3, available: 0, held: 0, allocated: 3 });
  });
});

describe('a refund in doubt', () => {
  it.each([
    ['accept', 'succeeded', 'refunded'],
    ['reject', 'failed', 'paid'],
  ] as const)('ends when a person decides to %s it', async (how, state, paymentStatus) => {
    const made = await ordered(1);
    await shop.advance(10);
    shop.simulator.control.fail({ endpoint: 'initiator', kind: 'hangup' });
    const body = { amount: 7_000, reason: 'other' };
    const asked = await shop.call<Refund>('POST', `/api/orders/${made.order.id}/refunds`, { key: 'sk', body });
    await shop.advance(40 * 60, 60);
    const review = await reviewOf(made);
    expect(review).toMatchObject({ reason: 'not_found', refund: { id: asked.body.id }, can: ['accept', 'reject'] });
    expect(await decide(review, how)).toMatchObject({ status: 200, body: { refund: { state } } });
    expect(await shop.read(made)).toMatchObject({ paymentStatus });
  });
});

describe('the ledger', () => {
  it('lists movements newest first, page by page, and sums them by kind', async () => {
    type Page = { data: LedgerEntry[]; nextCursor: string | null };
    const all = (await shop.call<Page>('GET', '/api/ledger?limit=100', { key: 'sk' })).body.data;
    const first = (await shop.call<Page>('GET', '/api/ledger?limit=3', { key: 'sk' })).body;
    const rest = await shop.call<Page>('GET', `/api/ledger?limit=100&after=${first.nextCursor}`, { key: 'sk' });
    expect([...first.data, ...rest.body.data]).toEqual(all);
    const { body } = await shop.call<LedgerBalances>('GET', '/api/ledger/balances', { key: 'sk' });
    for (const kind of ['captured', 'applied', 'unapplied', 'refunded'] as const)
      expect(body[kind].amount).toBe(
        all.filter((entry) => entry.kind === kind).reduce((sum, entry) => sum + entry.amount.amount, 0),
      );
    expect(body.captured.amount).toBe(body.applied.amount + body.unapplied.amount + body.refunded.amount);
    const captured = await shop.call<Page>('GET', '/api/ledger?kind=captured&limit=100', { key: 'sk' });
    expect(captured.body.data.every((entry) => entry.kind === 'captured')).toBe(true);
  });
});
