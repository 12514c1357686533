import { trusted, type ClientSession } from 'mongoose';
import type { OrderEventType, PaymentInput } from '@smartduka/contract';
import type { z } from 'zod';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { log } from '../../platform/log.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { extend, stockQueue } from '../inventory/service.js';
import { isPayable, noteHold, tell } from '../orders/service.js';
import { findAttempt, toPayment } from './attempts.js';
import { Attempts, type AttemptRecord, type Claim, type TenderRecord } from './model.js';
import { closePrompt } from './prompts.js';
import { openReview } from './reviews.js';
import {
  attemptMoves,
  blocksOthers,
  holdsOrder,
  isFinal,
  pauseBeforeCheck,
  promisedMethods,
  times,
  type AttemptFact,
  type AttemptState,
} from './rules.js';
import { numberOf, useMoney } from './settle.js';

/** What came with a fact and is to be kept. */
export interface Findings {
  checkoutRequestId?: string;
  merchantRequestId?: string;
  receiptNumber?: string;
  claim?: Claim;
  reason?: AttemptRecord['reason'];
  retryable?: boolean;
  reviewReason?: string;
  tender?: TenderRecord;
  /** Money that could still be declined, such as cash on the counter: refuse it rather than keep it unapplied. */
  refusable?: boolean;
}

/**
 * Takes in facts about one attempt, in the order given. Callback, poll, reconciler and staff all enter here, at once if they like: repeats and
 * latecomers change nothing (G5). One transaction; each step it takes names the state that it leaves.
 *
 * @param within A transaction of the caller's, for decisions that are written down together with more.
 */
export async function learn(
  tenant: Tenant,
  id: string,
  facts: readonly AttemptFact[],
  findings: Findings = {},
  within: ClientSession | null = null,
): Promise<AttemptRecord | null> {
  const movesStock = facts.includes('paidByQuery') || facts.includes('acceptedByStaff');
  const work = async (tx: ClientSession) => {
    let attempt = await findAttempt(tenant, id, tx);
    if (!attempt) return null;
    attempt = await keepFindings(tenant, attempt, findings, tx);
    for (const fact of facts) attempt = await take(tenant, attempt, fact, findings, tx);
    return attempt;
  };
  return within ? work(within) : inTransaction(work, movesStock ? { inTurn: stockQueue(tenant) } : {});
}

/** One fact, within the transaction of whoever knows it. */
export async function take(
  tenant: Tenant,
  attempt: AttemptRecord,
  fact: AttemptFact,
  findings: Findings,
  tx: ClientSession,
): Promise<AttemptRecord> {
  const state = attemptMoves[attempt.state][fact];
  if (!state) {
    // Certainly paid after we had given up: the attempt stays failed, the money is taken in (S3, C9).
    const certain = fact === 'paidByQuery' || fact === 'acceptedByStaff' || fact === 'receiptArrived';
    if (certain && attempt.state === 'failed' && !attempt.late) return useMoney(tenant, attempt, { late: true }, tx);
    return attempt;
  }
  const moved = await move(tenant, attempt, fact, state, changesOf(attempt, state, findings), tx);
  if (moved.phone && (isFinal(state) || state === 'unknown')) await closePrompt(moved.phone.hash, moved._id, tx);
  if (state === 'confirming' && moved.claim?.paid) await keepGoods(tenant, moved, times.holdWhileConfirming, tx);
  if (state === 'needs_review') await openReview(tenant, about(moved), findings.reviewReason ?? 'undecided', tx);
  if (state === 'succeeded') return useMoney(tenant, moved, { refusable: findings.refusable ?? false }, tx);
  await tellOf(tenant, moved, `payment.${state}` as OrderEventType, tx);
  return moved;
}

function changesOf(attempt: AttemptRecord, state: AttemptState, findings: Findings): Partial<AttemptRecord> {
  const now = clock.now();
  const pause = pauseBeforeCheck(state, 0);
  const common: Partial<AttemptRecord> = {
    checks: 0,
    nextCheckAt: pause === null || attempt.method !== 'mpesa' ? null : new Date(now.getTime() + pause),
  };
  switch (state) {
    case 'pending':
      return attempt.method === 'mpesa'
        ? { ...common, promptExpiresAt: new Date(now.getTime() + times.prompt) }
        : common;
    case 'failed':
      return { ...common, reason: findings.reason ?? 'unknown', retryable: findings.retryable ?? true };
    case 'needs_review':
      return { ...common, reviewReason: findings.reviewReason ?? 'undecided' };
    case 'succeeded':
      return {
        ...common,
        ...(findings.tender ? { tender: findings.tender } : {}),
        late: attempt.history.some((row) => row.state === 'unknown' || row.state === 'needs_review'),
      };
    default:
      return common;
  }
}

