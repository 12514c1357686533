import type { CustomerExport, CustomerRecord } from '@smartduka/contract';
import { trusted, type ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import { cartsOf, eraseFromCarts } from '../carts/people.js';
import { busyOrders, eraseFromOrders, ordersOfCustomer } from '../orders/people.js';
import { toOrders } from '../orders/present.js';
import { erasePayers } from '../payments/people.js';
import { erasePayees } from '../refunds/people.js';
import { Customers, type StoredCustomer } from './model.js';
import { openCustomer, type Edit } from './service.js';
import { toConsent, toCustomerRecord } from './view.js';

interface Look {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string;
}

/**
 * A customer as somebody may see them.
 *
 * @param whole Phone and email unmasked; the look is audited.
 * @throws Refused `not_found`, `forbidden`
 */
export async function viewCustomer(
  { tenant, actor, requestId }: Look,
  id: string,
  whole: boolean,
): Promise<CustomerRecord> {
  if (whole && !actor.permissions.has('personal:read')) throw new Refused('forbidden');
  const customer = await openCustomer(tenant, id);
  if (whole) await audit(tenant, actor, { action: 'customer.seen', subject: customer._id }, requestId, null);
  return toCustomerRecord(customer, whole);
}

/** All that the shop keeps about one person. @throws Refused `not_found` */
export async function exportCustomer({ tenant, actor, requestId }: Look, id: string): Promise<CustomerExport> {
  const customer = await openCustomer(tenant, id);
  const hashes = await hashesOf(tenant, customer, null);
  const orders = await ordersOfCustomer(tenant, customer._id, null);
  await audit(tenant, actor, { action: 'customer.exported', subject: customer._id }, requestId, null);
  return {
    exportedAt: clock.now().toISOString(),
    customer: toCustomerRecord(customer, true),
    consentHistory: customer.consents.map(toConsent),
    orders: await toOrders(tenant, orders),
    carts: await cartsOf(tenant, hashes),
  };
}

/**
 * Removes all that names a person from the record, their orders, carts and payments. What was sold and paid stays in the books, which the law wants
 * kept, under the bare id. Stored answers and callbacks are sealed and go by themselves within days (D4).
 *
 * @throws Refused `not_found`, `customer_busy` with `orders` that need to know yet whose they are.
 */
export async function eraseCustomer(edit: Edit, id: string, reason: string): Promise<CustomerRecord> {
  const { tenant, actor, requestId, remember } = edit;
  return inTransaction(async (tx) => {
    const customer = await openCustomer(tenant, id, tx);
    const orders = await ordersOfCustomer(tenant, customer._id, tx);
    const busy = await busyOrders(tenant, orders, tx);
    if (busy.length > 0) throw new Refused('customer_busy', { orders: busy });
    const ids = orders.map((order) => order._id);
    const hashes = await hashesOf(tenant, customer, tx);
    await eraseFromOrders(tenant, ids, tx);
    await erasePayers(tenant, ids, tx);
    await erasePayees(tenant, ids, tx);
    await eraseFromCarts(tenant, hashes, ids, tx);
    const now = clock.now();
    const nothing = { name: null, phone: null, email: null, language: null, notes: null, tags: [], consents: [] };
    const change = { $set: { ...nothing, updatedAt: now }, $unset: { nameKey: 1 }, $inc: { version: 1 } };
    await Customers.updateMany({ ...owned(tenant), mergedInto: customer._id }, change, { session: tx });
    const after = await Customers.findOneAndUpdate(
      { ...owned(tenant), _id: customer._id, version: customer.version },
      { ...change, $set: { ...change.$set, erasedAt: customer.erasedAt ?? now } },
      { session: tx, returnDocument: 'after' },
    ).lean<StoredCustomer>();
    if (!after) throw new Refused('version_stale');
    const deed = { action: 'customer.erased', subject: customer._id, note: reason, after: { orders: ids.length } };
    await audit(tenant, actor, deed, requestId, tx);
    const answer = toCustomerRecord(after, false);
    await remember(answer, tx);
    return answer;
  });
}

/** Hashes of all phones of a customer, those of merged records included. */
async function hashesOf(tenant: Tenant, customer: StoredCustomer, tx: Tx): Promise<string[]> {
  const merged = await Customers.find(
    { ...owned(tenant), mergedInto: customer._id, 'phone.hash': trusted({ $type: 'string' }) },
    { phone: 1 },
    { session: tx as ClientSession | null },
  ).lean<StoredCustomer[]>();
  return [customer, ...merged].flatMap(({ phone }) => (phone ? [phone.hash] : []));
}
