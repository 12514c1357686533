import type { OrderQuery } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { trusted } from '../../platform/database.js';
import { idsFrom } from '../../platform/ids.js';
import { phoneHash } from '../../platform/personal.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { orderOfReceiptNumber } from '../payments/attempts.js';
import { Orders, type OrderRecord } from './model.js';
import { nameKeyOf } from '../../platform/names.js';

type Search = Omit<OrderQuery, 'limit' | 'after'>;

/**
 * What an order must be to be found. Every part of it has an index.
 *
 * @returns Null when nothing can be found.
 * @throws Refused `forbidden` when somebody asks for a person who may not see customers.
 */
export async function searchFor(tenant: Tenant, actor: Actor, query: Search): Promise<Record<string, unknown> | null> {
  const { phone, name, receiptNumber, from, to, ...exact } = query;
  if ((phone ?? name) !== undefined && !actor.permissions.has('customers:read')) throw new Refused('forbidden');
  const filter: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(exact)) if (value !== undefined) filter[field] = value;
  if (phone !== undefined) filter['customer.phone.hash'] = phoneHash(phone);
  if (name !== undefined) {
    const key = nameKeyOf(name);
    filter['customer.nameKey'] = trusted({ $gte: key, $lt: `${key}\uffff` });
  }
  const time = {
    // Ids begin with the time at which they were made.
    ...(from === undefined ? {} : { $gte: idsFrom('order', new Date(from)) }),
    ...(to === undefined ? {} : { $lt: idsFrom('order', new Date(to)) }),
  };
  if (Object.keys(time).length > 0) filter['_id'] = trusted(time);
  if (receiptNumber === undefined) return filter;
  const order = await orderOfReceiptNumber(tenant, receiptNumber);
  if (order === null) return null;
  // Beside a time asked for, both have to hold.
  return { ...filter, _id: trusted({ ...time, $eq: order }) };
}

/** Orders of a shop, newest first; `before` is the last id of the page before. */
export function findOrders(tenant: Tenant, filter: Record<string, unknown>, before: string | null, limit: number) {
  const { _id, ...rest } = filter;
  const position = before === null ? _id : trusted(narrower(_id, before));
  const found = Orders.find({ ...owned(tenant), ...rest, ...(position === undefined ? {} : { _id: position }) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<OrderRecord[]>();
  // Left alone, the database may rather walk all orders by their age than sort those few.
  return 'customer.nameKey' in rest ? found.hint({ shop: 1, mode: 1, 'customer.nameKey': 1, _id: -1 }) : found;
}

function narrower(range: unknown, before: string): Record<string, string> {
  const { $lt, ...rest } = (range ?? {}) as Record<string, string>;
  return { ...rest, $lt: $lt !== undefined && $lt < before ? $lt : before };
}
