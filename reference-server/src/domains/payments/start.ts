import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { inBackground } from '../../platform/background.js';
import { newId } from '../../platform/ids.js';
import { sha256 } from '../../platform/keyring.js';
import { sealPhone } from '../../platform/personal.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { dueOf, isPayable, tell, type OrderRecord } from '../orders/service.js';
import { attemptsOf, toPayment } from './attempts.js';
import { mpesaFor } from './gateways/choose.js';
import type { Mpesa, PushOutcome } from './gateways/mpesa.js';
import { Attempts, type AttemptRecord } from './model.js';
import { bookPrompt, spendShopPrompt } from './prompts.js';
import { examineSoon } from './reconcile.js';
import { blocksOthers, promptLimits, shillingsOf, times, toReason } from './rules.js';
import { learn, type PaymentRequest } from './service.js';

/** A payment that is about to be written down. Holds the callback token, which is stored nowhere (P1). */
export interface Prepared {
  readonly id: string;
  readonly request: PaymentRequest;
  readonly mpesa: Mpesa | null;
  readonly token: string;
}

/**
 * Looks whether such a payment can be taken at all, before anything is written.
 *
 * @param location Where the order's goods leave from: its own credentials come before the shop's.
 * @throws Refused `payment_method_unavailable`, `too_many_prompts`
 */
export async function prepare(tenant: Tenant, request: PaymentRequest, location: string | null): Promise<Prepared> {
  const mpesa = request.method === 'mpesa' ? await mpesaFor(tenant, location) : null;
  if (request.method === 'mpesa') {
    if (!mpesa || !mpesa.answering) throw new Refused('payment_method_unavailable');
    spendShopPrompt(tenant, limitsOf(mpesa));
  }
  if (request.method === 'paybill' && !(await mpesaFor(tenant, location)))
    throw new Refused('payment_method_unavailable');
  // Hex: Daraja refuses addresses with certain words, and base64 spells one of them now and then.
  return { id: newId('payment'), request, mpesa, token: randomBytes(32).toString('hex') };
}

const limitsOf = (mpesa: Mpesa) => promptLimits[mpesa.simulated ? 'simulated' : 'real'];

/**
 * Writes the attempt down, in the transaction of its order and before Daraja hears of it.
 *
 * @throws Refused `amount_exceeds_due` (with `due`), `amount_out_of_range`, `too_many_prompts`
 */
export async function writeAttempt(
  tenant: Tenant,
  order: OrderRecord,
  { id, request, mpesa, token }: Prepared,
  tx: ClientSession,
): Promise<{ attempt: AttemptRecord; order: OrderRecord }> {
  const now = clock.now();
  const due = dueOf(order);
  const amount = ('amount' in request ? request.amount : undefined) ?? due;
  if (amount > due) throw new Refused('amount_exceeds_due', { due });
  const state = request.method === 'mpesa' ? 'requesting' : 'pending';
  const fact = request.method === 'mpesa' ? 'pushSent' : 'promised';
  let phone: AttemptRecord['phone'] = null;
  if (request.method === 'mpesa' && mpesa) {
    if (shillingsOf(amount) === null) throw new Refused('amount_out_of_range');
    const limits = limitsOf(mpesa);
    if ((await attemptsOf(tenant, [order._id], tx)).length >= limits.perOrder) throw new Refused('too_many_prompts');
    phone = sealPhone(tenant, request.phone);
    await bookPrompt(phone.hash, id, limits, tx);
  }
  const attempt: AttemptRecord = {
    ...owned(tenant),
    _id: id,
    order: order._id,
    method: request.method,
    state,
    ...(blocksOthers(request.method, state) ? { live: true } : {}),
    reason: null,
    retryable: false,
    amount,
    currency: order.currency,
    phone,
    shortcode: mpesa?.shortcode ?? null,
    callbackHash: mpesa ? sha256(token) : null,
    callbackUntil: mpesa ? new Date(now.getTime() + times.callbackToken) : null,
    checkoutRequestId: null,
    merchantRequestId: null,
    receiptNumber: null,
    tender: null,
    claim: null,
    firstDenial: null,
    late: false,
    unapplied: false,
    reviewReason: null,
    pushedAt: mpesa ? now : null,
    promptExpiresAt: null,
    nextCheckAt: mpesa ? new Date(now.getTime() + times.requestingLease) : null,
    checks: 0,
    history: [{ state, fact, at: now }],
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  await Attempts.create([attempt], { session: tx });
  const told = await tell(tenant, order._id, `payment.${state}`, (after) => toPayment(attempt, isPayable(after)), tx);
  return { attempt, order: told };
}

/**
 * Asks for the prompt, outside any transaction. Waits up to 10 s for the answer; when none has come, the attempt is returned as it stands
 * (`requesting`), and what the answer says is learnt when it comes. Never asks twice: a second prompt could be a second charge.
 */
export async function sendPrompt(
  tenant: Tenant,
  order: OrderRecord,
  attempt: AttemptRecord,
  { request, mpesa, token }: Prepared,
): Promise<AttemptRecord> {
  if (request.method !== 'mpesa' || !mpesa) return attempt;
  const pushed = mpesa
    .push({
      shillings: attempt.amount / 100,
      phone: request.phone,
      reference: order.number,
      token,
    })
    .then((outcome) => takeIn(tenant, attempt, outcome));
  inBackground('push', () => pushed);
  const waited = pause(times.answerWithin, null, { ref: false });
  return (await Promise.race([pushed.catch(() => null), waited])) ?? attempt;
}

/** The push's answer is a fact like any other. */
async function takeIn(tenant: Tenant, attempt: AttemptRecord, outcome: PushOutcome): Promise<AttemptRecord | null> {
  switch (outcome.kind) {
    case 'accepted': {
      const { checkoutRequestId, merchantRequestId } = outcome;
      const learnt = await learn(tenant, attempt._id, ['pushAccepted'], { checkoutRequestId, merchantRequestId });
      // Its callback was faster than this answer, and has waited for the id.
      if (learnt?.state === 'confirming') examineSoon(tenant, attempt._id);
      return learnt;
    }
    case 'refused':
      return learn(tenant, attempt._id, ['pushRefused'], {
        reason: toReason(outcome.reason),
        retryable: outcome.retryable,
      });
    case 'unknown':
      // No reply is no refusal: the phone may be ringing already.
      return learn(tenant, attempt._id, ['answerLost']);
  }
}