/** One step: an update that names the state and version it leaves (G2), with its history row. */
async function move(
  tenant: Tenant,
  attempt: AttemptRecord,
  fact: AttemptFact,
  state: AttemptState,
  changes: Partial<AttemptRecord>,
  tx: ClientSession,
): Promise<AttemptRecord> {
  const now = clock.now();
  const moved = await Attempts.findOneAndUpdate(
    { ...owned(tenant), _id: attempt._id, state: attempt.state, version: attempt.version },
    {
      $set: { ...changes, state, updatedAt: now, ...(blocksOthers(attempt.method, state) ? { live: true } : {}) },
      ...(blocksOthers(attempt.method, state) ? {} : { $unset: { live: 1 } }),
      $push: { history: { state, fact, at: now } },
      $inc: { version: 1 },
    },
    { session: tx, returnDocument: 'after' },
  ).lean<AttemptRecord>();
  if (!moved) throw new Error(`attempt ${attempt._id} moved under its own transaction`);
  log.info({ event: 'attempt moved', payment: attempt._id, order: attempt.order, fact, from: attempt.state, state });
  return moved;
}

/** Keeps what came along: ids that arrive late, the last claim, a receipt number that was missing. Each is filled in once. */
export async function keepFindings(
  tenant: Tenant,
  attempt: AttemptRecord,
  findings: Findings,
  tx: ClientSession,
): Promise<AttemptRecord> {
  const set: Partial<AttemptRecord> = {};
  if (findings.checkoutRequestId && !attempt.checkoutRequestId) set.checkoutRequestId = findings.checkoutRequestId;
  if (findings.merchantRequestId && !attempt.merchantRequestId) set.merchantRequestId = findings.merchantRequestId;
  // A claimed success is not overwritten by a later denial: the two together are what a review has to see.
  if (findings.claim && !attempt.claim?.paid) set.claim = findings.claim;
  const paidBefore = attempt.state === 'succeeded' || attempt.late;
  const receiptNumber = findings.receiptNumber ?? (paidBefore ? numberOf(set.claim) : null);
  if (receiptNumber && !attempt.receiptNumber) set.receiptNumber = receiptNumber;
  if (Object.keys(set).length === 0) return attempt;
  const kept = await Attempts.findOneAndUpdate(
    { ...owned(tenant), _id: attempt._id, version: attempt.version },
    { $set: { ...set, updatedAt: clock.now() }, $inc: { version: 1 } },
    { session: tx, returnDocument: 'after' },
  ).lean<AttemptRecord>();
  if (!kept) throw new Error(`attempt ${attempt._id} moved under its own transaction`);
  if (set.receiptNumber && paidBefore) await tellOf(tenant, kept, 'payment.receipt_number', tx);
  return kept;
}

async function tellOf(tenant: Tenant, attempt: AttemptRecord, type: OrderEventType, tx: ClientSession): Promise<void> {
  await tell(tenant, attempt.order, type, (order) => toPayment(attempt, isPayable(order)), tx);
}

async function keepGoods(tenant: Tenant, attempt: AttemptRecord, forMs: number, tx: ClientSession): Promise<void> {
  const until = await extend(tenant, attempt.order, new Date(clock.now().getTime() + forMs), tx);
  if (until) await noteHold(tenant, attempt.order, until, tx);
}

/** A claimed success that is still being checked keeps its goods for a while longer (S2). */
export async function keepGoodsWhileChecking(tenant: Tenant, attempt: AttemptRecord): Promise<void> {
  await inTransaction((tx) => keepGoods(tenant, attempt, times.holdWhileConfirming, tx));
}

/** Notes something odd about an attempt for a person to see, without touching the attempt. */
export async function noteOddity(tenant: Tenant, attempt: AttemptRecord, reason: string): Promise<void> {
  await inTransaction((tx) => openReview(tenant, about(attempt), reason, tx));
}

const about = ({ _id, order }: AttemptRecord) => ({ payment: _id, order });

/** The attempt that a new one has to wait for, if there is one. */
export async function attemptInTheWay(tenant: Tenant, order: string, tx: ClientSession): Promise<AttemptRecord | null> {
  const found = await Attempts.find(
    { ...owned(tenant), order, method: 'mpesa', state: trusted({ $nin: ['succeeded', 'failed', 'unknown'] }) },
    null,
    { session: tx },
  ).lean<AttemptRecord[]>();
  return found.find((attempt) => holdsOrder(attempt.method, attempt.state)) ?? null;
}

/** The buyer pays another way, or not at all: a promise to pay in cash or from the phone's menu ends. `but` names one to leave. */
export async function withdrawPromises(
  tenant: Tenant,
  order: string,
  tx: ClientSession,
  but: string | null = null,
): Promise<void> {
  const promises = await Attempts.find(
    { ...owned(tenant), order, method: trusted({ $in: promisedMethods }), state: 'pending' },
    null,
    { session: tx },
  ).lean<AttemptRecord[]>();
  for (const promise of promises)
    if (promise._id !== but) await take(tenant, promise, 'withdrawn', { reason: 'cancelled', retryable: true }, tx);
}

export type PaymentRequest = z.output<typeof PaymentInput>;
