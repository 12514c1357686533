import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Harness } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
});
afterAll(async () => {
  await shop.expectSound();
  await shop.stop();
});

describe('a purchase', () => {
  it('ends with a paid order, goods that are its own, and a receipt', async () => {
    const before = await shop.stock('UNGA-2KG');
    const made = await shop.order({ 'UNGA-2KG': 2, 'SODA-500': 1 });
    expect(made.order).toMatchObject({ status: 'open', paymentStatus: 'unpaid', due: { amount: 44_900 } });
    expect(made.payment).toMatchObject({ state: 'pending', method: 'mpesa', amount: { amount: 44_900 } });
    expect(Date.parse(made.payment?.promptExpiresAt ?? '')).toBeGreaterThan(Date.parse(made.payment?.createdAt ?? ''));
    expect(made.payment?.phone).toMatch(/^\+254 7•• ••• \d{3}$/);
    expect(await shop.stock('UNGA-2KG')).toMatchObject({ held: before.held + 2, available: before.available - 2 });

    const [push] = shop.simulator.control.pushes().slice(-1);
    shop.simulator.control.answer(push?.id ?? '', { action: 'pin', pin: '1234' });
    await shop.advance(10);

    const paid = await shop.read(made);
    expect(paid).toMatchObject({ paymentStatus: 'paid', due: { amount: 0 }, reservedUntil: null });
    expect(paid.payments[0]).toMatchObject({ state: 'succeeded', final: true, reason: null });
    expect(paid.payments[0]?.receiptNumber).toMatch(/^[A-Z0-9]{10}$/);
    expect(await shop.stock('UNGA-2KG')).toMatchObject({ held: before.held, allocated: before.allocated + 2 });
    expect((await shop.events(made)).map((event) => event.type)).toEqual([
      'order.created',
      'payment.requesting',
      'payment.pending',
      'payment.confirming',
      'payment.succeeded',
      'order.paid',
    ]);
    const page = await fetch(paid.receiptUrl ?? '');
    expect(page.status).toBe(200);
    const html = await page.text();
    for (const part of ['Duka la Majaribio', 'TEST', 'KSh 449.00', paid.payments[0]?.receiptNumber])
      expect(html).toContain(part);
  });
});
