import type {
  Approval,
  ArrivedSale,
  Checkout,
  CounterSale,
  OfflineResults,
  Order,
  ParkedSale,
  ReceiptPrint,
  Shift,
  ShiftReport,
} from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rollUpJob } from '../src/domains/reports/roll-up.js';
import { clock } from '../src/platform/clock.js';
import { Harness, mpesa, type Person, type Sku } from './harness.js';

let shop: Harness;
let tills = 0;
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(() => shop.expectSound());
afterAll(() => shop.stop());

/** Somebody new at a till of their own, with KSh 1,000 in the drawer. */
async function atTill(float = 100_000): Promise<{ cashier: Person; shift: Shift }> {
  const cashier = await shop.hire('cashier');
  const till = `Till ${++tills}`;
  const answer = await shop.call<Shift>('POST', '/api/shifts', { bearer: cashier.token, body: { till, float } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return { cashier, shift: answer.body };
}
const at = <Body = Record<string, unknown>>(who: Person, method: string, path: string, body?: unknown) =>
  shop.call<Body>(method, path, { bearer: who.token, ...(body === undefined ? {} : { body }) });
const close = (who: Person, shift: Shift, body: unknown) =>
  at<ShiftReport & { code?: string }>(who, 'POST', `/api/shifts/${shift.id}/close`, body);
const takeCash = (who: Person, made: Checkout, body: object) =>
  at(who, 'POST', `/api/orders/${made.order.id}/tenders`, body);

describe('a shift', () => {
  it('adds up cash in, cash out, tenders and refunds, and closes with the difference', async () => {
    const { cashier, shift } = await atTill();
    const path = `/api/shifts/${shift.id}`;
    const manager = await shop.hire('manager');
    await at(cashier, 'POST', `${path}/cash`, { kind: 'in', amount: 50_000, reason: 'Change from the bank' });
    await at(cashier, 'POST', `${path}/cash`, { kind: 'out', amount: 20_000, reason: 'Water' });
    await takeCash(cashier, await shop.order({ 'SODA-500': 2 }, null), { method: 'cash', tendered: 20_000 });
    await takeCash(cashier, await shop.order({ 'SODA-500': 1 }, null), {
      ...{ method: 'other', kind: 'card', reference: '4711' },
    });
    expect((await at(cashier, 'GET', `${path}/report`)).status).toBe(403);
    expect((await at<ShiftReport>(manager, 'GET', `${path}/report`)).body).toMatchObject({
      kind: 'x',
      cash: { expected: { amount: 144_000 }, counted: null, variance: null },
    });
    const denominations = [
      { value: 100_000, count: 1 },
      { value: 4_000, count: 10 },
    ];
    const z = await close(cashier, shift, { denominations });
    expect(z.body).toMatchObject({
      kind: 'z',
      shift: { state: 'closed', number: 1 },
      tenders: [
        { kind: 'cash', count: 1, amount: { amount: 14_000 }, net: { amount: 14_000 } },
        { kind: 'card', count: 1, amount: { amount: 7_000 } },
      ],
      cash: {
        ...{ float: { amount: 100_000 }, sales: { amount: 14_000 }, in: { amount: 50_000 }, out: { amount: 20_000 } },
        ...{ expected: { amount: 144_000 }, counted: { amount: 140_000 }, variance: { amount: -4_000 }, denominations },
      },
    });
    expect((await at(cashier, 'GET', `${path}/report`)).body).toEqual(z.body);
    expect(await close(cashier, shift, { counted: 0 })).toMatchObject({ status: 409, body: { code: 'shift_closed' } });
    expect(await at(cashier, 'POST', `${path}/cash`, { kind: 'in', amount: 1, reason: 'late' })).toMatchObject({
      status: 409,
      body: { code: 'shift_closed' },
    });
  });

  it('is the only one open at its till and of its cashier, and its reports are numbered without a gap', async () => {
    const { cashier, shift } = await atTill();
    const other = await shop.hire('cashier');
    const opens = (who: Person, till: string) => at(who, 'POST', '/api/shifts', { till });
    expect(await opens(other, shift.till.toUpperCase())).toMatchObject({
      status: 409,
      body: { code: 'shift_open', shift: shift.id },
    });
    expect(await opens(cashier, 'Elsewhere')).toMatchObject({ status: 409, body: { code: 'shift_open' } });
    const numbers = [(await close(cashier, shift, { counted: 100_000 })).body.shift.number];
    for (let i = 0; i < 2; i++) {
      const crowd = await Promise.all([cashier, other].map((who) => opens(who, shift.till)));
      expect(crowd.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409]);
      const [opened] = crowd.filter((one) => one.status === 201);
      const who = crowd[0]?.status === 201 ? cashier : other;
      numbers.push((await close(who, opened?.body as unknown as Shift, { counted: 0 })).body.shift.number);
    }
    expect(numbers).toEqual([1, 2, 3]);
  });

  it('asks for a second person when the count differs by more than KSh 500', async () => {
    const { cashier, shift } = await atTill();
    const manager = await shop.hire('manager');
    const refused = await close(cashier, shift, { counted: 40_000 });
    expect(refused).toMatchObject({ status: 403, body: { code: 'approval_required' } });
    const approval = await at<Approval>(manager, 'POST', '/api/approvals', {
      ...{ action: 'adjustment', subject: shift.id, amount: 60_000 },
    });
    const z = await close(cashier, shift, { counted: 40_000, approval: approval.body.id });
    expect(z.body).toMatchObject({ cash: { variance: { amount: -60_000 } }, approvedBy: { id: manager.id } });
  });

  it('that was forgotten is closed by a manager; nobody else sees another’s', async () => {
    const { shift } = await atTill();
    const [stranger, manager] = [await shop.hire('cashier'), await shop.hire('manager')];
    const path = `/api/shifts/${shift.id}`;
    for (const answer of [
      await at(stranger, 'GET', path),
      await at(stranger, 'GET', `${path}/report`),
      await close(stranger, shift, { counted: 0 }),
      await at(stranger, 'POST', `${path}/cash`, { kind: 'in', amount: 1, reason: 'x' }),
      await at(manager, 'GET', '/api/shifts/shf_00000000000000000000'),
    ])
      expect(answer.status).toBe(404);
    expect((await at<{ data: Shift[] }>(stranger, 'GET', '/api/shifts')).body.data).toEqual([]);
    const z = await close(manager, shift, { counted: 100_000 });
    expect(z).toMatchObject({ status: 200, body: { shift: { closedBy: { id: manager.id } } } });
    const mine = await at<{ data: Shift[] }>(manager, 'GET', `/api/shifts?till=${encodeURIComponent(shift.till)}`);
    expect(mine.body.data).toHaveLength(1);
  });

  it('refuses a count that says nothing, or the same note twice', async () => {
    const { cashier, shift } = await atTill();
    const twice = [1, 2].map((count) => ({ value: 100_000, count }));
    for (const body of [{}, { counted: 1, denominations: twice }, { denominations: twice }, { counted: -1 }])
      expect((await close(cashier, shift, body)).status).toBe(400);
    await close(cashier, shift, { counted: 100_000 });
  });
});

const sell = (who: Person, body: object) => at<CounterSale & { code?: string }>(who, 'POST', '/api/orders', body);
const sodas = (quantity: number) => [{ code: 'soda-500', quantity }];
const approve = async (action: string, subject: string, amount: number) =>
  (await at<Approval>(await shop.hire('manager'), 'POST', '/api/approvals', { action, subject, amount })).body.id;

describe('a sale at the counter', () => {
  it('takes cash and card, says the change, and hands the goods over', async () => {
    const { cashier, shift } = await atTill();
    const before = await shop.stock('SODA-500');
    const sale = await sell(cashier, {
      items: sodas(3),
      tenders: [
        { method: 'other', kind: 'card', reference: '4711', amount: 10_000 },
        { method: 'cash', tendered: 20_000 },
      ],
      expectedTotal: 21_000,
    });
    expect(sale.status, JSON.stringify(sale.body)).toBe(201);
    expect(sale.body).toMatchObject({
      change: { amount: 9_000 },
      payment: null,
      order: {
        ...{ channel: 'counter', staff: cashier.id, shift: shift.id, paymentStatus: 'paid' },
        ...{ fulfilmentStatus: 'fulfilled', location: shift.location },
      },
    });
    expect(await shop.stock('SODA-500')).toEqual({
      ...before,
      onHand: before.onHand - 3,
      available: before.available - 3,
    });
    expect((await close(cashier, shift, { counted: 111_000 })).body).toMatchObject({
      sales: { count: 1, total: { amount: 21_000 } },
      cash: { variance: { amount: 0 } },
    });
  });

  it('asks for a part by M-Pesa, and hands over when that is paid', async () => {
    const { cashier, shift } = await atTill();
    const { phone } = mpesa();
    shop.simulator.control.next({ scenario: 1, phone });
    const sale = await sell(cashier, {
      items: sodas(2),
      tenders: [
        { method: 'mpesa', phone },
        { method: 'cash', amount: 4_000 },
      ],
    });
    expect(sale.body).toMatchObject({
      payment: { method: 'mpesa', amount: { amount: 10_000 } },
      order: { paymentStatus: 'partially_paid', fulfilmentStatus: 'unfulfilled' },
    });
    expect(await at(cashier, 'POST', `/api/orders/${sale.body.order.id}/void`, { reason: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'payment_in_progress' },
    });
    await shop.advance(30);
    const order = await at<Order>(cashier, 'GET', `/api/orders/${sale.body.order.id}`);
    expect(order.body).toMatchObject({ paymentStatus: 'paid', fulfilmentStatus: 'fulfilled' });
    expect((await close(cashier, shift, { counted: 104_000 })).body.tenders).toMatchObject([
      { kind: 'cash', net: { amount: 4_000 } },
      { kind: 'mpesa', net: { amount: 10_000 } },
    ]);
  });

  it('gives a discount by hand within one’s limit, and above it with an approval of this shift', async () => {
    const { cashier, shift } = await atTill();
    const body = { items: sodas(10), tenders: [{ method: 'cash' }] };
    const discount = { rate: 1_000, reason: 'Boxes were dented' };
    expect(await sell(cashier, { ...body, discount })).toMatchObject({
      status: 403,
      body: { code: 'approval_required' },
    });
    const approval = await approve('discount', shift.id, 1_000);
    const sale = await sell(cashier, { ...body, discount: { ...discount, approval } });
    expect(sale.body.order.totals).toMatchObject({ discount: { amount: 7_000 }, total: { amount: 63_000 } });
  });

  it.each([
    ['too little money', { tenders: [{ method: 'cash', amount: 5_000 }] }, 'tenders_short'],
    ['too much money', { tenders: [{ method: 'cash', amount: 9_000 }] }, 'amount_exceeds_due'],
    ['another total than was seen', { expectedTotal: 1 }, 'total_changed'],
    ['what is not there', { items: sodas(9_000) }, 'insufficient_stock'],
    ['an unknown code', { items: [{ code: 'nothing' }] }, 'product_unavailable'],
    ['an unknown coupon', { code: 'NOPE' }, 'discount_unknown'],
  ])('refuses %s, and nothing has changed', async (_, change, code) => {
    const { cashier } = await atTill();
    const before = await shop.stock('SODA-500');
    const sale = await sell(cashier, { items: sodas(1), tenders: [{ method: 'cash' }], ...change });
    expect([sale.status, sale.body.code]).toEqual([409, code]);
    expect(await shop.stock('SODA-500')).toEqual(before);
  });

  it('needs an open shift, one’s own', async () => {
    const [{ shift }, other] = [await atTill(), await shop.hire('cashier')];
    const body = { items: sodas(1), tenders: [{ method: 'cash' }] };
    expect(await sell(other, body)).toMatchObject({ status: 409, body: { code: 'shift_required' } });
    expect((await sell(other, { ...body, shift: shift.id })).status).toBe(404);
  });

  it('is made once for one key', async () => {
    const { cashier, shift } = await atTill();
    const idempotencyKey = `sale-${shift.id}`;
    const once = () =>
      shop.call<CounterSale>('POST', '/api/orders', {
        ...{ bearer: cashier.token, idempotencyKey },
        body: { items: sodas(1), tenders: [{ method: 'cash' }] },
      });
    const first = await once();
    expect((await once()).body.order.id).toBe(first.body.order.id);
    expect((await close(cashier, shift, { counted: 107_000 })).body.sales.count).toBe(1);
  });

  it('sells out of the stock of the place of its shift', async () => {
    const location = await shop.call<{ id: string }>('POST', '/api/locations', {
      ...{ as: 'owner', body: { title: 'Branch', kind: 'branch' } },
    });
    const cashier = await shop.hire('cashier');
    const open = { location: location.body.id, till: 'Branch till' };
    expect((await at(cashier, 'POST', '/api/shifts', open)).status).toBe(201);
    const sale = { items: sodas(2), tenders: [{ method: 'cash' }] };
    expect(await sell(cashier, sale)).toMatchObject({ status: 409, body: { code: 'insufficient_stock' } });
    const main = await shop.stock('SODA-500');
    await shop.call('POST', '/api/inventory/adjustments', {
      key: 'sk',
      body: { variant: shop.variants.get('SODA-500'), location: location.body.id, change: 5, reason: 'received' },
    });
    expect((await sell(cashier, sale)).status).toBe(201);
    expect((await shop.stock('SODA-500')).onHand).toBe(main.onHand);
  });
});

describe('a void', () => {
  it('gives back goods and money the way it came, with an approval, and the shift counts it apart', async () => {
    const { cashier, shift } = await atTill();
    const before = await shop.stock('SODA-500');
    const sale = await sell(cashier, {
      items: sodas(2),
      tenders: [{ method: 'other', kind: 'card', amount: 4_000 }, { method: 'cash' }],
    });
    const path = `/api/orders/${sale.body.order.id}/void`;
    expect(await at(cashier, 'POST', path, { reason: 'Rung up twice' })).toMatchObject({
      ...{ status: 403, body: { code: 'approval_required' } },
    });
    const approval = await approve('void', sale.body.order.id, 14_000);
    const stranger = (await atTill()).cashier;
    expect((await at(stranger, 'POST', path, { reason: 'x' })).status).toBe(404);
    const voided = await at<Order>(cashier, 'POST', path, { reason: 'Rung up twice', approval });
    expect(voided.body, JSON.stringify(voided.body)).toMatchObject({
      ...{ paymentStatus: 'refunded', refunded: { amount: 14_000 }, voided: { reason: 'Rung up twice' } },
    });
    expect(await shop.stock('SODA-500')).toEqual(before);
    expect(await at(cashier, 'POST', path, { reason: 'again' })).toMatchObject({
      ...{ status: 409, body: { code: 'wrong_state', state: 'voided' } },
    });
    expect((await close(cashier, shift, { counted: 100_000 })).body).toMatchObject({
      sales: { count: 0, total: { amount: 0 } },
      voids: { count: 1, total: { amount: 14_000 } },
      refunds: { count: 0 },
      tenders: [
        { kind: 'cash', amount: { amount: 10_000 }, net: { amount: 0 } },
        { kind: 'card', amount: { amount: 4_000 }, net: { amount: 0 } },
      ],
      cash: { variance: { amount: 0 } },
    });
  });

  it('is for the shift of the sale: afterwards there are refunds', async () => {
    const { cashier, shift } = await atTill();
    const sale = await sell(cashier, { items: sodas(1), tenders: [{ method: 'cash' }] });
    await close(cashier, shift, { counted: 107_000 });
    expect(await at(cashier, 'POST', `/api/orders/${sale.body.order.id}/void`, { reason: 'late' })).toMatchObject({
      ...{ status: 409, body: { code: 'shift_closed' } },
    });
  });
});

describe('a parked sale', () => {
  it('is listed, taken up by one till, and gone with its sale', async () => {
    const { cashier } = await atTill();
    const parked = await at<ParkedSale>(cashier, 'POST', '/api/parked-sales', { items: sodas(2), name: 'Red coat' });
    expect(parked.status, JSON.stringify(parked.body)).toBe(201);
    const listed = () => at<{ data: ParkedSale[] }>(cashier, 'GET', '/api/parked-sales').then(({ body }) => body.data);
    expect(await listed()).toMatchObject([{ name: 'Red coat', items: [{ code: 'soda-500', quantity: 2 }] }]);
    const resume = () => at(cashier, 'POST', `/api/parked-sales/${parked.body.id}/resume`);
    expect((await Promise.all([resume(), resume()])).map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 409,
    ]);
    expect(await listed()).toEqual([]);
    const sale = await sell(cashier, { items: sodas(2), tenders: [{ method: 'cash' }], parked: parked.body.id });
    expect(sale.status).toBe(201);
  });
});

