import { setTimeout as pause } from 'node:timers/promises';
import { inBackground } from '../../platform/background.js';
import { openPhone } from '../../platform/personal.js';
import type { Tenant } from '../../platform/tenancy.js';
import { mpesaBy } from '../payments/gateways/choose.js';
import type { Acknowledged } from '../payments/gateways/mpesa.js';
import type { RefundRecord } from './model.js';
import { decide } from './outcome.js';
import { times } from './rules.js';
import { learn } from './service.js';

/**
 * Asks M-Pesa to move the money, outside any transaction, and once: a second request could be a second refund. Waits up to 10 s for it to be
 * taken in; when no answer has come by then, the refund is returned as it stands, and what the answer says is learnt when it comes.
 */
export async function send(tenant: Tenant, refund: RefundRecord, token: string): Promise<RefundRecord> {
  const asked = ask(tenant, refund, token).then((answer) => takeIn(tenant, refund, answer));
  inBackground('refund', () => asked);
  const waited = pause(times.answerWithin, null, { ref: false });
  return (await Promise.race([asked.catch(() => null), waited])) ?? refund;
}

async function ask(tenant: Tenant, refund: RefundRecord, token: string): Promise<Acknowledged> {
  const mpesa = await mpesaBy(tenant, refund.shortcode ?? null);
  const shillings = refund.amount / 100;
  const refused = (message: string): Acknowledged => ({
    kind: 'refused',
    code: 'not_sent',
    reason: 'config',
    message,
    retryable: true,
  });
  if (!mpesa) return refused('M-Pesa is not set up any more');
  if (refund.method === 'mpesa_reversal')
    return mpesa.reverse({ receiptNumber: refund.originalReceipt ?? '', shillings, token });
  if (!refund.phone || !refund.originatorConversationId) return refused('there is no phone to pay out to');
  return mpesa.payOut({
    originatorConversationId: refund.originatorConversationId,
    shillings,
    phone: openPhone(tenant, refund.phone),
    token,
  });
}

/** The answer to the request is a fact like any other. */
async function takeIn(tenant: Tenant, refund: RefundRecord, answer: Acknowledged): Promise<RefundRecord | null> {
  switch (answer.kind) {
    case 'accepted': {
      const { conversationId, originatorConversationId } = answer;
      await learn(tenant, refund._id, ['accepted'], { conversationId, originatorConversationId });
      // Its result may have been faster than this answer, and has waited for the names.
      return decide(tenant, refund._id);
    }
    case 'refused':
      // Daraja knows the name of this payout: the request did arrive once.
      if (answer.reason === 'duplicate') return learn(tenant, refund._id, ['answerLost']);
      return learn(tenant, refund._id, ['refused'], { failure: { code: answer.code, message: answer.message } });
    case 'unknown':
      // No reply is no refusal: the money may be on its way.
      return learn(tenant, refund._id, ['answerLost']);
  }
}
