import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Category, LabelList, Problem, Product } from '@smartduka/contract';
import type { z } from 'zod';
import { Harness, type Answer, type CallInit } from '../../../test/harness.js';
import { newId } from '../../platform/ids.js';
import { admitKey, newKey } from '../../platform/keys.js';
import { openShop } from '../shops/service.js';
import { Shops } from '../shops/model.js';
import { eanModules } from './ean.js';
import { inStoreBarcode, isGtin } from './rules.js';

let shop: Harness;
const stranger = newKey('secret', 'test');
beforeAll(async () => {
  shop = await Harness.start();
  const own = await Shops.findById(shop.tenant.shop).lean();
  if (!own) throw new Error('no shop');
  const { shop: other } = await openShop({ ...own, slug: 'other', name: 'Other' });
  await admitKey({ shop: other._id, mode: 'test' }, { kind: 'secret', plain: stranger, name: 'other' });
});
afterAll(() => shop.stop());

const call = <Body = Product & Problem>(method: string, path: string, body?: unknown, init: CallInit = {}) =>
  shop.call<Body>(method, path, { key: 'sk', ...(body === undefined ? {} : { body }), ...init });
const asStranger: CallInit = { key: null, headers: { Authorization: `Bearer ${stranger}` } };

let count = 0;
const draft = (more: object = {}, variant: object = {}) => {
  count += 1;
  return {
    title: `Sabuni ${count}`,
    category: 'all',
    variants: [{ sku: `SOAP-${count}`, price: 12_000, cost: 8_000, ...variant }],
    ...more,
  };
};
const create = async (more: object = {}, variant: object = {}): Promise<Product> => {
  const answer = await call('POST', '/api/products', draft(more, variant));
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
};
const said = ({ status, body }: Answer<Problem>) => [status, body.code];
const search = async (path: string, init: CallInit = { key: 'sk' }) =>
  (await shop.call<{ data: Product[] }>('GET', path, init)).body.data.map(({ id }) => id);

