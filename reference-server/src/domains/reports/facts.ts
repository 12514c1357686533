import type { ClientSession } from 'mongoose';
import type { Tenant } from '../../platform/tenancy.js';
import { placesOf, salesOf, type SaleRecord, type Which } from '../orders/sales.js';
import { attemptsMade, moneyMoved, type EndedAttempt, type MoneyMoved } from '../payments/figures.js';
import { refundsOf, refundsOfOrders, type RefundRecord } from '../refunds/figures.js';
import type { FactKind } from './model.js';
import { nothing, type Fact } from './rules/cells.js';

/** What was found: as many facts as there are to count, and the last id that was looked at. */
export interface Found {
  readonly facts: Fact[];
  readonly ids: readonly string[];
}

/**
 * Reads what happened from the records of those who keep them. A voided sale was counted, and so was what was given back of it before; that it was
 * voided takes both out again, where they stood, and what the void itself gave back never counts. Of some time, nothing of it is told at all.
 */
export async function factsOf(
  tenant: Tenant,
  kind: FactKind,
  which: Which,
  tx: ClientSession | null = null,
): Promise<Found> {
  const ofTime = 'from' in which;
  if (kind === 'sale') {
    const rows = await salesOf(tenant, which, tx);
    return { ids: idsOf(rows), facts: rows.flatMap((order) => (ofTime && order.voided ? [] : (saleOf(order) ?? []))) };
  }
  if (kind === 'void') {
    if (ofTime) return { ids: [], facts: [] };
    const rows = await salesOf(tenant, which, tx, { voided: true });
    const given = await refundsOfOrders(tenant, idsOf(rows), tx);
    const facts = rows.flatMap((order) => [
      saleOf(order),
      ...given.filter((refund) => refund.order === order._id).map((refund) => refundOf(refund, order)),
    ]);
    return { ids: idsOf(rows), facts: facts.flatMap((fact) => (fact ? [{ ...fact, undone: true as const }] : [])) };
  }
  if (kind === 'money') {
    const rows = await moneyMoved(tenant, which, tx);
    const places = await placesOf(
      tenant,
      rows.map((row) => row.order),
      tx,
    );
    return { ids: idsOf(rows), facts: rows.flatMap((row) => moneyOf(row, places.get(row.order)) ?? []) };
  }
  if (kind === 'attempt') {
    const rows = await attemptsMade(tenant, which, tx);
    const places = await placesOf(
      tenant,
      rows.map((row) => row.order),
      tx,
    );
    return { ids: idsOf(rows), facts: rows.flatMap((row) => attemptOf(row, places.get(row.order)) ?? []) };
  }
  const rows = await refundsOf(tenant, which, tx);
  const orders = await salesOf(tenant, { ids: [...new Set(rows.map((row) => row.order))] }, tx);
  const byId = new Map(orders.map((order) => [order._id, order]));
  return {
    ids: idsOf(rows),
    facts: rows.flatMap((row) =>
      ofTime && byId.get(row.order)?.voided ? [] : (refundOf(row, byId.get(row.order)) ?? []),
    ),
  };
}

const idsOf = (rows: readonly { _id: string }[]): string[] => rows.map((row) => row._id);

type Sold = Extract<Fact, { kind: 'sale' | 'refund' }>;

/** A sale, once its order is paid in full. */
export function saleOf(order: SaleRecord): Sold | null {
  if (!order.paidAt) return null;
  const lines = order.lines.map((line) => ({
    variant: line.variant,
    category: line.category,
    brand: line.brand,
    quantity: line.quantity,
    gross: line.unitPrice.amount * line.quantity,
    discount: line.discount.amount,
    tax: line.tax.amount,
    unitCost: line.unitCost,
  }));
  const { totals } = order;
  const goodsTax = lines.reduce((sum, line) => sum + line.tax, 0);
  const goods = lines.reduce((sum, line) => sum + line.gross - line.discount - line.tax, 0);
  const delivery = { gross: totals.delivery.amount, tax: totals.tax.amount - goodsTax };
  // A shop that is not registered for VAT has no classes; what it sells is all outside of the tax.
  const taxes =
    totals.taxes.length > 0
      ? totals.taxes.map(({ vatClass, rate, net, tax }) => ({
          key: `${vatClass}:${rate}`,
          net: net.amount,
          tax: tax.amount,
        }))
      : [{ key: 'none:0', net: goods + delivery.gross, tax: 0 }];
  return {
    kind: 'sale',
    at: order.paidAt,
    location: order.location,
    channel: order.channel,
    staff: order.staff,
    shift: order.shift,
    customer: customerOf(order),
    lines,
    delivery,
    rounding: totals.rounding.amount,
    taxes,
  };
}

