import { trusted, type ClientSession } from 'mongoose';
import { owned, type Tenant } from '../../platform/tenancy.js';
import type { Which } from '../orders/sales.js';
import { Refunds, type RefundRecord } from './model.js';

export type { RefundRecord } from './model.js';

/** What was given back in a shift. */
export async function refundsOfShift(
  tenant: Tenant,
  shift: string,
  tx: ClientSession | null = null,
): Promise<RefundRecord[]> {
  return Refunds.find({ ...owned(tenant), shift }, null, { session: tx }).lean<RefundRecord[]>();
}

/** All that was given back of some orders, or is about to be. */
export async function refundsOfOrders(
  tenant: Tenant,
  orders: readonly string[],
  tx: ClientSession | null = null,
): Promise<RefundRecord[]> {
  return Refunds.find({ ...owned(tenant), order: trusted({ $in: [...orders] }) }, null, {
    session: tx,
  }).lean<RefundRecord[]>();
}

/** Refunds as reports need them. With `from` and `to` those completed in that time; else also those that are not, whose `completedAt` is null. */
export async function refundsOf(
  tenant: Tenant,
  which: Which,
  tx: ClientSession | null = null,
): Promise<RefundRecord[]> {
  const filter =
    'ids' in which
      ? { _id: trusted({ $in: [...which.ids] }) }
      : 'after' in which
        ? { _id: trusted({ $gt: which.after }) }
        : { completedAt: trusted({ $gte: which.from, $lt: which.to }) };
  const query = Refunds.find({ ...owned(tenant), ...filter }, null, { session: tx });
  if ('after' in which) query.sort({ _id: 1 }).limit(which.limit);
  return query.lean<RefundRecord[]>();
}
