import type { ClientSession } from 'mongoose';
import type { z } from 'zod';
import { limits, type Cart, type CartItemInput, type CartUpdate, type DeliveryInput } from '@smartduka/contract';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { sealPhone } from '../../platform/personal.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { meantVariant, type SoldVariant } from '../catalog/service.js';
import { deliveryFrom } from '../delivery/rules.js';
import { shopOf } from '../shops/service.js';
import { Carts, type CartRecord, type LineRecord } from './model.js';
import { openCart } from './open.js';
import { toCart } from './price.js';
import type { CartOpener } from './types.js';

export const cartDays = 30;
export const expiryFrom = (now: Date): Date => new Date(now.getTime() + cartDays * 86_400_000);

/** Who changes which cart, and what to do with the answer in the same transaction. */
export interface Change {
  tenant: Tenant;
  cart: string;
  opener: CartOpener;
  now: Date;
  /** The version that the caller read; anything else is refused as `version_stale`. */
  ifMatch?: number | null;
  done: (cart: Cart, tx: ClientSession) => Promise<void>;
}

type Changed = Partial<Pick<CartRecord, 'lines' | 'customer' | 'delivery' | 'code' | 'manual'>>;
type Make = (cart: CartRecord, tx: ClientSession) => Changed | Promise<Changed>;

/**
 * Changes an open cart and prices it afresh.
 *
 * @param options.check Looks at the answer before anything is kept; what it throws undoes the change.
 */
export async function changeCart(
  call: Change,
  make: Make,
  options: { check?: (cart: Cart) => void } = {},
): Promise<Cart> {
  // A buyer who taps quickly, or in two tabs, would otherwise have the database repeat each change many times over.
  return inTransaction((tx) => changeWithin(call, make, options.check, tx), { inTurn: `cart ${call.cart}` });
}

async function changeWithin(
  call: Change,
  make: Make,
  check: ((cart: Cart) => void) | undefined,
  tx: ClientSession,
): Promise<Cart> {
  const { tenant, now, ifMatch } = call;
  const cart = await openCart(tenant, call.cart, call.opener, now, tx);
  if (cart.status === 'completed') throw new Refused('cart_completed', { order: cart.order });
  if (ifMatch !== undefined && ifMatch !== null && ifMatch !== cart.version) throw new Refused('version_stale');
  const after = await Carts.findOneAndUpdate(
    { ...owned(tenant), _id: cart._id, status: 'open', version: cart.version },
    { $set: { ...(await make(cart, tx)), updatedAt: now, expiresAt: expiryFrom(now) }, $inc: { version: 1 } },
    { session: tx, returnDocument: 'after' },
  ).lean<CartRecord>();
  if (!after) throw new Error(`cart ${cart._id} moved under its own transaction`);
  const answer = await toCart(tenant, after, tx);
  check?.(answer);
  await call.done(answer, tx);
  return answer;
}

/** A line for a variant as it is sold today. */
export function newLine({ product, variant }: SoldVariant, quantity: number): LineRecord {
  return {
    _id: newId('line'),
    product: product._id,
    variant: variant._id,
    quantity,
    priceWhenAdded: variant.price,
    title: product.title,
    variantTitle: variant.title,
    sku: variant.sku,
    slug: product.slug,
  };
}

/** More of what is in the cart already makes no second line. */
export function withItem(lines: readonly LineRecord[], item: SoldVariant, quantity: number): LineRecord[] {
  const present = lines.find((line) => line.variant === item.variant._id);
  if (!present) {
    if (lines.length >= limits.cartLines) throw new Refused('cart_full');
    return [...lines, newLine(item, quantity)];
  }
  const together = present.quantity + quantity;
  if (together > limits.quantity)
    throw invalid(
      'quantity',
      'too_big',
      `at most ${limits.quantity} of one thing; ${present.quantity} are in the cart`,
    );
  return lines.map((line) => (line === present ? { ...line, quantity: together } : line));
}

/** @throws Refused `product_ambiguous`, `product_unavailable`, `cart_full`, or what opening and changing a cart may refuse */
export async function addItem(call: Change, item: CartItemInput): Promise<Cart> {
  const meant = await meantVariant(call.tenant, item);
  return changeCart(call, (cart) => ({ lines: withItem(cart.lines, meant, item.quantity) }));
}

export async function changeQuantity(call: Change, line: string, quantity: number): Promise<Cart> {
  return changeCart(call, (cart) => ({
    lines: cart.lines.map((present) => (present === lineOf(cart, line) ? { ...present, quantity } : present)),
  }));
}

export async function removeItem(call: Change, line: string): Promise<Cart> {
  return changeCart(call, (cart) => {
    const gone = lineOf(cart, line);
    return { lines: cart.lines.filter((present) => present !== gone) };
  });
}

function lineOf(cart: CartRecord, id: string): LineRecord {
  const line = cart.lines.find(({ _id }) => _id === id);
  if (!line) throw new Refused('not_found');
  return line;
}

/** Sets who buys and how it is delivered. Left out: as it was; null: nobody, nothing. */
export async function updateCart(call: Change, update: z.infer<typeof CartUpdate>): Promise<Cart> {
  const { tenant } = call;
  const { customer, delivery } = update;
  if (delivery) await checkDelivery(tenant, delivery);
  return changeCart(call, () => ({
    ...(delivery === undefined ? {} : { delivery }),
    ...(customer === undefined
      ? {}
      : {
          customer: customer && {
            name: customer.name ?? null,
            phone: customer.phone === undefined ? null : sealPhone(tenant, customer.phone),
            email: customer.email ?? null,
          },
        }),
  }));
}

/** @throws Refused `validation_failed` naming the zone or pick-up point that this shop does not have */
export async function checkDelivery(tenant: Tenant, delivery: DeliveryInput): Promise<void> {
  const answer = deliveryFrom(delivery, await shopOf(tenant), 0);
  if (!answer.ok) throw invalid(`delivery.${answer.field}`, 'not_found', answer.message);
}
