import type { FulfilmentStatus, OrderEventType, PaymentStatus } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { log } from '../../platform/log.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { stockQueue, takeBack } from '../inventory/service.js';
import { addUpLines, statusOf } from '../orders/fulfil-rules.js';
import { findOrder, tell, type OrderChange, type OrderRecord } from '../orders/service.js';
import { book } from '../payments/ledger.js';
import { openReview, reopenReviews } from '../payments/reviews.js';
import { Refunds, type RefundClaim, type RefundRecord } from './model.js';
import { findRefund, refundsOf, toRefund } from './present.js';
import { pauseBeforeCheck, refundMoves, type RefundFact, type RefundState } from './rules.js';

/** What came with a fact and is to be kept. */
export interface Findings {
  conversationId?: string;
  originatorConversationId?: string;
  claim?: RefundClaim;
  receiptNumber?: string | null;
  failure?: { code: string; message: string };
  reviewReason?: string;
}

/**
 * Takes in facts about one refund, in the order given. The request's answer, results, questions and staff all enter here, at once if they like:
 * repeats and latecomers change nothing (G5).
 */
export async function learn(
  tenant: Tenant,
  id: string,
  facts: readonly RefundFact[],
  findings: Findings = {},
  tx: ClientSession | null = null,
): Promise<RefundRecord | null> {
  const work = async (within: ClientSession) => {
    let refund = await findRefund(tenant, id, within);
    if (!refund) return null;
    refund = await keep(tenant, refund, findings, within);
    for (const fact of facts) refund = await take(tenant, refund, fact, findings, within);
    return refund;
  };
  return tx ? work(tx) : inTransaction(work, { inTurn: stockQueue(tenant) });
}

async function take(
  tenant: Tenant,
  refund: RefundRecord,
  fact: RefundFact,
  findings: Findings,
  tx: ClientSession,
): Promise<RefundRecord> {
  const state = refundMoves[refund.state][fact];
  if (!state) return refund;
  const moved = await move(tenant, refund, fact, state, changesOf(refund, state, findings), tx);
  const order = await findOrder(tenant, refund.order, tx);
  if (!order) throw new Error(`refund ${refund._id} has no order`);
  if (state === 'needs_review') {
    const payment = moved.shares[0]?.payment ?? '';
    const about = { payment, order: moved.order, refund: moved._id };
    await openReview(tenant, about, findings.reviewReason ?? 'undecided', tx);
  }
  if (state === 'succeeded') await complete(tenant, moved, order, tx, refund.state);
  else if (state === 'failed') await letGo(tenant, moved, order, tx);
  else await tellOf(tenant, moved, tx);
  return moved;
}

function changesOf(refund: RefundRecord, state: RefundState, findings: Findings): Partial<RefundRecord> {
  const now = clock.now();
  const pause = pauseBeforeCheck(state, 0);
  const common = { checks: 0, nextCheckAt: pause === null ? null : new Date(now.getTime() + pause) };
  if (state === 'succeeded')
    return { ...common, completedAt: now, receiptNumber: refund.receiptNumber ?? findings.receiptNumber ?? null };
  if (state === 'failed') return { ...common, failure: findings.failure ?? refund.failure };
  if (state === 'needs_review') return { ...common, reviewReason: findings.reviewReason ?? 'undecided' };
  return common;
}

/** One step: an update that names the state and version it leaves (G2), with its history row. */
async function move(
  tenant: Tenant,
  refund: RefundRecord,
  fact: RefundFact,
  state: RefundState,
  changes: Partial<RefundRecord>,
  tx: ClientSession,
): Promise<RefundRecord> {
  const now = clock.now();
  const moved = await Refunds.findOneAndUpdate(
    { ...owned(tenant), _id: refund._id, state: refund.state, version: refund.version },
    {
      $set: { ...changes, state, updatedAt: now },
      $push: { history: { state, fact, at: now } },
      $inc: { version: 1 },
    },
    { session: tx, returnDocument: 'after' },
  ).lean<RefundRecord>();
  if (!moved) throw new Error(`refund ${refund._id} moved under its own transaction`);
  log.info({ event: 'refund moved', refund: refund._id, order: refund.order, fact, from: refund.state, state });
  return moved;
}

