import type { PaymentReview, ReviewAccept, ReviewRefund, ReviewReject } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { audit } from '../../platform/audit.js';
import type { Context } from '../../platform/context.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { invalid, Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { stockQueue } from '../inventory/service.js';
import { findReview, resolveReviews } from '../payments/reviews.js';
import { learn as learnPayment } from '../payments/service.js';
import { applyLater } from '../payments/settle.js';
import { writePaymentRefund } from '../refunds/create.js';
import { send } from '../refunds/send.js';
import { learn as learnRefund } from '../refunds/service.js';
import { needLimit } from '../staff/approvals.js';
import { canOf, caseOf, toReview, type Case } from './present.js';

type Asker = Pick<Context, 'actor' | 'requestId'>;
type Remember = (answer: PaymentReview, tx: ClientSession) => Promise<void>;
type Decision = { readonly can: 'accept' | 'reject' | 'refund'; readonly word: 'accepted' | 'rejected' | 'refunded' };

/**
 * The money did move, or unapplied money is used for its order after all.
 *
 * @throws Refused `not_found`, `review_decided`, `review_unfit` (with `detail`), `approval_required`, `approval_invalid`
 */
export async function accept(
  tenant: Tenant,
  asker: Asker,
  id: string,
  input: ReviewAccept,
  remember: Remember,
): Promise<PaymentReview> {
  return decide(tenant, asker, id, input, { can: 'accept', word: 'accepted' }, remember, async (subject, tx) => {
    const { attempt, refund, unapplied } = subject;
    const { receiptNumber } = input;
    if (refund) {
      await learnRefund(tenant, refund._id, ['acceptedByStaff'], { receiptNumber: receiptNumber ?? null }, tx);
    } else if (unapplied > 0) {
      const obstacle = await applyLater(tenant, attempt, subject.review._id, tx);
      if (obstacle !== null)
        throw new Refused('review_unfit', {
          detail: `The money cannot be used for its order (${obstacle}). Give it back instead.`,
        });
    } else {
      const facts = ['reviewOpened', 'acceptedByStaff'] as const;
      const findings = { reviewReason: subject.review.reason, ...(receiptNumber ? { receiptNumber } : {}) };
      await learnPayment(tenant, attempt._id, facts, findings, tx);
    }
  });
}

/** The money did not move; or, of a payment that is decided, there is nothing to do. Errors as `accept`. */
export async function reject(
  tenant: Tenant,
  asker: Asker,
  id: string,
  input: ReviewReject,
  remember: Remember,
): Promise<PaymentReview> {
  return decide(tenant, asker, id, input, { can: 'reject', word: 'rejected' }, remember, async (subject, tx) => {
    const { attempt, refund } = subject;
    const failure = { code: 'rejected_by_staff', message: input.note ?? 'A person found that no money moved.' };
    if (refund) await learnRefund(tenant, refund._id, ['rejectedByStaff'], { failure }, tx);
    else if (attempt.state === 'needs_review' || attempt.state === 'unknown')
      await learnPayment(
        tenant,
        attempt._id,
        ['reviewOpened', 'rejectedByStaff'],
        {
          reason: 'unknown',
          reviewReason: subject.review.reason,
        },
        tx,
      );
  });
}

/** Gives unapplied money back. Errors as `accept`, and as a refund refuses. */
export async function giveBack(
  tenant: Tenant,
  asker: Asker,
  id: string,
  input: ReviewRefund,
  remember: Remember,
): Promise<PaymentReview> {
  const made: Awaited<ReturnType<typeof writePaymentRefund>>[] = [];
  const { approval: _, ...how } = input;
  const decision = { can: 'refund', word: 'refunded' } as const;
  const answer = await decide(tenant, asker, id, input, decision, remember, async ({ attempt, review }, tx) => {
    const reason = review.reason === 'second_payment' ? 'double_payment' : 'other';
    // Its own limit was looked at for the review: one approval is enough.
    const within = { ...asker, actor: { ...asker.actor, limits: { ...asker.actor.limits, refund: null } } };
    // The driver may run this again after a conflict: what counts is the last one.
    made[0] = await writePaymentRefund(tenant, within, attempt._id, { ...how, reason }, tx);
  });
  const [written] = made;
  if (written?.token) await send(tenant, written.refund, written.token);
  return answer;
}

async function decide(
  tenant: Tenant,
  { actor, requestId }: Asker,
  id: string,
  input: { note?: string | undefined; approval?: string | undefined },
  { can, word }: Decision,
  remember: Remember,
  act: (subject: Case, tx: ClientSession) => Promise<void>,
): Promise<PaymentReview> {
  return inTransaction(
    async (tx) => {
      const review = await findReview(tenant, id, tx);
      if (!review) throw new Refused('not_found');
      if (review.resolvedAt) throw new Refused('review_decided');
      const subject = await caseOf(tenant, review, tx);
      const possible = canOf(subject);
      if (!possible.includes(can))
        throw new Refused('review_unfit', {
          detail: possible.length > 0 ? `It can be decided by: ${possible.join(', ')}.` : 'It is still being checked.',
        });
      const { amount } = toReview(subject).amount;
      const approver = await needLimit(
        tenant,
        { action: 'review', subject: id, amount, by: actor },
        input.approval,
        tx,
      );
      // Closed first: what the decision itself brings up (a second payment, goods that are gone) is a new matter.
      await resolveReviews(tenant, review, word, actor, input.note, tx);
      await act(subject, tx);
      const after = { reason: review.reason, payment: review.payment, amount, approvedBy: approver?.name ?? null };
      await audit(tenant, actor, { action: `review.${word}`, subject: id, after, note: input.note }, requestId, tx);
      const answer = toReview(await caseOf(tenant, { ...review, ...(await resolved(tenant, id, tx)) }, tx));
      await remember(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(tenant) },
  ).catch((error: unknown) => {
    throw isDuplicate(error, 'receiptNumber')
      ? invalid('receiptNumber', 'known', 'belongs to another payment already')
      : error;
  });
}

async function resolved(tenant: Tenant, id: string, tx: ClientSession) {
  const review = await findReview(tenant, id, tx);
  if (!review?.resolvedAt) throw new Error(`review ${id} was decided and is still open`);
  return review;
}
