import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, problem, reset, scriptedServer, silence } from '../test/scripted-server.js';
import type { ScriptedServer } from '../test/scripted-server.js';
import { createDuka as createWithFetch } from './fetch.js';
import { createDuka as createWithAxios, isDukaError } from './index.js';
import type { Duka, DukaOptions, RequestEvent, ResponseEvent } from './index.js';

let server: ScriptedServer;
beforeEach(async () => {
  server = await scriptedServer();
});
afterEach(() => server.close());

const failure = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  );

describe.each([
  ['axios', createWithAxios],
  ['fetch', createWithFetch],
])('client over %s', (_transport, create) => {
  const client = (options: DukaOptions = {}): Duka => create({ server: server.url, key: 'pk_test_1', ...options });
  const aProduct = { id: 'prod_1', title: 'Unga', a_field_of_next_year: true };

  it('says who calls, and which version it speaks', async () => {
    server.on('GET /shop', json(200, { name: 'Duka', mode: 'a_mode_of_next_year' }));
    expect(await client().shop.get()).toEqual({ name: 'Duka', mode: 'a_mode_of_next_year' });
    await client({ key: 'sk_test_2' }).shop.get();
    await client({ key: undefined }).shop.get();
    const [publishable, secret, none] = server.heard.map(({ headers }) => headers);
    expect(publishable).toMatchObject({ 'duka-key': 'pk_test_1', 'duka-version': '2026-11-01' });
    expect(publishable).not.toHaveProperty('authorization');
    expect(secret).toMatchObject({ authorization: 'Bearer sk_test_2' });
    expect(secret).not.toHaveProperty('duka-key');
    expect(none).not.toHaveProperty('duka-key');
    expect(none).not.toHaveProperty('authorization');
  });

  it('gives one page, all pages, or as many as asked for', async () => {
    server.on('GET /products?category=a%26b', json(200, { data: [1, 2], hasMore: true, nextCursor: 'c 1' }));
    server.on('GET /products?category=a%26b&after=c+1', json(200, { data: [3], hasMore: false, nextCursor: null }));
    const list = () => client().products.list({ category: 'a&b', q: undefined });
    expect(await list()).toEqual({ data: [1, 2], hasMore: true, nextCursor: 'c 1' });
    expect(server.heard).toHaveLength(1);
    expect(await list().toArray({ limit: 10 })).toEqual([1, 2, 3]);
    server.heard.length = 0;
    expect(await list().toArray({ limit: 2 })).toEqual([1, 2]);
    expect(server.heard).toHaveLength(1);
  });

  it('keeps an id in its place', async () => {
    server.on('GET /products/a%2F..%2F%3Fb', json(200, aProduct));
    expect(await client().products.get('a/../?b')).toEqual(aProduct);
    for (const id of ['', '.', '..']) expect(() => client().products.get(id)).toThrow(/id is missing/);
    expect(server.heard).toHaveLength(1);
  });

  it('asks again after a reset and a 503, with the same key', async () => {
    server.on(
      'POST /carts',
      reset,
      problem(503, 'unavailable', {}, { 'Retry-After': '0' }),
      json(201, { id: 'cart_1' }),
    );
    await client().carts.create({ items: [] });
    const keys = server.heard.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[\x21-\x7e]{16,255}$/);
  });

  it('does not repeat a refusal, and tells what was refused', async () => {
    const errors = [{ path: 'items.0.quantity', code: 'too_small', message: 'must be at least 1' }];
    server.on('POST /carts', problem(400, 'validation_failed', { errors }));
    const error = await failure(client().carts.create({ items: [{ product: 'x', quantity: 0 }] }));
    expect(error).toMatchObject({
      name: 'DukaValidationError',
      code: 'validation_failed',
      status: 400,
      fields: errors,
    });
    expect(server.heard).toHaveLength(1);
  });

  it('gives up after its tries, keeping the cause', async () => {
    server.on('GET /shop', reset);
    const error = await failure(client({ retries: 1 }).shop.get());
    expect(error).toMatchObject({ name: 'DukaNetworkError', code: 'network_error', status: 0, retryable: true });
    expect((error as Error).cause).toBeInstanceOf(Error);
    expect(server.heard).toHaveLength(2);
  });

  it('hides keys and secrets, even deep in the cause', async () => {
    server.on('GET /carts/cart_1', reset);
    const error = await failure(
      client({ retries: 0, key: 'sk_test_hidden' }).carts.get('cart_1', { secret: 'cs_hidden' }),
    );
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/hidden/);
  });

  it('gives up in time', async () => {
    server.on('GET /shop', silence);
    const error = await failure(client({ timeout: 50, retries: 0 }).shop.get());
    expect(error).toMatchObject({ name: 'DukaTimeoutError', code: 'timeout', retryable: true });
  });

  it('ends at its signal: before, during and between tries', async () => {
    server.on('GET /shop', silence);
    const done = AbortSignal.abort('never mind');
    expect(await failure(client().shop.get({ signal: done }))).toMatchObject({
      name: 'DukaAbortedError',
      code: 'aborted',
      cause: 'never mind',
    });
    expect(server.heard).toHaveLength(0);

    const during = new AbortController();
    const waiting = failure(client().shop.get({ signal: during.signal }));
    await expect.poll(() => server.heard.length).toBe(1);
    during.abort();
    expect(await waiting).toMatchObject({ code: 'aborted' });

    server.on('GET /shop', problem(503, 'unavailable', {}, { 'Retry-After': '20' }));
    const between = new AbortController();
    const resting = failure(client().shop.get({ signal: between.signal }));
    await expect.poll(() => server.heard.length).toBe(2);
    between.abort();
    expect(await resting).toMatchObject({ code: 'aborted' });
  });

  it('takes a page of the network for no answer', async () => {
    server.on(
      'GET /shop',
      (response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Buy a bundle</h1>'),
    );
    expect(await failure(client({ retries: 0 }).shop.get())).toMatchObject({
      name: 'DukaNetworkError',
      code: 'unexpected_answer',
    });
  });

  it('carries its key to no other address', async () => {
    server.on('GET /shop', (response) => void response.writeHead(307, { Location: '/api/elsewhere' }).end());
    expect(await failure(client().shop.get())).toMatchObject({ code: 'unexpected_answer', retryable: false });
    expect(server.heard).toHaveLength(1);
  });

  it('tells its hooks about each try, and nothing secret; a hook that throws stops nothing', async () => {
    server.on('GET /carts/cart_1', reset, json(200, { id: 'cart_1' }));
    const told: (RequestEvent | ResponseEvent)[] = [];
    const onRequest = (event: RequestEvent): void => {
      told.push(event);
      throw new Error('broken logger');
    };
    await client({ onRequest, onResponse: (event) => void told.push(event) }).carts.get('cart_1', {
      secret: 'cs_hidden',
    });
    const url = `${server.url}/api/carts/cart_1`;
    expect(told).toMatchObject([
      { method: 'GET', url, attempt: 1 },
      { attempt: 1, status: 0, error: { code: 'network_error' } },
      { attempt: 2 },
      { attempt: 2, status: 200, requestId: 'req_test', error: null },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/hidden|pk_test/);
  });

  it('learns the server’s time', async () => {
    const ahead = 90_000;
    server.on('GET /carts/cart_1', (response, heard) => {
      response.sendDate = false;
      const date = new Date(Date.now() + ahead).toUTCString();
      return json(200, { id: 'cart_1' }, { Date: date })(response, heard);
    });
    const duka = client();
    await duka.carts.get('cart_1', { secret: 's' });
    expect(Math.abs(duka.clockOffset - ahead)).toBeLessThan(2_000);
    expect(Math.abs(duka.now() - Date.now() - ahead)).toBeLessThan(2_000);
  });

  it('adjusts stock and walks orders with a secret key', async () => {
    server.on('POST /inventory/adjustments', json(201, { available: 24 }));
    server.on('GET /orders', json(200, { data: [{ id: 'ord_1' }], hasMore: false, nextCursor: null }));
    const duka = client({ key: 'sk_test_1' });
    server.on('POST /orders/ord_1/refunds', json(201, { id: 'rfd_1', state: 'pending' }));
    expect(await duka.refunds.create('ord_1', { amount: 1_000, reason: 'returned' })).toMatchObject({ id: 'rfd_1' });
    expect(await duka.inventory.adjust({ variant: 'var_1', change: 24, reason: 'received' })).toEqual({
      available: 24,
    });
    expect(await duka.orders.list({ status: 'open' }).toArray({ limit: 5 })).toEqual([{ id: 'ord_1' }]);
    expect(server.to('GET /orders')[0]?.path).toBe('/orders?status=open');
  });
});

describe('createDuka', () => {
  it.each([undefined, '', 'shop.example.co.ke', 'ftp://shop.example', 'https://'])(
    'refuses %j as an address',
    (address) => {
      expect(() => createWithFetch({ server: address })).toThrow(/server/);
    },
  );

  it('takes a transport of your own', async () => {
    const transport = () => Promise.resolve(Response.json({ name: 'Duka' }));
    const { name } = await createWithAxios({ server: 'https://shop.example/', transport }).shop.get();
    expect(name).toBe('Duka');
  });

  it('lets errors be told apart by their code', async () => {
    const error = await failure(createWithFetch({ server: server.url }).products.get('x'));
    expect(isDukaError(error) && error.code).toBe('not_found');
  });
});
