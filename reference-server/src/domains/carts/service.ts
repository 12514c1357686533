import { trusted, type ClientSession } from 'mongoose';
import type { z } from 'zod';
import type { Cart, CartCreate, NewCart } from '@smartduka/contract';
import { inTransaction } from '../../platform/database.js';
import { newId, newSecret } from '../../platform/ids.js';
import { sha256 } from '../../platform/keyring.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { meantVariant } from '../catalog/service.js';
import { expiryFrom, withItem } from './change.js';
import { Carts, SharedCarts, type CartRecord, type LineRecord } from './model.js';
import { openCart } from './open.js';
import { toCart } from './price.js';
import type { CartOpener } from './types.js';

export { addItem, changeQuantity, removeItem, updateCart, type Change } from './change.js';
export { discountByHand, enterCode, removeCode, takeBackByHand } from './coupon.js';
export { mergeCart, openShared, shareCart } from './share.js';
export { takeForCheckout } from './take.js';
export type { CartOpener, CheckoutTake, TakenCart } from './types.js';

/**
 * Starts a cart. The secret that opens it is told here and never again; its hash is kept.
 *
 * @param done Runs in the same transaction with the answer.
 */
export async function createCart(
  tenant: Tenant,
  input: z.output<typeof CartCreate>,
  now: Date,
  done: (cart: NewCart, tx: ClientSession) => Promise<void>,
): Promise<NewCart> {
  let lines: LineRecord[] = [];
  for (const item of input.items ?? []) lines = withItem(lines, await meantVariant(tenant, item), item.quantity);
  return startCart(tenant, lines, now, done);
}

/** A cart with these lines, and the secret that opens it. */
export async function startCart(
  tenant: Tenant,
  lines: LineRecord[],
  now: Date,
  done: (cart: NewCart, tx: ClientSession) => Promise<void>,
): Promise<NewCart> {
  const secret = newSecret('cs');
  const record: CartRecord = {
    ...owned(tenant),
    _id: newId('cart', now),
    secretHash: sha256(secret),
    status: 'open',
    version: 1,
    lines,
    customer: null,
    delivery: null,
    code: null,
    manual: null,
    order: null,
    createdAt: now,
    updatedAt: now,
    expiresAt: expiryFrom(now),
  };
  return inTransaction(async (tx) => {
    await Carts.create([record], { session: tx });
    const answer = { ...(await toCart(tenant, record, tx)), secret };
    await done(answer, tx);
    return answer;
  });
}

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
