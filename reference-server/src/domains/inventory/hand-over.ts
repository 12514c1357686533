import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { moveStock } from './ledger.js';
import { Reservations, type ReservationRecord } from './model.js';

/**
 * Goods that an order was sold leave the shop.
 *
 * @param staff Id of whoever hands them over.
 * @returns False when less than that is the order's own: nothing may be kept of the transaction then.
 */
export async function handOver(
  tenant: Tenant,
  order: string,
  items: readonly { readonly variant: string; readonly quantity: number }[],
  staff: string | null,
  tx: ClientSession,
): Promise<boolean> {
  if (items.length === 0) return true;
  const at = clock.now();
  const row = await Reservations.findOne({ ...owned(tenant), order, state: 'consumed' }, null, {
    session: tx,
  }).lean<ReservationRecord>();
  if (!row) return false;
  const kept = row.items.map((item) => ({ ...item }));
  for (const { variant, quantity } of items) {
    const place = kept.find((item) => item.variant === variant);
    if (!place || place.quantity < quantity) return false;
    if (!(await moveStock(tenant, place, 'handOver', quantity, { reason: 'handed_over', order, staff, at }, tx)))
      throw new Error(`stock of ${variant} does not hold what ${order} was sold`);
    place.quantity -= quantity;
  }
  await Reservations.updateOne(
    { ...owned(tenant), _id: row._id },
    { $set: { items: kept, updatedAt: at } },
    { session: tx },
  );
  return true;
}
