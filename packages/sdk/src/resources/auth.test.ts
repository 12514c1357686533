import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, problem, scriptedServer } from '../../test/scripted-server.js';
import type { Reply, ScriptedServer } from '../../test/scripted-server.js';
import { createDuka } from '../index.js';

let server: ScriptedServer;
beforeEach(async () => {
  server = await scriptedServer();
});
afterEach(() => server.close());

describe('signing in', () => {
  it('lets the client go on as whoever signed in, and as before once they are out', async () => {
    server.on('POST /auth/login', json(200, { accessToken: 'a.b.c', refreshToken: 'rt_1' }));
    server.on('POST /auth/refresh', json(200, { accessToken: 'd.e.f', refreshToken: 'rt_2' }));
    server.on('POST /auth/logout', json(200, { done: true }));
    server.on('GET /shop', json(200, {}));
    const duka = createDuka({ server: server.url, key: 'pk_test_1' });
    await duka.auth.signIn({ email: 'amina@example.co.ke', password: 'a good long password' });
    await duka.shop.get();
    await duka.auth.refresh('rt_1');
    await duka.shop.get();
    await duka.auth.signOut();
    await duka.shop.get();
    const sent = server.to('GET /shop').map(({ headers }) => headers.authorization ?? headers['duka-key']);
    expect(sent).toEqual(['Bearer a.b.c', 'Bearer d.e.f', 'pk_test_1']);
  });

  it('takes the token of a widget in place of a key', async () => {
    server.on('GET /shop', json(200, {}));
    await createDuka({ server: server.url, key: 'wt_test_abc' }).shop.get();
    expect(server.heard[0]?.headers.authorization).toBe('Bearer wt_test_abc');
  });

  it('renews a token that has run out, once for all calls, and repeats them by the same keys', async () => {
    server.on('POST /auth/login', json(200, { accessToken: 'old', refreshToken: 'rt_1' }));
    server.on('POST /auth/refresh', json(200, { accessToken: 'new', refreshToken: 'rt_2' }));
    const guarded: Reply = (response, heard) =>
      (heard.headers.authorization === 'Bearer new' ? json(200, { data: [] }) : problem(401, 'token_invalid'))(
        response,
        heard,
      );
    server.on('GET /products', guarded);
    server.on('POST /products', guarded);
    const kept: (string | undefined)[] = [];
    const duka = createDuka({ server: server.url, onSession: (session) => kept.push(session?.refreshToken) });
    await duka.auth.signIn({ email: 'amina@example.co.ke', password: 'a good long password' });
    await Promise.all([duka.products.list(), duka.products.list(), duka.goods.create({} as never, { retries: 0 })]);
    expect(server.to('POST /auth/refresh').map(({ body }) => body)).toEqual([{ refreshToken: 'rt_1' }]);
    const keys = server.to('POST /products').map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(kept).toEqual(['rt_1', 'rt_2']);
  });

  it('says that a session has ended, and goes on as before', async () => {
    server.on('POST /auth/login', json(200, { accessToken: 'old', refreshToken: 'rt_1' }));
    server.on('POST /auth/refresh', problem(401, 'session_ended'));
    server.on('GET /shop', problem(401, 'token_invalid'), json(200, {}));
    const kept: unknown[] = [];
    const duka = createDuka({ server: server.url, key: 'pk_test_1', onSession: (session) => kept.push(session) });
    await duka.auth.signIn({ email: 'amina@example.co.ke', password: 'a good long password' });
    await expect(duka.shop.get()).rejects.toMatchObject({ code: 'session_ended' });
    await duka.shop.get();
    expect(server.to('GET /shop').at(-1)?.headers).toMatchObject({ 'duka-key': 'pk_test_1' });
    expect(kept.at(-1)).toBeNull();
  });

  it('asks for the token of a widget when it needs one, and gives up when the new one is refused too', async () => {
    server.on('GET /reports/sales', problem(401, 'key_missing'), json(200, {}), problem(401, 'key_invalid'));
    let asked = 0;
    const duka = createDuka({ server: server.url, token: () => Promise.resolve(`wt_test_${++asked}`) });
    await duka.reports.get('sales');
    await expect(duka.reports.get('sales')).rejects.toMatchObject({ code: 'key_invalid' });
    expect(server.heard.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      'Bearer wt_test_1',
      'Bearer wt_test_1',
      'Bearer wt_test_2',
    ]);
  });
});
