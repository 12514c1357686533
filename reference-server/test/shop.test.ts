import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Cart,
  CustomerExport,
  CustomerRecord,
  DeliveryOptions,
  DeliveryZone,
  NewCart,
  Order,
  Receipt,
  Shop,
  ShopSettings,
} from '@smartduka/contract';
import { openShop, shopOf } from '../src/domains/shops/service.js';
import { admitKey, newKey } from '../src/platform/keys.js';
import { Harness, type CallInit } from './harness.js';

let shop: Harness;
/** Secret key of another shop. */
const stranger = newKey('secret', 'test');
beforeAll(async () => {
  shop = await Harness.start({}, { STANDALONE_SHOP: 'test-shop' });
  const { _id: _, status: __, createdAt: ___, updatedAt: ____, pageKeys: _____, ...own } = await shopOf(shop.tenant);
  const other = await openShop({ ...own, slug: 'other', name: 'Other', zones: [] });
  await admitKey({ shop: other.shop._id, mode: 'test' }, { kind: 'secret', plain: stranger, name: 'other' });
});
afterAll(async () => {
  await shop.expectSound();
  await shop.stop();
});

const add = (body: unknown, init: CallInit = { as: 'owner' }) =>
  shop.call<DeliveryZone>('POST', '/api/delivery/zones', { ...init, body });
const change = (method: 'PATCH' | 'DELETE', id: string, body?: unknown, init: CallInit = { as: 'owner' }) =>
  shop.call<DeliveryZone>(method, `/api/delivery/zones/${id}`, { ...init, ...(body === undefined ? {} : { body }) });
const options = async (query: string) => (await shop.call<DeliveryOptions>('GET', `/api/delivery?${query}`)).body.zones;
const deliver = (cart: NewCart, zone: string) =>
  shop.call<Cart>('PATCH', `/api/carts/${cart.id}`, {
    secret: cart.secret,
    body: { delivery: { method: 'delivery', zone, place: 'Umoja 2', landmark: 'Mutindwa' } },
  });

const umoja = {
  ...{ title: 'Umoja na jirani', county: 'Nairobi', areas: ['Umoja 2', 'Donholm'], landmarks: ["Mutindwa's market"] },
  ...{ fee: 15_000, bands: [{ from: 10_000, fee: 12_000 }], freeAbove: 21_000, estimate: 'Leo' },
};