/**
 * A refund that was paid out, of money that had paid for a sale: of an order that was paid in full. A part that was paid and given back never counted
 * as sold, so there is nothing to take off. What was given back beside goods and delivery is a line of no goods, so that the lines
 * add up to what was given back.
 */
export function refundOf(refund: RefundRecord, order: SaleRecord | undefined): Sold | null {
  if (!refund.completedAt || refund.state !== 'succeeded' || refund.of !== 'order' || !order?.paidAt) return null;
  if (order.voided && refund.completedAt >= order.voided.at) return null;
  const lines = refund.lines.map((line) => ({
    variant: line.variant,
    category: line.category,
    brand: line.brand,
    quantity: line.quantity,
    gross: line.amount,
    discount: 0,
    tax: line.tax,
    unitCost: line.unitCost,
  }));
  // The fee is given back whole or not at all.
  const feeTax = order.totals.tax.amount - order.lines.reduce((sum, line) => sum + line.tax.amount, 0);
  const delivery = { gross: refund.delivery, tax: refund.delivery === 0 ? 0 : feeTax };
  const rest = refund.tax - delivery.tax - lines.reduce((sum, line) => sum + line.tax, 0);
  const { adjustment } = refund;
  const beside = { category: null, brand: null, quantity: 0, discount: 0, unitCost: 0 };
  if (adjustment !== 0 || rest !== 0) lines.push({ ...beside, variant: nothing, gross: adjustment, tax: rest });
  const net = lines.reduce((sum, line) => sum + line.gross - line.tax, 0) + delivery.gross - delivery.tax;
  return {
    kind: 'refund',
    at: refund.completedAt,
    location: order.location,
    channel: order.channel,
    staff: order.staff,
    shift: refund.shift,
    customer: customerOf(order),
    lines,
    delivery,
    rounding: refund.rounding,
    taxes:
      refund.taxes.length > 0
        ? refund.taxes.map(({ vatClass, rate, net: without, tax }) => ({
            key: `${vatClass}:${rate}`,
            net: without,
            tax,
          }))
        : [{ key: 'none:0', net, tax: 0 }],
  };
}

/** Who bought, by what stays the same from sale to sale. */
export function customerOf(order: Pick<SaleRecord, 'customer' | 'customerId'>): string | null {
  return order.customer?.phone?.hash ?? order.customerId;
}

type Place = { location: string | null; channel: string };

function moneyOf(row: MoneyMoved, place: Place | undefined): Fact | null {
  if (row.kind !== 'captured' && row.kind !== 'refunded') return null;
  return {
    kind: 'money',
    at: row.at,
    location: place?.location ?? null,
    channel: place?.channel ?? 'online',
    method: row.method,
    captured: row.kind === 'captured' ? row.amount : 0,
    refunded: row.kind === 'refunded' ? row.amount : 0,
  };
}

/** An attempt that ended. Cash is no attempt at anything: it is there or it is not. */
function attemptOf(row: EndedAttempt, place: Place | undefined): Fact | null {
  if (row.method === 'cash' || (row.state !== 'succeeded' && row.state !== 'failed')) return null;
  const end = row.history.find((step) => step.state === row.state)?.at ?? row.createdAt;
  return {
    kind: 'attempt',
    at: row.createdAt,
    location: place?.location ?? null,
    channel: place?.channel ?? 'online',
    method: row.method,
    succeeded: row.state === 'succeeded',
    reason: row.reason,
    seconds: Math.max(0, Math.round((end.getTime() - row.createdAt.getTime()) / 1000)),
  };
}

/** The facts of one sale with all that belongs to it, for those who have its records in hand. */
export function factsOfSale(sale: {
  order: SaleRecord;
  attempts: readonly EndedAttempt[];
  ledger: readonly Omit<MoneyMoved, 'method'>[];
  refund: RefundRecord | null;
}): Fact[] {
  const { order, attempts, ledger, refund } = sale;
  const methods = new Map(attempts.map((attempt) => [attempt._id, attempt.method]));
  return [
    saleOf(order),
    refund && refundOf(refund, order),
    ...ledger.map((row) => moneyOf({ ...row, method: methods.get(row.payment) ?? 'unknown' }, order)),
    ...attempts.map((attempt) => attemptOf(attempt, order)),
  ].filter((fact) => fact !== null);
}
