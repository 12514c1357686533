import type {
  Checkout,
  MoneyReceipt,
  Payment,
  PaymentLink,
  PaymentReview,
  ReceiptCheck,
  Sum,
} from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa, type Answer } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  // Nobody tells us of payments from phones' menus: M-Pesa has to be asked.
  shop = await Harness.start({}, { MPESA_REGISTER_C2B: 'no' });
});
afterEach(async () => {
  shop.simulator.control.clearOrders();
  await shop.expectSound();
});
afterAll(() => shop.stop());

/** Somebody pays from the menu of their phone. Returns the receipt number. */
async function payFromMenu(shillings: number, phone = mpesa().phone): Promise<string> {
  const { control } = shop.simulator;
  control.setPhone(phone, { balance: 200_000 });
  control.payFromMenu(phone, { payee: '174379', amount: shillings, account: 'x', pin: '1234' });
  await shop.advance(10);
  return control.transactions().at(-1)?.id ?? '';
}
/** A phone whose owner agrees. */
function agreeing(): ReturnType<typeof mpesa> {
  const payment = mpesa();
  shop.simulator.control.next({ scenario: 1, phone: payment.phone });
  return payment;
}
const order = (payment: unknown = null): Promise<Checkout> => shop.order({ 'SODA-500': 2 }, payment);
const show = (made: Checkout, receipt: string): Promise<Answer<ReceiptCheck>> =>
  shop.call<ReceiptCheck>('POST', `/api/orders/${made.order.id}/receipts`, { secret: made.secret, body: { receipt } });
const look = async (made: Checkout, check: string): Promise<ReceiptCheck> =>
  (await shop.call<ReceiptCheck>('GET', `/api/orders/${made.order.id}/receipts/${check}`, { secret: made.secret }))
    .body;
/** Shown, and asked about until M-Pesa has said something. */
async function shown(made: Checkout, receipt: string, seconds = 30): Promise<ReceiptCheck> {
  const { status, body } = await show(made, receipt);
  expect(status, JSON.stringify(body)).toBe(201);
  await shop.advance(seconds);
  return look(made, body.id);
}

