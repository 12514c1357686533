import type { Checkout, MpesaAccount, Shop } from '@smartduka/contract';
import { sandboxShortcode } from '@smartduka/daraja/simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { forgetAllAccounts } from '../src/domains/mpesa-accounts/find.js';
import { MpesaAccounts } from '../src/domains/mpesa-accounts/model.js';
import { rotateKeys } from '../src/domains/mpesa-accounts/rotate.js';
import { openSecrets } from '../src/domains/mpesa-accounts/secrets.js';
import { openKeyring } from '../src/platform/keyring.js';
import { owned } from '../src/platform/tenancy.js';
import { Harness, mpesa, testEnvironment, type Answer } from './harness.js';

const passkey = 'f'.repeat(64);
const business = { shortcode: '600984', passkey, name: 'MAMA NJERI' };
let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start({}, {}, null, { shortcodes: [sandboxShortcode, business] });
  await shop.settle();
});
afterEach(async () => {
  shop.simulator.control.clearOrders();
  await shop.expectSound();
});
afterAll(() => shop.stop());

const input = {
  kind: 'paybill',
  shortcode: '600984',
  consumerKey: 'my-key-1234',
  consumerSecret: 'my-secret-5678',
  passkey,
};
const set = (body: object = input, scope = 'shop'): Promise<Answer<MpesaAccount>> =>
  shop.call<MpesaAccount>('PUT', `/api/shop/mpesa/${scope}`, { as: 'owner', body });
const verify = (scope = 'shop'): Promise<Answer<MpesaAccount>> =>
  shop.call<MpesaAccount>('POST', `/api/shop/mpesa/${scope}/verify`, { as: 'owner' });
const paid = async (): Promise<{ made: Checkout; shortcode: string | undefined }> => {
  const payment = mpesa();
  shop.simulator.control.next({ scenario: 1, phone: payment.phone });
  const made = await shop.order({ 'SODA-500': 1 }, payment);
  await shop.advance(30);
  expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
  return { made, shortcode: shop.simulator.control.pushes().at(-1)?.shortcode };
};

describe('M-Pesa credentials of a shop', () => {
  it('go in and never come out', async () => {
    const answer = await set();
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body).toMatchObject({ consumerKey: '1234', consumerSecret: '5678', verified: 'unverified' });
    const listed = await shop.call('GET', '/api/shop/mpesa', { as: 'owner' });
    const stored = JSON.stringify(await MpesaAccounts.find(owned(shop.tenant)).lean());
    for (const secret of ['my-key-1234', 'my-secret-5678', passkey]) {
      expect(JSON.stringify(listed.body)).not.toContain(secret);
      expect(stored).not.toContain(secret);
    }
    expect((await shop.call('GET', '/api/shop/mpesa', { as: 'manager' })).status).toBe(403);
    expect((await set(input, 'loc_00000000000000000000')).status).toBe(404);
  });

  it.each([
    ['a till without its number', { ...input, kind: 'till' }, 'till'],
    ['an initiator without a password', { ...input, initiatorName: 'api' }, 'securityCredential'],
    ['a number of letters', { ...input, shortcode: 'MAMA' }, 'shortcode'],
  ])('are refused for %s, by name', async (_, body, path) => {
    const answer = await shop.call('PUT', '/api/shop/mpesa/shop', { as: 'owner', body });
    expect([answer.status, answer.body['errors']]).toMatchObject([400, [{ path }]]);
  });

  it('are looked at with Safaricom, which says what is wrong', async () => {
    expect((await verify()).body).toMatchObject({ verified: 'accepted', problems: [] });
    shop.simulator.control.fail({ endpoint: 'oauth', kind: 'credentials', times: 5 });
    await set({ ...input, consumerSecret: 'wrong-one' });
    const refused = await verify();
    expect(refused.body).toMatchObject({ verified: 'refused', problems: [{ what: 'credentials' }] });
    const seen = await shop.call<Shop>('GET', '/api/shop');
    expect(seen.body.paymentMethods[0]).toEqual({ method: 'mpesa', ready: false, reason: 'credentials_refused' });
    shop.simulator.control.clearOrders();
    await set();
    expect((await verify()).body).toMatchObject({ verified: 'accepted' });
  });

  it('take the shop’s payments, by prompt and from phones’ menus; what was paid before stays with its own number', async () => {
    expect((await paid()).shortcode).toBe('600984');
    const made = await shop.order({ 'SODA-500': 1 }, null);
    const { phone } = mpesa();
    shop.simulator.control.setPhone(phone, { balance: 10_000 });
    shop.simulator.control.payFromMenu(phone, { payee: '600984', amount: 70, account: made.order.number, pin: '1234' });
    await shop.advance(10);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
  });

  it('are outlived by the server’s own', async () => {
    expect((await shop.call('DELETE', '/api/shop/mpesa/shop', { as: 'owner' })).status).toBe(200);
    expect((await paid()).shortcode).toBe('174379');
  });

  it('can be wrapped with a new key, and are then lost to the old one alone', async () => {
    await set();
    const env = testEnvironment(shop.mongo, shop.simulator);
    const next = 'Zt6yUj4iKm2oLp0aQw9sXe8dCr7fVt5g';
    const keys = { master: env.MASTER_KEY, signing: env.JWT_SECRET };
    openKeyring({ ...keys, wrapping: next });
    expect([await rotateKeys(), await rotateKeys()]).toEqual([1, 0]);
    const account = await MpesaAccounts.findOne(owned(shop.tenant)).lean();
    if (!account) throw new Error('no account');
    openKeyring(keys);
    expect(() => openSecrets(account)).toThrow('CREDENTIALS_KEY');
    openKeyring({ ...keys, wrapping: next });
    forgetAllAccounts();
    expect(openSecrets(account).consumerSecret).toBe('my-secret-5678');
    expect((await paid()).shortcode).toBe('600984');
  });
});
