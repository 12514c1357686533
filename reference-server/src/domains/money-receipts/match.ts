import { hashMsisdn, parseC2b, type C2bPayer } from '@smartduka/daraja';
import type { ClientSession } from 'mongoose';
import { system } from '../../platform/actor.js';
import { clock } from '../../platform/clock.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { unseal } from '../../platform/keyring.js';
import { openPhone } from '../../platform/personal.js';
import { Refused } from '../../platform/refusals.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { stockQueue } from '../inventory/service.js';
import { dueOf, isPayable, ordersNumbered, type OrderRecord } from '../orders/service.js';
import { attemptsOf } from '../payments/attempts.js';
import { Attempts, type AttemptRecord } from '../payments/model.js';
import { resolveReviews } from '../payments/reviews.js';
import { isFinal } from '../payments/rules.js';
import { keepFindings, take, withdrawPromises } from '../payments/service.js';
import { orderOfCode } from '../payment-links/order.js';
import { insertAttempt } from '../payments/tenders.js';
import { MoneyReceipts, type MoneyReceiptRecord } from './model.js';
import { orderNumberIn } from './reference.js';

/** Finds what a stored receipt was for and uses it, in one transaction. Safe to repeat, and at once. */
export async function match(tenant: Tenant, id: string): Promise<void> {
  const look = () =>
    inTransaction(
      async (tx) => {
        const receipt = await findReceipt(tenant, id, tx);
        if (receipt?.state !== 'received') return;
        const known = await attemptWith(receipt, tx);
        if (known) return join(tenant, receipt, known, tx);
        const number = orderNumberIn(receipt.reference);
        const order = number ? (await ordersNumbered(tenant.mode, number, tenant.shop, tx))[0] : undefined;
        const asked = order ?? (await orderOfCode(tenant, receipt.reference, receipt.amount, tx));
        await useFor(tenant, receipt, asked, tx);
      },
      { inTurn: stockQueue(tenant) },
    );
  await look().catch((error: unknown) => {
    // The prompt's own callback brought the number in between: then it is the same money.
    if (isDuplicate(error, 'receiptNumber')) return look();
    throw error;
  });
}

async function useFor(
  tenant: Tenant,
  receipt: MoneyReceiptRecord,
  order: OrderRecord | undefined,
  tx: ClientSession,
): Promise<void> {
  if (!order) return setAside(tenant, receipt, 'unknown_reference', tx);
  const attempts = await attemptsOf(tenant, [order._id], tx);
  const own = attempts.find((attempt) => isMoneyOf(tenant, attempt, receipt));
  // The prompt's money, told by another road: one payment, whichever was heard first.
  if (own) {
    await credit(tenant, receipt, order, own, tx);
    return;
  }
  if (order.status !== 'open') return setAside(tenant, receipt, 'order_canceled', tx);
  if (!isPayable(order)) return setAside(tenant, receipt, 'order_paid', tx);
  const due = dueOf(order);
  const promise = attempts.find(
    ({ method, state, amount }) => method === 'paybill' && state === 'pending' && amount === receipt.amount,
  );
  if (receipt.amount > due) return setAside(tenant, receipt, 'overpaid', tx);
  if (receipt.amount < due && !promise) return setAside(tenant, receipt, 'underpaid', tx);
  await credit(tenant, receipt, order, promise ?? null, tx);
}

/**
 * Makes the receipt a payment of the order: the attempt that waited for it, or a new one.
 *
 * @returns The payment, succeeded.
 */
export async function credit(
  tenant: Tenant,
  receipt: MoneyReceiptRecord,
  order: OrderRecord,
  waiting: AttemptRecord | null,
  tx: ClientSession,
  claimedBy: MoneyReceiptRecord['claimedBy'] = null,
): Promise<AttemptRecord> {
  const { receiptNumber, amount, shortcode } = receipt;
  if (receiptNumber === null) throw new Error(`${receipt._id} has no number`);
  let attempt = waiting;
  if (!waiting || waiting.method === 'paybill') await withdrawPromises(tenant, order._id, tx, waiting?._id ?? null);
  attempt = attempt
    ? await keepFindings(tenant, attempt, { receiptNumber }, tx)
    : await insertAttempt(tenant, order, { method: 'paybill', amount, receiptNumber, shortcode }, tx);
  // What a person was to look at has answered itself. Closed first: what using the money brings up is a new matter.
  if (attempt.state === 'needs_review')
    await resolveReviews(tenant, { payment: attempt._id }, 'accepted', claimedBy ?? system, receiptNumber, tx);
  attempt = await take(tenant, attempt, 'receiptArrived', {}, tx);
  await note(
    tenant,
    receipt,
    { state: 'matched', reason: null, order: order._id, payment: attempt._id, claimedBy },
    tx,
  );
  return attempt;
}

