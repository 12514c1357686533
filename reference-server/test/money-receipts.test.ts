import { randomUUID } from 'node:crypto';
import type { Checkout, MoneyReceipt, PaymentLink } from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa, type Answer } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
  await shop.settle();
});
afterEach(async () => {
  shop.simulator.control.clearOrders();
  await shop.expectSound();
});
afterAll(() => shop.stop());

/** Somebody pays the pay bill from the menu of their phone. */
async function payFromMenu(account: string, shillings: number, phone = mpesa().phone): Promise<void> {
  shop.simulator.control.setPhone(phone, { balance: 100_000 });
  shop.simulator.control.payFromMenu(phone, { payee: '174379', amount: shillings, account, pin: '1234' });
  await shop.advance(10);
}
const receipts = async (query = ''): Promise<MoneyReceipt[]> =>
  (await shop.call<{ data: MoneyReceipt[] }>('GET', `/api/money-receipts${query}`, { key: 'sk' })).body.data;
const about = async (reference: string): Promise<MoneyReceipt | undefined> =>
  (await receipts('?limit=100')).find((receipt) => receipt.reference === reference);
const claim = (receipt: string, order: string): Promise<Answer<MoneyReceipt>> =>
  shop.call<MoneyReceipt>('POST', `/api/money-receipts/${receipt}/claim`, { key: 'sk', body: { order } });
const order = (payment: unknown = { method: 'paybill' }): Promise<Checkout> => shop.order({ 'SODA-500': 2 }, payment);
/** The simulator's confirmation, posted once more. */
const confirmations = () => shop.simulator.control.callbacks().filter((one) => one.kind === 'c2b-confirmation');

describe('an order paid from the phone’s own menu', () => {
  it('waits with its goods held, and is paid when the money comes', async () => {
    const before = await shop.stock('SODA-500');
    const made = await order();
    expect(made.payment).toMatchObject({ method: 'paybill', state: 'pending', amount: { amount: 14_000 } });
    await payFromMenu(made.order.number, 140);
    const now = await shop.read(made);
    expect(now).toMatchObject({ paymentStatus: 'paid', payments: [{ id: made.payment?.id, state: 'succeeded' }] });
    expect(now.payments[0]?.receiptNumber).toMatch(/^[A-Z0-9]{10}$/);
    expect(await shop.stock('SODA-500')).toMatchObject({ allocated: before.allocated + 2, held: before.held });
    expect(await about(made.order.number)).toMatchObject({
      state: 'matched',
      order: made.order.id,
      payment: made.payment?.id,
      receiptNumber: now.payments[0]?.receiptNumber,
    });
  });

  it.each([
    ['typed in small letters, without the dash', (number: string) => number.toLowerCase().replace('-', '')],
    ['typed with spaces', (number: string) => ` ${number.replace('-', ' ')} `],
    ['typed as digits alone', (number: string) => number.replace('SD-', '')],
  ])('is found by its number %s', async (_, typed) => {
    const made = await order(null);
    await payFromMenu(typed(made.order.number), 140);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('is paid in part when a part was asked for', async () => {
    const made = await order({ method: 'paybill', amount: 4_000 });
    await payFromMenu(made.order.number, 40);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'partially_paid', due: { amount: 10_000 } });
  });

  it('is credited once, however often it is told, and at once', async () => {
    const made = await order();
    await payFromMenu(made.order.number, 140);
    const last = confirmations().at(-1);
    await Promise.all(Array.from({ length: 5 }, () => shop.simulator.control.replay(last?.id ?? '')));
    await shop.settle();
    expect(await shop.read(made)).toMatchObject({ paid: { amount: 14_000 } });
    expect((await receipts('?limit=100')).filter((one) => one.reference === made.order.number)).toHaveLength(1);
  });

  it('counts the money of a prompt once, though it is told on both roads', async () => {
    shop.simulator.control.turn({ stkAlsoC2b: true });
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: payment.phone });
    const made = await order(payment);
    await shop.advance(30);
    shop.simulator.control.turn({ stkAlsoC2b: false });
    const now = await shop.read(made);
    expect(now).toMatchObject({ paymentStatus: 'paid', payments: [{ state: 'succeeded', method: 'mpesa' }] });
    expect(await about(made.order.number)).toMatchObject({ state: 'matched', payment: made.payment?.id });
  });
});

describe('money with the code of a payment link as account number', () => {
  it('makes the order that the link asks for, and pays it', async () => {
    const link = await shop.call<PaymentLink>('POST', '/api/payment-links', {
      key: 'sk',
      body: { title: 'Kodi', amount: 20_000, once: true },
    });
    await payFromMenu(link.body.code.toLowerCase(), 200);
    const receipt = await about(link.body.code.toLowerCase());
    expect(receipt).toMatchObject({ state: 'matched', amount: { amount: 20_000 } });
    const made = await shop.call('GET', `/api/orders/${receipt?.order}`, { key: 'sk' });
    expect(made.body).toMatchObject({ paymentStatus: 'paid', channel: 'link', lines: [{ title: 'Kodi' }] });
    const now = await shop.call('GET', `/api/payment-links/${link.body.id}`, { key: 'sk' });
    expect(now.body).toMatchObject({ state: 'paid' });
  });
});

