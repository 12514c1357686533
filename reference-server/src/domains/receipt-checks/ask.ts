import type { ReceiptCheck } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { inBackground } from '../../platform/background.js';
import { clock } from '../../platform/clock.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { spend } from '../../platform/limits.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { stockQueue } from '../inventory/service.js';
import { MoneyReceipts, type MoneyReceiptRecord } from '../money-receipts/model.js';
import { isPayable, openOrder, type OrderOpener, type OrderRecord } from '../orders/service.js';
import { mpesaBy, mpesaFor } from '../payments/gateways/choose.js';
import { Attempts, type AttemptRecord } from '../payments/model.js';
import { newResultAddress } from '../payments/results/addresses.js';
import { ReceiptChecks, type ReceiptCheckRecord } from './model.js';
import { toReceiptCheck } from './present.js';
import { answerWithin, checkLimits, receiptNumberIn } from './rules.js';
import { useFor, type Outcome } from './use.js';

interface Begun {
  readonly check: ReceiptCheckRecord;
  /** Address of the answer, when M-Pesa is to be asked. */
  readonly token: string | null;
}

/**
 * Takes in a receipt that somebody shows for an order. Money that we were told of already is used at once; M-Pesa is asked about the rest, and its
 * answer comes later. The same receipt shown again is the same check.
 *
 * @throws Refused `not_found`, `order_canceled`, `order_paid`, `receipt_used`, `receipt_check_unavailable`, `rate_limited`, `validation_failed`
 */
export async function checkReceipt(
  tenant: Tenant,
  actor: Actor,
  orderId: string,
  opener: OrderOpener,
  pasted: string,
  remember: (answer: ReceiptCheck, tx: ClientSession) => Promise<void>,
): Promise<ReceiptCheck> {
  const receiptNumber = receiptNumberIn(pasted);
  if (!receiptNumber)
    throw invalid('receipt', 'no_receipt_number', 'must hold the receipt number of M-Pesa, such as UKO8F2K9QX');
  await openOrder(tenant, orderId, opener);
  spend(checkLimits.order, orderId);
  spend(checkLimits.shop, tenant.shop);
  const begin = () =>
    inTransaction(
      async (tx) => {
        const order = await openOrder(tenant, orderId, opener, tx);
        const begun = await write(tenant, actor, order, receiptNumber, tx);
        await remember(toReceiptCheck(begun.check), tx);
        return begun;
      },
      { inTurn: stockQueue(tenant) },
    );
  const { check, token } = await begin().catch((error: unknown) => {
    // Shown twice at once, or told of in between: the second look sees it.
    if (isDuplicate(error, 'receiptNumber')) return begin();
    throw error;
  });
  if (token) inBackground('receipt', () => ask(tenant, check, token));
  return toReceiptCheck(check);
}

async function write(
  tenant: Tenant,
  { kind, id, name }: Actor,
  order: OrderRecord,
  receiptNumber: string,
  tx: ClientSession,
): Promise<Begun> {
  const by = { kind, id, name };
  const now = clock.now();
  const before = await ReceiptChecks.findOne({ ...owned(tenant), order: order._id, receiptNumber }, null, {
    session: tx,
  }).lean<ReceiptCheckRecord>();
  const waiting = before?.state === 'asking' && before.askedUntil !== null && before.askedUntil > now;
  if (before && (waiting || before.state === 'applied')) return { check: before, token: null };

  const save = async (set: Partial<ReceiptCheckRecord>): Promise<ReceiptCheckRecord> => {
    const fresh: ReceiptCheckRecord = {
      ...owned(tenant),
      _id: before?._id ?? newId('receiptCheck', now),
      order: order._id,
      receiptNumber,
      state: 'asking',
      reason: null,
      amount: null,
      currency: order.currency,
      payment: null,
      shortcode: null,
      by,
      askedUntil: null,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      ...set,
    };
    if (before) await ReceiptChecks.replaceOne({ ...owned(tenant), _id: before._id }, fresh, { session: tx });
    else await ReceiptChecks.create([fresh], { session: tx });
    return fresh;
  };

  const known = await acrossTenants(Attempts.findOne({ receiptNumber }, null, { session: tx })).lean<AttemptRecord>();
  if (known) {
    if (known.shop !== tenant.shop || known.mode !== tenant.mode || known.order !== order._id)
      throw new Refused('receipt_used');
    return { check: await save({ state: 'applied', payment: known._id, amount: known.amount }), token: null };
  }
  if (order.status !== 'open') throw new Refused('order_canceled');
  if (!isPayable(order)) throw new Refused('order_paid');

  const receipt = await acrossTenants(
    MoneyReceipts.findOne({ receiptNumber }, null, { session: tx }),
  ).lean<MoneyReceiptRecord>();
  if (receipt) {
    const ours = receipt.shop === tenant.shop && receipt.mode === tenant.mode;
    const outcome: Outcome = ours ? await useFor(tenant, receipt, order, by, tx) : { reason: 'other_shop' };
    return { check: await save({ ...settled(outcome), amount: ours ? receipt.amount : null }), token: null };
  }
  const mpesa = await mpesaFor(tenant, order.location);
  if (!mpesa?.hasInitiator || !mpesa.answering) throw new Refused('receipt_check_unavailable');
  const check = await save({ shortcode: mpesa.shortcode, askedUntil: new Date(now.getTime() + answerWithin) });
  return { check, token: await newResultAddress(tenant, 'receiptStatus', check._id, tx) };
}

export function settled(outcome: Outcome): Pick<ReceiptCheckRecord, 'state' | 'reason' | 'payment' | 'askedUntil'> {
  return 'payment' in outcome
    ? { state: 'applied', reason: null, payment: outcome.payment, askedUntil: null }
    : { state: 'refused', reason: outcome.reason, payment: null, askedUntil: null };
}

async function ask(tenant: Tenant, check: ReceiptCheckRecord, token: string): Promise<void> {
  const mpesa = await mpesaBy(tenant, check.shortcode);
  const answer = await mpesa?.askStatus({
    subject: { receiptNumber: check.receiptNumber },
    of: 'collections',
    token,
  });
  // No reply is no refusal: its result may come all the same.
  if (!answer || answer.kind === 'refused') await giveUp(tenant, check._id);
}

/** Nobody answered, as far as we know. */
export async function giveUp(tenant: Tenant, id: string): Promise<void> {
  await ReceiptChecks.updateOne(
    { ...owned(tenant), _id: id, state: 'asking' },
    { $set: { state: 'unanswered', reason: 'no_answer', askedUntil: null, updatedAt: clock.now() } },
  );
}
