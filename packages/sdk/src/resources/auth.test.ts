import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, scriptedServer } from '../../test/scripted-server.js';
import type { ScriptedServer } from '../../test/scripted-server.js';
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
});