describe('sales of a till without a line', () => {
  let soda = '';
  beforeAll(async () => {
    soda = (await shop.call<{ id: string }>('GET', '/api/products/soda-500')).body.id;
  });
  const soldOffline = (shift: Shift, id: string, change: object = {}, item: object = {}) => ({
    ...{ id, shift: shift.id, soldAt: new Date(clock.now().getTime() - 3_600_000).toISOString() },
    items: [
      {
        product: soda,
        variant: shop.variants.get('SODA-500'),
        title: 'Soda',
        sku: 'SODA-500',
        quantity: 2,
        unitPrice: 7_000,
        ...item,
      },
    ],
    tenders: [{ kind: 'cash', amount: 14_000, tendered: 20_000 }],
    ...change,
  });
  const send = (who: Person, sales: object[]) =>
    at<OfflineResults>(who, 'POST', '/api/offline-sales', { sales }).then(({ status, body }) => {
      expect(status, JSON.stringify(body)).toBe(200);
      return body.data;
    });

  it('are taken once, however often and at once they arrive, at the time and prices of the sale', async () => {
    const { cashier, shift } = await atTill();
    const sales = ['a', 'b', 'c'].map((name) => soldOffline(shift, `${shift.id}-${name}`));
    const answers = await Promise.all([send(cashier, sales), send(cashier, sales)]);
    expect(answers.flat().filter(({ outcome }) => outcome === 'accepted')).toHaveLength(3);
    expect(new Set(answers.flat().map(({ order }) => order)).size).toBe(3);
    expect((await send(cashier, sales)).every(({ outcome }) => outcome === 'repeated')).toBe(true);
    const order = await at<Order>(cashier, 'GET', `/api/orders/${answers[0]?.[0]?.order}`);
    expect(order.body).toMatchObject({
      ...{ paidAt: sales[0]?.soldAt, fulfilmentStatus: 'fulfilled', staff: cashier.id, shift: shift.id },
    });
    expect((await close(cashier, shift, { counted: 142_000 })).body).toMatchObject({
      sales: { count: 3, total: { amount: 42_000 } },
      cash: { variance: { amount: 0 } },
    });
  });

  it('are taken with what does not fit, for somebody to see', async () => {
    const { cashier, shift } = await atTill();
    await close(cashier, shift, { counted: 100_000 });
    const gone = {
      product: 'prod_00000000000000000000',
      variant: 'var_00000000000000000000',
      title: 'Gone',
      sku: 'GONE',
    };
    const [closed, dear, missing, early] = await send(cashier, [
      soldOffline(shift, `${shift.id}-1`),
      soldOffline(shift, `${shift.id}-2`, { tenders: [{ kind: 'cash', amount: 13_000 }] }, { unitPrice: 6_500 }),
      soldOffline(shift, `${shift.id}-3`, {}, gone),
      soldOffline(shift, `${shift.id}-4`, { soldAt: new Date(clock.now().getTime() + 3_600_000).toISOString() }),
    ]);
    const kinds = (one: OfflineResults['data'][number] | undefined) => one?.conflicts.map(({ kind }) => kind);
    expect(kinds(closed)).toEqual(['shift_closed']);
    expect(dear?.conflicts).toContainEqual({
      ...{ kind: 'price_changed', variant: shop.variants.get('SODA-500'), sold: 6_500, found: 7_000 },
    });
    expect(kinds(missing)).toEqual(['shift_closed', 'product_gone', 'stock_short']);
    expect(kinds(early)).toEqual(['clock_skew', 'shift_closed']);
    const open = () => at<{ data: ArrivedSale[] }>(cashier, 'GET', '/api/offline-sales?conflicts=open');
    expect((await open()).body.data.map(({ order }) => order)).toContain(missing?.order);
    const seen = await at<ArrivedSale>(cashier, 'POST', `/api/offline-sales/${missing?.order}/acknowledge`);
    expect(seen.body.acknowledgedAt).not.toBeNull();
    expect((await open()).body.data.map(({ order }) => order)).not.toContain(missing?.order);
    expect((await at(cashier, 'POST', '/api/offline-sales/ord_00000000000000000000/acknowledge')).status).toBe(404);
  });

  it('are refused as a whole only when they make no sense', async () => {
    const { cashier, shift } = await atTill();
    const sales = [soldOffline(shift, `${shift.id}-x`, { tenders: [{ kind: 'cash', amount: 1 }] })];
    expect((await at(cashier, 'POST', '/api/offline-sales', { sales })).status).toBe(400);
  });
});