describe('POST /api/products', () => {
  it('sells something new, with what only the shop may know kept from buyers', async () => {
    const made = await create({ translations: { sw: { title: 'Sabuni ya kufulia' } } }, { barcode: '6161100000018' });
    expect(made).toMatchObject({ published: true, version: 1, kind: 'goods', lowStockAt: 5 });
    expect(made.variants[0]?.cost).toEqual({ amount: 8_000, currency: 'KES' });
    const seen = (await shop.call<Product>('GET', `/api/products/${made.slug}`)).body;
    expect(seen.id).toBe(made.id);
    expect(seen.availability).toBe('out_of_stock');
    for (const secret of ['published', 'version', 'lowStockAt', 'deletedAt']) expect(seen).not.toHaveProperty(secret);
    expect(seen.variants[0]).not.toHaveProperty('cost');
    expect(await search('/api/products?q=kufulai', {})).toContain(made.id);
  });

  it('is stocked in the main location from then on, and can be received', async () => {
    const made = await create();
    const body = { variant: made.variants[0]?.id, change: 7, reason: 'received' };
    expect((await call<{ onHand: number }>('POST', '/api/inventory/adjustments', body)).body.onHand).toBe(7);
  });

  it.each([
    ['a SKU', 'variants.0.sku', () => draft({}, { sku: 'unga-2kg' })],
    ['a slug', 'slug', () => draft({ slug: 'unga-2kg' })],
  ])('refuses %s that another product has, and names it', async (_, path, body) => {
    const answer = await call('POST', '/api/products', body());
    expect(said(answer)).toEqual([409, 'already_taken']);
    expect(answer.body.errors?.[0]?.path).toBe(path);
  });

  it('gives a barcode to one product only, however it is spelled and however many ask at once', async () => {
    const answers = await Promise.all(
      ['036000291452', '0036000291452', '036000291452', '0036000291452'].map((barcode) =>
        call('POST', '/api/products', draft({}, { barcode })),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(
      new Set(['already_taken']),
    );
  });

  it.each([
    ['a misread barcode', draft({}, { barcode: '6161100000019' }), 'variants.0.barcode'],
    ['a category that is not there', draft({ category: 'moon' }), 'category'],
    ['half a cent', draft({}, { price: 10.5 }), 'variants.0.price'],
    ['no variant', draft({ variants: [] }), 'variants'],
    ['an unknown field', draft({ shop: 'shop_x' }), 'shop'],
  ])('refuses %s', async (_, body, path) => {
    const answer = await call('POST', '/api/products', body);
    expect(said(answer)).toEqual([400, 'validation_failed']);
    expect(answer.body.errors?.[0]?.path).toBe(path);
  });

  it('makes one product of ten equal calls', async () => {
    const body = draft();
    const init = { idempotencyKey: 'the-same-key-for-all' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => call('POST', '/api/products', body, init)));
    expect(new Set(answers.map(({ status }) => status))).not.toContain(500);
    expect(await search(`/api/products?q=SOAP-${count}`)).toHaveLength(1);
  });
});

describe('PATCH /api/products/{product}', () => {
  it('changes what is named and leaves the rest', async () => {
    const made = await create({ brand: 'Jamaa' });
    const { body } = await call('PATCH', `/api/products/${made.id}`, { title: 'Sabuni mpya' });
    expect(body).toMatchObject({ title: 'Sabuni mpya', brand: 'Jamaa', version: 2, slug: made.slug });
    expect(body.variants).toEqual(made.variants);
  });

  it('lets one of many editors of the same version through', async () => {
    const made = await create();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        call('PATCH', `/api/products/${made.id}`, { brand: `B${i}` }, { headers: { 'If-Match': '1' } }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 412, 412, 412, 412, 412, 412, 412,
    ]);
  });

  it('keeps a variant by its id, adds one without, and lets go only of what is at nothing', async () => {
    const made = await create();
    const [first] = made.variants;
    const add = {
      variants: [
        { id: first?.id, sku: 'RENAMED-1', price: 13_000 },
        { sku: 'ADDED-1', price: 20_000 },
      ],
    };
    const { body } = await call('PATCH', `/api/products/${made.id}`, add);
    expect(body.variants.map(({ id, sku, cost }) => [id === first?.id, sku, cost?.amount ?? null])).toEqual([
      [true, 'RENAMED-1', 8_000],
      [false, 'ADDED-1', null],
    ]);
    await call('POST', '/api/inventory/adjustments', { variant: first?.id, change: 1, reason: 'received' });
    const drop = { variants: [{ id: body.variants[1]?.id, sku: 'ADDED-1', price: 20_000 }] };
    expect(said(await call('PATCH', `/api/products/${made.id}`, drop))).toEqual([409, 'variant_in_stock']);
    await call('POST', '/api/inventory/adjustments', { variant: first?.id, change: -1, reason: 'correction' });
    expect((await call('PATCH', `/api/products/${made.id}`, drop)).body.variants).toHaveLength(1);
  });

  it('takes what is unpublished out of the buyers’ sight, not the shop’s', async () => {
    const made = await create();
    await call('PATCH', `/api/products/${made.id}`, { published: false });
    expect((await shop.call('GET', `/api/products/${made.id}`)).status).toBe(404);
    const q = `/api/products?q=${made.variants[0]?.sku}`;
    expect(await search(q, {})).toEqual([]);
    expect(await search(q)).toEqual([made.id]);
    expect(await search(`${q}&state=published`)).toEqual([]);
    expect(await search('/api/products?state=unpublished&limit=100')).toContain(made.id);
    expect(said(await shop.call<Problem>('GET', '/api/products?state=unpublished'))).toEqual([
      400,
      'validation_failed',
    ]);
  });

  it('is not there for another shop', async () => {
    const made = await create();
    for (const [method, path, body] of [
      ['PATCH', '', { title: 'x' }],
      ['DELETE', '', undefined],
      ['POST', '/restore', undefined],
      ['POST', '/barcodes', undefined],
    ] as const)
      expect(said(await call(method, `/api/products/${made.id}${path}`, body, asStranger))).toEqual([404, 'not_found']);
  });
});

describe('DELETE /api/products/{product}', () => {
  it('can be taken back, unpublished, and frees no SKU meanwhile', async () => {
    const made = await create();
    const { body: gone } = await call('DELETE', `/api/products/${made.id}`);
    expect(gone.deletedAt).not.toBeNull();
    expect((await shop.call('GET', `/api/products/${made.id}`)).status).toBe(404);
    expect(await search(`/api/products?q=${made.variants[0]?.sku}`)).toEqual([]);
    expect(await search('/api/products?state=deleted')).toContain(made.id);
    expect(said(await call('PATCH', `/api/products/${made.id}`, { title: 'x' }))).toEqual([404, 'not_found']);
    expect(said(await call('POST', '/api/products', draft({}, { sku: made.variants[0]?.sku })))).toEqual([
      409,
      'already_taken',
    ]);
    const { body: back } = await call('POST', `/api/products/${made.id}/restore`);
    expect(back).toMatchObject({ deletedAt: null, published: false });
  });
});

describe('a service', () => {
  it('is sold without being counted', async () => {
    const made = await create({ kind: 'service', title: 'Kunyoa' });
    expect(made.availability).toBe('in_stock');
    const cart = await shop.call<{ id: string; secret: string; lines: { problem: string | null }[] }>(
      'POST',
      '/api/carts',
      {
        body: { items: [{ product: made.id, quantity: 40 }] },
      },
    );
    expect(cart.body.lines[0]?.problem).toBeNull();
    const bought = await shop.checkout(cart.body as never, { method: 'cash' });
    expect(bought.status, JSON.stringify(bought.body)).toBe(201);
    await shop.expectSound();
  });
});

