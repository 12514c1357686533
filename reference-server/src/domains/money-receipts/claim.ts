import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { dueOf, findOrder, isPayable } from '../orders/service.js';
import { attemptInTheWay } from '../payments/service.js';
import { attemptWith, credit, findReceipt } from './match.js';
import type { MoneyReceiptRecord } from './model.js';

/**
 * Uses unmatched money for an order, in a transaction of the caller's, who waits its turn for the stock.
 *
 * @returns The receipt as it is then.
 * @throws Refused `not_found`, `receipt_used`, `order_canceled`, `order_paid`, `amount_exceeds_due` (with `due`), `payment_in_progress`
 */
export async function claimFor(
  tenant: Tenant,
  actor: Actor,
  id: string,
  orderId: string,
  tx: ClientSession,
): Promise<MoneyReceiptRecord> {
  const receipt = await findReceipt(tenant, id, tx);
  const order = await findOrder(tenant, orderId, tx);
  if (!receipt || !order) throw new Refused('not_found');
  const used = receipt.state !== 'unmatched' || receipt.receiptNumber === null;
  if (used || (await attemptWith(receipt, tx))) throw new Refused('receipt_used');
  if (order.status !== 'open') throw new Refused('order_canceled');
  if (!isPayable(order)) throw new Refused('order_paid');
  if (receipt.amount > dueOf(order)) throw new Refused('amount_exceeds_due', { due: dueOf(order) });
  const undecided = await attemptInTheWay(tenant, order._id, tx);
  if (undecided) throw new Refused('payment_in_progress', { payment: undecided._id });
  const by = { kind: actor.kind, id: actor.id, name: actor.name };
  await credit(tenant, receipt, order, null, tx, by);
  const after = await findReceipt(tenant, id, tx);
  if (!after) throw new Error(`${id} has gone`);
  return after;
}