/** Keeps what came along; each is filled in once. */
async function keep(
  tenant: Tenant,
  refund: RefundRecord,
  findings: Findings,
  tx: ClientSession,
): Promise<RefundRecord> {
  const set: Partial<RefundRecord> = {};
  if (findings.conversationId && !refund.conversationId) set.conversationId = findings.conversationId;
  if (findings.originatorConversationId && !refund.originatorConversationId)
    set.originatorConversationId = findings.originatorConversationId;
  if (findings.claim && !refund.claim) set.claim = findings.claim;
  if (Object.keys(set).length === 0) return refund;
  const kept = await Refunds.findOneAndUpdate(
    { ...owned(tenant), _id: refund._id, version: refund.version },
    { $set: { ...set, updatedAt: clock.now() }, $inc: { version: 1 } },
    { session: tx, returnDocument: 'after' },
  ).lean<RefundRecord>();
  if (!kept) throw new Error(`refund ${refund._id} moved under its own transaction`);
  return kept;
}

/** The money is on its way, or may be: nobody else may give the same money back meanwhile. */
export async function reserve(
  tenant: Tenant,
  refund: RefundRecord,
  order: OrderRecord,
  tx: ClientSession,
): Promise<void> {
  const by = refund.of === 'order' ? refund.amount : 0;
  await tellOf(tenant, refund, tx, { refunding: (order.refunding ?? 0) + by });
}

async function letGo(tenant: Tenant, refund: RefundRecord, order: OrderRecord, tx: ClientSession): Promise<void> {
  const by = refund.of === 'order' ? refund.amount : 0;
  if (refund.of === 'unapplied') for (const { payment } of refund.shares) await reopenReviews(tenant, payment, tx);
  await tellOf(tenant, refund, tx, { refunding: (order.refunding ?? 0) - by });
}

/**
 * The money has gone. The one place where a refund succeeds: ledger, order, stock and event in one transaction.
 *
 * @param from The state it was in; null when it was given by hand, and nothing had been reserved.
 */
export async function complete(
  tenant: Tenant,
  refund: RefundRecord,
  order: OrderRecord,
  tx: ClientSession,
  from: RefundState | null = null,
): Promise<void> {
  const kind = refund.of === 'order' ? 'applied' : 'unapplied';
  for (const { payment, amount } of refund.shares)
    await book(
      tenant,
      { payment, order: order._id, currency: refund.currency, cause: refund._id },
      { [kind]: -amount, refunded: amount },
      tx,
    );
  if (refund.of === 'unapplied') {
    await tellOf(tenant, refund, tx);
    return;
  }
  const goods = refund.lines.map(({ variant, quantity, restock }) => ({ variant, quantity, restock }));
  if (goods.length > 0) await takeBack(tenant, order._id, goods, tx);
  const refunded = (order.refunded ?? 0) + refund.amount;
  const paymentStatus: PaymentStatus = refunded >= order.paid ? 'refunded' : 'partially_refunded';
  const refunding = (order.refunding ?? 0) - (from === null ? 0 : refund.amount);
  const fulfilmentStatus = await fulfilledAfter(tenant, refund, order, tx);
  await tellOf(tenant, refund, tx, { refunded, refunding, paymentStatus, fulfilmentStatus });
}

/** What is given back before it has left is not waited for any more. */
async function fulfilledAfter(
  tenant: Tenant,
  refund: RefundRecord,
  order: OrderRecord,
  tx: ClientSession,
): Promise<FulfilmentStatus> {
  const others = (await refundsOf(tenant, order._id, tx)).filter(
    (one) => one.of === 'order' && one.state !== 'failed' && one._id !== refund._id,
  );
  const returned = addUpLines([...others, refund].flatMap((one) => one.lines));
  return statusOf(order.lines, order.fulfilments ?? [], returned);
}

async function tellOf(
  tenant: Tenant,
  refund: RefundRecord,
  tx: ClientSession,
  change: OrderChange = {},
): Promise<void> {
  await tell(tenant, refund.order, `refund.${refund.state}` as OrderEventType, null, tx, {
    change,
    refund: toRefund(refund, 'buyer'),
  });
}