describe('a delivery zone', () => {
  it('is there for buyers as soon as it is made, and found by area, county or landmark', async () => {
    const made = await add(umoja);
    expect(made).toMatchObject({ status: 201, body: { county: 'Nairobi', freeAbove: { amount: 21_000 } } });
    expect((await shop.call<Shop>('GET', '/api/shop')).body.delivery.zones).toContainEqual(made.body);
    for (const q of ['donholm', 'UMOJA-2', 'mutindwas', 'nairobi jirani'])
      expect(
        (await options(`q=${encodeURIComponent(q)}`)).map(({ id }) => id),
        q,
      ).toEqual([made.body.id]);
    expect(await options('q=kisumu')).toEqual([]);
  });

  it('costs less the more is bought, in the list as in the cart and the order', async () => {
    const { id } = (await add({ ...umoja, title: 'Kayole', areas: ['Kayole'] })).body;
    for (const [count, fee, next] of [
      [1, 15_000, 12_000],
      [2, 12_000, 0],
      [3, 0, null],
    ] as const) {
      const [listed] = await options(`q=kayole&goods=${count * 7_000}`);
      expect([listed?.quote.amount, listed?.nextFee?.fee.amount ?? null]).toEqual([fee, next]);
      const cart = await shop.cart({ 'SODA-500': count });
      const delivered = await deliver(cart, id);
      expect(delivered.body.totals).toMatchObject({
        delivery: { amount: fee },
        total: { amount: count * 7_000 + fee },
      });
      expect((await shop.checkout(cart, null)).body.order.totals).toEqual(delivered.body.totals);
    }
  });

  it('can be changed, which open carts feel and orders do not', async () => {
    const { id } = (await add({ title: 'Ruai', fee: 10_000 })).body;
    const [ordered, open] = [await shop.cart(), await shop.cart()];
    await deliver(ordered, id);
    await deliver(open, id);
    const order = (await shop.checkout(ordered, null)).body;
    expect(await change('PATCH', id, { fee: 1_000 })).toMatchObject({
      body: { title: 'Ruai', fee: { amount: 1_000 } },
    });
    const cart = await shop.call<Cart>('GET', `/api/carts/${open.id}`, { secret: open.secret });
    expect(cart.body.totals.delivery.amount).toBe(1_000);
    expect((await shop.read(order)).totals.delivery.amount).toBe(10_000);
  });

  it('can be dropped; whoever still asks for it is told', async () => {
    const { id } = (await add({ title: 'Utawala', fee: 10_000 })).body;
    expect(await change('DELETE', id)).toMatchObject({ status: 200, body: { id, deleted: true } });
    expect(await deliver(await shop.cart(), id)).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ path: 'delivery.zone' })] },
    });
  });

  it('is not lost when many are made at once, and each is in the audit log', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, (_, i) => add({ title: `Mtaa ${i}`, fee: 100 })));
    expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
    expect(await options('q=mtaa')).toHaveLength(12);
    const log = await shop.call('GET', `/api/audit-log?subject=${made[0]?.body.id}`, { as: 'owner' });
    expect(log.body).toMatchObject({ data: [{ action: 'zone.created', after: { fee: 100 } }] });
  });

  it.each([
    ['a fee below nothing', { title: 'X', fee: -1 }, 'fee'],
    ['a fee in halves', { title: 'X', fee: 1.5 }, 'fee'],
    ['no title', { title: ' ', fee: 1 }, 'title'],
    ['a county that is none', { title: 'X', fee: 1, county: 'Atlantis' }, 'county'],
    ['the same value twice', { title: 'X', fee: 9, bands: [5, 5].map((from) => ({ from, fee: 1 })) }, 'bands'],
  ])('with %s is refused by name', async (_, body, path) => {
    expect(await add(body)).toMatchObject({ status: 400, body: { errors: [expect.objectContaining({ path })] } });
  });

  it('of another shop is not found', async () => {
    const [mine] = await options('');
    for (const id of [mine?.id ?? '', 'zone_00000000000000000000']) {
      expect(await change('PATCH', id, { fee: 1 }, { bearer: stranger })).toMatchObject({ status: 404 });
      expect(await change('DELETE', id, undefined, { bearer: stranger })).toMatchObject({ status: 404 });
      expect((await shop.call('GET', `/api/delivery/zones/${id}`, { bearer: stranger })).status).toBe(404);
    }
  });
});

