import type { CustomerInput } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { isDuplicate } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { phoneHash, sealPhone } from '../../platform/personal.js';
import { nameKeyOf } from '../../platform/names.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Customers, type StoredCustomer } from './model.js';

/** A customer as new, with nothing known but what is said. */
export function newCustomer(
  tenant: Tenant,
  said: Partial<Pick<StoredCustomer, 'name' | 'email'>> & { phone?: string | null },
): StoredCustomer {
  const now = clock.now();
  const { name = null, email = null, phone } = said;
  return {
    ...owned(tenant),
    ...{ _id: newId('customer', now), version: 1, name, ...(name ? { nameKey: nameKeyOf(name) } : {}), email },
    phone: phone ? sealPhone(tenant, phone) : null,
    ...{ language: null, notes: null, tags: [], consents: [], mergedInto: null, erasedAt: null },
    ...{ createdAt: now, updatedAt: now },
  };
}

/**
 * The customer whose order this is: found by the phone number, or remembered by it from now on. What was not known of them is filled in. Without a
 * phone number nobody is remembered.
 *
 * @returns `fresh` when nobody was known by that number before.
 */
export async function customerFor(
  tenant: Tenant,
  said: CustomerInput | null,
  tx: ClientSession,
): Promise<{ id: string; fresh: boolean } | null> {
  const { phone, name, email } = said ?? {};
  if (!phone) return null;
  const found = await Customers.findOne({ ...owned(tenant), 'phone.hash': phoneHash(phone) }, null, {
    session: tx,
  }).lean<StoredCustomer>();
  const known = found?.mergedInto
    ? await Customers.findOne({ ...owned(tenant), _id: found.mergedInto }, null, { session: tx }).lean<StoredCustomer>()
    : found;
  if (known) {
    const more = {
      ...(known.name === null && name ? { name, nameKey: nameKeyOf(name) } : {}),
      ...(known.email === null && email ? { email } : {}),
    };
    if (Object.keys(more).length > 0)
      await Customers.updateOne(
        { ...owned(tenant), _id: known._id },
        { $set: { ...more, updatedAt: clock.now() }, $inc: { version: 1 } },
        { session: tx },
      );
    return { id: known._id, fresh: false };
  }
  const made = newCustomer(tenant, { phone, name: name ?? null, email: email ?? null });
  try {
    await Customers.create([made], { session: tx });
  } catch (error) {
    // Two first orders from one phone at once: the second looks again and finds what the first remembered.
    if (isDuplicate(error, 'phone.hash'))
      (error as { addErrorLabel?: (label: string) => void }).addErrorLabel?.('TransientTransactionError');
    throw error;
  }
  return { id: made._id, fresh: true };
}
