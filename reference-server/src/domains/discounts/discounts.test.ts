import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Cart, Discount, DiscountInput, NewCart, Order, Problem } from '@smartduka/contract';
import type { z } from 'zod';
import { Harness, mpesa, type CallInit, type Sku } from '../../../test/harness.js';
import { keyActor, staffActor } from '../../platform/actor.js';
import { inTransaction } from '../../platform/database.js';
import type { Tenant } from '../../platform/tenancy.js';
import { discountByHand } from '../carts/service.js';
import { grantApproval } from '../staff/approvals.js';
import { createDiscount } from './service.js';

type Made = z.input<typeof DiscountInput>;
type Refusal = Omit<Problem, 'status'>;

let shop: Harness;
const made: string[] = [];
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(async () => {
  for (const id of made.splice(0)) await shop.call('DELETE', `/api/discounts/${id}`, { key: 'sk' });
});
afterAll(async () => {
  await shop.expectSound();
  await shop.stop();
});

let codes = 0;
const nextCode = () => `CODE-${++codes}`;

async function discount(parts: Partial<Made> = {}): Promise<Discount> {
  const body = { title: 'Karibu', benefit: { kind: 'percent', rate: 1000 }, ...parts };
  const answer = await shop.call<Discount>('POST', '/api/discounts', { key: 'sk', body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  made.push(answer.body.id);
  return answer.body;
}
const edit = <Body = Discount>(id: string, body: unknown, init: CallInit = {}) =>
  shop.call<Body>('PATCH', `/api/discounts/${id}`, { key: 'sk', body, ...init });
const see = async (id: string) => (await shop.call<Discount>('GET', `/api/discounts/${id}`, { key: 'sk' })).body;
const enter = <Body = Cart>(cart: NewCart, code: string) =>
  shop.call<Body>('PUT', `/api/carts/${cart.id}/discount`, { secret: cart.secret, body: { code } });
const read = async (cart: NewCart) =>
  (await shop.call<Cart>('GET', `/api/carts/${cart.id}`, { secret: cart.secret })).body;
const cancel = (order: Order) => shop.call('POST', `/api/orders/${order.id}/cancel`, { key: 'sk' });
/** The buyer answers the prompt on their phone. */
async function enterPin(): Promise<void> {
  const [push] = shop.simulator.control.pushes().slice(-1);
  shop.simulator.control.answer(push?.id ?? '', { action: 'pin', pin: '1234' });
  await shop.advance(10);
}
/** Nobody pays while the goods are kept. */
async function lapse(): Promise<void> {
  await shop.simulator.control.advance(20 * 60_000);
  await shop.settle();
}
/** An order of one soda (KES 70) with a code. */
async function orderWith(code: string, items: Partial<Record<Sku, number>> = { 'SODA-500': 1 }, body: object = {}) {
  const cart = await shop.cart(items);
  expect((await enter(cart, code)).status).toBe(200);
  return shop.checkout(cart, null, { body });
}

describe('the discounts of a shop', () => {
  it('are made, read, changed, listed and deleted', async () => {
    const one = await discount({ code: ' karibu10 ', minimumSpend: 1_000, usageLimit: 5 });
    expect(one).toMatchObject({ code: 'KARIBU10', state: 'active', used: 0, reserved: 0, version: 1, weekdays: [] });
    expect(await see(one.id)).toEqual(one);

    const changed = await edit(one.id, { active: false, title: 'Kwaheri' }, { headers: { 'If-Match': '"1"' } });
    expect(changed.body).toMatchObject({ title: 'Kwaheri', state: 'off', version: 2, code: 'KARIBU10' });
    const stale = await edit<Refusal>(one.id, { active: true }, { headers: { 'If-Match': '"1"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'version_stale']);

    const listed = (query: string) => shop.call<{ data: Discount[] }>('GET', `/api/discounts?${query}`, { key: 'sk' });
    const automatic = await discount();
    expect((await listed('limit=1')).body).toMatchObject({ data: [{ id: automatic.id }], hasMore: true });
    expect((await listed('code=karibu10')).body.data.map(({ id }) => id)).toEqual([one.id]);
    expect((await listed('kind=automatic')).body.data.map(({ id }) => id)).toEqual([automatic.id]);
    expect((await listed('active=false')).body.data.map(({ id }) => id)).toEqual([one.id]);

    const gone = await shop.call('DELETE', `/api/discounts/${one.id}`, { key: 'sk' });
    expect([gone.status, gone.body]).toEqual([200, { id: one.id, deleted: true }]);
    expect((await shop.call('GET', `/api/discounts/${one.id}`, { key: 'sk' })).status).toBe(404);
  });

  it('have each code once', async () => {
    const code = nextCode();
    await discount({ code });
    const again = await shop.call<Refusal>('POST', '/api/discounts', {
      key: 'sk',
      body: { title: 'Another', code, benefit: { kind: 'fixed', amount: 100 } },
    });
    expect([again.status, again.body.code]).toEqual([409, 'code_taken']);
  });

  it.each([
    ['an end before its beginning', { startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' }, 'endsAt'],
    ['more than everything', { benefit: { kind: 'percent', rate: 10_001 } }, 'benefit.rate'],
    ['an unknown kind', { benefit: { kind: 'magic' } }, 'benefit.kind'],
    ['an eighth day', { weekdays: [8] }, 'weekdays.0'],
    ['an hour that is none', { hours: { from: '25:00', to: '26:00' } }, 'hours.from'],
    ['a code with spaces', { code: 'TEN OFF' }, 'code'],
    ['no uses at all', { usageLimit: 0 }, 'usageLimit'],
  ])('are refused with %s', async (_what, parts, path) => {
    const body = { title: 'Odd', benefit: { kind: 'fixed', amount: 1 }, ...parts };
    const answer = await shop.call<Refusal>('POST', '/api/discounts', { key: 'sk', body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.path)).toContain(path);
  });

  it('are not there for another shop, nor for the live side of this one', async () => {
    const actor = keyActor('key_other', 'other');
    for (const tenant of [
      { shop: 'shop_otherother', mode: 'test' },
      { shop: shop.tenant.shop, mode: 'live' },
    ] satisfies Tenant[]) {
      const code = nextCode();
      const foreign = await createDiscount(
        { tenant, actor, requestId: 'req_test', done: async () => undefined },
        {
          ...{ title: 'Foreign', code, benefit: { kind: 'fixed', amount: 5_000 }, minimumSpend: null, products: [] },
          ...{ categories: [], startsAt: null, endsAt: null, weekdays: [], hours: null, usageLimit: null },
          ...{ customerLimit: null, stackable: false, active: true },
        },
      );
      const address = `/api/discounts/${foreign.id}`;
      expect((await shop.call('GET', address, { key: 'sk' })).status).toBe(404);
      expect((await shop.call('PATCH', address, { key: 'sk', body: { active: false } })).status).toBe(404);
      expect((await shop.call('DELETE', address, { key: 'sk' })).status).toBe(404);
      expect((await enter<Refusal>(await shop.cart(), code)).body.code).toBe('discount_unknown');
    }
  });
});

describe('a cart', () => {
  it('shows what is taken off by itself, line by line, and its VAT on what is left', async () => {
    await discount({ title: 'Soda wiki hii', benefit: { kind: 'percent', rate: 5000, cap: null } });
    const cart = await shop.cart({ 'SODA-500': 2 });
    expect(cart.discounts).toEqual([
      { id: made[0], code: null, title: 'Soda wiki hii', amount: { amount: 7_000, currency: 'KES' } },
    ]);
    expect(cart.lines[0]).toMatchObject({ discount: { amount: 7_000 }, total: { amount: 7_000 } });
    expect(cart.totals).toMatchObject({
      subtotal: { amount: 14_000 },
      discount: { amount: 7_000 },
      total: { amount: 7_000 },
      tax: { amount: 966 },
    });
    expect(cart.discountCode).toBeNull();
  });

  it('takes a coupon code however it is typed, and lets it go', async () => {
    const code = nextCode();
    await discount({ code, benefit: { kind: 'fixed', amount: 1_000 } });
    const cart = await shop.cart({ 'SODA-500': 1, BOOK: 1 });
    const entered = await enter(cart, ` ${code.toLowerCase()} `);
    expect(entered.body).toMatchObject({
      discountCode: { code, problem: null, minimum: null },
      discounts: [{ code, amount: { amount: 1_000 } }],
      totals: { subtotal: { amount: 52_000 }, discount: { amount: 1_000 }, total: { amount: 51_000 } },
    });
    expect(entered.body.lines.map(({ discount: part }) => part.amount)).toEqual([135, 865]);
    const without = await shop.call<Cart>('DELETE', `/api/carts/${cart.id}/discount`, { secret: cart.secret });
    expect(without.body).toMatchObject({ discountCode: null, discounts: [], totals: { discount: { amount: 0 } } });
  });

  it.each([
    ['that nobody made', null, 'discount_unknown'],
    ['that is switched off', { active: false }, 'discount_unknown'],
    ['that is over', { endsAt: '2020-01-01T00:00:00Z' }, 'discount_expired'],
    ['that begins later', { startsAt: '2099-01-01T00:00:00Z' }, 'discount_not_now'],
    ['that asks for more', { minimumSpend: 7_001 }, 'discount_minimum'],
    ['for other goods', { products: ['prod_0123456789ab'] }, 'discount_not_for_cart'],
    ['for one order per customer, of whom nothing is known', { customerLimit: 1 }, 'discount_needs_phone'],
  ] as [string, Partial<Made> | null, string][])(
    'refuses a code %s, and does not keep it',
    async (_what, parts, refusal) => {
      const code = nextCode();
      if (parts) await discount({ code, ...parts });
      const cart = await shop.cart();
      const answer = await enter<Refusal>(cart, code);
      expect([answer.status, answer.body.code]).toEqual([409, refusal]);
      if (refusal === 'discount_minimum') expect(answer.body.minimum).toBe(7_001);
      expect((await read(cart)).discountCode).toBeNull();
    },
  );

  it('refuses a code that a better discount outdoes, and takes both when they go together', async () => {
    const code = nextCode();
    const better = await discount({ benefit: { kind: 'percent', rate: 2000 } });
    const coupon = await discount({ code });
    const cart = await shop.cart({ BOOK: 1 });
    expect((await enter<Refusal>(cart, code)).body.code).toBe('discount_outdone');
    await edit(better.id, { stackable: true });
    await edit(coupon.id, { stackable: true });
    expect((await enter(cart, code)).body.totals.discount.amount).toBe(12_600);
  });

  it('keeps a code that stops applying, and says why', async () => {
    const code = nextCode();
    const coupon = await discount({ code, minimumSpend: 14_000 });
    const cart = await shop.cart({ 'SODA-500': 2 });
    await enter(cart, code);
    const fewer = await shop.call<Cart>('PATCH', `/api/carts/${cart.id}/items/${cart.lines[0]?.id}`, {
      secret: cart.secret,
      body: { quantity: 1 },
    });
    expect(fewer.body).toMatchObject({
      discounts: [],
      discountCode: { code, problem: 'minimum_not_reached', minimum: { amount: 14_000 } },
    });
    await edit(coupon.id, { minimumSpend: null, active: false });
    expect((await read(cart)).discountCode).toMatchObject({ problem: 'unknown', minimum: null });
  });

  it('is nobody else’s to put a code in', async () => {
    const cart = await shop.cart();
    const other = await shop.cart();
    const address = `/api/carts/${cart.id}/discount`;
    expect((await shop.call('PUT', address, { secret: other.secret, body: { code: 'ANY' } })).status).toBe(404);
    expect((await shop.call('DELETE', address, { secret: other.secret })).status).toBe(404);
  });

  it('does not let codes be guessed by the thousand', async () => {
    const cart = await shop.cart();
    const guesses = Array.from({ length: 60 }, (_, i) => enter(cart, `GUESS-${i}`));
    expect((await Promise.all(guesses)).filter(({ status }) => status === 429).length).toBeGreaterThan(10);
  });
});

describe('an order', () => {
  it('freezes its discounts: what happens to them later changes nothing', async () => {
    const code = nextCode();
    const coupon = await discount({ code, title: 'Karibu sana' });
    const { body } = await orderWith(code);
    await edit(coupon.id, { title: 'Changed', benefit: { kind: 'percent', rate: 9000 } });
    const order = await shop.read(body);
    expect(order.discounts).toEqual([
      { id: coupon.id, code, title: 'Karibu sana', amount: { amount: 700, currency: 'KES' } },
    ]);
    expect(order.totals).toMatchObject({ discount: { amount: 700 }, total: { amount: 6_300 } });
    await cancel(order);
  });

  it('reserves a use, which counts once when it is paid', async () => {
    const code = nextCode();
    const coupon = await discount({ code, usageLimit: 2 });
    const cart = await shop.cart();
    await enter(cart, code);
    const { body } = await shop.checkout(cart, mpesa());
    expect(await see(coupon.id)).toMatchObject({ used: 0, reserved: 1, state: 'active' });
    await enterPin();
    expect((await shop.read(body)).paymentStatus).toBe('paid');
    expect(await see(coupon.id)).toMatchObject({ used: 1, reserved: 0 });
    await shop.expectSound();
  });

  it('gives its use back when it is canceled', async () => {
    const code = nextCode();
    const coupon = await discount({ code, usageLimit: 1 });
    const first = await orderWith(code);
    expect((await enter<Refusal>(await shop.cart(), code)).body.code).toBe('discount_used_up');
    await cancel(first.body.order);
    await cancel(first.body.order);
    expect(await see(coupon.id)).toMatchObject({ used: 0, reserved: 0 });
    const second = await orderWith(code);
    expect(second.status).toBe(201);
    await cancel(second.body.order);
  });

  it('gives its use back when its goods are no longer kept, and takes it again to be paid after all', async () => {
    const code = nextCode();
    const coupon = await discount({ code, usageLimit: 1 });
    const first = (await orderWith(code)).body;
    await lapse();
    expect(await see(coupon.id)).toMatchObject({ reserved: 0 });
    expect((await shop.pay(first, mpesa())).status).toBe(201);
    expect(await see(coupon.id)).toMatchObject({ reserved: 1 });
    await enterPin();
    expect((await shop.read(first)).paymentStatus).toBe('paid');
    expect(await see(coupon.id)).toMatchObject({ used: 1, reserved: 0, state: 'used_up' });
  });

  it('that lost its use to somebody else cannot be paid any more', async () => {
    const code = nextCode();
    const coupon = await discount({ code, usageLimit: 1 });
    const first = (await orderWith(code)).body;
    await lapse();
    const second = (await orderWith(code)).body;
    const late = await shop.pay(first, mpesa());
    expect([late.status, (late.body as unknown as Refusal).code]).toEqual([409, 'discount_used_up']);
    expect(await see(coupon.id)).toMatchObject({ reserved: 1 });
    await cancel(first.order);
    await cancel(second.order);
  });

  it('is made by one of twenty who want the last use at once (INV-15)', async () => {
    const code = nextCode();
    const coupon = await discount({ code, usageLimit: 1 });
    const carts = await Promise.all(Array.from({ length: 20 }, () => shop.cart()));
    const entered = await Promise.all(carts.map((cart) => enter(cart, code)));
    expect(entered.every(({ status }) => status === 200)).toBe(true);
    const answers = await Promise.all(carts.map((cart) => shop.checkout(cart, null)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ body }) => (body as unknown as Refusal).code))).toEqual(
      new Set(['discount_used_up']),
    );
    expect(await see(coupon.id)).toMatchObject({ reserved: 1, used: 0 });
    await shop.expectSound();
    for (const { status, body } of answers) if (status === 201) await cancel(body.order);
  }, 60_000);

  it('tells the new total to a buyer whose coupon somebody else used up', async () => {
    const code = nextCode();
    await discount({ code, usageLimit: 1 });
    const cart = await shop.cart();
    await enter(cart, code);
    const first = await orderWith(code);
    const answer = await shop.checkout(cart, null, { body: { expectedTotal: 6_300 } });
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'total_changed', total: 7_000 }]);
    expect((await shop.checkout(cart, null, { body: { expectedTotal: 7_000 } })).status).toBe(201);
    await cancel(first.body.order);
  });

  it('of one customer has a coupon no more often than it says, whichever cart it comes from', async () => {
    const code = nextCode();
    await discount({ code, customerLimit: 1 });
    const buy = async (phone: string) => {
      const cart = await shop.cart();
      const customer = { phone };
      await shop.call('PATCH', `/api/carts/${cart.id}`, { secret: cart.secret, body: { customer } });
      const entered = await enter<Refusal>(cart, code);
      return entered.status === 200 ? shop.checkout(cart, null) : entered;
    };
    expect((await buy('0712000111')).status).toBe(201);
    expect((await buy('+254 712 000 111')).body).toMatchObject({ code: 'discount_used_up' });
    expect((await buy('0712000112')).status).toBe(201);
  });

  it('counts what was used before a limit was set, and takes no limit below it', async () => {
    const code = nextCode();
    const coupon = await discount({ code });
    await orderWith(code);
    const low = await orderWith(code).then(() => edit<Refusal>(coupon.id, { usageLimit: 1 }));
    expect([low.status, low.body.errors?.[0]?.path]).toEqual([400, 'usageLimit']);
    expect((await edit(coupon.id, { usageLimit: 2 })).status).toBe(200);
    expect((await enter<Refusal>(await shop.cart(), code)).body.code).toBe('discount_used_up');
  });
});

describe('a discount by hand', () => {
  const give = <Body = Cart>(cart: NewCart, body: unknown) =>
    shop.call<Body>('PUT', `/api/carts/${cart.id}/manual-discount`, { key: 'sk', body });

  it('comes off after all others and is frozen with the order', async () => {
    await discount({ benefit: { kind: 'percent', rate: 5000 } });
    const cart = await shop.cart({ 'SODA-500': 2 });
    const given = await give(cart, { rate: 1000, reason: 'Box was dented' });
    expect(given.body).toMatchObject({
      discounts: [{ amount: { amount: 7_000 } }, { id: null, title: 'Box was dented', amount: { amount: 700 } }],
      totals: { total: { amount: 6_300 } },
    });
    const { body } = await shop.checkout(cart, null);
    expect(body.order.discounts).toHaveLength(2);
    const other = await shop.cart();
    await give(other, { amount: 500, reason: 'Friend' });
    const back = await shop.call<Cart>('DELETE', `/api/carts/${other.id}/manual-discount`, { key: 'sk' });
    expect(back.body.discounts.filter(({ id }) => id === null)).toEqual([]);
  });

  it('is not for buyers, needs goods, and names no cart that is not there', async () => {
    const cart = await shop.cart();
    const bought = await shop.call('PUT', `/api/carts/${cart.id}/manual-discount`, {
      secret: cart.secret,
      body: { rate: 10_000, reason: 'Me' },
    });
    expect(bought.status).toBe(403);
    expect((await give<Refusal>(await shop.cart({}), { rate: 1, reason: 'x' })).body.code).toBe('cart_empty');
    expect((await give({ ...cart, id: 'cart_00000000000000000000' }, { rate: 1, reason: 'x' })).status).toBe(404);
    expect((await give<Refusal>(cart, { reason: 'x' })).body.errors?.[0]?.path).toBe('rate');
  });

  it('above the limit of a cashier needs somebody else, once', async () => {
    const { tenant } = shop;
    const limits = { refund: 0, discount: 500 };
    const person = (id: string, discountLimit: number | null) =>
      staffActor({
        ...{ id, name: id, session: null, role: 'cashier', permissions: ['orders:write', 'approve'] },
        limits: { ...limits, discount: discountLimit },
      });
    const cashier = { actor: person('stf_cashier', 500), requestId: 'req_test' };
    const cart = await shop.cart();
    const call = {
      tenant,
      cart: cart.id,
      opener: 'shop',
      now: new Date(cart.createdAt),
      done: async () => undefined,
    } as const;
    expect((await discountByHand(call, { rate: 500, reason: 'x' }, cashier)).totals.discount.amount).toBe(350);
    await expect(discountByHand(call, { amount: 351, reason: 'x' }, cashier)).rejects.toMatchObject({
      code: 'approval_required',
      facts: { approval: { action: 'discount', limit: 500 } },
    });
    const matter = { action: 'discount', subject: cart.id, amount: 1000 } as const;
    const approval = (await inTransaction((tx) => grantApproval(tenant, person('stf_boss', null), matter, tx)))._id;
    const input = { rate: 1000, reason: 'x', approval };
    expect((await discountByHand(call, input, cashier)).totals.discount.amount).toBe(700);
    expect((await discountByHand(call, input, cashier)).totals.discount.amount, 'said again').toBe(700);
    await expect(discountByHand(call, { ...input, rate: 900 }, cashier)).rejects.toMatchObject({
      code: 'approval_invalid',
    });
  });
});
