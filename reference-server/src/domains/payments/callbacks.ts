import { parseStkCallback } from '@smartduka/daraja';
import { inBackground } from '../../platform/background.js';
import { clock } from '../../platform/clock.js';
import { isDuplicate, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import type { Job } from '../../platform/jobs.js';
import { seal, sha256, unseal } from '../../platform/keyring.js';
import { log } from '../../platform/log.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { findAttempt } from './attempts.js';
import { Attempts, Callbacks, type AttemptRecord, type CallbackRecord } from './model.js';
import { examine } from './reconcile.js';
import { learn, noteOddity } from './service.js';

/** The attempt that a callback address belongs to. Found by hash, so timing tells nothing; expired addresses are nobody's (C1). */
export async function attemptOfToken(token: string): Promise<AttemptRecord | null> {
  if (!/^[0-9a-f]{64}$/.test(token)) return null;
  const attempt = await acrossTenants(Attempts.findOne({ callbackHash: sha256(token) })).lean<AttemptRecord>();
  return attempt?.callbackUntil && attempt.callbackUntil > clock.now() ? attempt : null;
}

/** Keeps the body word for word, for good, before it is answered; thinks about it afterwards (C1). */
export async function receive(attempt: AttemptRecord, body: string, from: string): Promise<void> {
  const tenant = { shop: attempt.shop, mode: attempt.mode };
  const id = newId('event');
  await Callbacks.create({
    ...owned(tenant),
    _id: id,
    payment: attempt._id,
    body: seal(body, id),
    from,
    outcome: null,
    receivedAt: clock.now(),
    processedAt: null,
  });
  inBackground('callback', () => digest(tenant, id));
}

/** Reads one stored callback and lets its attempt learn what it claims. Safe to repeat. */
export async function digest(tenant: Tenant, id: string): Promise<void> {
  const row = await Callbacks.findOne({ ...owned(tenant), _id: id }).lean<CallbackRecord>();
  if (!row || row.processedAt) return;
  const attempt = await findAttempt(tenant, row.payment);
  const outcome = attempt ? await consider(tenant, attempt, unseal(row.body, id)) : 'no_attempt';
  await Callbacks.updateOne({ ...owned(tenant), _id: id }, { $set: { outcome, processedAt: clock.now() } });
}

/** What the callback claims is checked against what we stored; any mismatch is a person's business (C3, C5). */
async function consider(tenant: Tenant, attempt: AttemptRecord, body: string): Promise<string> {
  const reading = parseStkCallback(body);
  if (!reading.ok) {
    await noteOddity(tenant, attempt, 'callback_unreadable');
    await examine(tenant, attempt._id);
    return 'unreadable';
  }
  const { checkoutRequestId, resultCode, verdict, amount, receiptNumber } = reading.callback;
  const mismatch = await mismatchOf(attempt, { checkoutRequestId, amount, receiptNumber });
  if (mismatch) {
    log.warn(
      { event: 'security', payment: attempt._id, order: attempt.order, code: mismatch },
      'a callback does not fit its attempt',
    );
    await noteOddity(tenant, attempt, mismatch);
    await learn(tenant, attempt._id, ['outcomeClaimed', 'reviewOpened'], { reviewReason: mismatch });
    return mismatch;
  }
  const claim = {
    paid: verdict.paid,
    code: resultCode,
    checkoutRequestId,
    receiptNumber: receiptNumber ?? null,
    at: clock.now(),
  };
  try {
    // Of a success that we know of already, all that is new is its number, and that is filled in once (C7).
    await learn(tenant, attempt._id, ['outcomeClaimed'], { claim });
    await examine(tenant, attempt._id);
  } catch (error) {
    if (!isDuplicate(error, 'receiptNumber')) throw error;
    await learn(tenant, attempt._id, ['reviewOpened'], { reviewReason: 'receipt_known' });
    return 'receipt_known';
  }
  return verdict.paid ? 'claimed_paid' : 'claimed_unpaid';
}

async function mismatchOf(
  attempt: AttemptRecord,
  said: { checkoutRequestId: string; amount: number | undefined; receiptNumber: string | undefined },
): Promise<string | null> {
  if (attempt.checkoutRequestId !== null && attempt.checkoutRequestId !== said.checkoutRequestId)
    return 'callback_of_another_request';
  const others = trusted({ $ne: attempt._id });
  // The genuine id of another attempt is a forgery here.
  if (await acrossTenants(Attempts.exists({ _id: others, checkoutRequestId: said.checkoutRequestId })))
    return 'callback_of_another_request';
  if (said.amount !== undefined && said.amount * 100 !== attempt.amount) return 'callback_amount_differs';
  if (said.receiptNumber && (await acrossTenants(Attempts.exists({ _id: others, receiptNumber: said.receiptNumber }))))
    return 'receipt_known';
  if (said.receiptNumber && attempt.receiptNumber && said.receiptNumber !== attempt.receiptNumber)
    return 'second_receipt_number';
  return null;
}

/** Callbacks that were stored and never thought about, since the process ended in between. */
export const callbackJob: Job = {
  name: 'payments.callbacks',
  everyMs: 2_000,
  async run() {
    const before = new Date(clock.now().getTime() - 3_000);
    const waiting = await acrossTenants(
      Callbacks.find({ processedAt: null, receivedAt: trusted({ $lte: before }) })
        .sort({ receivedAt: 1 })
        .limit(50),
    ).lean<CallbackRecord[]>();
    for (const { shop, mode, _id } of waiting) await digest({ shop, mode }, _id);
  },
};
