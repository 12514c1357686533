import { trusted, type ClientSession } from 'mongoose';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Refunds } from './model.js';

/** Removes the phones that money of these orders went back to. */
export async function erasePayees(tenant: Tenant, orders: readonly string[], tx: ClientSession): Promise<void> {
  await Refunds.updateMany(
    { ...owned(tenant), order: trusted({ $in: [...orders] }) },
    { $set: { phone: null } },
    { session: tx },
  );
}
