import type { Checkout, Fulfilment, Order } from '@smartduka/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openShop } from '../src/domains/shops/service.js';
import { admitKey, newKey } from '../src/platform/keys.js';
import { Harness, mpesa, type Answer, type CallInit, type Sku } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterEach(() => shop.expectSound());
afterAll(() => shop.stop());

/** An order with cash promised on delivery; its goods are held. */
const promised = (items: Partial<Record<Sku, number>> = { 'SODA-500': 3 }): Promise<Checkout> =>
  shop.order(items, { method: 'cash' });
/** An order paid at the counter. */
async function paid(items: Partial<Record<Sku, number>> = { 'SODA-500': 3 }): Promise<Checkout> {
  const made = await promised(items);
  await takeCash(made);
  return made;
}
const takeCash = async (made: Checkout): Promise<void> => {
  const answer = await shop.call('POST', `/api/orders/${made.order.id}/tenders`, {
    as: 'cashier',
    body: { method: 'cash' },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
};
const lineOf = (made: Checkout, index = 0): string => made.order.lines[index]?.id ?? '';
const send = (made: Checkout, quantity: number, state = 'handed_over', init: CallInit = {}) =>
  shop.call<Fulfilment & { code: string }>('POST', `/api/orders/${made.order.id}/fulfilments`, {
    as: 'cashier',
    body: { lines: [{ line: lineOf(made), quantity }], state },
    ...init,
  });
const turn = (made: Checkout, fulfilment: string, body: unknown, init: CallInit = {}) =>
  shop.call<Fulfilment>('PATCH', `/api/orders/${made.order.id}/fulfilments/${fulfilment}`, {
    as: 'cashier',
    body,
    ...init,
  });
const giveBack = (made: Checkout, quantity: number): Promise<Answer<unknown>> =>
  shop.call('POST', `/api/orders/${made.order.id}/refunds`, {
    key: 'sk',
    body: { reason: 'returned', method: 'cash', lines: [{ line: lineOf(made), quantity, restock: true }] },
  });
const told = async (made: Checkout): Promise<string[]> =>
  (await shop.events(made)).map(({ type }) => type).filter((type) => /ready|fulfil|delivered/.test(type));

describe('goods of a paid order', () => {
  it('leave in parts, each out of the stock, and the buyer is told', async () => {
    const made = await paid();
    const before = await shop.stock('SODA-500');
    const first = await send(made, 1, 'handed_over');
    expect(first).toMatchObject({ status: 201, body: { state: 'handed_over', lines: [{ quantity: 1 }] } });
    expect(await shop.read(made)).toMatchObject({ fulfilmentStatus: 'partial', fulfilments: [{ id: first.body.id }] });
    expect(await shop.stock('SODA-500')).toEqual({
      ...before,
      onHand: before.onHand - 1,
      allocated: before.allocated - 1,
    });
    await send(made, 2, 'delivered');
    expect(await shop.read(made)).toMatchObject({ fulfilmentStatus: 'fulfilled' });
    expect(await told(made)).toEqual(['order.partially_fulfilled', 'order.fulfilled', 'order.delivered']);
    const last = (await shop.events(made)).at(-1);
    expect(last).toMatchObject({ fulfilmentStatus: 'fulfilled', fulfilment: { state: 'delivered' } });
  });

  it('wait packed, are corrected, leave and arrive', async () => {
    const made = await paid();
    const before = await shop.stock('SODA-500');
    const { body } = await send(made, 3, 'ready');
    expect(await shop.stock('SODA-500')).toEqual(before);
    expect(await shop.read(made)).toMatchObject({ fulfilmentStatus: 'unfulfilled' });
    expect((await turn(made, body.id, { tracking: 'KMEA 123B' })).body).toMatchObject({ tracking: 'KMEA 123B' });
    expect((await turn(made, body.id, { state: 'handed_over' })).body.handedOverAt).not.toBeNull();
    expect((await turn(made, body.id, { state: 'handed_over' })).status).toBe(200);
    expect((await turn(made, body.id, { state: 'delivered' })).body.deliveredAt).not.toBeNull();
    expect(await turn(made, body.id, { state: 'canceled' })).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', state: 'delivered' },
    });
    expect(await told(made)).toEqual(['order.ready', 'order.fulfilment_changed', 'order.fulfilled', 'order.delivered']);
  });

  it('can be unpacked, and packed otherwise', async () => {
    const made = await paid();
    const { body } = await send(made, 3, 'ready');
    expect(await send(made, 1)).toMatchObject({ status: 400 });
    await turn(made, body.id, { state: 'canceled' });
    expect((await send(made, 3)).status).toBe(201);
  });

  it('that come back before they left are not waited for', async () => {
    const made = await paid();
    await send(made, 2);
    expect(await giveBack(made, 1)).toMatchObject({ status: 201 });
    expect(await shop.read(made)).toMatchObject({ fulfilmentStatus: 'fulfilled' });
    expect(await send(made, 1)).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ path: 'lines.0.quantity' })] },
    });
  });

  it('that were packed and given back do not leave', async () => {
    const made = await paid();
    const { body } = await send(made, 3, 'ready');
    await giveBack(made, 1);
    expect(await turn(made, body.id, { state: 'handed_over' })).toMatchObject({ status: 400 });
  });

  it('leave once, however many hand them over at once', async () => {
    const made = await paid();
    const before = await shop.stock('SODA-500');
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(made, 1)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(17);
    expect((await shop.stock('SODA-500')).onHand).toBe(before.onHand - 3);
    expect(await shop.read(made)).toMatchObject({ fulfilmentStatus: 'fulfilled' });
  });

  it('leave once, when the call is repeated with its key', async () => {
    const made = await paid();
    const init = { idempotencyKey: 'hand-over-0123456789' };
    const [first, again] = [await send(made, 1, 'handed_over', init), await send(made, 1, 'handed_over', init)];
    expect(again.body.id).toBe(first.body.id);
    expect((await shop.read(made)).fulfilments).toHaveLength(1);
  });
});

