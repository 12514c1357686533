import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {
  Location,
  Problem,
  Product,
  Purchase,
  StockLevel,
  StockMovement,
  StockTake,
  Transfer,
} from '@smartduka/contract';
import { Harness, type Answer, type CallInit } from '../../../test/harness.js';
import { newId } from '../../platform/ids.js';
import { admitKey, newKey } from '../../platform/keys.js';
import { Shops } from '../shops/model.js';
import { openShop } from '../shops/service.js';
import { averageCost } from '../purchasing/rules.js';

type Body = Problem & Transfer & StockTake & Purchase & Location;
let shop: Harness;
let main: string;
let branch: string;
const stranger = newKey('secret', 'test');
const asStranger: CallInit = { key: null, headers: { Authorization: `Bearer ${stranger}` } };
const call = <T = Body>(method: string, path: string, body?: unknown, init: CallInit = {}) =>
  shop.call<T>(method, path, { key: 'sk', ...(body === undefined ? {} : { body }), ...init });
const said = ({ status, body }: Answer<Problem>) => [status, body.code];

beforeAll(async () => {
  shop = await Harness.start();
  const own = await Shops.findById(shop.tenant.shop).lean();
  if (!own) throw new Error('no shop');
  const { shop: other } = await openShop({ ...own, slug: 'other', name: 'Other' });
  await admitKey({ shop: other._id, mode: 'test' }, { kind: 'secret', plain: stranger, name: 'other' });
  main = own.locations[0]?._id ?? '';
  branch = (await call('POST', '/api/locations', { kind: 'branch', title: 'Kibera' })).body.id;
});
afterAll(() => shop.stop());
afterEach(() => shop.expectSound());

