import { trusted, type ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { CustomerUses, Discounts, DiscountUses, type DiscountRecord, type UseRecord } from './model.js';

type Limits = Pick<DiscountRecord, '_id' | 'usageLimit' | 'customerLimit'>;

/** A discount that an order got. */
export interface Use {
  readonly discount: Limits;
  readonly amount: number;
}

/** What an order remembers of its discounts; those given by hand have no id and no limit. */
interface Discounted {
  readonly _id: string;
  readonly discounts?: readonly { readonly id: string | null }[];
}
const hasUses = (order: Discounted): boolean => order.discounts?.some(({ id }) => id !== null) ?? false;

export const customerUsesId = (discount: string, customer: string): string => `${discount}/${customer}`;

/**
 * Keeps one use of each discount for an order, in the transaction that prices and makes it. What was left was read in that transaction too: of two
 * who want the last use, one has to start over, and then finds it gone (INV-15).
 *
 * @param customer Hash of the buyer's phone number.
 */
export async function reserveUses(
  tenant: Tenant,
  order: string,
  customer: string | null,
  uses: readonly Use[],
  tx: ClientSession,
): Promise<void> {
  if (uses.length === 0) return;
  for (const { discount } of uses) await takeOne(tenant, discount, customer, tx);
  const at = clock.now();
  const rows: UseRecord[] = uses.map(({ discount, amount }) => ({
    ...owned(tenant),
    ...{ _id: `${order}/${discount._id}`, discount: discount._id, order, customer, amount, state: 'reserved', at },
  }));
  await DiscountUses.insertMany(rows, { session: tx });
}

async function takeOne(tenant: Tenant, discount: Limits, customer: string | null, tx: ClientSession): Promise<void> {
  const { _id, usageLimit, customerLimit } = discount;
  if (usageLimit !== null) {
    const taken = await Discounts.updateOne(
      { ...owned(tenant), _id, uses: trusted({ $lt: usageLimit }) },
      { $inc: { uses: 1 } },
      { session: tx },
    );
    if (taken.matchedCount === 0) throw new Refused('discount_used_up');
  }
  if (customerLimit !== null && customer !== null)
    await CustomerUses.updateOne(
      { ...owned(tenant), _id: customerUsesId(_id, customer) },
      { $inc: { uses: 1 } },
      { session: tx, upsert: true },
    );
}

/** The order is let go: others may have its uses. Repeats change nothing. */
export async function freeUses(tenant: Tenant, order: Discounted, tx: ClientSession): Promise<void> {
  if (!hasUses(order)) return;
  const rows = await usesOf(tenant, order, 'reserved', tx);
  await mark(tenant, order, 'reserved', 'freed', tx);
  for (const { discount, customer } of rows) {
    await Discounts.updateOne(
      { ...owned(tenant), _id: discount, usageLimit: trusted({ $ne: null }), uses: trusted({ $gt: 0 }) },
      { $inc: { uses: -1 } },
      { session: tx },
    );
    if (customer !== null)
      await CustomerUses.updateOne(
        { ...owned(tenant), _id: customerUsesId(discount, customer), uses: trusted({ $gt: 0 }) },
        { $inc: { uses: -1 } },
        { session: tx },
      );
  }
}

/** Whether an order that was let go may have its uses back; one that never was has them. */
export async function usesLeft(tenant: Tenant, order: Discounted, tx: ClientSession): Promise<boolean> {
  if (!hasUses(order)) return true;
  for (const { discount, customer } of await freed(tenant, order, tx)) {
    if (discount.usageLimit !== null && discount.uses >= discount.usageLimit) return false;
    if (discount.customerLimit === null || customer === null) continue;
    const [had] = await customerUses(tenant, [discount._id], customer, tx);
    if ((had?.uses ?? 0) >= discount.customerLimit) return false;
  }
  return true;
}

/**
 * Takes the uses again of an order that was let go and is wanted after all.
 *
 * @throws Refused `discount_used_up` when somebody else has had the last one
 */
export async function retakeUses(tenant: Tenant, order: Discounted, tx: ClientSession): Promise<void> {
  if (!hasUses(order)) return;
  if (!(await usesLeft(tenant, order, tx))) throw new Refused('discount_used_up');
  for (const { discount, customer } of await freed(tenant, order, tx)) await takeOne(tenant, discount, customer, tx);
  await mark(tenant, order, 'freed', 'reserved', tx);
}

/** The order is completed: its uses count, once. */
export async function countUses(tenant: Tenant, order: Discounted, tx: ClientSession): Promise<void> {
  if (!hasUses(order)) return;
  await retakeUses(tenant, order, tx);
  await mark(tenant, order, 'reserved', 'counted', tx);
}

async function mark(
  tenant: Tenant,
  order: Discounted,
  from: UseRecord['state'],
  state: UseRecord['state'],
  tx: ClientSession,
): Promise<void> {
  await DiscountUses.updateMany(
    { ...owned(tenant), order: order._id, state: from },
    { $set: { state, at: clock.now() } },
    { session: tx },
  );
}

async function usesOf(
  tenant: Tenant,
  order: Discounted,
  state: UseRecord['state'],
  tx: ClientSession,
): Promise<UseRecord[]> {
  return DiscountUses.find({ ...owned(tenant), order: order._id, state }, null, { session: tx }).lean<UseRecord[]>();
}

/** What an order lost, with the discounts as they are now. One that was deleted since has no limit any more. */
async function freed(
  tenant: Tenant,
  order: Discounted,
  tx: ClientSession,
): Promise<{ discount: DiscountRecord; customer: string | null }[]> {
  const rows = await usesOf(tenant, order, 'freed', tx);
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.discount);
  const discounts = await Discounts.find({ ...owned(tenant), _id: trusted({ $in: ids }) }, null, {
    session: tx,
  }).lean<DiscountRecord[]>();
  return rows.flatMap(({ discount: id, customer }) => {
    const discount = discounts.find(({ _id }) => _id === id);
    return discount ? [{ discount, customer }] : [];
  });
}

