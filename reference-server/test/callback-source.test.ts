import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness, mpesa } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start({}, { MPESA_CALLBACK_CHECK: 'enforce', MPESA_CALLBACK_SOURCES: '196.201.214.200' });
});
afterAll(() => shop.stop());

describe('a callback from an address that is not on the list', () => {
  it('is refused when the list is enforced, and the query decides all the same (C2, C7)', async () => {
    const payment = mpesa();
    shop.simulator.control.next({ scenario: 1, phone: payment.phone });
    const made = await shop.order({ 'SODA-500': 1 }, payment);
    await shop.advance(10);
    expect(shop.simulator.control.callbacks().at(-1)).toMatchObject({ status: 403 });
    expect((await shop.read(made)).payments[0]).toMatchObject({ state: 'pending' });
    await shop.advance(20);
    expect(await shop.read(made)).toMatchObject({ paymentStatus: 'paid' });
    await shop.expectSound();
  });
});
