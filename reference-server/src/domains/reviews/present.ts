import type { PaymentReview } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Tenant } from '../../platform/tenancy.js';
import { findOrder, isPayable, type OrderRecord } from '../orders/service.js';
import { findAttempt, toPayment } from '../payments/attempts.js';
import { balancesOf } from '../payments/ledger.js';
import type { AttemptRecord, ReviewRecord } from '../payments/model.js';
import type { RefundRecord } from '../refunds/model.js';
import { isFinal } from '../refunds/rules.js';
import { findRefund, refundsOf, toRefund } from '../refunds/present.js';

/** A review with all that it is about, as it stands now. */
export interface Case {
  readonly review: ReviewRecord;
  readonly order: OrderRecord;
  readonly attempt: AttemptRecord;
  readonly refund: RefundRecord | null;
  /** Of the payment's money, what waits to be used or given back, less what is on its way back. Minor units. */
  readonly unapplied: number;
}

export async function caseOf(tenant: Tenant, review: ReviewRecord, tx: ClientSession | null = null): Promise<Case> {
  const order = await findOrder(tenant, review.order, tx);
  const attempt = await findAttempt(tenant, review.payment, tx);
  if (!order || !attempt) throw new Error(`review ${review._id} is about nothing`);
  const refund = review.refund ? await findRefund(tenant, review.refund, tx) : null;
  const balances = await balancesOf(tenant, [attempt._id], tx);
  const going = (await refundsOf(tenant, order._id, tx))
    .filter((one) => one.of === 'unapplied' && !isFinal(one.state))
    .flatMap((one) => one.shares)
    .filter((share) => share.payment === attempt._id)
    .reduce((sum, share) => sum + share.amount, 0);
  return { review, order, attempt, refund, unapplied: (balances.get(attempt._id)?.unapplied ?? 0) - going };
}

type Can = PaymentReview['can'];

/** What a person can decide about it now. */
export function canOf({ review, attempt, refund, unapplied }: Case): Can {
  if (review.resolvedAt) return [];
  if (refund) return refund.state === 'needs_review' ? ['accept', 'reject'] : ['reject'];
  if (unapplied > 0) return ['accept', 'refund'];
  switch (attempt.state) {
    case 'needs_review':
    case 'unknown':
      return ['accept', 'reject'];
    // Nobody has seen the money: it may have come all the same, or there is nothing to do.
    case 'failed':
      return attempt.late ? ['reject'] : ['accept', 'reject'];
    case 'succeeded':
      return ['reject'];
    default:
      return [];
  }
}

export function toReview(subject: Case): PaymentReview {
  const { review, order, attempt, refund } = subject;
  const amount = refund?.amount ?? (subject.unapplied > 0 ? subject.unapplied : attempt.amount);
  return {
    id: review._id,
    reason: review.reason,
    order: order._id,
    orderNumber: order.number,
    amount: { amount, currency: attempt.currency },
    payment: toPayment(attempt, isPayable(order)),
    refund: refund && toRefund(refund, 'shop'),
    can: canOf(subject),
    decision: review.decision ?? null,
    by: review.by?.name ?? null,
    note: review.note ?? null,
    createdAt: review.createdAt.toISOString(),
    resolvedAt: review.resolvedAt?.toISOString() ?? null,
  };
}
