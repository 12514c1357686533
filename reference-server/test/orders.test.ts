import type { Checkout, Order, OrderNote, OrderTimeline } from '@smartduka/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findOrders, searchFor } from '../src/domains/orders/search.js';
import { openShop, shopOf } from '../src/domains/shops/service.js';
import { system } from '../src/platform/actor.js';
import { clock } from '../src/platform/clock.js';
import { admitKey, newKey } from '../src/platform/keys.js';
import { Harness, mpesa, type CallInit } from './harness.js';

let shop: Harness;
let wanted: Checkout;
let plain: Checkout;
let receiptNumber: string;
let between: string;
const phone = '+254711222333';

beforeAll(async () => {
  shop = await Harness.start();
  plain = await shop.order({ BOOK: 1 }, { method: 'cash' });
  await shop.advance(60);
  between = clock.now().toISOString();
  const payment = mpesa(phone);
  shop.simulator.control.next({ scenario: 1, phone });
  const customer = { name: 'Wanjirũ  wa Kamau', phone };
  const answer = await shop.checkout(await shop.cart(), payment, { body: { customer } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  wanted = answer.body;
  await shop.advance(10);
  receiptNumber = (await shop.read(wanted)).payments[0]?.receiptNumber ?? '';
});
afterAll(async () => {
  await shop.expectSound();
  await shop.stop();
});

const list = (query: Record<string, string>, init: CallInit = { as: 'cashier' }) =>
  shop.call<{ data: Order[]; nextCursor: string | null; code?: string }>(
    'GET',
    `/api/orders?${new URLSearchParams(query)}`,
    init,
  );
const found = async (query: Record<string, string>) => (await list(query)).body.data.map(({ id }) => id);
const at = (made: Checkout, rest: string) => `/api/orders/${made.order.id}/${rest}`;

describe('the search for orders', () => {
  it.each([
    ['its number', () => ({ number: wanted.order.number })],
    ['the phone of its buyer, in any form', () => ({ phone: '0711 222 333' })],
    ['how the name of its buyer begins, accents or not', () => ({ name: 'wanjiru WA' })],
    ['its M-Pesa receipt', () => ({ receiptNumber: receiptNumber.toLowerCase() })],
    ['the time since', () => ({ from: between })],
    ['what is paid', () => ({ paymentStatus: 'paid' })],
    ['several things', () => ({ paymentStatus: 'paid', channel: 'online', receiptNumber, from: between })],
  ])('finds one by %s', async (_, query) => {
    expect(await found(query())).toEqual([wanted.order.id]);
  });

  it.each([
    ['the time before', () => ({ to: between }), () => [plain.order.id]],
    ['a status', () => ({ status: 'open' }), () => [wanted.order.id, plain.order.id]],
    ['what has not been handed over', () => ({ fulfilmentStatus: 'unfulfilled', to: between }), () => [plain.order.id]],
    ['a channel of which there are none', () => ({ channel: 'counter' }), () => []],
    ['a receipt that is none of ours', () => ({ receiptNumber: 'SJ00NONE00' }), () => []],
    ['a receipt outside the time', () => ({ receiptNumber, to: between }), () => []],
  ] as [string, () => Record<string, string>, () => string[]][])('by %s finds just those', async (_, query, ids) => {
    expect(await found(query())).toEqual(ids());
  });

  it('goes on to the next page within the same search', async () => {
    const first = await list({ limit: '1', status: 'open' });
    expect(first.body.data).toMatchObject([{ id: wanted.order.id }]);
    const next = { limit: '1', status: 'open', after: first.body.nextCursor ?? '' };
    expect(await found(next)).toEqual([plain.order.id]);
    expect(await list({ ...next, status: 'closed' })).toMatchObject({ status: 400, body: { code: 'cursor_invalid' } });
  });

  it('for a person is refused to those who may not see customers', async () => {
    for (const query of [{ phone }, { name: 'Wanjiru' }])
      expect(await list(query, { as: 'analyst' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await list({ status: 'open' }, { as: 'analyst' })).status).toBe(200);
  });

  it('names a field that cannot be right', async () => {
    expect(await list({ phone: '+44 7700 900123' })).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ path: 'phone' })] },
    });
  });

  it.each([
    ['number', { number: 'SD-1' }],
    ['customer.phone.hash', { phone }],
    ['customer.nameKey', { name: 'Wanjiru' }],
    ['_id', { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }],
    ['status', { status: 'open' }],
    ['paymentStatus', { paymentStatus: 'paid' }],
    ['fulfilmentStatus', { fulfilmentStatus: 'partial' }],
    ['channel', { channel: 'counter' }],
    ['location', { location: 'loc_01jdc8v3q5n7x2k4m6p8r0t1w3' }],
    ['staff', { staff: 'stf_01jdc8v3q5n7x2k4m6p8r0t1w3' }],
  ] as const)('by %s walks its index, and never the whole collection', async (field, query) => {
    const all = { ...system, permissions: new Set(['customers:read'] as const) };
    const filter = await searchFor(shop.tenant, all, query);
    const plan = JSON.stringify(await findOrders(shop.tenant, filter ?? {}, null, 21).explain('queryPlanner'));
    expect(plan).not.toContain('COLLSCAN');
    const [, key = ''] = /"keyPattern":(\{[^}]*\})/.exec(plan) ?? [];
    expect(Object.keys(JSON.parse(key) as object)).toContain(field);
  });
});