describe('a receipt of the counter', () => {
  it('comes as text, PDF and bytes for a printer, counts its prints, and says publicly whether it stands', async () => {
    const { cashier } = await atTill();
    const { order } = (
      await sell(cashier, {
        ...{ items: sodas(1), tenders: [{ method: 'cash', tendered: 10_000 }] },
        customer: { name: 'Otieno Mteja', phone: '0712345678' },
      })
    ).body;
    const path = `/api/orders/${order.id}/receipt`;
    const text = await shop.call<string>('GET', path, { bearer: cashier.token, headers: { Accept: 'text/plain' } });
    expect(text.body).toMatch(/Change +30\.00/);
    const pdf = await shop.call<string>('GET', path, { bearer: cashier.token, headers: { Accept: 'application/pdf' } });
    expect(pdf.body.slice(0, 5)).toBe('%PDF-');
    const print = () =>
      at<ReceiptPrint>(cashier, 'POST', `${path}/prints`, { width: 32, language: 'sw', drawer: true });
    const [first, second] = [(await print()).body, (await print()).body];
    expect([first.number, second.number]).toEqual([1, 2]);
    expect(first.text).not.toContain('NAKALA');
    expect(second.text).toContain('*** NAKALA 1 ***');
    const bytes = Buffer.from(first.escpos, 'base64');
    expect(bytes.includes(Buffer.from([0x1b, 0x70, 0, 25, 250]))).toBe(true);
    expect(bytes.includes(order.receiptUrl ?? 'nothing')).toBe(true);
    const page = async () => (await fetch(`${shop.server.url}${new URL(order.receiptUrl ?? '').pathname}`)).text();
    expect(await page()).toContain('Genuine');
    expect(await page()).not.toMatch(/Otieno|345/);
    const approval = await approve('void', order.id, 7_000);
    await at(cashier, 'POST', `/api/orders/${order.id}/void`, { reason: 'Wrong', approval });
    expect(await page()).toContain('VOIDED');
  });
});