/** The number is known already: the receipt tells of money that has been counted. */
async function join(
  tenant: Tenant,
  receipt: MoneyReceiptRecord,
  known: AttemptRecord,
  tx: ClientSession,
): Promise<void> {
  const ours = known.shop === tenant.shop && known.mode === tenant.mode && known.amount === receipt.amount;
  if (!ours) return setAside(tenant, receipt, 'known_elsewhere', tx);
  await note(tenant, receipt, { state: 'matched', reason: null, order: known.order, payment: known._id }, tx);
}

export async function attemptWith(receipt: MoneyReceiptRecord, tx: ClientSession): Promise<AttemptRecord | null> {
  const { receiptNumber } = receipt;
  if (receiptNumber === null) return null;
  return acrossTenants(Attempts.findOne({ receiptNumber }, null, { session: tx })).lean<AttemptRecord>();
}

const minute = 60_000;

/** Whether this is the money of a prompt whose number we do not know yet: the same sum from the same phone, at about that time. */
export function isMoneyOf(tenant: Tenant, attempt: AttemptRecord, receipt: MoneyReceiptRecord): boolean {
  if (attempt.method !== 'mpesa' || attempt.receiptNumber !== null || attempt.amount !== receipt.amount) return false;
  if (attempt.claim?.receiptNumber) return attempt.claim.receiptNumber === receipt.receiptNumber;
  if (isFinal(attempt.state) && attempt.state !== 'succeeded') return false;
  const pushed = attempt.pushedAt ?? attempt.createdAt;
  const paid = receipt.paidAt ?? receipt.receivedAt;
  const soon = paid.getTime() >= pushed.getTime() - 5 * minute && paid.getTime() <= pushed.getTime() + 30 * minute;
  const reading = parseC2b(unseal(receipt.body, receipt._id));
  if (!soon || !attempt.phone || !reading.ok) return false;
  return samePhone(openPhone(tenant, attempt.phone).slice(1), reading.message.payer);
}

function samePhone(msisdn: string, payer: C2bPayer): boolean {
  if (payer.form === 'plain') return payer.msisdn === msisdn;
  if (payer.form === 'hashed') return payer.hash === hashMsisdn(`+${msisdn}`);
  if (payer.form === 'missing') return true;
  const [, start = '', end = ''] = /^(\d*)\D*?(\d*)$/.exec(payer.masked.replaceAll(' ', '')) ?? [];
  return msisdn.startsWith(start) && msisdn.endsWith(end);
}

export async function findReceipt(
  tenant: Tenant,
  id: string,
  tx: ClientSession | null = null,
): Promise<MoneyReceiptRecord | null> {
  return MoneyReceipts.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<MoneyReceiptRecord>();
}

const setAside = (
  tenant: Tenant,
  receipt: MoneyReceiptRecord,
  reason: NonNullable<MoneyReceiptRecord['reason']>,
  tx: ClientSession,
) => note(tenant, receipt, { state: 'unmatched', reason }, tx);

/** One step, which names the state that it leaves (G2). */
async function note(
  tenant: Tenant,
  receipt: MoneyReceiptRecord,
  set: Partial<Pick<MoneyReceiptRecord, 'state' | 'reason' | 'order' | 'payment' | 'claimedBy'>>,
  tx: ClientSession,
): Promise<void> {
  const noted = await MoneyReceipts.updateOne(
    { ...owned(tenant), _id: receipt._id, state: receipt.state },
    { $set: { ...set, updatedAt: clock.now() } },
    { session: tx },
  );
  if (noted.matchedCount === 0) throw new Refused('receipt_used');
}
