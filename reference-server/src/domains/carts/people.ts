import { trusted, type ClientSession } from 'mongoose';
import type { Cart } from '@smartduka/contract';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Carts, type CartRecord } from './model.js';
import { toCart } from './price.js';

/** Open carts of somebody, by the hashes of their phones. */
export async function cartsOf(tenant: Tenant, hashes: readonly string[]): Promise<Cart[]> {
  const carts = await Carts.find({
    ...owned(tenant),
    'customer.phone.hash': trusted({ $in: [...hashes] }),
    status: 'open',
  }).lean<CartRecord[]>();
  return Promise.all(carts.map((cart) => toCart(tenant, cart)));
}

/** Removes who and where to from carts of these phones, and from those that became these orders. */
export async function eraseFromCarts(
  tenant: Tenant,
  hashes: readonly string[],
  orders: readonly string[],
  tx: ClientSession,
): Promise<void> {
  const change = { $set: { customer: null, delivery: null }, $inc: { version: 1 } };
  const by = [{ 'customer.phone.hash': trusted({ $in: [...hashes] }) }, { order: trusted({ $in: [...orders] }) }];
  for (const which of by) await Carts.updateMany({ ...owned(tenant), ...which }, change, { session: tx });
}