/** Sales of the day; 300 and more by the environment. */
const daySales = Number(process.env['DAY_SALES'] ?? 14);

describe('a day of a shop', () => {
  it('ends with books that balance to the cent', async () => {
    const { cashier, shift } = await atTill(200_000);
    const manager = await shop.hire('manager');
    const ok = async <Body>(answer: Promise<{ status: number; body: Body }>): Promise<Body> => {
      const { status, body } = await answer;
      expect(status, JSON.stringify(body)).toBeLessThan(300);
      return body;
    };
    const of = (sku: Sku) => shop.variants.get(sku);
    const start = await shop.stock('SODA-500');

    const supplier = await ok(at<{ id: string }>(manager, 'POST', '/api/suppliers', { name: 'Bidco' }));
    const line = { variant: of('SODA-500'), quantity: daySales * 4, unitCost: 3_900 };
    const purchase = await ok(
      at<{ id: string }>(manager, 'POST', '/api/purchases', { supplier: supplier.id, lines: [line] }),
    );
    await ok(at(manager, 'POST', `/api/purchases/${purchase.id}/order`));
    const arrived = { lines: [{ variant: line.variant, quantity: line.quantity }] };
    await ok(at(manager, 'POST', `/api/purchases/${purchase.id}/receive`, arrived));

    let [cash, card, phoned, sold, back, voids, voided, refunded] = [0, 0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < daySales; i++) {
      const quantity = (i % 3) + 1;
      const discount = i % 5 === 4 ? { discount: { rate: 300, reason: 'Regular' } } : {};
      const { phone } = mpesa();
      const byPhone = i % 7 === 6;
      if (byPhone) shop.simulator.control.next({ scenario: 1, phone });
      const split = [{ method: 'other', kind: 'card', amount: 3_000 }, { method: 'cash' }];
      const tenders = byPhone
        ? [{ method: 'mpesa', phone }]
        : i % 3 === 1
          ? split
          : [{ method: 'cash', tendered: 50_000 }];
      const { order } = await ok(sell(cashier, { items: sodas(quantity), tenders, ...discount }));
      if (byPhone) await shop.advance(30);
      const total = order.totals.total.amount;
      sold += quantity;
      if (byPhone) phoned += total;
      else if (i % 3 === 1) [cash, card] = [cash + total - 3_000, card + 3_000];
      else cash += total;
      if (i % 11 === 3 && !byPhone) {
        const approval = await approve('void', order.id, total);
        await ok(at(cashier, 'POST', `/api/orders/${order.id}/void`, { reason: 'Rung up twice', approval }));
        [voids, voided, sold] = [voids + 1, voided + total, sold - quantity];
        if (i % 3 === 1) [cash, card] = [cash - total + 3_000, card - 3_000];
        else cash -= total;
      } else if (i % 11 === 5 && !byPhone) {
        const lines = [{ line: order.lines[0]?.id, quantity: 1 }];
        const refund = { lines, reason: 'returned', method: 'cash' };
        const given = await shop.call<{ amount: { amount: number } }>('POST', `/api/orders/${order.id}/refunds`, {
          ...{ key: 'sk', body: refund },
        });
        expect(given.status, JSON.stringify(given.body)).toBe(201);
        [back, refunded] = [back + 1, refunded + given.body.amount.amount];
      }
    }

    const branch = await ok(
      shop.call<{ id: string }>('POST', '/api/locations', { as: 'owner', body: { title: 'Depot', kind: 'warehouse' } }),
    );
    const transfer = await ok(
      at<{ id: string }>(manager, 'POST', '/api/inventory/transfers', {
        ...{ from: shift.location, to: branch.id, lines: [{ variant: of('SODA-500'), quantity: 5 }] },
      }),
    );
    for (const step of ['approve', 'ship'])
      await ok(at(manager, 'POST', `/api/inventory/transfers/${transfer.id}/${step}`));
    await ok(
      at(manager, 'POST', `/api/inventory/transfers/${transfer.id}/receive`, {
        lines: [{ variant: of('SODA-500'), received: 5 }],
      }),
    );
    const expected = start.onHand + line.quantity - sold + back - 5;
    const levels = await ok(
      shop.call<{ data: { location: string; onHand: number }[] }>(
        ...(['GET', `/api/inventory/levels?variant=${of('SODA-500')}`, { key: 'sk' }] as const),
      ),
    );
    expect(levels.data.find((level) => level.location === shift.location)?.onHand).toBe(expected);
    const take = await ok(at<{ id: string }>(manager, 'POST', '/api/inventory/stock-takes', {}));
    await ok(
      at(manager, 'POST', `/api/inventory/stock-takes/${take.id}/counts`, {
        counts: [{ code: 'soda-500', quantity: expected - 1 }],
      }),
    );
    await ok(at(manager, 'POST', `/api/inventory/stock-takes/${take.id}/close`));

    const z = await ok(close(cashier, shift, { counted: 200_000 + cash }));
    const net = (kind: string) => z.tenders.find((row) => row.kind === kind)?.net.amount ?? 0;
    expect([net('cash'), net('card'), net('mpesa')]).toEqual([cash, card, phoned]);
    expect(z.cash).toMatchObject({ expected: { amount: 200_000 + cash }, variance: { amount: 0 } });
    expect(z.voids).toEqual({ count: voids, total: { amount: voided, currency: 'KES' } });
    expect(z.sales).toMatchObject({ count: daySales - voids, total: { amount: cash + card + phoned } });
    // A server gave these back, outside of any shift; the ledger knows them all.
    const balances = await ok(
      shop.call<{ captured: { amount: number }; refunded: { amount: number } }>('GET', '/api/ledger/balances', {
        key: 'sk',
      }),
    );
    expect(balances.refunded.amount).toBeGreaterThanOrEqual(voided + refunded);
    // And the reports add up to what orders and ledger say: the invariants look after each test.
    await rollUpJob.run(new AbortController().signal);
  }, 900_000);
});
