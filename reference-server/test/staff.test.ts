import { randomUUID } from 'node:crypto';
import type {
  Approval,
  AuditEntry,
  NewApiKey,
  PlatformShop,
  ScopedToken,
  Session,
  SignedIn,
  StaffMember,
} from '@smartduka/contract';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountOf, setPassword } from '../src/domains/staff/accounts.js';
import { needLimit, spendApproval, type Matter } from '../src/domains/staff/approvals.js';
import { actorOf } from '../src/domains/staff/signed-in.js';
import { staffById } from '../src/domains/staff/service.js';
import { backgroundDone } from '../src/platform/background.js';
import { clock } from '../src/platform/clock.js';
import { inTransaction } from '../src/platform/database.js';
import { connectSenders, type Message } from '../src/platform/notify.js';
import { hashPassword } from '../src/platform/passwords.js';
import { Harness, origin, type CallInit } from './harness.js';

let shop: Harness;
let sent: Message[] = [];
/** Each test comes from an address of its own, so that the limits of one do not bother the next. */
let address = 0;
const password = 'maji ya chai moto';
let hashed: string;

beforeAll(async () => {
  shop = await Harness.start({}, { TRUST_PROXY: 'loopback', STANDALONE_SHOP: 'test-shop', SHOP_SIGNUP: 'open' });
  const sender = { send: (message: Message) => Promise.resolve(void sent.push(message)) };
  connectSenders({ email: sender, phone: sender });
  hashed = await hashPassword(password);
});
beforeEach(() => {
  sent = [];
  address += 1;
});
afterAll(async () => {
  connectSenders({ email: null, phone: null });
  await shop.expectSound();
  await shop.stop();
});

function call<Body = Record<string, unknown>>(method: string, path: string, init: CallInit = {}) {
  return shop.call<Body>(method, path, {
    ...(init.as || init.bearer ? {} : { key: null }),
    ...init,
    headers: { 'X-Forwarded-For': `10.1.${address >> 8}.${address & 255}`, ...init.headers },
  });
}
const post = <Body = Record<string, unknown>>(path: string, body: unknown, init: CallInit = {}) =>
  call<Body>('POST', path, { ...init, ...(body === undefined ? {} : { body }) });
const as = (session: SignedIn): CallInit => ({ bearer: session.accessToken });

let people = 0;
/** Somebody with an account of their own. */
async function colleague(role: Parameters<Harness['hire']>[0] = 'manager') {
  const email = `person${++people}@shop.example`;
  await setPassword((await accountOf({ email }))._id, hashed);
  return { email, ...(await shop.hire(role, { email })) };
}
async function signedIn(email: string): Promise<SignedIn> {
  const answer = await post<SignedIn>('/api/auth/login', { email, password });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}
/** A shop of its own, with its owner signed in. */
async function newShop(name: string): Promise<SignedIn> {
  const owner = { name: 'Mwenye duka', email: `owner${++people}@other.example` };
  const opened = await post<PlatformShop>('/api/platform/shops', { name, owner }, { as: 'platform' });
  expect(opened.status, JSON.stringify(opened.body)).toBe(201);
  return (await post<SignedIn>('/api/auth/invitations', { token: await linkSent(), password })).body;
}

/** The secret at the end of the link in the last message. */
async function linkSent(): Promise<string> {
  await backgroundDone();
  return /#(\S+)/.exec(sent.at(-1)?.text ?? '')?.[1] ?? '';
}