describe('barcodes', () => {
  it('of the shop itself are EAN-13 from 20 on, each given once, also to many at once', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => create()));
    const answers = await Promise.all(made.map(({ id }) => call('POST', `/api/products/${id}/barcodes`)));
    const codes = answers.map(({ body }) => body.variants[0]?.barcode ?? '');
    expect(codes.every((code) => /^2[0-9]\d{11}$/.test(code) && isGtin(code))).toBe(true);
    expect(new Set(codes).size).toBe(6);
    const again = await call('POST', `/api/products/${made[0]?.id}/barcodes`);
    expect(again.body.variants[0]?.barcode).toBe(codes[0]);
  });

  it('are never ones that somebody typed in before', async () => {
    const [, taken = ''] =
      /(\d+)/.exec(
        (await call('POST', `/api/products/${(await create()).id}/barcodes`)).body.variants[0]?.barcode ?? '',
      ) ?? [];
    const next = inStoreBarcode(Number(taken.slice(2, 12)) + 1);
    await create({}, { barcode: next });
    const { body } = await call('POST', `/api/products/${(await create()).id}/barcodes`);
    expect(body.variants[0]?.barcode).not.toBe(next);
  });

  it('are drawn as the standard draws them', () => {
    // 5901234123457, the standard's own example of an EAN-13.
    expect(eanModules('5901234123457')).toBe(
      '10100010110100111011001100100110111101001110101010110011011011001000010101110010011101000100101',
    );
  });

  it('stand on labels, as many as asked, safe against markup in names', async () => {
    const made = await create({ title: 'Soap <b>' }, { barcode: '6161100000025' });
    const list = await call<z.infer<typeof LabelList>>('GET', `/api/labels?product=${made.id}&copies=3`);
    expect(list.body.data).toHaveLength(3);
    const page = await call<string>('GET', `/api/labels?product=${made.id}&paper=58mm`, undefined, {
      headers: { Accept: 'text/html' },
    });
    expect(page.body).toContain('6161100000025');
    expect(page.body).not.toContain('<b>');
    expect(said(await call('GET', '/api/labels?product=prod_00000000000000000000'))).toEqual([404, 'not_found']);
    expect(said(await call('GET', '/api/labels'))).toEqual([400, 'validation_failed']);
  });
});

describe('categories', () => {
  type Answered = Category & Problem;
  let shelves = 0;
  const shelf = async (more: object = {}) =>
    (await call<Answered>('POST', '/api/categories', { title: `Rafu ${++shelves}`, ...more })).body;

  it('are a tree that products move with', async () => {
    const top = await shelf();
    const below = await shelf({ parent: top.id });
    const other = await shelf({ title: 'Zawadi' });
    const made = await create({ category: below.slug });
    expect(await search(`/api/products?category=${top.slug}`, {})).toEqual([made.id]);
    const moved = await call<Answered>('PATCH', `/api/categories/${below.id}`, { parent: other.id });
    expect(moved.body).toMatchObject({ parent: other.id, productCount: 1, version: 2 });
    expect(await search(`/api/products?category=${top.slug}`, {})).toEqual([]);
    expect(await search(`/api/products?category=${other.slug}`, {})).toEqual([made.id]);
    expect(await search('/api/products?q=zawadi', {})).toEqual([made.id]);
  });

  it('never stand below themselves, not even when two are moved at once', async () => {
    const one = await shelf();
    const two = await shelf();
    const move = (id: string, parent: string) => call<Answered>('PATCH', `/api/categories/${id}`, { parent });
    expect(said(await move(one.id, one.id))).toEqual([409, 'category_cycle']);
    const answers = await Promise.all([move(one.id, two.id), move(two.id, one.id)]);
    expect(answers.map(said).toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
      [200, undefined],
      [409, 'category_cycle'],
    ]);
  });

  it('have addresses of their own, and are not taken down while used', async () => {
    const one = await shelf({ slug: 'rafu-ya-kwanza' });
    expect(said(await call('POST', '/api/categories', { title: 'x', slug: 'rafu-ya-kwanza' }))).toEqual([
      409,
      'already_taken',
    ]);
    const made = await create({ category: one.id });
    expect(said(await call('DELETE', `/api/categories/${one.id}`))).toEqual([409, 'category_in_use']);
    await call('PATCH', `/api/products/${made.id}`, { category: 'all' });
    expect((await call('DELETE', `/api/categories/${one.id}`)).status).toBe(200);
    expect(said(await call('DELETE', `/api/categories/${one.id}`))).toEqual([404, 'not_found']);
  });

  it('belong to one shop', async () => {
    const one = await shelf();
    expect(said(await call('PATCH', `/api/categories/${one.id}`, { title: 'x' }, asStranger))).toEqual([
      404,
      'not_found',
    ]);
    expect(said(await call('PATCH', `/api/categories/${one.id}`, { parent: newId('category') }))).toEqual([
      400,
      'validation_failed',
    ]);
  });
});
