import type { ClientSession } from 'mongoose';
import type { Tenant } from '../../platform/tenancy.js';
import { credit, isMoneyOf } from '../money-receipts/match.js';
import type { MoneyReceiptRecord } from '../money-receipts/model.js';
import { orderNumberIn } from '../money-receipts/reference.js';
import { dueOf, isPayable, ordersNumbered, type OrderRecord } from '../orders/service.js';
import { attemptsOf } from '../payments/attempts.js';
import { attemptInTheWay } from '../payments/service.js';
import type { CheckReason, ReceiptCheckRecord } from './model.js';

/** What became of the receipt: a payment, or why not. */
export type Outcome = { readonly payment: string } | { readonly reason: CheckReason };

/** Clocks of phones, of M-Pesa and ours are not the same. */
const leeway = 10 * 60_000;

/**
 * Uses money that M-Pesa has told us of for the order that its payer says it was for. What does not fit stays for a person to claim.
 *
 * @param receipt Not used yet, and of this shop.
 */
export async function useFor(
  tenant: Tenant,
  receipt: MoneyReceiptRecord,
  order: OrderRecord,
  by: ReceiptCheckRecord['by'],
  tx: ClientSession,
): Promise<Outcome> {
  const attempts = await attemptsOf(tenant, [order._id], tx);
  // A prompt that nobody knew the end of: this is its end, and closes what a person was to look at.
  const own = attempts.find((attempt) => isMoneyOf(tenant, attempt, receipt));
  if (own) return { payment: (await credit(tenant, receipt, order, own, tx, by))._id };
  if (order.status !== 'open') return { reason: 'order_canceled' };
  if (!isPayable(order)) return { reason: 'order_paid' };
  const number = orderNumberIn(receipt.reference);
  const [named] = number && number !== order.number ? await ordersNumbered(tenant.mode, number, tenant.shop, tx) : [];
  if (named) return { reason: 'other_order' };
  if (receipt.paidAt && receipt.paidAt.getTime() < order.createdAt.getTime() - leeway) return { reason: 'too_old' };
  if (await attemptInTheWay(tenant, order._id, tx)) return { reason: 'undecided' };
  const promise = attempts.find(
    ({ method, state, amount }) => method === 'paybill' && state === 'pending' && amount === receipt.amount,
  );
  if (receipt.amount !== dueOf(order) && !promise) return { reason: 'amount_differs' };
  return { payment: (await credit(tenant, receipt, order, promise ?? null, tx, by))._id };
}
