import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { moveStock } from './ledger.js';
import { Reservations, type ReservationRecord } from './model.js';

/** Goods of an order that are taken back. */
export interface ReturnedItem {
  readonly variant: string;
  readonly quantity: number;
  /** Back on sale; otherwise they are gone for good. */
  readonly restock: boolean;
}

/**
 * Takes goods of a paid order back, in the transaction of their refund. What was not handed over yet leaves the order's share; what had been comes
 * in from outside. Goods whose place keeps no stock of them any more are left out.
 */
export async function takeBack(
  tenant: Tenant,
  order: string,
  items: readonly ReturnedItem[],
  tx: ClientSession,
): Promise<void> {
  const at = clock.now();
  const row = await Reservations.findOne({ ...owned(tenant), order, state: 'consumed' }, null, {
    session: tx,
  }).lean<ReservationRecord>();
  if (!row) return;
  const kept = row.items.map((item) => ({ ...item }));
  const entry = { reason: 'return', order, at };
  for (const { variant, quantity, restock } of items) {
    const place = kept.find((item) => item.variant === variant);
    if (!place) continue;
    const inside = Math.min(place.quantity, quantity);
    const outside = quantity - inside;
    const move = restock ? 'unsell' : 'writeOff';
    if (inside > 0 && !(await moveStock(tenant, place, move, inside, entry, tx)))
      throw new Error(`stock of ${variant} does not hold what ${order} was sold`);
    place.quantity -= inside;
    if (outside > 0 && restock) await moveStock(tenant, place, 'adjust', outside, entry, tx);
  }
  await Reservations.updateOne(
    { ...owned(tenant), _id: row._id },
    { $set: { items: kept, updatedAt: at } },
    { session: tx },
  );
}
