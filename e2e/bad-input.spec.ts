import { randomUUID } from 'node:crypto';
import type { NewCart, Problem } from '@smartduka/contract';
import { expectStock } from './outcome.js';
import type { CallInit, Goods } from './shop.js';
import { expect, test } from './test.js';

interface Bad {
  what: string;
  method?: 'GET' | 'POST' | 'PATCH';
  path(cart: NewCart, goods: Goods): string;
  init?(cart: NewCart, goods: Goods): CallInit;
  status: number;
  code?: string;
  /** The field that the answer has to name. */
  field?: string;
}

const line =
  (item: object) =>
  (_cart: NewCart, { variant }: Goods): CallInit => ({ body: { variant, ...item } });
const items = ({ id }: NewCart): string => `/carts/${id}/items`;
const checkout = ({ id }: NewCart): string => `/carts/${id}/checkout`;
const carts = (): string => '/carts';
const wrong = (what: string, item: object, field: string): Bad => ({
  ...{ what, method: 'POST', path: items, init: line(item), status: 400, code: 'validation_failed', field },
});
const order = (what: string, body: unknown, status: number, code: string, field?: string): Bad => ({
  ...{ what, method: 'POST', path: checkout, init: () => ({ body }), status, code },
  ...(field ? { field } : {}),
});
const mpesa = (phone: unknown): object => ({ payment: { method: 'mpesa', phone } });

const table: readonly Bad[] = [
  wrong('an unknown field', { colour: 'red' }, 'colour'),
  wrong('a price sent by the browser', { unitPrice: { amount: 100, currency: 'KES' } }, 'unitPrice'),
  wrong('a quantity as text', { quantity: '2' }, 'quantity'),
  wrong('a negative quantity', { quantity: -1 }, 'quantity'),
  wrong('no quantity at all', { quantity: 0 }, 'quantity'),
  wrong('half a packet', { quantity: 0.5 }, 'quantity'),
  wrong('a huge quantity', { quantity: 10_000 }, 'quantity'),
  wrong('a quantity beyond what JSON carries', { quantity: 2 ** 60 }, 'quantity'),
  wrong('a variant and a product', { product: 'maize' }, 'variant'),
  wrong('a variant that is no id', { variant: 'everything' }, 'variant'),
  wrong('a database operator', { quantity: { $gt: 0 } }, 'quantity.$gt'),
  order('a total sent by the browser', { total: 100 }, 400, 'validation_failed', 'total'),
  order('a total that is not the true one', { ...mpesa('0712345678'), expectedTotal: 100 }, 409, 'total_changed'),
  order('a phone from Tanzania', mpesa('+255712345678'), 400, 'validation_failed', 'payment.phone'),
  order('a phone that is none', mpesa('0712'), 400, 'validation_failed', 'payment.phone'),
  order('a phone as a number', mpesa(712345678), 400, 'validation_failed', 'payment.phone'),
  order(
    'a part of no whole shillings',
    { payment: { method: 'mpesa', phone: '0712345678', amount: 150 } },
    400,
    'validation_failed',
    'payment.amount',
  ),
  order('a payment that we do not know', { payment: { method: 'gold' } }, 400, 'validation_failed', 'payment.method'),
  order('an email without an @', { customer: { email: 'amina' } }, 400, 'validation_failed', 'customer.email'),
  order('half of a JSON text', '{"payment":', 400, 'malformed_json'),
  order('a prototype', '{"__proto__":{"paid":true}}', 400, 'validation_failed', '__proto__'),
  order('a body larger than 64 KiB', { customer: { name: 'a'.repeat(70_000) } }, 413, 'payload_too_large'),
  {
    what: 'a cart of somebody else',
    path: ({ id }) => `/carts/${id}`,
    init: () => ({ headers: { 'Duka-Secret': 'x'.repeat(43) } }),
    status: 404,
    code: 'not_found',
  },
  {
    what: 'a cart without its secret',
    path: ({ id }) => `/carts/${id}`,
    init: () => ({ headers: { 'Duka-Secret': '' } }),
    status: 401,
    code: 'secret_required',
  },
  {
    what: 'a key that is none',
    method: 'POST',
    path: carts,
    init: () => ({ headers: { 'Duka-Key': 'pk_test_nobody' }, body: {} }),
    status: 401,
    code: 'key_invalid',
  },
  {
    what: 'a key from another origin',
    method: 'POST',
    path: carts,
    init: () => ({ headers: { Origin: 'https://elsewhere.example' }, body: {} }),
    status: 403,
    code: 'origin_not_allowed',
  },
  { what: 'a page that may see too much', path: () => '/orders', status: 403, code: 'forbidden' },
  {
    what: 'a page of too many products',
    path: () => '/products?limit=1000',
    status: 400,
    code: 'validation_failed',
    field: 'limit',
  },
  {
    what: 'a filter given twice',
    path: () => '/products?q=maize&q=flour',
    status: 400,
    code: 'validation_failed',
    field: 'q',
  },
];

/** Headers without the empty ones, which stand for "leave it out". */
const sent = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

test.describe('bad input is refused in words, and changes nothing', () => {
  for (const { what, method = 'GET', path, init, status, code, field } of table)
    test(what, async ({ shop, goods }) => {
      const own = { 'Duka-Key': shop.dev.keys.publishable };
      const { body: cart } = await shop.call<NewCart>('POST', '/carts', {
        headers: own,
        body: { items: [{ variant: goods.variant, quantity: 1 }] },
      });
      const before = await shop.call('GET', `/carts/${cart.id}`);

      const { body, headers = {} } = init?.(cart, goods) ?? {};
      const answer = await shop.call<Problem>(method, path(cart, goods), {
        ...(body === undefined ? {} : { body }),
        headers: sent({ ...own, 'Duka-Secret': cart.secret, 'Idempotency-Key': randomUUID(), ...headers }),
      });
      expect(answer.body).toMatchObject({ status, code, type: expect.stringContaining(`#${code}`) });
      expect(answer.body.title.length).toBeGreaterThan(10);
      expect(answer.body.requestId).toBe(answer.headers.get('request-id'));
      expect(answer.type).toContain('application/problem+json');
      expect(answer.status).toBe(status);
      if (field) expect(answer.body.errors?.map((error) => error.path)).toEqual([field]);

      expect((await shop.call('GET', `/carts/${cart.id}`)).body).toEqual(before.body);
      await expectStock(shop, goods, {});
    });
});
