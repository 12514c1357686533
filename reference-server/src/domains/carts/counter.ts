import type { CounterSaleInput } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { newId, newSecret } from '../../platform/ids.js';
import { sha256 } from '../../platform/keyring.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { variantByCode } from '../catalog/named.js';
import { meantVariant } from '../catalog/service.js';
import { rateOf } from '../discounts/rules.js';
import { needLimit } from '../staff/approvals.js';
import { expiryFrom, withItem } from './change.js';
import { Carts, type CartRecord, type LineRecord, type ManualDiscount } from './model.js';
import { priceCart } from './price.js';

/** What is on the counter. */
export type Goods = Pick<CounterSaleInput, 'items' | 'code' | 'discount' | 'customer'>;

/** @throws Refused `product_unavailable`, `product_ambiguous`, `cart_full` */
export async function linesOf(tenant: Tenant, items: Goods['items']): Promise<LineRecord[]> {
  let lines: LineRecord[] = [];
  for (const item of items) {
    const variant = 'code' in item ? await variantByCode(tenant, item.code) : undefined;
    if (variant === null) throw new Refused('product_unavailable');
    const named = 'code' in item ? { variant } : item;
    lines = withItem(lines, await meantVariant(tenant, named), item.quantity);
  }
  return lines;
}

/**
 * A cart of the shop's own for a sale that is made in the same transaction. Nobody holds its secret.
 *
 * @param by.subject What an approval of a discount has to be about.
 * @throws Refused `approval_required`, `approval_invalid`
 */
export async function cartOfSale(
  tenant: Tenant,
  lines: LineRecord[],
  { code, discount }: Goods,
  by: { readonly actor: Actor; readonly requestId: string | null; readonly subject: string; readonly now: Date },
  tx: ClientSession,
): Promise<CartRecord> {
  const { actor, requestId, subject, now } = by;
  const cart: CartRecord = {
    ...owned(tenant),
    _id: newId('cart', now),
    secretHash: sha256(newSecret('cs')),
    ...{ status: 'open', version: 1, lines, customer: null, delivery: null, order: null },
    ...{ code: code?.toUpperCase() ?? null, manual: null },
    ...{ createdAt: now, updatedAt: now, expiresAt: expiryFrom(now) },
  };
  if (discount) {
    const { totals } = await priceCart(tenant, cart, tx);
    const rate = discount.rate ?? rateOf(discount.amount ?? 0, totals.subtotal.amount - totals.discount.amount);
    const matter = { action: 'discount', subject, amount: rate, by: actor } as const;
    const approver = await needLimit(tenant, matter, discount.approval, tx);
    const { reason, amount = null } = discount;
    const manual: ManualDiscount = { rate, amount, reason, staff: actor.id, approver: approver?.id ?? null };
    cart.manual = manual;
    const after = { rate, amount, approver: approver?.name ?? null };
    await audit(tenant, actor, { action: 'discount.given', subject: cart._id, note: reason, after }, requestId, tx);
  }
  await Carts.create([cart], { session: tx });
  return cart;
}