describe('a receipt that a buyer shows', () => {
  it('pays for the order once M-Pesa has said that it is true', async () => {
    const made = await order();
    const number = await payFromMenu(140);
    const asked = await show(made, `${number} Confirmed. Ksh140.00 paid to DUKA on 24/11/26`);
    expect(asked.body).toMatchObject({ state: 'asking', receiptNumber: number, reason: null, payment: null });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'unpaid' });
    await shop.advance(30);
    const now = await shop.read(made);
    expect(now).toMatchObject({ paymentStatus: 'paid', payments: [{ receiptNumber: number, state: 'succeeded' }] });
    expect(await look(made, asked.body.id)).toMatchObject({ state: 'applied', payment: now.payments[0]?.id });
  });

  it('counts once: shown again it is the same, and for another order it is used', async () => {
    const made = await order();
    const number = await payFromMenu(140);
    const first = await shown(made, number);
    expect(first.state).toBe('applied');
    expect((await show(made, number)).body).toEqual(first);
    const other = await show(await order(), number);
    expect([other.status, (other.body as unknown as { code: string }).code]).toEqual([409, 'receipt_used']);
  });

  it('counts once when two orders show it at the same time', async () => {
    const [one, two] = [await order(), await order()];
    const number = await payFromMenu(140);
    const checks = await Promise.all([show(one, number), show(two, number)]);
    await shop.advance(30);
    const states = [await look(one, checks[0].body.id), await look(two, checks[1].body.id)];
    expect(states.map(({ state }) => state).sort()).toEqual(['applied', 'refused']);
    expect(states.find(({ state }) => state === 'refused')?.reason).toBe('already_used');
  });

  it('says truthfully what is wrong, and keeps strange money for the shop', async () => {
    const made = await order();
    expect(await shown(made, 'UKZ9F2K9QX')).toMatchObject({ state: 'refused', reason: 'not_found' });
    const number = await payFromMenu(100);
    expect(await shown(made, number)).toMatchObject({
      state: 'refused',
      reason: 'amount_differs',
      amount: { amount: 10_000 },
    });
    const kept = await shop.call<{ data: MoneyReceipt[] }>('GET', '/api/money-receipts?state=unmatched', { key: 'sk' });
    expect(kept.body.data.find((one) => one.receiptNumber === number)).toMatchObject({ amount: { amount: 10_000 } });
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'unpaid' });
  });

  it.each([
    ['M-Pesa never answers', 'silent'],
    ['M-Pesa acknowledges nothing', 'empty'],
  ])('is unanswered when %s, and can be shown again', async (_, variant) => {
    const made = await order();
    const number = await payFromMenu(140);
    shop.simulator.control.next({ scenario: 30, variant });
    expect(await shown(made, number, 120)).toMatchObject({ state: 'unanswered', reason: 'no_answer' });
    expect(await shown(made, number)).toMatchObject({ state: 'applied' });
  });

  it('ends the doubt about a prompt, and what a person was to look at', async () => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 4, phone: payment.phone });
    const made = await order(payment);
    const [push] = shop.simulator.control.pushes().slice(-1);
    // Its own callback is lost; one that somebody forged leaves a person to look.
    await shop.simulator.control.report(push?.id ?? '', { code: '0', forgery: 'wrong-amount' });
    await shop.advance(20);
    expect(await shop.read(made)).toMatchObject({ payments: [{ state: 'needs_review' }] });
    const number = shop.simulator.control.transactions().at(-1)?.id ?? '';
    expect(await shown(made, number)).toMatchObject({ state: 'applied', payment: made.payment?.id });
    expect(await shop.read(made)).toMatchObject({
      paymentStatus: 'paid',
      payments: [{ id: made.payment?.id, state: 'succeeded', receiptNumber: number }],
    });
    const open = await shop.call<{ data: PaymentReview[] }>('GET', '/api/payment-reviews?open=true', { key: 'sk' });
    expect(open.body.data.filter((one) => one.order === made.order.id)).toEqual([]);
  });

  it('is refused when there is no number in it, when it is too often, and to strangers', async () => {
    const made = await order();
    expect((await show(made, 'nimelipa tayari')).status).toBe(400);
    expect((await show({ ...made, secret: 'os_strange' }, 'UKZ9F2K9QX')).status).toBe(404);
    const codes = [];
    for (let i = 0; i < 7; i += 1) codes.push((await show(made, `UKZ9F2K9Q${i}`)).status);
    expect(codes).toContain(429);
    await shop.advance(30);
  });
});