describe('the settings of a shop', () => {
  const read = async () => (await shop.call<ShopSettings>('GET', '/api/shop/settings', { as: 'manager' })).body;
  const set = (body: unknown, init: CallInit = { as: 'owner' }) =>
    shop.call<ShopSettings>('PATCH', '/api/shop/settings', { ...init, body });
  const page = async (path: string, headers = {}) =>
    (await shop.call<string>('GET', path, { key: null, headers: { Accept: 'text/html', ...headers } })).body;

  it('are changed in part, counted by version, guarded by it, and told to buyers at once', async () => {
    const before = await read();
    const promises = { returns: { en: 'Seven days.\nWith the receipt.', sw: 'Siku saba.' } };
    const hours = ['monday', 'tuesday'].map((day) => ({ day, opens: '08:00', closes: '20:00' }));
    const changed = await set({ policies: promises, openingHours: hours, contact: { email: 'duka@site.example' } });
    expect(changed).toMatchObject({
      status: 200,
      body: { version: before.version + 1, contact: { ...before.contact, email: 'duka@site.example' } },
    });
    expect(await read()).toEqual(changed.body);
    const seen = (await shop.call<Shop>('GET', '/api/shop')).body;
    expect(seen).toMatchObject({ policies: promises, openingHours: hours, contact: { email: 'duka@site.example' } });
    const stale = await set({ name: 'X' }, { as: 'owner', headers: { 'If-Match': `"${before.version}"` } });
    expect([stale.status, stale.body]).toMatchObject([412, { code: 'version_stale' }]);
  });

  it('are on the shop’s own pages: promises in the visitor’s language, hours in one line for days alike', async () => {
    await set({ policies: { delivery: { en: 'By boda.' } } });
    expect(await page('/policies', { 'Accept-Language': 'sw' })).toContain('Siku saba.');
    expect(await page('/policies', { 'Accept-Language': 'en' })).toMatch(/With the receipt\.[^]*By boda\./);
    const home = await page('/', { 'Accept-Language': 'en' });
    expect(home).toContain('Mon–Tue 08:00–20:00');
    expect(home).toContain('href="/policies"');
    await set({ policies: { delivery: { en: null } } });
    expect(await page('/policies', { 'Accept-Language': 'en' })).not.toContain('By boda.');
  });

  it('decide how totals come to whole shillings, what tax is inside and how long goods are kept', async () => {
    // 3 for KES 189.50 each are KES 568.50: 569 to the nearest, 568 downwards.
    const total = async () => (await shop.cart({ 'UNGA-2KG': 3 })).totals;
    expect((await total()).total.amount).toBe(56_900);
    await set({ rounding: 'down', holdMinutes: 30 });
    expect(await total()).toMatchObject({ rounding: { amount: -50 }, total: { amount: 56_800 } });
    const { order } = (await shop.checkout(await shop.cart({ 'UNGA-2KG': 3 }), null)).body;
    expect(Date.parse(order.reservedUntil ?? '') - Date.parse(order.createdAt)).toBe(30 * 60_000);
    await set({ tax: { rates: { standard: 1_800 } } });
    expect((await shop.cart({ 'SODA-500': 1 })).totals.taxes).toMatchObject([{ rate: 1_800, tax: { amount: 1_068 } }]);
    await set({ tax: { vatRegistered: false } });
    expect((await shop.cart({ 'SODA-500': 1 })).totals.taxes).toEqual([]);
    await set({ rounding: 'nearest', holdMinutes: 15, tax: { vatRegistered: true, rates: { standard: 1_600 } } });
  });

  it('put the shop’s own lines on the receipt', async () => {
    await set({ receipt: { header: ['Karibu <tena>'], footer: ['Bidhaa haibadilishwi'] } });
    const made = await shop.order({ 'SODA-500': 1 });
    const [push] = shop.simulator.control.pushes().slice(-1);
    shop.simulator.control.answer(push?.id ?? '', { action: 'pin', pin: '1234' });
    await shop.advance(10);
    const receipt = await shop.call<Receipt>('GET', `/api/orders/${made.order.id}/receipt`, { secret: made.secret });
    expect(receipt.body.shop).toMatchObject({ header: ['Karibu <tena>'], footer: ['Bidhaa haibadilishwi'] });
    const html = await page(new URL(receipt.body.url).pathname);
    expect(html).toContain('Karibu &lt;tena&gt;');
    expect(html).toContain('Bidhaa haibadilishwi');
  });

  it('stand in the audit log as they were and are, without a whole phone number', async () => {
    await set({ kraPin: 'A000000000B', contact: { phone: '0712 345 678' } });
    const log = await shop.call('GET', '/api/audit-log?action=settings.changed&limit=1', { as: 'owner' });
    expect(log.body).toMatchObject({
      data: [{ before: { kraPin: 'P051999999J' }, after: { kraPin: 'A000000000B' } }],
    });
    expect(JSON.stringify(log.body)).not.toContain('712345678');
  });

  it.each([
    ['a PIN that is none', { kraPin: '123' }, 'kraPin'],
    ['an empty PIN', { kraPin: '' }, 'kraPin'],
    ['a time zone that is none', { timeZone: 'Africa/Atlantis' }, 'timeZone'],
    ['a rate above everything', { tax: { rates: { standard: 10_001 } } }, 'tax.rates.standard'],
    ['a phone that is none', { contact: { phone: '12' } }, 'contact.phone'],
    [
      'hours that end before they begin',
      { openingHours: [{ day: 'monday', opens: '09:00', closes: '08:00' }] },
      'openingHours.0.closes',
    ],
    [
      'hours twice',
      { openingHours: ['09:00', '10:00'].map((opens) => ({ day: 'sunday', opens, closes: '12:00' })) },
      'openingHours',
    ],
    ['a hold of an eternity', { holdMinutes: 61 }, 'holdMinutes'],
    ['what only the server sets', { version: 9 }, 'version'],
  ])('with %s are refused by name', async (_, body, path) => {
    expect(await set(body)).toMatchObject({ status: 400, body: { errors: [expect.objectContaining({ path })] } });
  });
});