describe('signing in', () => {
  it('opens a session that knows role, shop, mode and permissions', async () => {
    const { email } = await colleague('cashier');
    const { me, ...session } = await signedIn(email);
    expect(session).toMatchObject({ tokenType: 'Bearer', expiresIn: 600 });
    expect(me).toMatchObject({ kind: 'staff', role: 'cashier', mode: 'test', shop: { slug: 'test-shop' } });
    expect(me.permissions).toContain('orders:write');
    expect(me.permissions).not.toContain('staff:write');
    expect((await call('GET', '/api/orders', { bearer: session.accessToken })).status).toBe(200);
  });

  it('gives unknown people and wrong passwords the same answer', async () => {
    const { email } = await colleague();
    const wrong = await post('/api/auth/login', { email, password: 'something else' });
    const unknown = await post('/api/auth/login', { email: 'nobody@shop.example', password: 'something else' });
    const bare = ({ status, body }: typeof wrong) => ({ status, ...body, requestId: '' });
    expect(bare(unknown)).toEqual(bare(wrong));
    expect(wrong.body['code']).toBe('credentials_invalid');
  });

  it('is locked for a quarter of an hour by five failures, however many come at once (AU-2)', async () => {
    const { email } = await colleague();
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => post('/api/auth/login', { email, password: 'not the password' })),
    );
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
    const locked = await post('/api/auth/login', { email, password });
    expect([locked.status, locked.body['code']]).toEqual([429, 'sign_in_locked']);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    await shop.simulator.control.advance(16 * 60_000);
    expect((await post('/api/auth/login', { email, password })).status).toBe(200);
  });

  it('takes no token that is not ours: another algorithm, another key, none at all (K2)', async () => {
    const { session } = await shop.staff('owner');
    const now = Math.floor(clock.now().getTime() / 1000);
    const claims = {
      mode: 'test',
      sub: session,
      iss: 'smartduka',
      aud: 'smartduka-api',
      iat: now,
      nbf: now,
      exp: now + 600,
    };
    const unsecured = new UnsecuredJWT(claims).encode();
    const foreign = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'any' })
      .sign(new TextEncoder().encode('a key that somebody else has made up'));
    const { token } = await shop.staff('owner');
    const [head, body] = token.split('.');
    for (const bearer of [unsecured, foreign, `${head}.${body}.`, `${token}x`, 'a.b.c'])
      expect((await call('GET', '/api/auth/me', { bearer })).body['code']).toBe('token_invalid');
  });

  it('is not asked for from a site that nobody has listed', async () => {
    const { token } = await shop.staff('owner');
    const headers = { Origin: 'https://evil.example' };
    expect((await call('GET', '/api/auth/me', { bearer: token, headers })).body['code']).toBe('origin_not_allowed');
    expect((await call('GET', '/api/auth/me', { bearer: token, headers: { Origin: origin } })).status).toBe(200);
  });
});

