import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learn } from '../src/domains/payments/service.js';
import { Harness, mpesa } from './harness.js';

let shop: Harness;
beforeAll(async () => {
  shop = await Harness.start();
  await shop.call('POST', '/api/inventory/adjustments', {
    key: 'sk',
    body: { variant: shop.variants.get('SODA-500'), change: 5_000, reason: 'received' },
  });
});
afterAll(() => shop.stop());

type Step =
  | { do: 'learn'; facts: Parameters<typeof learn>[2] }
  | { do: 'cancel' | 'pay' | 'cash' | 'settle' | 'expire' };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('learn' as const),
    facts: fc.constantFrom(
      ['answerLost'] as const,
      ['promptLapsed'] as const,
      ['outcomeClaimed'] as const,
      ['outcomeClaimed', 'paidByQuery'] as const,
      ['outcomeClaimed', 'unpaidByQuery'] as const,
      ['paidByQuery'] as const,
      ['reviewOpened'] as const,
      ['acceptedByStaff'] as const,
      ['rejectedByStaff'] as const,
    ),
  }),
  fc.record({
    do: fc.constantFrom('cancel' as const, 'pay' as const, 'cash' as const, 'settle' as const, 'expire' as const),
  }),
);

describe('any order of news about payments', () => {
  it('leaves the books sound: paid at most once, stock right, every change told (INV-01 … INV-23)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 9 }), async (steps) => {
        const made = await shop.order({ 'SODA-500': 1 });
        for (const one of steps) {
          const { payments } = await shop.read(made);
          if (one.do === 'learn')
            // All attempts hear it, two at a time, as when a callback and a poll meet.
            for (const { id } of payments)
              await Promise.all([learn(shop.tenant, id, one.facts), learn(shop.tenant, id, one.facts)]);
          if (one.do === 'cancel')
            await shop.call('POST', `/api/orders/${made.order.id}/cancel`, { secret: made.secret });
          if (one.do === 'pay') await Promise.all([shop.pay(made, mpesa()), shop.pay(made, mpesa())]);
          if (one.do === 'cash') await shop.pay(made, { method: 'cash' });
          if (one.do === 'settle') await shop.advance(5);
          if (one.do === 'expire') await shop.advance(25);
        }
        await shop.expectSound();
        expect((await shop.read(made)).paid.amount).toBeLessThanOrEqual(made.order.totals.total.amount);
      }),
      { numRuns: 12, seed: 20_261_124, endOnFailure: true },
    );
  }, 60_000);
});

describe('a callback and a query that meet', () => {
  const claim = (receiptNumber: string) => ({
    ...{ paid: true, code: '0', checkoutRequestId: 'ws_CO_1', receiptNumber, at: new Date() },
  });

  it('leave the receipt number known, whichever is first (C7)', async () => {
    const attempts: string[] = [];
    for (const [at, queryFirst] of [false, true].entries()) {
      const made = await shop.order({ 'SODA-500': 1 });
      const id = made.payment?.id ?? '';
      const callback = () => learn(shop.tenant, id, ['outcomeClaimed'], { claim: claim(`UKO00000T${at}`) });
      // As a query ends that began before the callback came: it knows that the money is there, and no number.
      const query = () => learn(shop.tenant, id, ['outcomeClaimed', 'paidByQuery']);
      for (const news of queryFirst ? [query, callback] : [callback, query]) await news();
      const { payments, paymentStatus } = await shop.read(made);
      expect(paymentStatus).toBe('paid');
      attempts.push(payments[0]?.receiptNumber ?? '');
    }
    expect(attempts).toEqual(['UKO00000T0', 'UKO00000T1']);
    await shop.expectSound();
  });
});
