import { trusted } from '../../platform/database.js';
import { openPhone } from '../../platform/personal.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Orders } from './model.js';

export interface Buyer {
  name: string | null;
  phone: string | null;
}

/**
 * Who these are, from the last order of each: by the hash of their phone, or by their customer record.
 *
 * @param whole Whether whole numbers may be told; else they are masked.
 */
export async function findCustomers(
  tenant: Tenant,
  keys: readonly string[],
  whole: boolean,
): Promise<Map<string, Buyer>> {
  const found = new Map<string, Buyer>();
  for (const key of keys) {
    const by = key.startsWith('cus_') ? { customerId: key } : { 'customer.phone.hash': key };
    const [order] = await Orders.find({ ...owned(tenant), ...by, paidAt: trusted({ $ne: null }) }, { customer: 1 })
      .sort({ _id: -1 })
      .limit(1)
      .lean();
    const customer = order?.customer;
    if (!customer) continue;
    const phone = customer.phone && (whole ? openPhone(tenant, customer.phone) : customer.phone.masked);
    found.set(key, { name: customer.name, phone });
  }
  return found;
}
