import { trusted, type ClientSession } from 'mongoose';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Attempts } from './model.js';

/** Removes the phones that paid, or were to pay, for these orders. Receipt numbers and amounts stay in the books. */
export async function erasePayers(tenant: Tenant, orders: readonly string[], tx: ClientSession): Promise<void> {
  await Attempts.updateMany(
    { ...owned(tenant), order: trusted({ $in: [...orders] }) },
    { $set: { phone: null } },
    { session: tx },
  );
}
