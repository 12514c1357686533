import type { ClientSession } from 'mongoose';
import type { CustomerInput } from '@smartduka/contract';
import { openPhone, phoneHash } from '../../platform/personal.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { refusalOfCode } from './coupon.js';
import { checkDelivery } from './change.js';
import { Carts, type CustomerRecord } from './model.js';
import { openCart } from './open.js';
import { priceCart, titlesOf, type LineToday } from './price.js';
import type { CheckoutTake, TakenCart } from './types.js';
import type { SoldLine } from '../orders/service.js';

/**
 * Completes a cart: prices it for the last time and gives it to one order, within the transaction that makes the order. Of any number of callers
 * at once, one gets it (INV-16). Stock is not looked at; reserving it is the next step of that transaction.
 *
 * @throws Refused `not_found`, `cart_completed` (with `order`), `cart_empty`, `product_unavailable`, `total_changed` (with `total`),
 *   `validation_failed` for a delivery that the shop does not make.
 */
export async function takeForCheckout(
  tenant: Tenant,
  cartId: string,
  input: CheckoutTake,
  tx: ClientSession,
): Promise<TakenCart> {
  const cart = await openCart(tenant, cartId, input.opener, input.now, tx);
  if (cart.status === 'completed') throw new Refused('cart_completed', { order: cart.order });
  if (cart.lines.length === 0) throw new Refused('cart_empty');
  if (input.delivery) await checkDelivery(tenant, input.delivery);

  const phone = input.customer?.phone ? { hash: phoneHash(input.customer.phone) } : (cart.customer?.phone ?? null);
  const wanted = { ...cart, delivery: input.delivery ?? cart.delivery, customer: { phone } };
  const priced = await priceCart(tenant, wanted, tx);
  if (priced.lines.some(({ sold, record }) => sold === null && !record.asSold))
    throw new Refused('product_unavailable');
  const total = priced.totals.total.amount;
  if (input.expectedTotal !== undefined && input.expectedTotal !== total) throw new Refused('total_changed', { total });
  // Who names no total would else pay more than they think.
  const unfit = input.expectedTotal === undefined && priced.discountCode && refusalOfCode(priced.discountCode);
  if (unfit) throw unfit;

  const taken = await Carts.updateOne(
    { ...owned(tenant), _id: cartId, status: 'open', version: cart.version },
    { $set: { status: 'completed', order: input.orderId, updatedAt: input.now }, $inc: { version: 1 } },
    { session: tx },
  );
  if (taken.matchedCount === 0) throw new Error(`cart ${cartId} moved under its own transaction`);
  return {
    cartId,
    lines: priced.lines.map((line) => toOrderLine(line, priced.shop.currency)),
    totals: priced.totals,
    discounts: priced.discounts,
    uses: priced.uses,
    customerHash: phone?.hash ?? null,
    customer: customerOf(tenant, cart.customer, input.customer),
    delivery: priced.delivery,
  };
}

function toOrderLine(
  { record, sold, discount, total, tax, taxRate, unitPrice, vatClass }: LineToday,
  currency: string,
): SoldLine {
  const money = (amount: number) => ({ amount, currency });
  return {
    id: record._id,
    product: record.product,
    variant: record.variant,
    title: sold?.product.title ?? record.title,
    translations: titlesOf(sold),
    variantTitle: sold?.variant.title ?? record.variantTitle,
    sku: sold?.variant.sku ?? record.sku,
    image: sold?.product.images[0] ?? null,
    quantity: record.quantity,
    unitPrice: money(unitPrice),
    discount: money(discount),
    total: money(total),
    vatClass,
    taxRate,
    tax: money(tax),
    unitCost: sold?.variant.cost ?? null,
    category: sold?.product.category ?? null,
    brand: sold?.product.brand ?? null,
    ...(sold?.product.kind === 'service' ? { service: true } : {}),
  };
}

/** Field by field, what was said at checkout wins over what the cart holds. */
function customerOf(
  tenant: Tenant,
  known: CustomerRecord | null,
  said: CustomerInput | undefined,
): CustomerInput | null {
  const customer: CustomerInput = {
    ...(known?.name ? { name: known.name } : {}),
    ...(known?.phone ? { phone: openPhone(tenant, known.phone) } : {}),
    ...(known?.email ? { email: known.email } : {}),
    ...Object.fromEntries(Object.entries(said ?? {}).filter(([, value]) => value !== undefined)),
  };
  return Object.keys(customer).length > 0 ? customer : null;
}
