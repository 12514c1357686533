import type { DarajaResult } from '@smartduka/daraja';
import { clock } from '../../platform/clock.js';
import { isDuplicate } from '../../platform/database.js';
import { log } from '../../platform/log.js';
import type { Tenant } from '../../platform/tenancy.js';
import type { Posted } from '../payments/results/inbox.js';
import type { RefundClaim, RefundRecord } from './model.js';
import { findRefund } from './present.js';
import { isFinal } from './rules.js';
import { learn } from './service.js';

/** What M-Pesa posted about a refund. Its address is known to M-Pesa alone; it still has to name the very request (C3). */
export async function takeResult(tenant: Tenant, id: string, { road, reading }: Posted): Promise<string> {
  const refund = await findRefund(tenant, id);
  if (!refund) return 'no_refund';
  // The queue gave up: unknown, and a result may still follow.
  if (road === 'timeout') {
    await learn(tenant, id, ['queueGaveUp']);
    return 'queue_gave_up';
  }
  if (!reading.ok) {
    await learn(tenant, id, ['outcomeClaimed', 'reviewOpened'], { reviewReason: 'result_unreadable' });
    return 'unreadable';
  }
  if (isFinal(refund.state)) return 'known';
  const { result } = reading;
  const mismatch = mismatchOf(refund, result);
  if (mismatch) {
    log.warn(
      { event: 'security', refund: id, order: refund.order, code: mismatch },
      'a result does not fit its refund',
    );
    await learn(tenant, id, ['outcomeClaimed', 'reviewOpened'], { reviewReason: mismatch });
    return mismatch;
  }
  await learn(tenant, id, ['outcomeClaimed'], { claim: claimOf(result) });
  const decided = await decide(tenant, id);
  return decided?.state ?? 'no_refund';
}

/** A claimed outcome that names our own request decides it; one that came before we knew its names waits for them. */
export async function decide(tenant: Tenant, id: string): Promise<RefundRecord | null> {
  const refund = await findRefund(tenant, id);
  if (!refund?.claim || refund.state !== 'confirming') return refund;
  const { claim } = refund;
  if (!isOurs(refund, claim)) return refund;
  if (claim.done) return succeed(tenant, id, claim.receiptNumber);
  const failure = { code: claim.code, message: claim.message };
  // Somebody else may have reversed it, in the portal or by an earlier request: what is true only a person can find out.
  if (claim.code === 'R000001')
    return learn(tenant, id, ['reviewOpened'], { reviewReason: 'reversed_already', failure });
  return learn(tenant, id, ['notDoneForSure'], { failure });
}

/** Certainly done. A receipt number that another refund has is a person's business. */
export async function succeed(tenant: Tenant, id: string, receiptNumber: string | null): Promise<RefundRecord | null> {
  try {
    return await learn(tenant, id, ['outcomeClaimed', 'doneForSure'], { receiptNumber });
  } catch (error) {
    if (!isDuplicate(error, 'receiptNumber')) throw error;
    return learn(tenant, id, ['outcomeClaimed', 'reviewOpened'], { reviewReason: 'receipt_known' });
  }
}

const isOurs = (refund: RefundRecord, said: { conversationId: string; originatorConversationId: string }): boolean =>
  (refund.conversationId !== null && refund.conversationId === said.conversationId) ||
  (refund.originatorConversationId !== null && refund.originatorConversationId === said.originatorConversationId);

function mismatchOf(refund: RefundRecord, result: DarajaResult): string | null {
  if (refund.conversationId !== null && !isOurs(refund, result)) return 'result_of_another_request';
  if (!result.succeeded) return null;
  const amount = result.value('Amount') ?? result.value('TransactionAmount');
  if (amount !== undefined && Math.round(Number(amount) * 100) !== refund.amount) return 'result_amount_differs';
  const original = result.value('OriginalTransactionID');
  if (original !== undefined && refund.originalReceipt !== null && original !== refund.originalReceipt)
    return 'result_of_another_payment';
  return null;
}

function claimOf(result: DarajaResult): RefundClaim {
  return {
    done: result.succeeded,
    code: result.resultCode,
    message: result.resultDescription,
    conversationId: result.conversationId,
    originatorConversationId: result.originatorConversationId,
    receiptNumber: result.transactionId ?? result.value('TransactionReceipt') ?? null,
    at: clock.now(),
  };
}
