import { trusted, type ClientSession } from 'mongoose';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Orders, type OrderRecord } from './model.js';

/** What of an order a report counts. */
export type SaleRecord = Pick<
  OrderRecord,
  | '_id'
  | 'number'
  | 'channel'
  | 'location'
  | 'staff'
  | 'shift'
  | 'customerId'
  | 'customer'
  | 'currency'
  | 'lines'
  | 'totals'
  | 'paidAt'
  | 'voided'
>;

/** Some records: these, those that follow an id, or those of some time. */
export type Which =
  | { readonly ids: readonly string[] }
  | { readonly after: string; readonly limit: number }
  | { readonly from: Date; readonly to: Date };

const parts = {
  number: 1,
  channel: 1,
  location: 1,
  staff: 1,
  shift: 1,
  customerId: 1,
  customer: 1,
  currency: 1,
  lines: 1,
  totals: 1,
  paidAt: 1,
  voided: 1,
} as const;

/**
 * Orders as reports need them. With `from` and `to` those paid in that time; else also the unpaid, whose `paidAt` is null.
 *
 * @param only `voided`: leaves out what was not.
 */
export async function salesOf(
  tenant: Tenant,
  which: Which,
  tx: ClientSession | null = null,
  only: { readonly voided?: true } = {},
): Promise<SaleRecord[]> {
  const filter =
    'ids' in which
      ? { _id: trusted({ $in: [...which.ids] }) }
      : 'after' in which
        ? { _id: trusted({ $gt: which.after }) }
        : { paidAt: trusted({ $gte: which.from, $lt: which.to }) };
  const voided = only.voided ? { voided: trusted({ $ne: null }) } : {};
  const query = Orders.find({ ...owned(tenant), ...filter, ...voided }, parts, { session: tx });
  if ('after' in which) query.sort({ _id: 1 }).limit(which.limit);
  return query.lean<SaleRecord[]>();
}

export type ListedSale = SaleRecord & Pick<OrderRecord, 'refunded'>;

/**
 * Sales paid in some time, newest first; voided ones are none.
 *
 * @param where What else must be true of their orders.
 */
export async function salesIn(
  tenant: Tenant,
  { from, to }: { readonly from: Date; readonly to: Date },
  where: Readonly<Record<string, unknown>>,
  limit: number,
): Promise<ListedSale[]> {
  return Orders.find(
    { ...owned(tenant), ...where, voided: null, paidAt: trusted({ $gte: from, $lt: to }) },
    { ...parts, refunded: 1 },
  )
    .sort({ paidAt: -1, _id: -1 })
    .limit(limit)
    .maxTimeMS(10_000)
    .lean<ListedSale[]>();
}

/** What was sold in a shift and paid, voided or not. */
export async function salesOfShift(
  tenant: Tenant,
  shift: string,
  tx: ClientSession | null = null,
): Promise<Pick<OrderRecord, '_id' | 'totals' | 'voided' | 'paidAt'>[]> {
  return Orders.find({ ...owned(tenant), shift }, { totals: 1, voided: 1, paidAt: 1 }, { session: tx }).lean();
}

/** Where and how these orders were sold. */
export async function placesOf(
  tenant: Tenant,
  orders: readonly string[],
  tx: ClientSession | null = null,
): Promise<Map<string, Pick<OrderRecord, 'location' | 'channel' | 'number'>>> {
  const rows = await Orders.find(
    { ...owned(tenant), _id: trusted({ $in: [...new Set(orders)] }) },
    { location: 1, channel: 1, number: 1 },
    { session: tx },
  ).lean();
  return new Map(rows.map(({ _id, location, channel, number }) => [_id, { location, channel, number }]));
}
