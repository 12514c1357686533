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
} as const;

/** Orders as reports need them. With `from` and `to` those paid in that time; else also the unpaid, whose `paidAt` is null. */
export async function salesOf(tenant: Tenant, which: Which, tx: ClientSession | null = null): Promise<SaleRecord[]> {
  const filter =
    'ids' in which
      ? { _id: trusted({ $in: [...which.ids] }) }
      : 'after' in which
        ? { _id: trusted({ $gt: which.after }) }
        : { paidAt: trusted({ $gte: which.from, $lt: which.to }) };
  const query = Orders.find({ ...owned(tenant), ...filter }, parts, { session: tx });
  if ('after' in which) query.sort({ _id: 1 }).limit(which.limit);
  return query.lean<SaleRecord[]>();
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
