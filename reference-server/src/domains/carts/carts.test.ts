import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cart, NewCart, Problem, SharedCart, Shop } from '@smartduka/contract';
import { Harness } from '../../../test/harness.js';
import { clock } from '../../platform/clock.js';
import { owned } from '../../platform/tenancy.js';
import { Products } from '../catalog/model.js';
import { Carts } from './model.js';
import { dropExpired } from './service.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterAll(() => shop.stop());

const add = (cart: NewCart, body: unknown, init = {}) =>
  shop.call<Cart & Omit<Problem, 'status'>>('POST', `/api/carts/${cart.id}/items`, {
    secret: cart.secret,
    body,
    ...init,
  });
const read = (cart: NewCart, init = {}) =>
  shop.call<Cart & Omit<Problem, 'status'>>('GET', `/api/carts/${cart.id}`, { secret: cart.secret, ...init });

describe('a cart', () => {
  it('adds more of the same thing to the line that is there', async () => {
    const cart = await shop.cart({ 'SODA-500': 2 });
    const { body } = await add(cart, { product: 'soda-500', quantity: 3 });
    expect(body.lines.map(({ quantity, total }) => [quantity, total.amount])).toEqual([[5, 35_000]]);
    expect(body).toMatchObject({
      itemCount: 5,
      version: 2,
      totals: { total: { amount: 35_000 }, tax: { amount: 4_828 } },
    });
  });

  it('opens with its secret only: a wrong one, another cart’s and a cart that never was are told alike (T4)', async () => {
    const [mine, yours] = [await shop.cart(), await shop.cart()];
    const plain = ({ body, status }: { body: Omit<Problem, 'status'>; status: number }) => ({
      ...body,
      requestId: '',
      status,
    });
    const answers = [
      await read(mine, { secret: yours.secret }),
      await read(mine, { secret: 'cs_nothing' }),
      await read({ ...mine, id: `cart_${'0'.repeat(30)}` }),
    ].map(plain);
    expect(answers[0]).toMatchObject({ status: 404, code: 'not_found' });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect((await shop.call('GET', `/api/carts/${mine.id}`)).status).toBe(401);
  });

  it('takes no price from a browser', async () => {
    const cart = await shop.cart();
    const { status, body } = await add(cart, { product: 'soda-500', price: 1 });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
    expect((await read(cart)).body.version).toBe(1);
  });

  it.each([[0], [-1], [10_000], [1.5], ['2']])('refuses a quantity of %s and names the field', async (quantity) => {
    const { status, body } = await add(await shop.cart(), { product: 'soda-500', quantity });
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'quantity']);
  });

  it('refuses more than 9,999 in one line, also by small steps', async () => {
    const cart = await shop.cart({ 'SODA-500': 9_999 });
    const { status, body } = await add(cart, { product: 'soda-500' });
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'quantity']);
  });

  it('says on the line what cannot be had and what costs more than before', async () => {
    const cart = await shop.cart({ BOOK: 4, 'SODA-500': 1 });
    await Products.updateOne({ ...owned(shop.tenant), slug: 'soda-500' }, { $set: { 'variants.0.price': 7_500 } });
    try {
      const { body } = await read(cart);
      expect(body.lines).toMatchObject([
        { sku: 'BOOK', problem: 'insufficient_stock', availableQuantity: 3, previousUnitPrice: null },
        { sku: 'SODA-500', problem: null, unitPrice: { amount: 7_500 }, previousUnitPrice: { amount: 7_000 } },
      ]);
    } finally {
      await Products.updateOne({ ...owned(shop.tenant), slug: 'soda-500' }, { $set: { 'variants.0.price': 7_000 } });
    }
  });

  it('refuses a change by somebody who read an older version', async () => {
    const cart = await shop.cart();
    const update = (version: string) =>
      shop.call<Cart & Omit<Problem, 'status'>>('PATCH', `/api/carts/${cart.id}`, {
        secret: cart.secret,
        headers: { 'If-Match': version },
        body: { customer: { name: 'Achieng' } },
      });
    expect((await update('"1"')).body.customer?.name).toBe('Achieng');
    expect((await update('"1"')).body.code).toBe('version_stale');
  });

  it('charges the shop’s fee for a zone of the shop, and knows no other zone', async () => {
    const cart = await shop.cart();
    const { body: about } = await shop.call<Shop>('GET', '/api/shop');
    const deliver = (zone: string) =>
      shop.call<Cart & Omit<Problem, 'status'>>('PATCH', `/api/carts/${cart.id}`, {
        secret: cart.secret,
        body: { customer: { phone: '0712 345 678' }, delivery: { method: 'delivery', zone, place: 'Kilimani' } },
      });
    const zone = about.delivery.zones[0]?.id ?? '';
    const right = await deliver(zone);
    expect(right.body).toMatchObject({
      totals: { delivery: { amount: 20_000 }, total: { amount: 27_000 } },
      customer: { phone: '+254 7•• ••• 678' },
    });
    const wrong = await deliver(`zone_${'0'.repeat(30)}`);
    expect([wrong.status, wrong.body.errors?.[0]?.path]).toEqual([400, 'delivery.zone']);
  });

  it('counts every one of twenty taps at once', async () => {
    const cart = await shop.cart({ 'SODA-500': 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => add(cart, { product: 'soda-500' })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await read(cart)).body.itemCount).toBe(21);
  });

  it('counts a tap once that the network repeats', async () => {
    const cart = await shop.cart();
    const init = { idempotencyKey: `tap-${cart.id}` };
    const [first, again] = [
      await add(cart, { product: 'soda-500' }, init),
      await add(cart, { product: 'soda-500' }, init),
    ];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect((await read(cart)).body.itemCount).toBe(2);
  });

  it('lets a line be taken out, and tells a line that is not there', async () => {
    const cart = await shop.cart({ 'SODA-500': 1, BOOK: 1 });
    const line = cart.lines[0]?.id ?? '';
    const remove = () =>
      shop.call<Cart & Omit<Problem, 'status'>>('DELETE', `/api/carts/${cart.id}/items/${line}`, {
        secret: cart.secret,
      });
    expect((await remove()).body.lines).toHaveLength(1);
    expect((await remove()).status).toBe(404);
  });

  it('stores the secret as a hash and the phone sealed (A5, D2)', async () => {
    const cart = await shop.cart();
    await shop.call('PATCH', `/api/carts/${cart.id}`, {
      secret: cart.secret,
      body: { customer: { phone: '+254711222333' } },
    });
    const stored = JSON.stringify(await Carts.findOne({ ...owned(shop.tenant), _id: cart.id }).lean());
    expect(stored).not.toContain(cart.secret);
    expect(stored).not.toContain('711222333');
  });

  it('is gone after thirty days without a change', async () => {
    const cart = await shop.cart();
    const before = clock.now;
    const later = new Date(before().getTime() + 31 * 86_400_000);
    clock.now = () => later;
    try {
      expect((await read(cart)).status).toBe(404);
      expect(await dropExpired(later)).toBeGreaterThan(0);
    } finally {
      clock.now = before;
    }
  });
});