describe('money that fits no order', () => {
  it.each([
    ['too little', 100, 'underpaid'],
    ['too much', 150, 'overpaid'],
  ])('waits for a person when it is %s', async (_, shillings, reason) => {
    const made = await order(null);
    await payFromMenu(made.order.number, shillings);
    expect(await about(made.order.number)).toMatchObject({ state: 'unmatched', reason, order: null });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'unpaid' });
  });

  it('waits when nobody knows the reference, when the order is paid, and when it is canceled', async () => {
    await payFromMenu('CHAKULA', 50);
    expect(await about('CHAKULA')).toMatchObject({ state: 'unmatched', reason: 'unknown_reference' });
    const paid = await order();
    await payFromMenu(paid.order.number, 140);
    await payFromMenu(paid.order.number.toLowerCase(), 140);
    expect(await about(paid.order.number.toLowerCase())).toMatchObject({ reason: 'order_paid' });
    const canceled = await order(null);
    await shop.call('POST', `/api/orders/${canceled.order.id}/cancel`, { key: 'sk' });
    await payFromMenu(canceled.order.number, 140);
    expect(await about(canceled.order.number)).toMatchObject({ reason: 'order_canceled' });
    expect((await receipts('?state=unmatched')).every((one) => one.state === 'unmatched')).toBe(true);
  });

  it('is claimed for an order by the shop, once', async () => {
    const made = await order();
    await payFromMenu('MAMA ASHA', 100);
    const found = await about('MAMA ASHA');
    const [first, second] = await Promise.all([
      claim(found?.id ?? '', made.order.id),
      claim(found?.id ?? '', made.order.id),
    ]);
    const answers = [first, second].sort((a, b) => a.status - b.status);
    expect(answers[0]).toMatchObject({ status: 200, body: { state: 'matched', order: made.order.id } });
    expect(answers[1]).toMatchObject({ status: 409, body: { code: 'receipt_used' } });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'partially_paid', due: { amount: 4_000 } });
  });

  it('is not claimed for more than the order owes, nor for an order that is not there', async () => {
    const made = await order(null);
    await payFromMenu('ZAIDI', 500);
    const found = (await about('ZAIDI'))?.id ?? '';
    expect(await claim(found, made.order.id)).toMatchObject({
      status: 409,
      body: { code: 'amount_exceeds_due', due: 14_000 },
    });
    expect(await claim(found, 'ord_00000000000000000000')).toMatchObject({ status: 404 });
    expect(await claim('mrc_00000000000000000000', made.order.id)).toMatchObject({ status: 404 });
  });
});

describe('a C2B address', () => {
  const post = (path: string, body: unknown) =>
    fetch(`${shop.server.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const address = (): string => new URL(confirmations().at(-1)?.url ?? 'http://none').pathname;

  it('that nobody gave out looks like any address that is not there', async () => {
    const answer = await post(`/payments/c2b/${'0'.repeat(64)}/confirmation`, {});
    expect(answer.status).toBe(404);
  });

  it.each([
    ['not JSON', 'nonsense'],
    ['an amount that is no amount', { TransID: 'UA28K9ZZ10', TransAmount: '-5', BusinessShortCode: '174379' }],
    ['another short code', { TransID: 'UA28K9ZZ11', TransAmount: '5.00', BusinessShortCode: '600984' }],
  ])('keeps what it cannot use for a person: %s', async (_, body) => {
    const before = (await receipts('?limit=100')).length;
    expect((await post(address(), body)).status).toBe(200);
    await shop.settle();
    const after = await receipts('?limit=100');
    expect(after).toHaveLength(before + 1);
    expect(after.every((one) => one.state !== 'received')).toBe(true);
  });

  it('asked beforehand turns away only what would have to be given back', async () => {
    const made = await order();
    const ask = async (account: string, amount: string) => {
      const answer = await post(address().replace('confirmation', 'validation'), {
        TransID: `U${randomUUID().replaceAll('-', '').slice(0, 9).toUpperCase()}`,
        TransAmount: amount,
        BusinessShortCode: '174379',
        BillRefNumber: account,
      });
      return ((await answer.json()) as { ResultCode: string }).ResultCode;
    };
    expect(await ask(made.order.number, '140.00')).toBe('0');
    expect(await ask(made.order.number, '141.00')).toBe('C2B00013');
    expect(await ask('CHAKULA', '140.00')).toBe('C2B00012');
    expect(await ask('', '140.00')).toBe('0');
  });
});
