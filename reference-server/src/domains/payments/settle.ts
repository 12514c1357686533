import type { OrderEventType, ShortLine } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { log } from '../../platform/log.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { countUses, usesLeft } from '../discounts/service.js';
import { consume, keep } from '../inventory/service.js';
import { handOverAll, leavesWhenPaid } from '../orders/complete.js';
import { dueOf, findOrder, isPayable, tell, type OrderRecord } from '../orders/service.js';
import { toPayment } from './attempts.js';
import { balancesOf, book } from './ledger.js';
import { Attempts, type AttemptRecord } from './model.js';
import { openReview } from './reviews.js';
import { times } from './rules.js';

/** Why money cannot be used for its order. */
type Obstacle =
  | { readonly why: 'order_canceled' | 'second_payment' | 'amount_differs' | 'discount_gone' }
  | { readonly why: 'stock_gone'; readonly lines: readonly ShortLine[] };

/**
 * Money came in. Writes it into the ledger and uses it for its order, if the order still wants it and its goods can be had; otherwise it stays
 * unapplied, for the shop to pay back (S3, C9). The one place where an order becomes paid (INV-06), in one go or by the last of several parts.
 *
 * @param options.refusable The money can still be declined: a shortage is a refusal then, which ends the transaction.
 * @throws Refused `insufficient_stock` (with `lines`), when the money is refusable.
 */
export async function useMoney(
  tenant: Tenant,
  attempt: AttemptRecord,
  options: { late?: boolean; refusable?: boolean },
  tx: ClientSession,
): Promise<AttemptRecord> {
  const order = await findOrder(tenant, attempt.order, tx);
  if (!order) throw new Error(`attempt ${attempt._id} has no order`);
  const use = await takeGoods(tenant, order, attempt, tx);
  if ('why' in use && use.why === 'stock_gone' && options.refusable)
    throw new Refused('insufficient_stock', { lines: use.lines });
  if ('why' in use && use.why === 'discount_gone' && options.refusable) throw new Refused('discount_used_up');
  const unapplied = 'why' in use;
  const paid = await mark(tenant, attempt, { unapplied, late: options.late || attempt.late }, tx);

  const { amount } = paid;
  const moves = { captured: amount, [unapplied ? 'unapplied' : 'applied']: amount };
  await book(tenant, { payment: paid._id, order: order._id, currency: paid.currency, cause: 'capture' }, moves, tx);
  const succeeded: OrderEventType[] = paid.state === 'succeeded' ? ['payment.succeeded'] : [];
  if (!unapplied) {
    // The payment's own event comes first.
    await credit(tenant, order, paid, use.heldUntil, succeeded, tx);
    return paid;
  }
  const view = (now: OrderRecord) => toPayment(paid, isPayable(now));
  await tell(tenant, order._id, [...succeeded, 'payment.unapplied'], view, tx);
  await openReview(tenant, { payment: paid._id, order: order._id }, use.why, tx);
  log.warn(
    { event: 'money unapplied', payment: paid._id, order: order._id, code: use.why },
    'money waits to be paid back',
  );
  return paid;
}

/** The order becomes paid, or paid in part, with the events that say so: `first`, then its own. */
async function credit(
  tenant: Tenant,
  order: OrderRecord,
  paid: AttemptRecord,
  reservedUntil: Date | null,
  first: readonly OrderEventType[],
  tx: ClientSession,
): Promise<void> {
  const whole = paid.amount === dueOf(order);
  const change = { paid: order.paid + paid.amount, reservedUntil };
  const after = await tell(
    tenant,
    order._id,
    [...first, whole ? 'order.paid' : 'order.partially_paid'],
    (now) => toPayment(paid, isPayable(now)),
    tx,
    {
      change: whole
        ? { ...change, paymentStatus: 'paid', paidAt: order.soldAt ?? clock.now() }
        : { ...change, paymentStatus: 'partially_paid' },
      expect: { paymentStatus: order.paymentStatus, status: order.status },
    },
  );
  if (whole && leavesWhenPaid(after)) await handOverAll(tenant, after, itemsOf(after), tx);
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
  const use = await takeGoods(tenant, order, attempt, tx);
  if ('why' in use) return use.why;
  const paid = await mark(tenant, attempt, { unapplied: false, late: attempt.late }, tx);
  const { amount, currency } = paid;
  const of = { payment: paid._id, order: order._id, currency, cause };
  await book(tenant, of, { unapplied: -amount, applied: amount }, tx);
  await credit(tenant, order, paid, use.heldUntil, [], tx);
  return null;
}

/** Takes the goods, when this money pays for the last of them; keeps them for the rest of it otherwise. */
async function takeGoods(
  tenant: Tenant,
  order: OrderRecord,
  attempt: AttemptRecord,
  tx: ClientSession,
): Promise<Obstacle | { readonly heldUntil: Date | null }> {
  if (order.status !== 'open') return { why: 'order_canceled' };
  if (!isPayable(order)) return { why: 'second_payment' };
  const due = dueOf(order);
  if (attempt.amount > due || attempt.currency !== order.currency) return { why: 'amount_differs' };
  if (attempt.amount === due) {
    if (!(await usesLeft(tenant, order, tx))) return { why: 'discount_gone' };
    const goods = await consume(tenant, order._id, itemsOf(order), tx);
    if (goods.outcome === 'short') return { why: 'stock_gone', lines: goods.lines };
    await countUses(tenant, order, tx);
    return { heldUntil: null };
  }
  const until = new Date(clock.now().getTime() + times.holdForCash);
  const kept = await keep(tenant, order._id, itemsOf(order), until, tx);
  return 'outcome' in kept ? { why: 'stock_gone', lines: kept.lines } : { heldUntil: kept.until };
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
