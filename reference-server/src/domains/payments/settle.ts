import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { log } from '../../platform/log.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { countUses, usesLeft } from '../discounts/service.js';
import { consume } from '../inventory/service.js';
import { findOrder, isPayable, tell, type OrderRecord } from '../orders/service.js';
import { toPayment } from './attempts.js';
import { balancesOf, book } from './ledger.js';
import { Attempts, type AttemptRecord } from './model.js';
import { openReview } from './reviews.js';

/**
 * Money came in. Writes it into the ledger and uses it for its order, if the order still wants it and its goods can be had; otherwise it stays
 * unapplied, for the shop to pay back (S3, C9). The one place where an order becomes paid (INV-06).
 */
export async function useMoney(
  tenant: Tenant,
  attempt: AttemptRecord,
  options: { late?: boolean },
  tx: ClientSession,
): Promise<AttemptRecord> {
  const order = await findOrder(tenant, attempt.order, tx);
  if (!order) throw new Error(`attempt ${attempt._id} has no order`);
  const obstacle = await takeGoods(tenant, order, attempt, tx);
  const paid = await mark(tenant, attempt, { unapplied: obstacle !== null, late: options.late || attempt.late }, tx);

  const { amount } = paid;
  const moves = { captured: amount, [obstacle === null ? 'applied' : 'unapplied']: amount };
  await book(tenant, { payment: paid._id, order: order._id, currency: paid.currency, cause: 'capture' }, moves, tx);
  const succeeded = paid.state === 'succeeded';
  if (obstacle === null) {
    // The payment's own event comes first and already shows it paid.
    if (succeeded) await tell(tenant, order._id, 'payment.succeeded', () => toPayment(paid, false), tx);
    await markPaid(tenant, order, paid, tx);
    return paid;
  }
  const view = (now: OrderRecord) => toPayment(paid, isPayable(now));
  if (succeeded) await tell(tenant, order._id, 'payment.succeeded', view, tx);
  await tell(tenant, order._id, 'payment.unapplied', view, tx);
  await openReview(tenant, { payment: paid._id, order: order._id }, obstacle, tx);
  log.warn(
    { event: 'money unapplied', payment: paid._id, order: order._id, code: obstacle },
    'money waits to be paid back',
  );
  return paid;
}

/** The order becomes paid, with the event that says so. */
async function markPaid(tenant: Tenant, order: OrderRecord, attempt: AttemptRecord, tx: ClientSession): Promise<void> {
  const change = {
    paymentStatus: 'paid',
    paid: order.totals.total.amount,
    paidAt: clock.now(),
    reservedUntil: null,
  } as const;
  await tell(tenant, order._id, 'order.paid', () => toPayment(attempt, false), tx, {
    change,
    expect: { paymentStatus: 'unpaid', status: 'open' },
  });
}

/**
 * Uses money that was left unapplied for its order after all, if the order wants it by now and its goods can be had.
 *
 * @param cause Id of the decision.
 * @returns Why it cannot be used; null when it is.
 */
export async function applyLater(
  tenant: Tenant,
  attempt: AttemptRecord,
  cause: string,
  tx: ClientSession,
): Promise<string | null> {
  const order = await findOrder(tenant, attempt.order, tx);
  if (!order) throw new Error(`attempt ${attempt._id} has no order`);
  const balance = (await balancesOf(tenant, [attempt._id], tx)).get(attempt._id);
  if (balance?.unapplied !== attempt.amount) return 'given_back';
  const obstacle = await takeGoods(tenant, order, attempt, tx);
  if (obstacle !== null) return obstacle;
  const paid = await mark(tenant, attempt, { unapplied: false, late: attempt.late }, tx);
  const { amount, currency } = paid;
  const of = { payment: paid._id, order: order._id, currency, cause };
  await book(tenant, of, { unapplied: -amount, applied: amount }, tx);
  await markPaid(tenant, order, paid, tx);
  return null;
}

/** Why the money cannot be used for the order; null when it can, and then the goods are the order's. */
async function takeGoods(
  tenant: Tenant,
  order: OrderRecord,
  attempt: AttemptRecord,
  tx: ClientSession,
): Promise<'order_canceled' | 'second_payment' | 'amount_differs' | 'stock_gone' | 'discount_gone' | null> {
  if (order.status !== 'open') return 'order_canceled';
  if (!isPayable(order)) return 'second_payment';
  if (attempt.amount !== order.totals.total.amount - order.paid || attempt.currency !== order.currency)
    return 'amount_differs';
  if (!(await usesLeft(tenant, order, tx))) return 'discount_gone';
  const goods = await consume(tenant, order._id, itemsOf(order), tx);
  if (goods.outcome === 'short') return 'stock_gone';
  await countUses(tenant, order, tx);
  return null;
}

/** What an order takes from stock: services are not counted. */
export function itemsOf(order: Pick<OrderRecord, 'lines'>): { variant: string; quantity: number; title: string }[] {
  return order.lines
    .filter((line) => !line.service)
    .map(({ variant, quantity, title }) => ({ variant, quantity, title }));
}

/** The receipt number that a callback claimed. Read when the money is certain: whoever found that out may not have seen the callback. */
export function numberOf(claim: AttemptRecord['claim'] | undefined): string | null {
  return claim?.paid ? claim.receiptNumber : null;
}

async function mark(
  tenant: Tenant,
  attempt: AttemptRecord,
  set: Pick<AttemptRecord, 'unapplied' | 'late'>,
  tx: ClientSession,
): Promise<AttemptRecord> {
  const marked = await Attempts.findOneAndUpdate(
    { ...owned(tenant), _id: attempt._id, version: attempt.version },
    {
      $set: { ...set, receiptNumber: attempt.receiptNumber ?? numberOf(attempt.claim), updatedAt: clock.now() },
      $inc: { version: 1 },
    },
    { session: tx, returnDocument: 'after' },
  ).lean<AttemptRecord>();
  if (!marked) throw new Error(`attempt ${attempt._id} moved under its own transaction`);
  return marked;
}
