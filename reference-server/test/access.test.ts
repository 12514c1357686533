import {
  roles,
  routes,
  secretKeyPermissions,
  type Caller,
  type Permission,
  type Role,
  type Route,
} from '@smartduka/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admitKey, newKey } from '../src/platform/keys.js';
import { Harness, origin, type CallInit } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
  for (const scope of secretKeyPermissions) restricted.set(scope, await restrictedKey([scope]));
  const minted = await shop.call<{ token: string }>('POST', '/api/tokens', {
    as: 'owner',
    body: { permissions: ['reports:read', 'orders:read'], reports: ['sales'], origin },
  });
  token = minted.body.token;
});
afterAll(() => shop.stop());

/** A restricted key for each scope that there is. */
const restricted = new Map<Permission, string>();
/** A widget's token that reads orders and one report. */
let token: string;

async function restrictedKey(scopes: Permission[]): Promise<string> {
  const plain = newKey('restricted', 'test');
  await admitKey(shop.tenant, { kind: 'restricted', plain, name: scopes.join(), scopes });
  return plain;
}

const table = Object.entries<Route>(routes);
const ids: Record<string, string> = {
  cart: 'cart_00000000000000000000',
  order: 'ord_00000000000000000000',
  payment: 'pay_00000000000000000000',
  statement: 'stmt_00000000000000000000',
  review: 'rev_00000000000000000000',
  refund: 'rfd_00000000000000000000',
  fulfilment: 'ful_00000000000000000000',
  line: 'line_00000000000000000000',
  staff: 'stf_00000000000000000000',
  session: 'ses_00000000000000000000',
  key: 'key_00000000000000000000',
  shop: 'shop_00000000000000000000',
  product: 'nothing-of-that-name',
};
const call = (route: Route, init: CallInit) =>
  shop.call(
    route.method.toUpperCase(),
    route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name),
    {
      ...init,
      ...(['post', 'patch', 'put'].includes(route.method) ? { body: {} } : {}),
    },
  );
const may = (route: Route, ...callers: Caller[]) => callers.some((caller) => route.callers.includes(caller));
const isOpen = (route: Route) => may(route, 'open');
const everyRole = Object.keys(roles) as Role[];

/** Every route against every kind of caller (A1, V5). What follows once somebody is let in is for other tests. */
describe.each(table)('the route %s', (name, route) => {
  it('lets in without a key only whoever it calls anyone', async () => {
    const { status, body } = await call(route, { key: null });
    if (isOpen(route)) expect(status).toBe(400);
    else if (may(route, 'anyone')) expect([200, 404]).toContain(status);
    else expect([status, body['code']]).toEqual([401, 'key_missing']);
  });

  it('asks a publishable key for the secret of the cart or order, where it is about one', async () => {
    const { status, body } = await call(route, {});
    if (isOpen(route)) expect(status).toBe(400);
    else if (may(route, 'buyer')) expect([status, body['code']]).toEqual([401, 'secret_required']);
    else if (may(route, 'publishable', 'anyone')) expect(status).not.toBe(403);
    else expect([status, body['code']]).toEqual([403, 'forbidden']);
  });

  it('opens nothing to the secret of something else', async () => {
    const { status } = await call(route, { secret: 'cs_somebody-elses-secret' });
    if (may(route, 'buyer')) expect([400, 404]).toContain(status);
  });

  it('lets a secret key in from a server, and never from a browser (A4)', async () => {
    const { status, body } = await call(route, { key: 'sk' });
    if (isOpen(route)) expect(status).toBe(400);
    else if (may(route, 'secret')) expect([401, 403]).not.toContain(status);
    else expect([status, body['code']]).toEqual([403, 'forbidden']);
    const browser = await call(route, { key: 'sk', headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect([browser.status, browser.body['code']]).toEqual([403, 'secret_key_in_browser']);
  });

  it('lets in a restricted key of its own scope, and none of another', async () => {
    if (isOpen(route)) return;
    const mine = may(route, 'secret') && route.needs ? restricted.get(route.needs) : undefined;
    if (mine) {
      const { status, body } = await call(route, { bearer: mine });
      expect(status).not.toBe(401);
      expect(body['code']).not.toBe('forbidden');
    }
    const other = restricted.get(route.needs === 'catalog:read' ? 'orders:read' : 'catalog:read') as string;
    const { status, body } = await call(route, { bearer: other });
    expect([status, body['code']]).toEqual([403, 'forbidden']);
  });

  it('lets in the token of a widget to read what it is for, from its own page', async () => {
    if (isOpen(route)) return;
    const { status, body } = await call(route, { bearer: token, headers: { Origin: origin } });
    if (may(route, 'token') && (route.needs === 'reports:read' || route.needs === 'orders:read'))
      expect(body['code']).not.toBe('key_invalid');
    else expect([status, body['code']]).toEqual([403, 'forbidden']);
    const elsewhere = await call(route, { bearer: token, headers: { Origin: 'https://elsewhere.example' } });
    expect([elsewhere.status, elsewhere.body['code']]).toEqual([403, 'origin_not_allowed']);
  });

  it('lets in members of staff as far as the role of each goes', async () => {
    if (isOpen(route)) return;
    await Promise.all(
      everyRole.map(async (role) => {
        // Whoever signs out is gone, so it is not the one whom the other routes know.
        const bearer = (name === 'signOut' ? await shop.hire(role) : await shop.staff(role)).token;
        const { status, body } = await call(route, { bearer });
        const permitted: readonly string[] = roles[role];
        if (may(route, 'staff') && route.needs && permitted.includes(route.needs)) {
          expect(status, role).not.toBe(401);
          expect(body['code'], role).not.toBe('forbidden');
        } else expect([status, body['code']], role).toEqual([403, 'forbidden']);
      }),
    );
  });

  it('lets the operator of the server in where it says so, and into no shop', async () => {
    if (isOpen(route) || name === 'signOut') return;
    const { status, body } = await call(route, { as: 'platform' });
    if (may(route, 'platform')) expect([401, 403]).not.toContain(status);
    else expect([status, body['code']]).toEqual([403, 'forbidden']);
  });

  it('takes no cookie for a credential', async () => {
    const cookie = { Cookie: `token=${(await shop.staff('owner')).token}; session=${shop.secret}` };
    const { status } = await call(route, { key: null, headers: cookie });
    expect(status).toBe((await call(route, { key: null })).status);
  });
});