describe('a customer', () => {
  const of = (path = '') => `/api/customers${path}`;
  const find = async (query: string) =>
    (await shop.call<{ data: CustomerRecord[] }>('GET', of(`?${query}`), { as: 'cashier' })).body.data;
  const post = (path: string, body: unknown, init: CallInit = { as: 'owner' }) =>
    shop.call<CustomerRecord>('POST', of(path), { ...init, body });
  const ordersOf = async (id: string) =>
    (await shop.call<{ data: Order[] }>('GET', of(`/${id}/orders`), { as: 'cashier' })).body.data.map(
      (order) => order.id,
    );
  const buy = async (customer: object, more: object = {}) =>
    (await shop.checkout(await shop.cart(), null, { body: { customer, ...more } })).body;
  const wanjiku = { name: 'Wánjiku Kamau', phone: '0722 000 111', email: 'wanjiku@site.example' };

  it('is remembered by the phone of the first order, and found by phone, name and tag, masked', async () => {
    const first = await buy(wanjiku);
    const second = await buy({ phone: '+254722000111' });
    const [found, none] = await find('phone=0722000111');
    expect(none).toBeUndefined();
    expect(found).toMatchObject({
      name: 'Wánjiku Kamau',
      phone: '+254 7•• ••• 111',
      email: 'w•••@site.example',
      consents: [],
    });
    const id = found?.id ?? '';
    expect(await ordersOf(id)).toEqual([second.order.id, first.order.id]);
    const tagged = await shop.call('PATCH', of(`/${id}`), { key: 'sk', body: { tags: ['jumla', 'jumla'] } });
    expect(tagged.body).toMatchObject({ tags: ['jumla'], version: 2 });
    expect((await find('name=wanj&tag=jumla')).map((one) => one.id)).toEqual([id]);
    expect(await find('name=kamau')).toEqual([]);
  });

  it('is told whole only to who may see people, and each look is audited', async () => {
    const { id } = (await post('', { phone: '0722000222', name: 'Otieno' })).body;
    expect((await shop.call('GET', of(`/${id}?whole=true`), { as: 'manager' })).status).toBe(403);
    const seen = await shop.call('GET', of(`/${id}?whole=true`), { as: 'owner' });
    expect(seen.body).toMatchObject({ phone: '+254722000222' });
    const log = await shop.call('GET', `/api/audit-log?subject=${id}&action=customer.seen`, { as: 'owner' });
    expect(log.body['data']).toHaveLength(1);
  });

  it('takes over what was ordered before with the number, and is one person however many order at once', async () => {
    const phone = '+254722000333';
    await Promise.all(Array.from({ length: 6 }, () => buy({ phone })));
    const [one, another] = await find(`phone=${encodeURIComponent(phone)}`);
    expect(another).toBeUndefined();
    expect(await ordersOf(one?.id ?? '')).toHaveLength(6);
    const taken = await post('', { phone });
    expect([taken.status, taken.body]).toMatchObject([409, { code: 'already_taken' }]);
  });

  it('has said no to offers until they said yes, and the last word counts', async () => {
    const { id } = (await post('', { name: 'Achieng' })).body;
    const say = (granted: boolean, source: string) =>
      shop.call<CustomerRecord>('PUT', of(`/${id}/consents/sms`), { key: 'sk', body: { granted, source } });
    expect((await say(true, 'Form')).body.consents).toMatchObject([{ channel: 'sms', granted: true, source: 'Form' }]);
    expect((await say(false, 'Call')).body.consents).toMatchObject([
      { channel: 'sms', granted: false, source: 'Call' },
    ]);
    expect((await shop.call('PUT', of(`/${id}/consents/pigeon`), { key: 'sk', body: {} })).status).toBe(404);
    const all = await shop.call<CustomerExport>('GET', of(`/${id}/export`), { as: 'owner' });
    expect(all.body.consentHistory.map(({ granted }) => granted)).toEqual([true, false]);
  });

  it('known twice is merged: orders follow, and the old id and phone lead to the one that is left', async () => {
    const [one, two] = [await buy({ phone: '0722000444', name: 'Njoki' }), await buy({ phone: '0722000555' })];
    const [[kept], [gone]] = [await find('phone=0722000444'), await find('phone=0722000555')];
    const body = { customer: gone?.id, reason: 'Two phones' };
    expect(await post(`/${kept?.id}/merge`, body)).toMatchObject({ status: 200, body: { id: kept?.id } });
    expect(await ordersOf(gone?.id ?? '')).toEqual([two.order.id, one.order.id]);
    const later = await buy({ phone: '0722000555' });
    expect((await ordersOf(kept?.id ?? ''))[0]).toBe(later.order.id);
    expect((await find('phone=0722000555')).map(({ id }) => id)).toEqual([kept?.id]);
    expect((await shop.call('GET', of(`/${gone?.id}`), { as: 'cashier' })).body['id']).toBe(kept?.id);
  });

  it('is erased everywhere when they ask, and what was sold stays in the books', async () => {
    const [zone] = await options('q=nairobi');
    const delivery = { method: 'delivery', zone: zone?.id, place: 'Siri 5', landmark: 'Lango jeusi' };
    const made = await buy({ name: 'Siri Kuu', phone: '0722000666', email: 'siri@site.example' }, { delivery });
    await shop.call('POST', `/api/orders/${made.order.id}/notes`, {
      as: 'owner',
      body: { text: 'Siri hapendi kengele' },
    });
    const [{ id } = { id: '' }] = await find('phone=0722000666');
    const all = await shop.call<CustomerExport>('GET', of(`/${id}/export`), { as: 'owner' });
    expect(JSON.stringify(all.body)).toContain('Lango jeusi');
    const busy = await post(`/${id}/erase`, { reason: 'Asked' });
    expect([busy.status, busy.body]).toMatchObject([409, { code: 'customer_busy', orders: [made.order.id] }]);
    await shop.call('POST', `/api/orders/${made.order.id}/cancel`, { as: 'owner', body: {} });
    const gone = await post(`/${id}/erase`, { reason: 'Asked' });
    expect(gone).toMatchObject({ status: 200, body: { name: null, phone: null, email: null } });
    const order = await shop.call<Order>('GET', `/api/orders/${made.order.id}`, { as: 'owner' });
    expect(order.body).toMatchObject({ customer: null, totals: made.order.totals, delivery: { place: null } });
    const db = mongoose.connection.db;
    for (const name of ['customers', 'orders', 'carts', 'payment_attempts', 'order_notes', 'audit_log', 'outbox'])
      expect(JSON.stringify(await db?.collection(name).find().toArray()), name).not.toMatch(/siri|lango jeusi/i);
    const after = await shop.call('PATCH', of(`/${id}`), { key: 'sk', body: { name: 'X' } });
    expect([after.status, after.body]).toMatchObject([409, { code: 'customer_erased' }]);
  });

  it('of another shop is not found, by id or by phone', async () => {
    const [mine] = await find('phone=0722000111');
    for (const id of [mine?.id ?? '', 'cus_00000000000000000000']) {
      const init = { bearer: stranger };
      expect((await shop.call('GET', of(`/${id}`), init)).status).toBe(404);
      expect((await shop.call('GET', of(`/${id}/export`), init)).status).toBe(404);
      expect((await post(`/${id}/erase`, { reason: 'x' }, init)).status).toBe(404);
      expect((await post(`/${id}/merge`, { customer: id, reason: 'x' }, init)).status).toBe(404);
    }
    expect((await shop.call('GET', of('?phone=0722000111'), { bearer: stranger })).body['data']).toEqual([]);
  });
});
