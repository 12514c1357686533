import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../platform/keyring.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import { Carts, type CartRecord } from './model.js';
import type { CartOpener } from './types.js';

/**
 * A cart, for whoever may open it. A wrong secret, another shop's cart, one that has expired and one that never was are told in the same words.
 *
 * @throws Refused `not_found`
 */
export async function openCart(
  tenant: Tenant,
  id: string,
  opener: CartOpener,
  now: Date,
  tx: Tx = null,
): Promise<CartRecord> {
  const cart = await Carts.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<CartRecord>();
  if (!cart || !opens(cart, opener) || (cart.status === 'open' && cart.expiresAt <= now))
    throw new Refused('not_found');
  return cart;
}

function opens(cart: CartRecord, opener: CartOpener): boolean {
  if (opener === 'shop') return true;
  const given = Buffer.from(sha256(opener.secret));
  const right = Buffer.from(cart.secretHash);
  return given.length === right.length && timingSafeEqual(given, right);
}
