import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewCart } from '@smartduka/contract';
import { newKey } from '../src/platform/keys.js';
import { Harness, mpesa, origin, type CallInit } from './harness.js';

let shop: Harness;
let cart: NewCart;
beforeAll(async () => {
  shop = await Harness.start();
  cart = await shop.cart();
});
afterAll(async () => {
  await shop.expectSound();
  await shop.stop();
});

const variant = () => shop.variants.get('SODA-500') as string;
const checkout = (body: unknown): [string, string, CallInit] => [
  'POST',
  `/api/carts/${cart.id}/checkout`,
  { secret: cart.secret, body },
];

describe('bad input', () => {
  it.each([
    ['an unknown field', () => checkout({ cheap: true }), 'cheap'],
    [
      'a price sent by the browser',
      () => ['POST', `/api/carts/${cart.id}/items`, { secret: cart.secret, body: { variant: variant(), price: 1 } }],
      'price',
    ],
    [
      'a negative quantity',
      () => [
        'POST',
        `/api/carts/${cart.id}/items`,
        { secret: cart.secret, body: { variant: variant(), quantity: -1 } },
      ],
      'quantity',
    ],
    [
      'a huge quantity',
      () => [
        'POST',
        `/api/carts/${cart.id}/items`,
        { secret: cart.secret, body: { variant: variant(), quantity: 10_000 } },
      ],
      'quantity',
    ],
    [
      'a quantity as text',
      () => [
        'POST',
        `/api/carts/${cart.id}/items`,
        { secret: cart.secret, body: { variant: variant(), quantity: '1e3' } },
      ],
      'quantity',
    ],
    [
      'a phone that is not Kenyan',
      () => checkout({ payment: { method: 'mpesa', phone: '+44 7700 900123' } }),
      'payment.phone',
    ],
    ['a method that does not exist', () => checkout({ payment: { method: 'gold' } }), 'payment.method'],
    ['a part of no whole shillings', () => checkout({ payment: { ...mpesa(), amount: 150 } }), 'payment.amount'],
    ['a name that reaches the prototype', () => checkout('{"__proto__":{"a":1}}'), '__proto__'],
    ['an operator of the database', () => checkout({ customer: { $gt: '' } }), 'customer.$gt'],
    ['a number beyond what JSON carries', () => checkout('{"expectedTotal":90071992547409931}'), 'expectedTotal'],
    ['an unknown parameter', () => ['GET', '/api/orders?shop=another', { key: 'sk' }], 'shop'],
    ['a parameter given twice', () => ['GET', '/api/orders?limit=1&limit=2', { key: 'sk' }], 'limit'],
    ['a page size beyond the limit', () => ['GET', '/api/orders?limit=101', { key: 'sk' }], 'limit'],
  ] as [string, () => [string, string, CallInit], string][])('%s is refused by name', async (_, make, path) => {
    const answer = await shop.call(...make());
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', errors: [expect.objectContaining({ path })] },
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body['requestId']).toBe(answer.headers.get('request-id'));
  });

  it('nested too deep is refused', async () => {
    const deep = `${'{"a":'.repeat(30)}1${'}'.repeat(30)}`;
    expect(await shop.call(...checkout(deep))).toMatchObject({ status: 400, body: { errors: [{ code: 'too_deep' }] } });
  });

  it.each([
    ['that is not JSON', '{"a":', {}, 400, 'malformed_json'],
    ['that is too large', JSON.stringify({ customer: { name: 'x'.repeat(70_000) } }), {}, 413, 'payload_too_large'],
    ['of another type', 'a=1', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
  ] as const)('a body %s is refused', async (_, body, headers, status, code) => {
    expect(
      await shop.call('POST', `/api/carts/${cart.id}/checkout`, { secret: cart.secret, body, headers }),
    ).toMatchObject({
      status,
      body: { code },
    });
  });

  it('a compressed body is refused', async () => {
    const response = await fetch(`${shop.server.url}/api/carts`, {
      method: 'POST',
      headers: { 'Duka-Key': shop.publishable, 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body: gzipSync('{}'),
    });
    expect(response.status).toBe(415);
  });

  it('leaves no trace: the cart is as it was', async () => {
    const { body } = await shop.call('GET', `/api/carts/${cart.id}`, { secret: cart.secret });
    const { secret: _, ...before } = cart;
    expect(body).toEqual(before);
  });
});

describe('whoever calls', () => {
  it.each([
    ['without a key', { key: null, secret: 'x' }, 401, 'key_missing'],
    ['with a key that nobody gave out', { key: newKey('publishable', 'test'), secret: 'x' }, 401, 'key_invalid'],
    ['without the cart’s secret', {}, 401, 'secret_required'],
    ['with a secret of another cart', { secret: 'cs_another' }, 404, 'not_found'],
    [
      'from an origin that the key does not list',
      { secret: 'x', headers: { Origin: 'https://site.example.evil' } },
      403,
      'origin_not_allowed',
    ],
    [
      'from a page without an origin of its own',
      { secret: 'x', headers: { Origin: 'null' } },
      403,
      'origin_not_allowed',
    ],
    ['with a secret key in a browser', { key: 'sk', headers: { Origin: origin } }, 403, 'secret_key_in_browser'],
    [
      'with a version that there is not',
      { secret: 'x', headers: { 'Duka-Version': '1999-01-01' } },
      400,
      'version_unknown',
    ],
    ['with a shop of their choice', { secret: 'x', headers: { 'Duka-Shop': 'shop_1' } }, 400, 'validation_failed'],
  ] as [string, CallInit, number, string][])('%s is refused', async (_, init, status, code) => {
    expect(await shop.call('GET', `/api/carts/${cart.id}`, init)).toMatchObject({ status, body: { code } });
  });

  it('may come from an origin on the list, and is told so by CORS (B6)', async () => {
    const answer = await shop.call('GET', `/api/carts/${cart.id}`, {
      secret: cart.secret,
      headers: { Origin: origin },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('vary')).toContain('Origin');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('with a publishable key does not read the shop’s orders', async () => {
    expect(await shop.call('GET', '/api/orders')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('without a key sees the catalogue of a standalone shop', async () => {
    expect(await shop.call('GET', '/api/products', { key: null })).toMatchObject({ status: 200 });
  });

  it('finds another’s order exactly as missing as one that is not there (T4)', async () => {
    const made = await shop.order({ 'SODA-500': 1 }, null);
    const look = async (id: string) => {
      const { status, body } = await shop.call('GET', `/api/orders/${id}`, { secret: 'os_not_this_one' });
      return { status, body: { ...body, requestId: '' } };
    };
    expect(await look(made.order.id)).toEqual(await look('ord_00000000000000000000'));
  });
});

describe('an address', () => {
  it.each([
    ['GET', '/api/nothing', 404, 'not_found'],
    ['GET', '/nothing', 404, 'not_found'],
    ['GET', '/api/orders/%ff', 404, 'not_found'],
    ['DELETE', '/api/shop', 405, 'method_not_allowed'],
  ])('%s %s is answered with a problem', async (method, path, status, code) => {
    const answer = await shop.call(method, path);
    expect(answer).toMatchObject({ status, body: { code, type: expect.stringContaining(code) as string } });
  });

  it('shows neither a stack nor what it is made of', async () => {
    const answer = await shop.call('GET', '/api/nothing');
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|mongo|express|    at /i);
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('the idempotency key', () => {
  it('sent twice in one request is refused, though Node would join the two (I1)', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const key = randomUUID();
      const call = httpRequest(`${shop.server.url}/api/carts`, { method: 'POST' }, (response) =>
        resolve(response.statusCode ?? 0),
      );
      call.on('error', reject);
      call.setHeader('Duka-Key', shop.publishable);
      call.setHeader('Content-Type', 'application/json');
      call.setHeader('Idempotency-Key', [key, key]);
      call.end('{}');
    });
    expect(status).toBe(400);
  });
});

describe('reading again', () => {
  it('costs little: 304 while nothing has changed', async () => {
    const made = await shop.order({ 'SODA-500': 1 }, null);
    const first = await shop.call('GET', `/api/orders/${made.order.id}`, { secret: made.secret });
    const again = await shop.call('GET', `/api/orders/${made.order.id}`, {
      secret: made.secret,
      headers: { 'If-None-Match': first.headers.get('etag') ?? '' },
    });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('pages through orders without a gap or a repeat, and refuses a cursor of another list (L5)', async () => {
    for (let i = 0; i < 4; i++) await shop.order({ 'SODA-500': 1 }, null);
    type Page = { data: { id: string }[]; nextCursor: string | null; hasMore: boolean };
    const all = (await shop.call<Page>('GET', '/api/orders?limit=100', { key: 'sk' })).body.data.map(
      (order) => order.id,
    );
    const paged: string[] = [];
    let after = '';
    do {
      const { body } = await shop.call<Page>('GET', `/api/orders?limit=2${after && `&after=${after}`}`, { key: 'sk' });
      paged.push(...body.data.map((order) => order.id));
      after = body.nextCursor ?? '';
    } while (after);
    expect(paged).toEqual(all);
    const { body } = await shop.call<Page>('GET', '/api/orders?limit=2', { key: 'sk' });
    expect(await shop.call('GET', `/api/orders?status=open&after=${body.nextCursor}`, { key: 'sk' })).toMatchObject({
      status: 400,
      body: { code: 'cursor_invalid' },
    });
  });
});

describe('health', () => {
  it.each(['/health', '/ping', '/ready'])('%s answers without a key', async (path) => {
    expect((await fetch(`${shop.server.url}${path}`)).status).toBe(200);
  });
});