let count = 0;
/** A thing with so many of it in the main location. */
async function stocked(
  onHand: number,
  cost: number | null = 1_000,
): Promise<{ product: string; variant: string; sku: string }> {
  const sku = `THING-${++count}`;
  const made = await call<Product & Problem>('POST', '/api/products', {
    title: sku,
    category: 'all',
    variants: [{ sku, price: 2_000, cost }],
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const variant = made.body.variants[0]?.id ?? '';
  if (onHand > 0) await call('POST', '/api/inventory/adjustments', { variant, change: onHand, reason: 'received' });
  return { product: made.body.id, variant, sku };
}
const onHand = async (variant: string) => {
  const { body } = await call<{ data: StockLevel[] }>('GET', `/api/inventory/levels?variant=${variant}`);
  return Object.fromEntries(body.data.map((level) => [level.location === main ? 'main' : 'branch', level.onHand]));
};
const act = (transfer: string, what: string, body?: unknown, init?: CallInit) =>
  call('POST', `/api/inventory/transfers/${transfer}/${what}`, body, init);

describe('a transfer', () => {
  const draft = async (variant: string, quantity: number) => {
    const answer = await call('POST', '/api/inventory/transfers', {
      from: main,
      to: branch,
      lines: [{ variant, quantity }],
    });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body.id;
  };
  const shipped = async (variant: string, quantity: number) => {
    const id = await draft(variant, quantity);
    await act(id, 'approve');
    expect((await act(id, 'ship')).body.state).toBe('in_transit');
    return id;
  };

  it('takes goods out when shipped and brings them in when received, in parts, without what broke', async () => {
    const { variant } = await stocked(10);
    const id = await shipped(variant, 6);
    expect(await onHand(variant)).toMatchObject({ main: 4 });
    const first = await act(id, 'receive', { lines: [{ variant, received: 2, damaged: 1 }] });
    expect(first.body.state).toBe('partially_received');
    const last = await act(id, 'receive', { lines: [{ variant, received: 3 }] });
    expect(last.body).toMatchObject({ state: 'received', lines: [{ quantity: 6, received: 5, damaged: 1 }] });
    expect(await onHand(variant)).toEqual({ main: 4, branch: 5 });
    const { body } = await call<{ data: StockMovement[] }>('GET', `/api/inventory/movements?reference=${id}`);
    expect(body.data.map(({ reason, onHand: by }) => `${reason} ${by}`).sort()).toEqual([
      'transfer_in 2',
      'transfer_in 3',
      'transfer_out -6',
    ]);
  });

  it('goes back where it came from when canceled on the way', async () => {
    const { variant } = await stocked(10);
    const id = await shipped(variant, 6);
    await act(id, 'receive', { lines: [{ variant, received: 1, damaged: 1 }] });
    expect((await act(id, 'cancel')).body.state).toBe('canceled');
    expect(await onHand(variant)).toEqual({ main: 8, branch: 1 });
    expect(said(await act(id, 'receive', { lines: [{ variant, received: 1 }] }))).toEqual([409, 'wrong_state']);
  });

  it('is shipped once by ten at the same moment, and never more than there is', async () => {
    const { variant } = await stocked(5);
    const id = await draft(variant, 4);
    expect(said(await act(id, 'ship'))).toEqual([409, 'wrong_state']);
    await act(id, 'approve');
    const answers = await Promise.all(Array.from({ length: 10 }, () => act(id, 'ship')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await onHand(variant)).toMatchObject({ main: 1 });
    const more = await draft(variant, 2);
    await act(more, 'approve');
    expect(said(await act(more, 'ship'))).toEqual([409, 'insufficient_stock']);
  });

  it('brings in no more than was sent, whoever else unpacks', async () => {
    const { variant } = await stocked(5);
    const id = await shipped(variant, 5);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => act(id, 'receive', { lines: [{ variant, received: 2 }] })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 400, 400, 400]);
    expect(await onHand(variant)).toEqual({ main: 0, branch: 4 });
  });

  it('is refused between a place and itself, with goods or places of others, and is not there for another shop', async () => {
    const { variant } = await stocked(1);
    const body = { from: main, to: branch, lines: [{ variant, quantity: 1 }] };
    const path = '/api/inventory/transfers';
    expect(said(await call('POST', path, { ...body, to: main }))).toEqual([400, 'validation_failed']);
    expect(said(await call('POST', path, { ...body, to: newId('location') }))).toEqual([404, 'not_found']);
    expect(said(await call('POST', path, { ...body, lines: [{ variant: newId('variant'), quantity: 1 }] }))).toEqual([
      404,
      'not_found',
    ]);
    const id = await draft(variant, 1);
    for (const what of ['approve', 'ship', 'cancel'])
      expect(said(await act(id, what, undefined, asStranger))).toEqual([404, 'not_found']);
    expect(said(await call('GET', `${path}/${id}`, undefined, asStranger))).toEqual([404, 'not_found']);
  });
});

describe('a stock-take', () => {
  const open = async () => (await call('POST', '/api/inventory/stock-takes', { location: main })).body.id;
  const scan = (id: string, counts: unknown) => call('POST', `/api/inventory/stock-takes/${id}/counts`, { counts });
  const close = (id: string) => call('POST', `/api/inventory/stock-takes/${id}/close`);

  it('corrects by what differed when it was counted, so that what was sold meanwhile stays sold', async () => {
    const { variant, sku } = await stocked(10);
    const id = await open();
    for (let i = 0; i < 3; i++) await scan(id, [{ code: sku.toLowerCase(), quantity: 3, add: true }]);
    await call('POST', '/api/inventory/adjustments', { variant, change: -2, reason: 'loss' });
    const { body } = await close(id);
    expect(body).toMatchObject({ state: 'closed', lines: [{ variant, counted: 9, expected: 10, variance: -1 }] });
    expect(await onHand(variant)).toEqual({ main: 7 });
  });

  it('corrects once, also when ten close it', async () => {
    const { variant } = await stocked(10);
    const id = await open();
    await scan(id, [{ variant, quantity: 14 }]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => close(id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
      new Set(['wrong_state']),
    );
    expect(await onHand(variant)).toEqual({ main: 14 });
  });

  it('loses no count of two who count at once', async () => {
    const { variant, sku } = await stocked(0);
    const id = await open();
    await Promise.all(Array.from({ length: 8 }, () => scan(id, [{ code: sku, quantity: 1, add: true }])));
    expect((await close(id)).body.lines[0]).toMatchObject({ variant, counted: 8 });
  });

  it('leaves all as it was when canceled, and knows only the shop’s own goods', async () => {
    const { variant } = await stocked(3);
    const id = await open();
    expect(said(await scan(id, [{ code: 'NOBODY-KNOWS', quantity: 1 }]))).toEqual([400, 'validation_failed']);
    await scan(id, [{ variant, quantity: 1 }]);
    expect(said(await call('POST', `/api/inventory/stock-takes/${id}/close`, undefined, asStranger))).toEqual([
      404,
      'not_found',
    ]);
    expect((await call('POST', `/api/inventory/stock-takes/${id}/cancel`)).body.state).toBe('canceled');
    expect(said(await close(id))).toEqual([409, 'wrong_state']);
    expect(await onHand(variant)).toEqual({ main: 3 });
  });

  it('does not take what is promised to a buyer', async () => {
    const { variant, sku } = await stocked(2);
    const cart = await call<{ id: string; secret: string }>(
      'POST',
      '/api/carts',
      { items: [{ variant, quantity: 2 }] },
      { key: shop.publishable },
    );
    expect((await shop.checkout(cart.body as never, { method: 'cash' })).status).toBe(201);
    const id = await open();
    await scan(id, [{ code: sku, quantity: 0 }]);
    expect(said(await close(id))).toEqual([409, 'insufficient_stock']);
    expect(await onHand(variant)).toEqual({ main: 2 });
  });
});

describe('a purchase', () => {
  const supplier = async () =>
    (await call('POST', '/api/suppliers', { name: 'Jumla Ltd', phone: '0712345678' })).body.id;
  const ordered = async (variant: string, quantity: number, unitCost: number) => {
    const lines = [{ variant, quantity, unitCost }];
    const { body } = await call('POST', '/api/purchases', { supplier: await supplier(), lines });
    await call('POST', `/api/purchases/${body.id}/order`);
    return body.id;
  };
  const receive = (id: string, variant: string, quantity: number, more: object = {}, init: CallInit = {}) =>
    call('POST', `/api/purchases/${id}/receive`, { lines: [{ variant, quantity, ...more }] }, init);

  it('brings in stock and averages its cost by weight, over all places', async () => {
    const { variant, product } = await stocked(10, 1_000);
    const id = await ordered(variant, 40, 1_200);
    expect((await receive(id, variant, 30)).body.state).toBe('partially_received');
    const costOf = async () => (await call<Product>('GET', `/api/products/${product}`)).body.variants[0]?.cost?.amount;
    expect(await costOf()).toBe(1_150);
    expect((await receive(id, variant, 10, { unitCost: 1_400 })).body.state).toBe('received');
    expect(await costOf()).toBe(1_200);
    expect(await onHand(variant)).toEqual({ main: 50 });
  });

  it('is received once, though its answer got lost and everybody tries again', async () => {
    const { variant } = await stocked(0);
    const id = await ordered(variant, 6, 500);
    const init = { idempotencyKey: `delivery-note-${id}` };
    for (let i = 0; i < 3; i++) expect((await receive(id, variant, 6, {}, init)).status).toBe(200);
    const answers = await Promise.all(Array.from({ length: 5 }, () => receive(id, variant, 6)));
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['wrong_state']));
    expect(await onHand(variant)).toEqual({ main: 6 });
  });

  it('takes in no more than was ordered, and only what was', async () => {
    const { variant } = await stocked(0);
    const id = await ordered(variant, 6, 500);
    expect(said(await receive(id, variant, 7))).toEqual([400, 'validation_failed']);
    expect(said(await receive(id, newId('variant'), 1))).toEqual([400, 'validation_failed']);
    expect((await call('POST', `/api/purchases/${id}/cancel`)).body.state).toBe('canceled');
    expect(said(await receive(id, variant, 1))).toEqual([409, 'wrong_state']);
  });

  it('is the shop’s own', async () => {
    const { variant } = await stocked(0);
    const id = await ordered(variant, 1, 500);
    expect(said(await receive(id, variant, 1, {}, asStranger))).toEqual([404, 'not_found']);
    const lines = [{ variant, quantity: 1, unitCost: 1 }];
    expect(said(await call('POST', '/api/purchases', { supplier: newId('supplier'), lines }))).toEqual([
      404,
      'not_found',
    ]);
    const list = await call<{ data: Purchase[] }>('GET', '/api/purchases?state=ordered');
    expect(list.body.data.map((one) => one.id)).toContain(id);
    const strangers = await call<{ data: Purchase[] }>('GET', '/api/purchases', undefined, asStranger);
    expect(strangers.body.data).toEqual([]);
  });

  it.each([
    [{ onHand: 10, cost: 100 }, { quantity: 30, unitCost: 120 }, 115],
    [{ onHand: 0, cost: 100 }, { quantity: 3, unitCost: 120 }, 120],
    [{ onHand: 5, cost: null }, { quantity: 5, unitCost: 70 }, 70],
    [{ onHand: 1, cost: 1 }, { quantity: 1, unitCost: 2 }, 2],
  ])('has an average cost of %o and %o: %i', (before, arrived, cost) =>
    expect(averageCost(before, arrived)).toBe(cost),
  );
});

describe('locations', () => {
  it('are listed with the main one first, and renamed', async () => {
    const renamed = await call('PATCH', `/api/locations/${branch}`, { title: 'Kibera Drive', pickup: true });
    expect(renamed.body).toMatchObject({ id: branch, title: 'Kibera Drive', kind: 'branch', pickup: true });
    const { body } = await call<{ data: Location[] }>('GET', '/api/locations');
    expect(body.data.map(({ kind }) => kind)).toEqual(['main', 'branch']);
    expect(said(await call('PATCH', `/api/locations/${branch}`, { title: 'x' }, asStranger))).toEqual([
      404,
      'not_found',
    ]);
  });
});
