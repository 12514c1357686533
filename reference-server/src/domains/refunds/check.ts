import { clock } from '../../platform/clock.js';
import { trusted } from '../../platform/database.js';
import type { Job } from '../../platform/jobs.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { mpesaBy } from '../payments/gateways/choose.js';
import { newResultAddress } from '../payments/results/addresses.js';
import type { Posted } from '../payments/results/inbox.js';
import { Refunds, type RefundRecord } from './model.js';
import { succeed } from './outcome.js';
import { findRefund } from './present.js';
import { isFinal, pauseBeforeCheck, times, type RefundFact } from './rules.js';
import { learn, type Findings } from './service.js';

/**
 * Asks M-Pesa what became of a refund that nobody has decided yet. The answer is posted later, and moves nothing by itself. Safe at any time, from
 * any process; the request itself is never repeated.
 */
export async function examine(tenant: Tenant, id: string): Promise<RefundRecord | null> {
  const refund = await findRefund(tenant, id);
  if (!refund || isFinal(refund.state) || refund.state === 'needs_review') return refund;
  const age = clock.now().getTime() - (refund.requestedAt ?? refund.createdAt).getTime();
  const due = lateFacts(refund, age);
  const now = due ? await learn(tenant, id, due.facts, due.findings) : refund;
  if (!now || isFinal(now.state) || now.state === 'needs_review' || now.state === 'requesting') return now;
  const mpesa = await mpesaBy(tenant, refund.shortcode ?? null);
  if (mpesa?.hasInitiator && now.state !== 'pending')
    await mpesa.askStatus({
      subject: subjectOf(now),
      of: now.method === 'mpesa_payout' ? 'payouts' : 'collections',
      token: await newResultAddress(tenant, 'refundStatus', id, null),
    });
  await checkAgain(tenant, now);
  return now;
}

/** What time alone tells us. */
function lateFacts(refund: RefundRecord, age: number): { facts: RefundFact[]; findings: Findings } | null {
  if (refund.state === 'requesting')
    // The process that asked may have been killed; whether M-Pesa heard it nobody knows.
    return age >= times.requestingLease ? { facts: ['answerLost'], findings: {} } : null;
  if (age >= times.review) return { facts: ['silenceFell', 'reviewOpened'], findings: { reviewReason: 'no_answer' } };
  if (refund.unheardOf >= 3 && age >= times.unheardOf)
    return { facts: ['silenceFell', 'reviewOpened'], findings: { reviewReason: 'not_found' } };
  if (refund.state === 'pending' && age >= times.silence) return { facts: ['silenceFell'], findings: {} };
  return null;
}

/** By which name M-Pesa knows it best: its own, then ours, then the payment that was to be reversed. */
function subjectOf(refund: RefundRecord): { receiptNumber: string } | { conversationId: string } {
  const conversationId =
    refund.conversationId ?? refund.claim?.conversationId ?? refund.originatorConversationId ?? null;
  return conversationId ? { conversationId } : { receiptNumber: refund.originalReceipt ?? '' };
}

async function checkAgain(tenant: Tenant, refund: RefundRecord): Promise<void> {
  const wait = pauseBeforeCheck(refund.state, refund.checks + 1);
  await Refunds.updateOne(
    { ...owned(tenant), _id: refund._id, state: refund.state },
    {
      $set: { nextCheckAt: wait === null ? null : new Date(clock.now().getTime() + wait) },
      $inc: { checks: 1 },
    },
  );
}

/** The answer to such a question. */
export async function takeStatus(tenant: Tenant, id: string, { road, reading }: Posted): Promise<string> {
  const refund = await findRefund(tenant, id);
  if (!refund || isFinal(refund.state)) return 'known';
  if (road === 'timeout' || !reading.ok) return 'no_answer';
  const { result } = reading;
  if (!result.succeeded) {
    if (result.resultCode !== 'R000002') return 'no_answer';
    await noteUnheard(tenant, refund);
    return 'not_found';
  }
  const receipt = result.value('ReceiptNo') ?? null;
  const status = result.value('TransactionStatus') ?? '';
  if (refund.originalReceipt !== null && receipt === refund.originalReceipt) {
    // About the payment that was to be reversed. Completed: not reversed, or not yet.
    if (status === 'Cancelled' || status === 'Reversed') return stateOf(await succeed(tenant, id, null));
    await noteUnheard(tenant, refund);
    return 'not_reversed';
  }
  const amount = Number(result.value('Amount'));
  if (Math.round(amount * 100) !== refund.amount) {
    await learn(tenant, id, ['outcomeClaimed', 'reviewOpened'], { reviewReason: 'status_amount_differs' });
    return 'status_amount_differs';
  }
  if (status === 'Completed') return stateOf(await succeed(tenant, id, receipt));
  if (status === 'Declined' || status === 'Expired' || status === 'Cancelled') {
    const failure = { code: status.toLowerCase(), message: `M-Pesa says: ${status}` };
    return stateOf(await learn(tenant, id, ['outcomeClaimed', 'notDoneForSure'], { failure }));
  }
  return 'undecided';
}

const stateOf = (refund: RefundRecord | null): string => refund?.state ?? 'no_refund';

async function noteUnheard(tenant: Tenant, refund: RefundRecord): Promise<void> {
  await Refunds.updateOne({ ...owned(tenant), _id: refund._id, state: refund.state }, { $inc: { unheardOf: 1 } });
}

/** Another process may take a refund up again after this, should the one that took it be gone. */
const claimedFor = 45_000;

/** Asks about every refund that is due. */
export async function examineDue(signal: AbortSignal): Promise<void> {
  const now = clock.now();
  const due = await acrossTenants(
    Refunds.find({ nextCheckAt: trusted({ $lte: now }) })
      .sort({ nextCheckAt: 1 })
      .limit(50),
  ).lean<RefundRecord[]>();
  for (const refund of due) {
    if (signal.aborted) return;
    const tenant = { shop: refund.shop, mode: refund.mode };
    const mine = await Refunds.updateOne(
      { ...owned(tenant), _id: refund._id, nextCheckAt: refund.nextCheckAt },
      { $set: { nextCheckAt: isFinal(refund.state) ? null : new Date(now.getTime() + claimedFor) } },
    );
    if (mine.matchedCount === 1) await examine(tenant, refund._id);
  }
}

export const refundJob: Job = { name: 'refunds.check', everyMs: 2_000, run: examineDue };
