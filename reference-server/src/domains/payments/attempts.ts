import { trusted, type ClientSession } from 'mongoose';
import type { Payment, Tender } from '@smartduka/contract';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Attempts, type AttemptRecord } from './model.js';
import { isFinal } from './rules.js';

/** The order that M-Pesa's receipt of this number is for; null when this shop has none. */
export async function orderOfReceiptNumber(tenant: Tenant, receiptNumber: string): Promise<string | null> {
  return (await Attempts.findOne({ ...owned(tenant), receiptNumber }, { order: 1 }).lean())?.order ?? null;
}

/**
 * An attempt as clients see it.
 *
 * @param payable Whether its order still wants money: only then may a new attempt be made.
 */
export function toPayment(attempt: AttemptRecord, payable: boolean): Payment {
  return {
    id: attempt._id,
    order: attempt.order,
    method: attempt.method,
    state: attempt.state,
    final: isFinal(attempt.state),
    reason: attempt.reason,
    retryable: payable && ((attempt.state === 'failed' && attempt.retryable) || attempt.state === 'unknown'),
    amount: { amount: attempt.amount, currency: attempt.currency },
    phone: attempt.phone?.masked ?? null,
    receiptNumber: attempt.receiptNumber,
    tender: toTender(attempt),
    late: attempt.late,
    unapplied: attempt.unapplied,
    promptExpiresAt: attempt.promptExpiresAt?.toISOString() ?? null,
    createdAt: attempt.createdAt.toISOString(),
    updatedAt: attempt.updatedAt.toISOString(),
  };
}

/** How the shop took it, as clients see it. */
export function toTender({ tender, currency }: AttemptRecord): Tender | null {
  if (!tender) return null;
  const money = (amount: number | null) => (amount === null ? null : { amount, currency });
  const { kind, tendered, change, reference } = tender;
  return { kind, tendered: money(tendered), change: money(change), reference };
}

/** Attempts of these orders, newest first. */
export async function attemptsOf(
  tenant: Tenant,
  orders: readonly string[],
  tx: ClientSession | null = null,
): Promise<AttemptRecord[]> {
  return Attempts.find({ ...owned(tenant), order: trusted({ $in: [...orders] }) }, null, { session: tx })
    .sort({ _id: -1 })
    .lean<AttemptRecord[]>();
}

export async function findAttempt(
  tenant: Tenant,
  id: string,
  tx: ClientSession | null = null,
): Promise<AttemptRecord | null> {
  return Attempts.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<AttemptRecord>();
}
