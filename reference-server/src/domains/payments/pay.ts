import type { Payment } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { retakeUses } from '../discounts/service.js';
import { extend, reserve, stockQueue } from '../inventory/service.js';
import { isPayable, noteHold, openOrder, type OrderOpener, type OrderRecord } from '../orders/service.js';
import { shopOf } from '../shops/service.js';
import { toPayment } from './attempts.js';
import { times } from './rules.js';
import { attemptInTheWay, withdrawPromises, type PaymentRequest } from './service.js';
import { itemsOf } from './settle.js';
import { prepare, sendPrompt, writeAttempt } from './start.js';

/**
 * Asks for what an order still owes: another try, or another method. Goods whose hold has lapsed are reserved anew.
 *
 * @throws Refused `not_found`, `order_canceled`, `order_paid`, `payment_in_progress` (with `payment`), `insufficient_stock` (with `lines`),
 *   `payment_method_unavailable`, `amount_out_of_range`, `amount_exceeds_due` (with `due`), `too_many_prompts`
 */
export async function payOrder(
  tenant: Tenant,
  orderId: string,
  opener: OrderOpener,
  request: PaymentRequest,
  remember: (answer: Payment, tx: ClientSession) => Promise<void>,
): Promise<Payment> {
  const { location } = await openOrder(tenant, orderId, opener);
  const prepared = await prepare(tenant, request, location);
  const written = await inTransaction(
    async (tx) => {
      const order = await openOrder(tenant, orderId, opener, tx);
      await refuseUnpayable(tenant, order, tx);
      await withdrawPromises(tenant, orderId, tx);
      await holdGoods(tenant, order, request.method, tx);
      const made = await writeAttempt(tenant, order, prepared, tx);
      await remember(toPayment(made.attempt, isPayable(made.order)), tx);
      return made;
    },
    { inTurn: stockQueue(tenant) },
  ).catch((error: unknown) => {
    // The index is the last word on "one at a time", should two get this far at once.
    throw isDuplicate(error, 'order') ? new Refused('payment_in_progress') : error;
  });
  const attempt = await sendPrompt(tenant, written.order, written.attempt, prepared);
  return toPayment(attempt, isPayable(written.order));
}

async function refuseUnpayable(tenant: Tenant, order: OrderRecord, tx: ClientSession): Promise<void> {
  if (order.status !== 'open') throw new Refused('order_canceled');
  if (!isPayable(order)) throw new Refused('order_paid');
  const undecided = await attemptInTheWay(tenant, order._id, tx);
  if (undecided) throw new Refused('payment_in_progress', { payment: undecided._id });
}

/** Keeps the goods until the prompt is over (S2), taking them again when their hold has lapsed. */
async function holdGoods(
  tenant: Tenant,
  order: OrderRecord,
  method: PaymentRequest['method'],
  tx: ClientSession,
): Promise<void> {
  // Handed over to be paid later: they are its own already.
  if (order.fulfilmentStatus !== 'unfulfilled') return;
  const { holdMinutes } = await shopOf(tenant);
  const wanted = holdUntil(method, true, holdMinutes);
  const until = (await extend(tenant, order._id, wanted, tx)) ?? (await again());
  await noteHold(tenant, order._id, until, tx);

  async function again(): Promise<Date> {
    const fresh = holdUntil(method, false, holdMinutes);
    await reserve(tenant, order._id, itemsOf(order), fresh, tx);
    await retakeUses(tenant, order, tx);
    return fresh;
  }
}

/**
 * Until when goods are kept for an order that is to be paid this way.
 *
 * @param minutes As the shop has set it, 5 to 60. A prompt that is out keeps them for as long as it may be answered (S2).
 */
export function holdUntil(method: PaymentRequest['method'] | null, extending: boolean, minutes?: number): Date {
  const now = clock.now().getTime();
  if (method === 'cash') return new Date(now + times.holdForCash);
  if (method === 'paybill') return new Date(now + times.holdForMenu);
  const prompt = times.silence + times.holdAfterPrompt;
  if (extending) return new Date(now + prompt);
  const hold = minutes === undefined ? times.hold : minutes * 60_000;
  return new Date(now + (method === 'mpesa' ? Math.max(prompt, hold) : hold));
}