describe('goods of an order that is not paid', () => {
  it('leave where cash is promised, and are paid for later', async () => {
    const made = await promised();
    const before = await shop.stock('SODA-500');
    expect((await send(made, 2)).status).toBe(201);
    expect(await shop.stock('SODA-500')).toMatchObject({
      onHand: before.onHand - 2,
      held: before.held - 3,
      allocated: before.allocated + 1,
    });
    expect(await shop.read(made)).toMatchObject({ reservedUntil: null, paymentStatus: 'unpaid' });
    await takeCash(made);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', fulfilmentStatus: 'partial' });
    expect((await send(made, 1)).status).toBe(201);
  });

  it('can be paid for by M-Pesa once they have left, without being taken a second time', async () => {
    const made = await promised();
    await send(made, 3);
    const after = await shop.stock('SODA-500');
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: payment.phone });
    expect((await shop.pay(made, payment)).status).toBe(201);
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid', fulfilmentStatus: 'fulfilled' });
    expect(await shop.stock('SODA-500')).toEqual(after);
  });

  it('stay where nothing is promised', async () => {
    const made = await shop.order({ 'SODA-500': 1 }, null);
    expect(await send(made, 1)).toMatchObject({ status: 409, body: { code: 'order_unpaid' } });
  });

  it('cannot be canceled once some have left; packed ones go back', async () => {
    const left = await promised();
    await send(left, 1);
    const cancel = (made: Checkout) =>
      shop.call<Order>('POST', `/api/orders/${made.order.id}/cancel`, { as: 'cashier', body: {} });
    expect(await cancel(left)).toMatchObject({ status: 409, body: { code: 'wrong_state', state: 'partial' } });
    const packed = await promised();
    const { body } = await send(packed, 3, 'ready');
    expect((await cancel(packed)).body).toMatchObject({ status: 'canceled', fulfilments: [{ state: 'canceled' }] });
    expect(await send(packed, 1)).toMatchObject({ status: 409, body: { code: 'order_canceled' } });
    expect(await turn(packed, body.id, { state: 'handed_over' })).toMatchObject({ status: 409 });
  });
});

describe('a fulfilment', () => {
  it.each([
    ['a line of another order', { lines: [{ line: 'line_01jdc8v3q5n7x2k4m6p8r0t1w3', quantity: 1 }] }, 'lines.0.line'],
    ['no lines', { lines: [] }, 'lines'],
    ['a state that is none to begin with', { state: 'canceled' }, 'state'],
  ])('of %s is refused by name', async (_, wrong, path) => {
    const made = await paid({ 'SODA-500': 1 });
    const body = { lines: [{ line: lineOf(made), quantity: 1 }], state: 'ready', ...wrong };
    expect(await send(made, 1, 'ready', { body })).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ path })] },
    });
  });

  it('of another shop’s order is not found', async () => {
    const made = await paid({ 'SODA-500': 1 });
    const { body } = await send(made, 1, 'ready');
    const { shop: other } = await openShop({
      ...{ slug: 'other-shop', name: 'Duka Jingine', tagline: {}, currency: 'KES', country: 'KE', language: 'en' },
      timeZone: 'Africa/Nairobi',
      contact: { phone: null, email: null, address: null },
      kraPin: null,
      tax: { vatRegistered: false, rates: { standard: 1600, zero: 0, exempt: 0 }, deliveryClass: 'standard' },
      ...{ mpesa: null, locations: [], zones: [] },
    });
    const bearer = newKey('secret', 'test');
    await admitKey({ shop: other._id, mode: 'test' }, { kind: 'secret', plain: bearer, name: 'other' });
    const lines = [{ line: lineOf(made), quantity: 1 }];
    const path = `/api/orders/${made.order.id}/fulfilments`;
    expect(await shop.call('POST', path, { bearer, body: { lines, state: 'ready' } })).toMatchObject({ status: 404 });
    expect(await shop.call('PATCH', `${path}/${body.id}`, { bearer, body: { state: 'delivered' } })).toMatchObject({
      status: 404,
    });
    expect(await turn(made, 'ful_01jdc8v3q5n7x2k4m6p8r0t1w3', { state: 'delivered' })).toMatchObject({ status: 404 });
  });
});