describe('the timeline of an order', () => {
  it('tells what happened, what was noted, and who did it', async () => {
    const made = await shop.order({ 'SODA-500': 1 }, { method: 'cash' });
    const text = 'Call before delivery';
    const note = await shop.call<OrderNote>('POST', at(made, 'notes'), { as: 'cashier', body: { text } });
    const cashier = await shop.staff('cashier');
    expect(note).toMatchObject({ status: 201, body: { text, by: { kind: 'staff', id: cashier.id } } });
    const reason = 'Ordered twice';
    await shop.call('POST', at(made, 'cancel'), { as: 'manager', body: { reason } });
    const { body } = await shop.call<OrderTimeline>('GET', at(made, 'timeline'), { as: 'cashier' });
    expect(body.data[0]).toMatchObject({ event: { type: 'order.created' }, by: null });
    expect(body.data.find((row) => row.event === null)).toMatchObject({ note: text, by: { id: cashier.id } });
    const manager = await shop.staff('manager');
    expect(body.data.find((row) => row.event?.type === 'order.canceled')).toMatchObject({
      note: reason,
      by: { id: manager.id },
    });
    const log = await shop.call<{ data: unknown[] }>('GET', `/api/audit-log?subject=${made.order.id}`, { as: 'owner' });
    expect(log.body.data).toMatchObject([{ action: 'order.canceled', note: reason }]);
    expect(JSON.stringify(await shop.events(made))).not.toContain(reason);
  });

  it('names who took the money', async () => {
    const made = await shop.order({ 'SODA-500': 1 }, { method: 'cash' });
    await shop.call('POST', at(made, 'tenders'), { as: 'cashier', body: { method: 'cash' } });
    const { body } = await shop.call<OrderTimeline>('GET', at(made, 'timeline'), { key: 'sk' });
    expect(body.data.find((row) => row.event?.type === 'order.paid')).toMatchObject({
      by: { id: (await shop.staff('cashier')).id },
    });
  });

  it('and notes of another shop’s order are not found', async () => {
    const { _id: _, createdAt: __, ...own } = await shopOf(shop.tenant);
    const other = await openShop({ ...own, slug: 'other', name: 'Other' });
    const bearer = newKey('secret', 'test');
    await admitKey({ shop: other.shop._id, mode: 'test' }, { kind: 'secret', plain: bearer, name: 'other' });
    expect(await shop.call('GET', at(plain, 'timeline'), { bearer })).toMatchObject({ status: 404 });
    expect(await shop.call('POST', at(plain, 'notes'), { bearer, body: { text: 'x' } })).toMatchObject({ status: 404 });
    expect((await list({ receiptNumber }, { bearer })).body.data).toEqual([]);
  });

  it('takes no empty note', async () => {
    expect(await shop.call('POST', at(plain, 'notes'), { as: 'cashier', body: { text: ' ' } })).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ path: 'text' })] },
    });
  });
});
