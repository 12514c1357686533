import type { Checkout, PaymentReview } from '@smartduka/contract';
import { expect } from 'vitest';
import { MoneyReceipts } from '../src/domains/money-receipts/model.js';
import { Orders } from '../src/domains/orders/model.js';
import { Attempts, Ledger, type AttemptRecord } from '../src/domains/payments/model.js';
import { Refunds } from '../src/domains/refunds/model.js';
import { owned } from '../src/platform/tenancy.js';
import type { Harness } from './harness.js';

/** The model: what buyers and the shop did and were told. What M-Pesa moved, the simulator knows. */
export interface Life {
  readonly orders: Pick<Checkout, 'order'>[];
  /** Cash that the server said it had taken, and given back by hand, by order. */
  readonly cashIn: Map<string, number>;
  readonly cashOut: Map<string, number>;
}

const openReviews = async (shop: Harness): Promise<PaymentReview[]> =>
  (await shop.call<{ data: PaymentReview[] }>('GET', '/api/payment-reviews?open=true&limit=100', { key: 'sk' })).body
    .data;

const sum = (rows: readonly { amount: number }[]): number => rows.reduce((all, { amount }) => all + amount, 0);

/** Our books against what M-Pesa moved and what people were told, order by order. */
export async function expectTruth(shop: Harness, { orders, cashIn, cashOut }: Life): Promise<void> {
  const pushes = shop.simulator.control.pushes();
  const out = shop.simulator.control.transactions().filter(({ kind }) => kind === 'reversal' || kind === 'b2c');
  const undecided = new Set((await openReviews(shop)).map((review) => review.payment.id));
  const waits = (attempt: AttemptRecord) =>
    attempt.state !== 'succeeded' &&
    !attempt.late &&
    (undecided.has(attempt._id) ||
      (attempt.state === 'unknown' && attempt.checkoutRequestId === null && !attempt.claim));
  for (const { order } of orders) {
    const of = { ...owned(shop.tenant), order: order.id };
    const [attempts, ledger, refunds] = [await Attempts.find(of), await Ledger.find(of), await Refunds.find(of)];
    const asked = pushes.filter((push) => push.accountReference === order.number);
    const attemptOf = (id: string) =>
      attempts.find((one) => one.checkoutRequestId === id || one.claim?.checkoutRequestId === id) ??
      // The answer to the push was lost, and so was its callback: nobody knows its name, and that is what people are told.
      attempts.find((one) => one.checkoutRequestId === null && !one.claim && one.state === 'unknown');
    const paid = asked.filter((push) => push.resultCode === '0');
    for (const push of paid) expect(attemptOf(push.id), `${push.id} was paid and is forgotten`).toBeDefined();
    // A person decides about the rest, and has it before them.
    const certain = paid.filter((push) => !waits(attemptOf(push.id) as AttemptRecord));
    const booked = (kind: string) => sum(ledger.filter((entry) => entry.kind === kind));
    // What came from a phone's own menu, as far as we were told of it.
    const fromMenu = await MoneyReceipts.find({ ...owned(shop.tenant), order: order.id, state: 'matched' });
    const paidFromMenu = fromMenu.filter(({ payment }) =>
      attempts.some((one) => one._id === payment && one.method === 'paybill'),
    );
    const came = sum(certain) * 100 + (cashIn.get(order.id) ?? 0) + sum(paidFromMenu);
    expect(booked('captured'), `${order.id}: in the books, against what came in`).toBe(came);

    const ours = new Set(
      refunds.flatMap((one) => [one.receiptNumber, one.originalReceipt]).filter((id) => id !== null),
    );
    const ids = new Set(refunds.map((one) => one._id));
    const gone = out.filter(
      (one) => ours.has(one.id) || ours.has(one.account) || ids.has(one.originatorConversationId ?? ''),
    );
    const open = refunds.filter((one) => one.state !== 'succeeded' && one.state !== 'failed');
    const went = sum(gone) * 100 + (cashOut.get(order.id) ?? 0);
    expect(booked('refunded'), `${order.id}: in the books, against what went out`).toBeLessThanOrEqual(went);
    expect(booked('refunded') + sum(open), `${order.id}: gave back without knowing`).toBeGreaterThanOrEqual(went);

    // Money that fits its order is used for it.
    const now = await Orders.findOne({ ...owned(shop.tenant), _id: order.id });
    const total = order.totals.total.amount;
    const whole = certain.some((push) => push.amount * 100 === total);
    if (whole && now?.status === 'open' && now.paymentStatus === 'unpaid')
      expect(
        attempts.some((one) => one.unapplied),
        `${order.id} was paid and nobody knows`,
      ).toBe(true);
  }
}