describe('a shared cart', () => {
  const share = (cart: NewCart) =>
    shop.call<SharedCart & Omit<Problem, 'status'>>('POST', `/api/carts/${cart.id}/share`, { secret: cart.secret });
  const open = (code: string) => shop.call<NewCart>('POST', `/api/shared-carts/${code}`);

  it('is a copy of the goods for whoever has its code, and nothing of the buyer', async () => {
    const cart = await shop.cart({ 'SODA-500': 2, BOOK: 1 });
    const customer = { name: 'Wanjiku', phone: '0712345678' };
    await shop.call('PATCH', `/api/carts/${cart.id}`, { secret: cart.secret, body: { customer } });
    const { status, body } = await share(cart);
    expect([status, body.itemCount]).toEqual([201, 3]);
    expect(body.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);

    const copy = await open(body.code.toLowerCase());
    expect(copy.status).toBe(201);
    expect(copy.body.id).not.toBe(cart.id);
    expect(copy.body).toMatchObject({ itemCount: 3, customer: null, version: 1 });
    expect(copy.body.lines[0]?.translations).toEqual({ sw: { title: 'Soda' } });
    expect((await read(copy.body)).status).toBe(200);
    expect((await read(cart)).body.itemCount).toBe(3);
  });

  it('runs out after thirty days, as carts do', async () => {
    const { body } = await share(await shop.cart());
    const before = clock.now;
    clock.now = () => new Date(before().getTime() + 31 * 86_400_000);
    try {
      expect((await open(body.code)).status).toBe(404);
    } finally {
      clock.now = before;
    }
  });

  it('is not made of nothing, nor by somebody else; a code that is none opens nothing', async () => {
    const empty = await share(await shop.cart({}));
    expect([empty.status, empty.body.code]).toEqual([409, 'cart_empty']);
    expect((await share({ ...(await shop.cart()), secret: 'cs_wrong' })).status).toBe(404);
    expect((await open('0000000000')).status).toBe(404);
    expect((await open('SHORT')).status).toBe(404);
  });
});

describe('two carts', () => {
  const merge = (cart: NewCart, other: { id: string; secret?: string }, init = {}) =>
    shop.call<Cart & Omit<Problem, 'status'>>('POST', `/api/carts/${cart.id}/merge`, {
      secret: cart.secret,
      body: { cart: other.id, ...(other.secret ? { secret: other.secret } : {}) },
      ...init,
    });

  it('become one: goods in both are added up, and the other cart is gone', async () => {
    const one = await shop.cart({ 'SODA-500': 2 });
    const other = await shop.cart({ 'SODA-500': 1, BOOK: 1 });
    const merged = await merge(one, other);
    expect(merged.body.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ['SODA-500', 3],
      ['BOOK', 1],
    ]);
    expect((await read(other)).status).toBe(404);
  });

  it('are poured together once, however many ask at once', async () => {
    const one = await shop.cart({ 'SODA-500': 1 });
    const other = await shop.cart({ 'SODA-500': 1 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => merge(one, other)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 7 }, () => 404),
    ]);
    expect((await read(one)).body.itemCount).toBe(2);
  });

  it('stay apart without the secret of both, and when one has become an order', async () => {
    const one = await shop.cart();
    const other = await shop.cart();
    expect((await merge(one, { id: other.id })).status).toBe(404);
    expect((await merge(one, { id: other.id, secret: one.secret })).status).toBe(404);
    expect((await merge(one, one)).status).toBe(404);
    await shop.checkout(other, null);
    expect((await merge(one, other)).body.code).toBe('cart_completed');
    expect((await read(one)).body.itemCount).toBe(1);
  });
});
