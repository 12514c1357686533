import { routes, type Caller, type Route } from '@smartduka/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness, type CallInit } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterAll(() => shop.stop());

const table = Object.entries<Route>(routes);
const ids: Record<string, string> = {
  cart: 'cart_00000000000000000000',
  order: 'ord_00000000000000000000',
  payment: 'pay_00000000000000000000',
  refund: 'rfd_00000000000000000000',
  line: 'line_00000000000000000000',
  product: 'nothing-of-that-name',
};
const call = (route: Route, init: CallInit) =>
  shop.call(
    route.method.toUpperCase(),
    route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name),
    {
      ...init,
      ...(route.method === 'post' || route.method === 'patch' ? { body: {} } : {}),
    },
  );
const may = (route: Route, ...callers: Caller[]) => callers.some((caller) => route.callers.includes(caller));

/** Every route against every kind of caller (A1, V5). What follows once somebody is let in is for other tests. */
describe.each(table)('the route %s', (_, route) => {
  it('lets in without a key only whoever it calls anyone', async () => {
    const { status, body } = await call(route, { key: null });
    if (may(route, 'anyone')) expect([200, 404]).toContain(status);
    else expect([status, body['code']]).toEqual([401, 'key_missing']);
  });

  it('asks a publishable key for the secret of the cart or order, where it is about one', async () => {
    const { status, body } = await call(route, {});
    if (may(route, 'buyer')) expect([status, body['code']]).toEqual([401, 'secret_required']);
    else if (may(route, 'publishable', 'anyone')) expect(status).not.toBe(403);
    else expect([status, body['code']]).toEqual([403, 'forbidden']);
  });

  it('opens nothing to the secret of something else', async () => {
    const { status } = await call(route, { secret: 'cs_somebody-elses-secret' });
    if (may(route, 'buyer')) expect([400, 404]).toContain(status);
  });

  it('lets a secret key in from a server, and never from a browser (A4)', async () => {
    const { status } = await call(route, { key: 'sk' });
    expect([401, 403]).not.toContain(status);
    const browser = await call(route, { key: 'sk', headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect([browser.status, browser.body['code']]).toEqual([403, 'secret_key_in_browser']);
  });
});
