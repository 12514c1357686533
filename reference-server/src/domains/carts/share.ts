import { randomInt } from 'node:crypto';
import { trusted, type ClientSession } from 'mongoose';
import { limits, type Cart, type CartMerge, type NewCart, type SharedCart } from '@smartduka/contract';
import { inTransaction } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { findVariants } from '../catalog/service.js';
import { changeCart, expiryFrom, withItem, type Change } from './change.js';
import { Carts, SharedCarts, type LineRecord, type SharedCartRecord } from './model.js';
import { openCart } from './open.js';
import { pourTogether } from './rules.js';
import { startCart } from './start.js';

/** Crockford's alphabet: no I, L, O or U, so that a code can be read out over the telephone. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const newCode = (): string => Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');

/**
 * Copies what is in a cart, without anything of the buyer, under a short code.
 *
 * @throws Refused `not_found`, `cart_empty`
 */
export async function shareCart(
  { tenant, cart: id, opener, now }: Pick<Change, 'tenant' | 'cart' | 'opener' | 'now'>,
  done: (shared: SharedCart, tx: ClientSession) => Promise<void>,
): Promise<SharedCart> {
  return inTransaction(async (tx) => {
    const cart = await openCart(tenant, id, opener, now, tx);
    if (cart.lines.length === 0) throw new Refused('cart_empty');
    const items = cart.lines.map(({ variant, quantity }) => ({ variant, quantity }));
    const record: SharedCartRecord = {
      ...owned(tenant),
      ...{ _id: newCode(), items, createdAt: now, expiresAt: expiryFrom(now) },
    };
    await SharedCarts.create([record], { session: tx });
    const itemCount = items.reduce((count, item) => count + item.quantity, 0);
    const shared = { code: record._id, itemCount, expiresAt: record.expiresAt.toISOString() };
    await done(shared, tx);
    return shared;
  });
}

/**
 * Starts a cart of one's own from a shared one. What is no longer sold is left out.
 *
 * @throws Refused `not_found`
 */
export async function openShared(
  tenant: Tenant,
  code: string,
  now: Date,
  done: (cart: NewCart, tx: ClientSession) => Promise<void>,
): Promise<NewCart> {
  const shared = await SharedCarts.findOne({
    ...owned(tenant),
    _id: code.toUpperCase(),
    expiresAt: trusted({ $gt: now }),
  }).lean<SharedCartRecord>();
  if (!shared) throw new Refused('not_found');
  const sold = await findVariants(
    tenant,
    shared.items.map(({ variant }) => variant),
  );
  let lines: LineRecord[] = [];
  for (const { variant, quantity } of shared.items) {
    const item = sold.get(variant);
    if (item) lines = withItem(lines, item, quantity);
  }
  return startCart(tenant, lines, now, done);
}

/**
 * Pours another cart into this one, in one step; the other is gone afterwards. Goods in both are added up, and at most 9,999 of one thing stay.
 *
 * @throws Refused `not_found` for either, `cart_completed`, `cart_full`
 */
export async function mergeCart(call: Change, other: CartMerge): Promise<Cart> {
  const { tenant, now } = call;
  if (other.cart === call.cart) throw new Refused('not_found');
  const opener = call.opener === 'shop' ? 'shop' : { secret: other.secret ?? '' };
  return changeCart(call, async (cart, tx) => {
    const poured = await openCart(tenant, other.cart, opener, now, tx);
    if (poured.status === 'completed') throw new Refused('cart_completed', { order: poured.order });
    const gone = await Carts.deleteOne(
      { ...owned(tenant), _id: poured._id, status: 'open', version: poured.version },
      { session: tx },
    );
    if (gone.deletedCount === 0) throw new Error(`cart ${poured._id} moved under its own transaction`);
    const lines = pourTogether(cart.lines, poured.lines, limits.quantity);
    if (lines.length > limits.cartLines) throw new Refused('cart_full');
    return { lines, code: cart.code ?? poured.code ?? null };
  });
}