describe('a sum without a cart', () => {
  it('is made by a server, and paid by a browser that holds its client secret alone', async () => {
    const made = await shop.call<Sum>('POST', '/api/payments', {
      key: 'sk',
      body: { amount: 150_000, description: 'Rent, May', reference: 'INV-2041' },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const [id = '', secret = ''] = made.body.clientSecret.split('_secret_');
    expect(made.body.order).toMatchObject({ id, due: { amount: 150_000 }, lines: [{ title: 'Rent, May' }] });
    const paid = await shop.call<Payment>('POST', `/api/orders/${id}/payments`, { secret, body: agreeing() });
    expect(paid.status, JSON.stringify(paid.body)).toBe(201);
    await shop.advance(30);
    expect(await shop.read({ order: { id }, secret })).toMatchObject({ paymentStatus: 'paid' });
    const receipt = await shop.call('GET', `/api/orders/${id}/receipt`, { secret });
    expect(receipt.body).toMatchObject({ lines: [{ title: 'Rent, May', sku: 'INV-2041' }] });
  });

  it.each([
    ['of cents', { amount: 150 }],
    ['of nothing', { amount: 0 }],
    ['beyond what M-Pesa moves', { amount: 250_001_00 }],
  ])('is refused %s', async (_, body) => {
    const answer = await shop.call('POST', '/api/payments', { key: 'sk', body: { description: 'x', ...body } });
    expect([answer.status, answer.body['code']]).toEqual([400, 'validation_failed']);
  });
});

describe('a payment link', () => {
  const make = async (body: object): Promise<PaymentLink> => {
    const made = await shop.call<PaymentLink>('POST', '/api/payment-links', {
      key: 'sk',
      body: { title: 'Mchango', ...body },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body;
  };
  const use = (link: PaymentLink, body: object = {}): Promise<Answer<Sum & { code: string; state: string }>> =>
    shop.call('POST', `/api/payment-links/${link.code}/orders`, { body });
  const opened = ({ order: made, clientSecret }: Sum): Checkout => ({
    order: made,
    secret: clientSecret.split('_secret_')[1] ?? '',
    payment: null,
  });

  it('is paid by whoever opens it, as often as they like', async () => {
    const link = await make({});
    expect(link).toMatchObject({ state: 'active', amount: null, url: `${shop.server.url}/pay/${link.code}` });
    for (const amount of [5_000, 7_000]) {
      const made = opened((await use(link, { amount })).body);
      await shop.pay(made, agreeing());
      await shop.advance(30);
      expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', channel: 'link', paid: { amount } });
    }
    expect((await use(link)).status).toBe(400);
    const seen = await shop.call<PaymentLink>('GET', `/api/payment-links/${link.code}`);
    expect(seen.body).toMatchObject({ title: 'Mchango', state: 'active' });
  });

  it('has a page of its own, which says how to pay without any script, in either language', async () => {
    const link = await make({ amount: 25_000 });
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${shop.server.url}${path}`, { headers: { Accept: 'text/html', ...headers } });
      return { status: response.status, text: await response.text() };
    };
    const page = await get(`/pay/${link.code}`);
    expect(page.status).toBe(200);
    for (const told of ['Mchango', 'KSh\u00a0250', '174379', link.code, `payment-link="${link.code}"`])
      expect(page.text).toContain(told);
    expect((await get(`/pay/${link.code}`, { 'Accept-Language': 'sw' })).text).toContain('Namba ya akaunti');
    expect((await get(`/pay/${link.code}/qr.svg`)).text).toMatch(/^<svg[^]*<\/svg>$/);
    expect((await get('/pay/2222222222')).status).toBe(404);
    await shop.call('POST', `/api/payment-links/${link.id}/deactivate`, { key: 'sk' });
    expect((await get(`/pay/${link.code}`)).text).not.toContain('payment-link=');
  });

  it('for once has one order, and is closed by its payment', async () => {
    const link = await make({ amount: 30_000, once: true });
    const both = await Promise.all([use(link), use(link)]);
    const made = both.filter(({ status }) => status === 201).map(({ body }) => opened(body));
    const again = opened((await use(link)).body);
    expect(new Set([...made, again].map((one) => one.order.id)).size).toBe(1);
    await shop.pay(again, agreeing());
    await shop.advance(30);
    const late = await use(link);
    expect([late.status, late.body.code, late.body.state]).toEqual([409, 'payment_link_closed', 'paid']);
  });

  it('takes no more once it is over or switched off', async () => {
    const soon = await make({
      amount: 10_000,
      expiresAt: new Date(shop.simulator.control.now().getTime() + 60_000).toISOString(),
    });
    await shop.advance(90);
    expect((await use(soon)).body).toMatchObject({ code: 'payment_link_closed', state: 'expired' });
    const off = await make({ amount: 10_000 });
    await shop.call('POST', `/api/payment-links/${off.id}/deactivate`, { key: 'sk' });
    expect((await use(off)).body).toMatchObject({ code: 'payment_link_closed', state: 'off' });
    const list = await shop.call<{ data: PaymentLink[] }>('GET', '/api/payment-links', { key: 'sk' });
    expect(list.body.data.map((one) => one.state)).toEqual(
      expect.arrayContaining(['off', 'expired', 'paid', 'active']),
    );
  });
});
