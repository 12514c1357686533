import { trusted } from 'mongoose';
import type { Cart } from '@smartduka/contract';
import { acrossTenants, type Tenant } from '../../platform/tenancy.js';
import { Carts, SharedCarts } from './model.js';
import { openCart } from './open.js';
import { toCart } from './price.js';
import type { CartOpener } from './types.js';

export { addItem, changeQuantity, removeItem, updateCart, type Change } from './change.js';
export { discountByHand, enterCode, removeCode, takeBackByHand } from './coupon.js';
export { mergeCart, openShared, shareCart } from './share.js';
export { createCart } from './start.js';
export { takeForCheckout } from './take.js';
export type { CartOpener, CheckoutTake, TakenCart } from './types.js';

/** A cart, priced afresh. */
export async function readCart(tenant: Tenant, id: string, opener: CartOpener, now: Date): Promise<Cart> {
  return toCart(tenant, await openCart(tenant, id, opener, now));
}

/** Deletes carts that nobody came back to (D4). They stopped opening when they expired; this only tidies up. */
export async function dropExpired(now: Date): Promise<number> {
  const { deletedCount } = await acrossTenants(Carts.deleteMany({ status: 'open', expiresAt: trusted({ $lte: now }) }));
  await acrossTenants(SharedCarts.deleteMany({ expiresAt: trusted({ $lte: now }) }));
  return deletedCount;
}
