import type { Cart, CartLine, Delivery, Totals } from '@smartduka/contract';
import type { Tenant, Tx } from '../../platform/tenancy.js';
import { discountLines, type Discounted } from './discounts.js';
import { findVariants, type SoldVariant } from '../catalog/service.js';
import { deliveryFrom } from '../delivery/rules.js';
import { onSale, type OnSale } from '../inventory/service.js';
import { shopOf, type ShopRecord } from '../shops/service.js';
import type { CartRecord, LineRecord } from './model.js';
import { explainLine, quote, type LineNotes, type PricedLine } from './rules.js';

/** A line beside what catalogue and stock say of it today. */
export interface LineToday extends PricedLine {
  record: LineRecord;
  /** Null when it is no longer on sale. */
  sold: SoldVariant | null;
  unitPrice: number;
  quantity: number;
  vatClass: 'standard' | 'zero' | 'exempt';
  onSale: OnSale;
  notes: LineNotes;
}

/** What a price depends on. */
export type Priceable = Pick<CartRecord, 'lines' | 'delivery' | 'code' | 'manual'> & {
  customer: { phone: { hash: string } | null } | null;
};

export interface PricedCart extends Pick<Discounted, 'discounts' | 'discountCode' | 'uses'> {
  shop: ShopRecord;
  lines: LineToday[];
  totals: Totals;
  delivery: Delivery | null;
}

const none: OnSale = { available: 0, availability: 'out_of_stock' };
const uncounted: OnSale = { available: null, availability: 'in_stock' };

/** Prices a cart afresh. What is no longer sold keeps its last price until the buyer takes it out; it cannot be ordered. */
export async function priceCart(tenant: Tenant, cart: Priceable, tx: Tx = null): Promise<PricedCart> {
  const shop = await shopOf(tenant);
  const ids = cart.lines.map((line) => line.variant);
  const sold = await findVariants(tenant, ids, tx);
  const stock = await onSale(tenant, ids, tx);
  const today = cart.lines.map((record) => {
    const found = sold.get(record.variant) ?? null;
    const here = found?.product.kind === 'service' ? uncounted : (stock.get(record.variant) ?? none);
    return {
      record,
      sold: found,
      unitPrice: record.asSold?.unitPrice ?? found?.variant.price ?? record.priceWhenAdded,
      quantity: record.quantity,
      vatClass: found?.product.vatClass ?? ('standard' as const),
      onSale: here,
      notes: explainLine({
        quantity: record.quantity,
        priceWhenAdded: record.priceWhenAdded,
        unitPrice: found?.variant.price ?? null,
        available: here.available,
      }),
    };
  });
  const { lineDiscounts, ...discounted } = await discountLines(
    tenant,
    shop,
    today.map((line) => (line.record.asSold ? { ...line, sold: null } : line)),
    { code: cart.code ?? null, manual: cart.manual ?? null, customer: cart.customer?.phone?.hash ?? null },
    tx,
  );
  const lines = today.map((line, i) => ({ ...line, discount: line.record.asSold?.discount ?? lineDiscounts[i] ?? 0 }));
  const goods = lines.reduce((sum, line) => sum + line.unitPrice * line.quantity - line.discount, 0);
  const answer = cart.delivery && deliveryFrom(cart.delivery, shop, goods);
  const delivery = answer?.ok ? answer.delivery : null;
  return {
    shop,
    delivery,
    ...discounted,
    ...quote(lines, delivery?.fee.amount ?? 0, shop.currency, shop.tax, shop.rounding),
  };
}

/** A cart as its holder sees it. */
export async function toCart(tenant: Tenant, cart: CartRecord, tx: Tx = null): Promise<Cart> {
  const { lines, totals, delivery, shop, discounts, discountCode } = await priceCart(tenant, cart, tx);
  return {
    id: cart._id,
    status: cart.status,
    version: cart.version,
    currency: shop.currency,
    lines: lines.map((line) => toLine(line, shop.currency)),
    itemCount: lines.reduce((count, line) => count + line.quantity, 0),
    totals,
    discounts,
    discountCode,
    customer: cart.customer && { ...cart.customer, phone: cart.customer.phone?.masked ?? null },
    delivery,
    order: cart.order,
    createdAt: cart.createdAt.toISOString(),
    updatedAt: cart.updatedAt.toISOString(),
    expiresAt: cart.expiresAt.toISOString(),
  };
}

function toLine({ record, sold, notes, onSale: stock, ...line }: LineToday, currency: string): CartLine {
  const money = (amount: number) => ({ amount, currency });
  return {
    id: record._id,
    product: record.product,
    variant: record.variant,
    slug: sold?.product.slug ?? record.slug,
    title: sold?.product.title ?? record.title,
    translations: titlesOf(sold),
    variantTitle: sold?.variant.title ?? record.variantTitle,
    sku: sold?.variant.sku ?? record.sku,
    image: sold?.product.images[0] ?? null,
    quantity: record.quantity,
    unitPrice: money(line.unitPrice),
    discount: money(line.discount),
    total: money(line.total),
    vatClass: line.vatClass,
    availability: sold ? stock.availability : 'out_of_stock',
    problem: notes.problem,
    availableQuantity: notes.availableQuantity,
    previousUnitPrice: notes.previousUnitPrice === null ? null : money(notes.previousUnitPrice),
  };
}

/** The title of a thing in other languages. */
export function titlesOf(sold: SoldVariant | null): Record<string, { title: string }> {
  const all = Object.entries(sold?.product.translations ?? {});
  return Object.fromEntries(all.map(([language, { title }]) => [language, { title }]));
}
