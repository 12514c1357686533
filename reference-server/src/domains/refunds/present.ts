import type { Refund } from '@smartduka/contract';
import { trusted, type ClientSession } from 'mongoose';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Refunds, type RefundRecord, type ReturnedLine } from './model.js';
import { isFinal } from './rules.js';

/** A refund as clients see it. Buyers are not told who gave it, nor what the provider said to the shop. */
export function toRefund(refund: RefundRecord, to: 'shop' | 'buyer'): Refund {
  const money = (amount: number) => ({ amount, currency: refund.currency });
  const shop = to === 'shop';
  return {
    id: refund._id,
    order: refund.order,
    of: refund.of,
    state: refund.state,
    final: isFinal(refund.state),
    method: refund.method,
    amount: money(refund.amount),
    payments: refund.shares.map(({ payment, amount }) => ({ payment, amount: money(amount) })),
    lines: refund.lines.map((line) => toLine(line, refund.currency)),
    delivery: money(refund.delivery),
    adjustment: money(refund.adjustment),
    rounding: money(refund.rounding),
    tax: money(refund.tax),
    taxes: refund.taxes.map((line) => ({ ...line, net: money(line.net), tax: money(line.tax) })),
    reason: refund.reason,
    note: shop ? refund.note : null,
    phone: refund.phone?.masked ?? null,
    receiptNumber: refund.receiptNumber,
    failure: shop ? refund.failure : null,
    by: shop ? refund.by.name : null,
    approvedBy: shop ? (refund.approvedBy?.name ?? null) : null,
    createdAt: refund.createdAt.toISOString(),
    updatedAt: refund.updatedAt.toISOString(),
    completedAt: refund.completedAt?.toISOString() ?? null,
  };
}

/** A line without what only the shop may know. */
function toLine(returned: ReturnedLine, currency: string): Refund['lines'][number] {
  const { unitCost: _, category: __, brand: ___, amount, tax, ...line } = returned;
  return { ...line, amount: { amount, currency }, tax: { amount: tax, currency } };
}

export async function findRefund(
  tenant: Tenant,
  id: string,
  tx: ClientSession | null = null,
): Promise<RefundRecord | null> {
  return Refunds.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<RefundRecord>();
}

/** Refunds of an order, newest first. */
export async function refundsOf(
  tenant: Tenant,
  order: string,
  tx: ClientSession | null = null,
): Promise<RefundRecord[]> {
  return Refunds.find({ ...owned(tenant), order }, null, { session: tx })
    .sort({ _id: -1 })
    .lean<RefundRecord[]>();
}

/** Refunds of a shop, newest first; `before` is the last id of the page before. */
export async function findRefunds(
  tenant: Tenant,
  filter: Partial<Pick<RefundRecord, 'state' | 'method' | 'order'>>,
  before: string | null,
  limit: number,
): Promise<RefundRecord[]> {
  return Refunds.find({ ...owned(tenant), ...filter, ...(before ? { _id: trusted({ $lt: before }) } : {}) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<RefundRecord[]>();
}