describe('a session', () => {
  it('goes on by refresh tokens that change each time, and lets two tabs refresh at once (AU-4)', async () => {
    const { email } = await colleague();
    const first = await signedIn(email);
    const [one, two] = await Promise.all([
      post<SignedIn>('/api/auth/refresh', { refreshToken: first.refreshToken }),
      post<SignedIn>('/api/auth/refresh', { refreshToken: first.refreshToken }),
    ]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(one.body.refreshToken).toBe(two.body.refreshToken);
    expect(one.body.refreshToken).not.toBe(first.refreshToken);
    expect((await call('GET', '/api/auth/me', as(one.body))).status).toBe(200);
  });

  it('ends for everybody when an old refresh token comes again, and the log says so', async () => {
    const { email } = await colleague();
    const first = await signedIn(email);
    const second = await post<SignedIn>('/api/auth/refresh', { refreshToken: first.refreshToken });
    await shop.simulator.control.advance(2 * 60_000);
    expect((await post('/api/auth/refresh', { refreshToken: first.refreshToken })).body['code']).toBe('session_ended');
    expect((await post('/api/auth/refresh', { refreshToken: second.body.refreshToken })).status).toBe(401);
    expect((await call('GET', '/api/auth/me', as(second.body))).status).toBe(401);
    const log = await call<{ data: AuditEntry[] }>('GET', '/api/audit-log?action=session.reused', { as: 'owner' });
    expect(log.body.data[0]).toMatchObject({ subject: first.me.session });
  });

  it('is seen and ended by its own person or the owner, and by nobody else (AU-5)', async () => {
    const { email } = await colleague();
    const mine = await signedIn(email);
    const another = await colleague('admin');
    const own = await call<{ data: Session[] }>('GET', '/api/sessions', as(mine));
    expect(own.body.data.find(({ current }) => current)?.id).toBe(mine.me.session);
    const path = `/api/sessions/${mine.me.session}`;
    expect((await call('DELETE', path, { bearer: another.token })).status).toBe(404);
    expect((await call('GET', '/api/sessions?staff=all', { bearer: another.token })).status).toBe(403);
    expect((await call('DELETE', path, { as: 'owner' })).status).toBe(200);
    expect((await call('GET', '/api/auth/me', as(mine))).body['code']).toBe('token_invalid');
  });

  it('works on the test side or the live side, and changes over', async () => {
    const { email } = await colleague();
    const test = await signedIn(email);
    const live = await post<SignedIn>('/api/auth/mode', { mode: 'live' }, as(test));
    expect(live.body.me.mode).toBe('live');
    const shown = await call<{ mode: string }>('GET', '/api/shop', as(live.body));
    expect(shown.body.mode).toBe('live');
    expect((await call<{ mode: string }>('GET', '/api/shop', as(test))).body.mode).toBe('test');
  });

  it('is over after signing out', async () => {
    const session = await signedIn((await colleague()).email);
    expect((await post('/api/auth/logout', undefined, as(session))).status).toBe(200);
    expect((await call('GET', '/api/auth/me', as(session))).status).toBe(401);
    expect((await post('/api/auth/refresh', { refreshToken: session.refreshToken })).status).toBe(401);
  });
});

describe('a password', () => {
  it('is reset by a link that works once and within half an hour, and ends all sessions (AU-6)', async () => {
    const { email } = await colleague();
    const session = await signedIn(email);
    expect((await post('/api/auth/password/forgot', { email })).body).toEqual({ done: true });
    const token = await linkSent();
    expect(sent[0]?.subject).not.toContain(token);
    const next = 'a new one for everybody';
    expect((await post('/api/auth/password/reset', { token, password: 'short' })).status).toBe(400);
    expect((await post('/api/auth/password/reset', { token, password: next })).status).toBe(200);
    expect((await post('/api/auth/password/reset', { token, password: next })).body['code']).toBe('code_invalid');
    expect((await call('GET', '/api/auth/me', as(session))).status).toBe(401);
    expect((await post('/api/auth/login', { email, password })).status).toBe(401);
    expect((await post('/api/auth/login', { email, password: next })).status).toBe(200);
  });

  it('is not reset by a link that is older', async () => {
    const { email } = await colleague();
    await post('/api/auth/password/forgot', { email });
    const token = await linkSent();
    await shop.simulator.control.advance(31 * 60_000);
    expect((await post('/api/auth/password/reset', { token, password: 'a new one for everybody' })).status).toBe(401);
  });

  it('of nobody is answered just the same, and nothing is sent', async () => {
    expect((await post('/api/auth/password/forgot', { email: 'who@shop.example' })).body).toEqual({ done: true });
    await backgroundDone();
    expect(sent).toEqual([]);
  });

  it('changes when the present one is shown, and ends the other sessions', async () => {
    const { email } = await colleague();
    const [here, there] = [await signedIn(email), await signedIn(email)];
    const next = 'another good password';
    expect((await post('/api/auth/password', { current: 'wrong', password: next }, as(here))).status).toBe(401);
    expect((await post('/api/auth/password', { current: password, password: next }, as(here))).status).toBe(200);
    expect((await call('GET', '/api/auth/me', as(here))).status).toBe(200);
    expect((await call('GET', '/api/auth/me', as(there))).status).toBe(401);
  });
});

describe('the counter', () => {
  it('changes hands by staff code and PIN, and a PIN opens less than a password (AU-3)', async () => {
    const { code, pin } = await shop.staff('owner');
    const { body } = await post<SignedIn>('/api/auth/switch', { code, pin }, { as: 'cashier' });
    expect(body.me).toMatchObject({ role: 'owner', by: 'pin' });
    expect((await call('GET', '/api/orders', as(body))).status).toBe(200);
    expect((await post('/api/keys', {}, as(body))).body['code']).toBe('forbidden');
  });

  it('locks a person at that counter after five wrong PINs, and at no other', async () => {
    const { code, pin } = await colleague();
    const [here, there] = [await colleague('cashier'), await colleague('cashier')];
    for (let i = 0; i < 5; i++)
      expect((await post('/api/auth/switch', { code, pin: '9021' }, { bearer: here.token })).status).toBe(401);
    expect((await post('/api/auth/switch', { code, pin }, { bearer: here.token })).body['code']).toBe('sign_in_locked');
    expect((await post('/api/auth/switch', { code, pin }, { bearer: there.token })).status).toBe(200);
  });

  it('takes no PIN that anybody would try first', async () => {
    for (const pin of ['1111', '1234', '4321', '1212', '123', '12a4'])
      expect((await post('/api/staff', { name: 'X', role: 'cashier', pin }, { as: 'owner' })).status, pin).toBe(400);
  });
});

describe('the staff', () => {
  it('invites somebody, who chooses a password and is in', async () => {
    const email = 'new@shop.example';
    const added = await post<StaffMember>('/api/staff', { name: 'Neema', role: 'manager', email }, { as: 'owner' });
    expect(added.body).toMatchObject({ status: 'invited', limits: { refund: 1_000_000, discount: 2_000 } });
    const token = await linkSent();
    expect((await post('/api/auth/invitations', { token })).body['code']).toBe('validation_failed');
    const accepted = await post<SignedIn>('/api/auth/invitations', { token, password });
    expect(accepted.body.me).toMatchObject({ id: added.body.id, role: 'manager' });
    expect((await post('/api/auth/invitations', { token, password })).status).toBe(401);
    const again = await post('/api/staff', { name: 'Neema', role: 'cashier', email }, { as: 'owner' });
    expect([again.status, again.body['code']]).toEqual([409, 'taken']);
  });

  it('follows the links of its messages to pages that work without a script, in both languages', async () => {
    const send = (path: string, fields: Record<string, string>) =>
      fetch(`${shop.server.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) });
    const email = 'paged@shop.example';
    await post('/api/staff', { name: 'Baraka', role: 'manager', email }, { as: 'owner' });
    const token = await linkSent();
    const link = /\S+#\S+/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '';
    const page = await fetch(link, { headers: { 'Accept-Language': 'sw' } });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Kubali mwaliko')]);
    const weak = await send('/admin/invitation', { token, password: 'short' });
    expect([weak.status, await weak.text()]).toEqual([400, expect.stringContaining('12 to 128')]);
    const accepted = await send('/admin/invitation?lang=en', { token: link, password });
    expect([accepted.status, await accepted.text()]).toEqual([200, expect.stringContaining('one of the staff now')]);
    const session = await signedIn(email);
    const open = await shop.call<{ data: unknown[] }>('GET', '/api/sessions', { bearer: session.accessToken });
    expect(open.body.data).toHaveLength(1);

    await post('/api/auth/password/forgot', { email });
    const reset = await linkSent();
    const chosen = 'a-new-and-long-password';
    expect((await send('/admin/reset', { token: reset, password: chosen })).status).toBe(200);
    const used = await send('/admin/reset?lang=sw', { token: reset, password: chosen });
    expect([used.status, await used.text()]).toEqual([401, expect.stringContaining('Omba kingine')]);
    expect((await post('/api/auth/login', { email, password: chosen })).status).toBe(200);
  });

  it('gives nobody more than the giver has', async () => {
    const admin = await colleague('admin');
    const owner = await shop.staff('owner');
    const refused = async (method: string, path: string, body: unknown) =>
      (await call(method, path, { bearer: admin.token, body })).body['code'];
    expect(await refused('POST', '/api/staff', { name: 'X', role: 'owner', pin: '4071' })).toBe('above_own_role');
    expect(await refused('PATCH', `/api/staff/${owner.id}`, { status: 'disabled' })).toBe('above_own_role');
    expect(await refused('PATCH', `/api/staff/${admin.id}`, { role: 'owner' })).toBe('above_own_role');
    expect(await refused('PATCH', `/api/staff/${admin.id}`, { limits: { refund: null, discount: null } })).toBe(
      'above_own_role',
    );
  });

  it('keeps its last owner, also when two owners take each other down at once', async () => {
    const one = await newShop('Duka la Wawili');
    await post('/api/staff', { name: 'Two', role: 'owner', email: 'two@wawili.example' }, as(one));
    const two = (await post<SignedIn>('/api/auth/invitations', { token: await linkSent(), password })).body;
    const demote = (who: SignedIn, whom: SignedIn) =>
      call('PATCH', `/api/staff/${whom.me.id}`, { ...as(who), body: { role: 'manager' } });
    const ended = await Promise.all([demote(one, two), demote(two, one)]);
    expect(ended.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = ended[0]?.status === 200 ? one : two;
    const alone = await demote(left, left);
    expect([alone.status, alone.body['code']]).toEqual([409, 'last_owner']);
  });

  it('is signed out everywhere once disabled (T6)', async () => {
    const { id, email } = await colleague();
    const session = await signedIn(email);
    const disabled = await call('PATCH', `/api/staff/${id}`, { as: 'owner', body: { status: 'disabled' } });
    expect(disabled.status, JSON.stringify(disabled.body)).toBe(200);
    expect((await call('GET', '/api/auth/me', as(session))).status).toBe(401);
    expect((await post('/api/auth/refresh', { refreshToken: session.refreshToken })).status).toBe(401);
    expect((await post('/api/auth/login', { email, password })).status).toBe(401);
  });

  it('is changed by the one who has seen the newest version', async () => {
    const { id } = await colleague();
    const path = `/api/staff/${id}`;
    const change = (version: number) =>
      call('PATCH', path, { as: 'owner', body: { name: 'Other' }, headers: { 'If-Match': `"${version}"` } });
    expect((await change(1)).status).toBe(200);
    expect((await change(1)).status).toBe(412);
  });

  it('has each change in the log: who, what, before and after, from where', async () => {
    const { id } = await colleague('cashier');
    await shop.simulator.control.advance(1_000);
    await call('PATCH', `/api/staff/${id}`, {
      as: 'owner',
      body: { limits: { refund: 50_000, discount: 1_000 }, pin: '7205' },
    });
    const log = await call<{ data: AuditEntry[] }>('GET', `/api/audit-log?subject=${id}`, { as: 'owner' });
    expect(log.body.data[0]).toMatchObject({
      action: 'staff.updated',
      actor: { kind: 'staff', role: 'owner' },
      before: { limits: { refund: 0, discount: 500 } },
      after: { limits: { refund: 50_000, discount: 1_000 }, pin: 'changed' },
      from: expect.stringMatching(/^10\.1\./),
    });
    expect(JSON.stringify(log.body)).not.toContain('7205');
  });
});

describe('an approval', () => {
  const matter: Matter = { action: 'refund', subject: 'ord_0123456789ab', amount: 90_000 };
  const cashier = async () => actorOf(await staffById(shop.tenant.shop, (await shop.staff('cashier')).id), null);
  const spend = async (id: string, change: Partial<Matter> = {}) => {
    const by = await cashier();
    return inTransaction((tx) => spendApproval(shop.tenant, id, { ...matter, ...change, by }, tx));
  };
  const give = (init: CallInit = { as: 'manager' }, more = {}) =>
    post<Approval>('/api/approvals', { ...matter, ...more }, init);

  it('of a manager lets a cashier go beyond the limit, once', async () => {
    const { body } = await give();
    const by = await cashier();
    await expect(inTransaction((tx) => needLimit(shop.tenant, { ...matter, by }, null, tx))).rejects.toMatchObject({
      code: 'approval_required',
    });
    const approver = await inTransaction((tx) => needLimit(shop.tenant, { ...matter, by }, body.id, tx));
    expect(approver).toMatchObject({ role: 'manager' });
    await expect(spend(body.id)).rejects.toMatchObject({ code: 'approval_invalid' });
  });

  it.each([
    ['another deed', { action: 'void' }],
    ['another order', { subject: 'ord_somethingelse' }],
    ['more than was approved', { amount: 90_001 }],
  ] as [string, Partial<Matter>][])('is not good for %s', async (_, change) => {
    const { body } = await give();
    await expect(spend(body.id, change)).rejects.toMatchObject({ code: 'approval_invalid' });
  });

  it('is not good after five minutes', async () => {
    const { body } = await give();
    await shop.simulator.control.advance(5 * 60_000 + 1_000);
    await expect(spend(body.id)).rejects.toMatchObject({ code: 'approval_invalid' });
  });

  it('is given at the counter of somebody else by code and PIN, but not to oneself', async () => {
    const { code, pin } = await shop.staff('manager');
    const given = await give({ as: 'cashier' }, { by: { code, pin } });
    expect(given.body.approver.id).toBe((await shop.staff('manager')).id);
    await expect(spend(given.body.id)).resolves.toMatchObject({ approver: { role: 'manager' } });
    const manager = actorOf(await staffById(shop.tenant.shop, (await shop.staff('manager')).id), null);
    const own = await give();
    await expect(
      inTransaction((tx) => spendApproval(shop.tenant, own.body.id, { ...matter, by: manager }, tx)),
    ).rejects.toMatchObject({ code: 'approval_invalid' });
  });

  it('is not for a cashier to give, nor for a manager beyond their own limit', async () => {
    expect((await give({ as: 'cashier' })).status).toBe(403);
    expect((await give({ as: 'manager' }, { amount: 1_000_001 })).status).toBe(403);
  });
});

describe('a key', () => {
  it('is shown once, works, tells when, and goes on for a while after it was rotated', async () => {
    const made = await post<NewApiKey>('/api/keys', { kind: 'secret', name: 'Till' }, { as: 'owner' });
    const use = async (bearer: string) => (await call('GET', '/api/orders', { bearer })).status;
    expect(await use(made.body.key)).toBe(200);
    await backgroundDone();
    const listed = await call<{ data: NewApiKey[] }>('GET', '/api/keys?kind=secret', { as: 'owner' });
    const seen = listed.body.data.find(({ id }) => id === made.body.id);
    expect(seen).toMatchObject({ key: null, lastUsedAt: expect.any(String) });
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
    const path = `/api/keys/${made.body.id}`;
    const next = await post<NewApiKey>(`${path}/rotate`, { overlapHours: 1 }, { as: 'owner' });
    expect([await use(made.body.key), await use(next.body.key)]).toEqual([200, 200]);
    await call('DELETE', path, { as: 'owner' });
    expect([await use(made.body.key), await use(next.body.key)]).toEqual([401, 200]);
  });

  it('that is restricted does what its scopes say', async () => {
    const wanted = { kind: 'restricted', name: 'Reader', scopes: ['orders:read'] };
    const { body } = await post<NewApiKey>('/api/keys', wanted, { as: 'owner' });
    expect(body.key).toMatch(/^rk_test_/);
    expect((await call('GET', '/api/orders', { bearer: body.key })).status).toBe(200);
    expect((await call('GET', '/api/inventory/levels', { bearer: body.key })).status).toBe(403);
  });

  it('for pages works from its origins, also those added later, and no other', async () => {
    const wanted = { kind: 'publishable', name: 'Site', origins: ['https://a.example'] };
    const { body } = await post<NewApiKey>('/api/keys', wanted, { as: 'owner' });
    const from = async (site: string) =>
      (await call('GET', '/api/shop', { key: body.key, headers: { Origin: site } })).status;
    expect([await from('https://a.example'), await from('https://b.example')]).toEqual([200, 403]);
    await call('PATCH', `/api/keys/${body.id}`, { as: 'owner', body: { origins: ['https://b.example'] } });
    expect([await from('https://a.example'), await from('https://b.example')]).toEqual([403, 200]);
  });
});

describe('a token for a widget', () => {
  const wanted = { permissions: ['orders:read', 'reports:read'], reports: ['sales'], origin: 'https://board.example' };
  const mint = (body: object, init: CallInit = { key: 'sk' }) => post<ScopedToken>('/api/tokens', body, init);

  it('is minted by a secret key, for one origin that browsers are then told of', async () => {
    const { body } = await mint(wanted);
    expect(body).toMatchObject({ reports: ['sales'], personal: false, mode: 'test' });
    const preflight = await call('OPTIONS', '/api/orders', {
      headers: { Origin: wanted.origin, 'Access-Control-Request-Method': 'GET' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(wanted.origin);
    const from = async (site: string | null, path = '/api/auth/me') =>
      (await call('GET', path, { bearer: body.token, headers: site ? { Origin: site } : {} })).body['code'];
    expect(await from('https://elsewhere.example')).toBe('origin_not_allowed');
    expect(await from(null)).toBe('origin_not_allowed');
    expect(await from(wanted.origin)).toBe('forbidden');
  });

  it('lasts no longer than a quarter of an hour', async () => {
    expect((await mint({ ...wanted, expiresIn: 901 })).status).toBe(400);
    const { body } = await mint(wanted);
    await shop.simulator.control.advance(15 * 60_000 + 1_000);
    const late = await call('GET', '/api/auth/me', { bearer: body.token, headers: { Origin: wanted.origin } });
    expect(late.body['code']).toBe('token_invalid');
  });

  it('ends with the session that it was minted in, and is never more than that', async () => {
    const owner = await colleague('owner');
    const { body } = await mint(wanted, { bearer: owner.token });
    await call('DELETE', `/api/sessions/${owner.session}`, { bearer: owner.token });
    const after = await call('GET', '/api/auth/me', { bearer: body.token, headers: { Origin: wanted.origin } });
    expect(after.body['code']).toBe('token_invalid');
    expect((await mint({ ...wanted, permissions: ['orders:write'] })).status).toBe(400);
  });
});

describe('opening a shop', () => {
  const owner = { name: 'Wambui', password: 'karibu sana nyumbani' };
  const codeSent = async (): Promise<string> => {
    await backgroundDone();
    return /\b\d{6}\b/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '';
  };

  it('takes the code that was sent, five tries of it, and makes its holder the owner (AU-1)', async () => {
    const email = 'wambui@market.example';
    expect((await post('/api/auth/codes', { email })).status).toBe(200);
    const cool = await post('/api/auth/codes', { email });
    expect([cool.status, cool.headers.get('retry-after')]).toEqual([429, '60']);
    const code = await codeSent();
    expect(sent[0]?.subject).not.toMatch(/\d{6}/);
    const open = (typed: string) =>
      post<SignedIn>('/api/auth/shops', { email, code: typed, owner, shop: { name: 'Duka la Wambui' } });
    const wrong = code === '000000' ? '000001' : '000000';
    expect((await open(wrong)).status).toBe(401);
    const opened = await open(code);
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    expect(opened.body.me).toMatchObject({ role: 'owner', shop: { slug: 'duka-la-wambui' } });
    expect((await open(code)).body['code' as never]).toBe('code_invalid');
    expect((await post('/api/auth/login', { email, password: owner.password })).status).toBe(200);
  });

  it('refuses even the right code after five wrong ones', async () => {
    const phone = '0712000333';
    await post('/api/auth/codes', { phone, language: 'sw' });
    const code = await codeSent();
    expect(sent[0]).toMatchObject({ to: { phone: '+254712000333' }, language: 'sw' });
    const wrong = code === '000000' ? '000001' : '000000';
    const open = (typed: string) => post('/api/auth/shops', { phone, code: typed, owner, shop: { name: 'Soko' } });
    for (let i = 0; i < 5; i++) expect((await open(wrong)).status).toBe(401);
    expect((await open(code)).body['code']).toBe('code_invalid');
  });
});

describe('the operator of the server', () => {
  it('opens a shop whose owner is invited, suspends it with keys and sessions, and resumes it', async () => {
    const email = 'boss@other.example';
    const opened = await post<PlatformShop>(
      '/api/platform/shops',
      { name: 'Duka Jingine', owner: { name: 'Boss', email } },
      { as: 'platform' },
    );
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    const boss = await post<SignedIn>('/api/auth/invitations', { token: await linkSent(), password });
    const key = await post<NewApiKey>('/api/keys', { kind: 'secret', name: 'x' }, as(boss.body));
    const path = `/api/platform/shops/${opened.body.id}`;
    expect((await post(`${path}/suspend`, { note: 'unpaid' }, { as: 'platform' })).body).toMatchObject({
      status: 'suspended',
    });
    for (const init of [as(boss.body), { bearer: key.body.key }])
      expect((await call('GET', '/api/shop', init)).body['code']).toBe('shop_suspended');
    expect((await post('/api/auth/login', { email, password })).body['code']).toBe('shop_suspended');
    await post(`${path}/resume`, {}, { as: 'platform' });
    expect((await call('GET', '/api/shop', as(boss.body))).status).toBe(200);
  });

  it('sees none of the secrets, books or buyers of a shop', async () => {
    const { body } = await call('GET', '/api/platform/shops', { as: 'platform' });
    expect(Object.keys((body['data'] as object[])[0] ?? {}).toSorted()).toEqual([
      'createdAt',
      'id',
      'name',
      'slug',
      'staff',
      'status',
      'updatedAt',
    ]);
  });
});

describe('what belongs to another shop', () => {
  it('looks like what is not there, to the byte (T4)', async () => {
    const { accessToken: bearer } = await newShop('Rival');
    const { id, session } = await colleague();
    const { body: key } = await post<NewApiKey>('/api/keys', { kind: 'secret', name: 'x' }, { as: 'owner' });
    const mine = await shop.order();
    const things: [string, string, string, unknown?][] = [
      ['GET', '/api/staff/', id],
      ['PATCH', '/api/staff/', id, { name: 'X' }],
      ['DELETE', '/api/sessions/', session],
      ['PATCH', '/api/keys/', key.id, { name: 'X' }],
      ['DELETE', '/api/keys/', key.id],
      ['GET', '/api/orders/', mine.order.id],
    ];
    for (const [method, path, real, body] of things) {
      const missing = `${real.split('_')[0]}_${'0'.repeat(30)}`;
      const ask = (wanted: string) => call(method, `${path}${wanted}`, { bearer, body, idempotencyKey: randomUUID() });
      const [theirs, nothing] = [await ask(real), await ask(missing)];
      expect(theirs.status, path).toBe(404);
      expect({ ...theirs.body, requestId: '' }).toEqual({ ...nothing.body, requestId: '' });
    }
  });
});
