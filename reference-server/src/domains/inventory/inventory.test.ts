import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Problem, StockLevel } from '@smartduka/contract';
import { Harness } from '../../../test/harness.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned } from '../../platform/tenancy.js';
import { Levels, Movements, Reservations } from './model.js';
import { stockMoves } from './rules.js';
import { consume, expireDue, extend, heldUntil, release, reserve, type StockItem } from './service.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterAll(() => shop.stop());

// Each test counts its books afresh: three on the shelf, nothing promised.
beforeEach(async () => {
  await Reservations.deleteMany(owned(shop.tenant));
  await Movements.deleteMany(owned(shop.tenant));
  const full = { onHand: 3, available: 3, held: 0, allocated: 0 };
  await Levels.updateOne({ ...owned(shop.tenant), sku: 'BOOK' }, { $set: full });
});

const books = (quantity: number): StockItem[] => [
  { variant: shop.variants.get('BOOK') ?? '', quantity, title: 'Kitabu' },
];
const inMinutes = (minutes: number) => new Date(clock.now().getTime() + minutes * 60_000);
const hold = (order: string, items: StockItem[], until = inMinutes(15)) =>
  inTransaction((tx) => reserve(shop.tenant, order, items, until, tx));
const pay = (order: string, items: StockItem[]) => inTransaction((tx) => consume(shop.tenant, order, items, tx));
const figures = async () => Object.values(await shop.stock('BOOK'));

describe('stock', () => {
  it('is on hand as available, held and allocated, whatever moves (INV-10)', () => {
    for (const [move, { onHand, available, held, allocated }] of Object.entries(stockMoves))
      expect(onHand, move).toBe(available + held + allocated);
  });

  it('that is held is not there for others, and is the buyer’s own once paid', async () => {
    const order = newId('order');
    await hold(order, books(2));
    expect(await figures()).toEqual([3, 1, 2, 0]);
    expect(await pay(order, books(2))).toEqual({ outcome: 'consumed' });
    expect(await pay(order, books(2))).toEqual({ outcome: 'consumed' });
    expect(await figures()).toEqual([3, 1, 0, 2]);
  });

  it('is kept all or none, repeated lines added up, and the shortage told line by line (S1)', async () => {
    const soda = { variant: shop.variants.get('SODA-500') ?? '', quantity: 1, title: 'Soda' };
    const before = await shop.stock('SODA-500');
    const refusal = await hold(newId('order'), [soda, ...books(2), ...books(2)]).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Refused);
    expect((refusal as Refused).facts).toEqual({
      lines: [{ variant: shop.variants.get('BOOK'), title: 'Kitabu', requested: 4, available: 3 }],
    });
    expect(await figures()).toEqual([3, 3, 0, 0]);
    expect(await shop.stock('SODA-500')).toEqual(before);
  });

  it('sells three books to twenty buyers three times (S1)', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        hold(newId('order'), books(1)).then(
          () => 'held',
          (error: unknown) => (error instanceof Refused ? error.code : 'broken'),
        ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'insufficient_stock')).toHaveLength(17);
    expect(await figures()).toEqual([3, 0, 3, 0]);
  });

  it('comes back once when a hold has lapsed, however many processes look', async () => {
    const order = newId('order');
    await hold(order, books(2), inMinutes(1));
    const told: string[] = [];
    const look = () => expireDue(inMinutes(2), async (_tenant, gone) => void told.push(gone));
    expect(await expireDue(clock.now(), async () => undefined)).toBe(0);
    const ended = await Promise.all([look(), look(), look()]);
    expect(ended.reduce((all, one) => all + one, 0)).toBe(1);
    expect(new Set(told)).toEqual(new Set([order]));
    expect(await figures()).toEqual([3, 3, 0, 0]);
  });

  it('is kept longer when asked, never shorter', async () => {
    const order = newId('order');
    await hold(order, books(1), inMinutes(15));
    const until = inMinutes(30);
    expect(await inTransaction((tx) => extend(shop.tenant, order, until, tx))).toEqual(until);
    expect(await inTransaction((tx) => extend(shop.tenant, order, inMinutes(5), tx))).toEqual(until);
    expect(await inTransaction((tx) => release(shop.tenant, order, tx))).toBe(true);
    expect(await inTransaction((tx) => release(shop.tenant, order, tx))).toBe(false);
    expect(await heldUntil(shop.tenant, order)).toBeNull();
  });

  it('is taken again for money that came late, or said to be short with nothing changed (S3)', async () => {
    const [late, never] = [newId('order'), newId('order')];
    for (const order of [late, never]) {
      await hold(order, books(2), inMinutes(1));
      await expireDue(inMinutes(2), async () => undefined);
    }
    expect(await pay(late, books(2))).toEqual({ outcome: 'retaken' });
    expect(await pay(never, books(2))).toMatchObject({ outcome: 'short', lines: [{ requested: 2, available: 1 }] });
    expect(await figures()).toEqual([3, 1, 0, 2]);
    expect(await pay(late, books(2))).toEqual({ outcome: 'consumed' });
  });
});

describe('POST /api/inventory/adjustments', () => {
  const adjust = (body: object, init = {}) =>
    shop.call<StockLevel & Problem>('POST', '/api/inventory/adjustments', { key: 'sk', body, ...init });

  it('adds, takes, and writes each into the ledger once', async () => {
    const variant = shop.variants.get('BOOK') ?? '';
    const init = { idempotencyKey: 'delivery-of-tuesday' };
    for (let i = 0; i < 2; i++)
      expect((await adjust({ variant, change: 5, reason: 'received' }, init)).body).toMatchObject({
        onHand: 8,
        available: 8,
      });
    expect((await adjust({ variant, change: -1, reason: 'damage', note: 'Wet' })).body.available).toBe(7);
    const rows = await Movements.find({ ...owned(shop.tenant), variant }).lean();
    expect(Object.fromEntries(rows.map(({ reason, onHand }) => [reason, onHand]))).toEqual({ damage: -1, received: 5 });
    expect(rows).toHaveLength(2);
  });

  it('never takes what is held, and never goes below nothing (S4)', async () => {
    await hold(newId('order'), books(2));
    const { status, body } = await adjust({ variant: shop.variants.get('BOOK'), change: -2, reason: 'theft' });
    expect([status, body.code, body.lines?.[0]?.available]).toEqual([409, 'insufficient_stock', 1]);
    expect(await figures()).toEqual([3, 1, 2, 0]);
  });

  it('is for the shop alone', async () => {
    const body = { variant: shop.variants.get('BOOK'), change: 1, reason: 'received' };
    expect((await shop.call('POST', '/api/inventory/adjustments', { body })).status).toBe(403);
    expect((await adjust({ ...body, variant: newId('variant') })).status).toBe(404);
    expect((await adjust(body, { idempotencyKey: null })).body.code).toBe('idempotency_key_required');
  });
});

it('GET /api/inventory/levels goes through all levels, page by page, each once', async () => {
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null;) {
    const from: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const { body } = await shop.call<{ data: StockLevel[]; nextCursor: string | null }>(
      'GET',
      `/api/inventory/levels?limit=2${from}`,
      { key: 'sk' },
    );
    seen.push(...body.data.map(({ sku }) => sku));
    after = body.nextCursor;
  }
  expect(seen.sort()).toEqual(['BOOK', 'SODA-500', 'UNGA-2KG']);
});
