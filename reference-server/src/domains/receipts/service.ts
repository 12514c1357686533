import type { Receipt } from '@smartduka/contract';
import { Refused } from '../../platform/refusals.js';
import { attemptsOf, toTender } from '../payments/attempts.js';
import { toCustomer, toLine } from '../orders/present.js';
import { orderOfReceipt, receiptUrlOf, type OrderRecord } from '../orders/service.js';
import { shopOf } from '../shops/service.js';

/**
 * The receipt of a paid order.
 *
 * @throws Refused `not_found` while it is not paid.
 */
export async function receiptOf(order: OrderRecord): Promise<Receipt> {
  if (!order.paidAt) throw new Refused('not_found');
  const tenant = { shop: order.shop, mode: order.mode };
  const [shop, attempts] = [await shopOf(tenant), await attemptsOf(tenant, [order._id])];
  // What paid for it: taken in and used. A late success stays a failed attempt, yet its money counts.
  const used = attempts
    .filter((attempt) => !attempt.unapplied && (attempt.state === 'succeeded' || attempt.late))
    .reverse();
  return {
    number: order.number.replace(/^SD-/, 'R-'),
    order: order._id,
    orderNumber: order.number,
    mode: order.mode,
    shop: {
      ...{ name: shop.name, address: shop.contact.address, phone: shop.contact.phone, kraPin: shop.kraPin },
      ...(shop.receipt ?? { header: [], footer: [] }),
    },
    issuedAt: order.paidAt.toISOString(),
    lines: order.lines.map(toLine),
    totals: order.totals,
    discounts: order.discounts ?? [],
    tenders: used.map((attempt) => ({
      method: attempt.method,
      amount: { amount: attempt.amount, currency: attempt.currency },
      receiptNumber: attempt.receiptNumber,
      phone: attempt.phone?.masked ?? null,
      tender: toTender(attempt),
    })),
    customer: toCustomer(order),
    delivery: order.delivery,
    standing: order.voided
      ? 'voided'
      : order.paymentStatus === 'refunded' || order.paymentStatus === 'partially_refunded'
        ? order.paymentStatus
        : 'valid',
    refunded: { amount: order.refunded ?? 0, currency: order.currency },
    url: receiptUrlOf(order),
  };
}

/** The receipt that a link opens, and the language and time zone of its shop. @throws Refused `not_found` */
export async function receiptOfLink(token: string): Promise<{ receipt: Receipt; order: OrderRecord }> {
  const order = /^r_[\w-]{43}$/.test(token) ? await orderOfReceipt(token) : null;
  if (!order) throw new Refused('not_found');
  const receipt = await receiptOf(order);
  // Whoever has the address may not be the buyer.
  const tenders = receipt.tenders.map((tender) => ({ ...tender, phone: null }));
  return { receipt: { ...receipt, tenders, customer: null }, order };
}