export async function customerUses(
  tenant: Tenant,
  discounts: readonly string[],
  customer: string,
  tx: ClientSession | null,
): Promise<{ discount: string; uses: number }[]> {
  const ids = discounts.map((discount) => customerUsesId(discount, customer));
  const rows = await CustomerUses.find({ ...owned(tenant), _id: trusted({ $in: ids }) }, null, { session: tx }).lean();
  return rows.map(({ _id, uses }) => ({ discount: _id.slice(0, _id.indexOf('/')), uses }));
}

/** Counts afresh what was used before a limit was set: until then nobody kept count. */
export async function recount(tenant: Tenant, discount: string, tx: ClientSession): Promise<number> {
  const live = trusted({ $in: ['reserved', 'counted'] });
  const rows = await DiscountUses.aggregate<{ _id: string | null; uses: number }>(
    [{ $match: { ...owned(tenant), discount, state: live } }, { $group: { _id: '$customer', uses: { $sum: 1 } } }],
    { session: tx },
  );
  for (const { _id: customer, uses } of rows)
    if (customer !== null)
      await CustomerUses.updateOne(
        { ...owned(tenant), _id: customerUsesId(discount, customer) },
        { $set: { uses } },
        { session: tx, upsert: true },
      );
  return rows.reduce((all, { uses }) => all + uses, 0);
}

/** How many orders have each discount, and how many keep a use of it. */
export async function tally(
  tenant: Tenant,
  discounts: readonly string[],
  tx: ClientSession | null = null,
): Promise<Map<string, { used: number; reserved: number }>> {
  const rows = await DiscountUses.aggregate<{ _id: { discount: string; state: UseRecord['state'] }; count: number }>(
    [
      {
        $match: {
          ...owned(tenant),
          discount: trusted({ $in: [...discounts] }),
          state: trusted({ $in: ['reserved', 'counted'] }),
        },
      },
      { $group: { _id: { discount: '$discount', state: '$state' }, count: { $sum: 1 } } },
    ],
    { session: tx },
  );
  const countOf = (discount: string, state: UseRecord['state']) =>
    rows.find(({ _id }) => _id.discount === discount && _id.state === state)?.count ?? 0;
  return new Map(
    discounts.map((id) => [id, { used: countOf(id, 'counted'), reserved: countOf(id, 'reserved') }] as const),
  );
}
