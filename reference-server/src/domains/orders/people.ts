import { trusted, type ClientSession } from 'mongoose';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import { attemptInTheWay } from '../payments/service.js';
import { Orders, type OrderRecord } from './model.js';
import { dropNotes } from './notes.js';

/** Orders made with a phone before anybody was known by it become theirs. */
export async function claimOrders(tenant: Tenant, hash: string, customerId: string, tx: ClientSession): Promise<void> {
  await Orders.updateMany(
    { ...owned(tenant), 'customer.phone.hash': hash, customerId: null },
    { $set: { customerId } },
    { session: tx },
  );
}

/** Orders of one customer become another's. @returns Which. */
export async function giveOrders(tenant: Tenant, from: string, to: string, tx: ClientSession): Promise<string[]> {
  const theirs = await Orders.find({ ...owned(tenant), customerId: from }, { _id: 1 }, { session: tx }).lean();
  await Orders.updateMany({ ...owned(tenant), customerId: from }, { $set: { customerId: to } }, { session: tx });
  return theirs.map(({ _id }) => _id);
}

/** All orders of a customer, oldest first. */
export async function ordersOfCustomer(tenant: Tenant, customerId: string, tx: Tx): Promise<OrderRecord[]> {
  return Orders.find({ ...owned(tenant), customerId }, null, { session: tx })
    .sort({ _id: 1 })
    .lean<OrderRecord[]>();
}

/** Those of the orders that need to know yet whose they are: being paid, given back, or on their way. */
export async function busyOrders(tenant: Tenant, orders: readonly OrderRecord[], tx: ClientSession): Promise<string[]> {
  const busy: string[] = [];
  for (const order of orders) {
    const awaited = order.paidAt !== null && order.delivery !== null && order.fulfilmentStatus !== 'fulfilled';
    if (
      (order.refunding ?? 0) > 0 ||
      (order.status === 'open' && (order.reservedUntil !== null || awaited)) ||
      (await attemptInTheWay(tenant, order._id, tx))
    )
      busy.push(order._id);
  }
  return busy;
}

/** Removes who bought, where it went and what was noted. What was sold, for how much and when, stays. */
export async function eraseFromOrders(tenant: Tenant, ids: readonly string[], tx: ClientSession): Promise<void> {
  const which = { ...owned(tenant), _id: trusted({ $in: [...ids] }) };
  await Orders.updateMany(which, { $set: { customer: null } }, { session: tx });
  await Orders.updateMany(
    { ...which, delivery: trusted({ $ne: null }) },
    { $set: { 'delivery.place': null, 'delivery.landmark': null, 'delivery.notes': null } },
    { session: tx },
  );
  await dropNotes(tenant, ids, tx);
}
