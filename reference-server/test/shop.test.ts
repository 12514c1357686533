import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cart, DeliveryOptions, DeliveryZone, NewCart, Receipt, Shop, ShopSettings } from '@smartduka/contract';
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
