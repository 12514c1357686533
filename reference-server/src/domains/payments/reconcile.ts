import { verdictOf } from '@smartduka/daraja';
import { trusted } from '../../platform/database.js';
import { clock } from '../../platform/clock.js';
import { inBackground } from '../../platform/background.js';
import type { Job } from '../../platform/jobs.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { findAttempt } from './attempts.js';
import { mpesaBy } from './gateways/choose.js';
import type { QueryAnswer } from './gateways/mpesa.js';
import { Attempts, type AttemptRecord } from './model.js';
import { isFinal, pauseBeforeCheck, times, toReason, type AttemptFact } from './rules.js';
import { keepGoodsWhileChecking, learn, noteOddity, type Findings } from './service.js';

/** Examines an attempt now, without anybody waiting for it. The job would find it too, only later. */
export function examineSoon(tenant: Tenant, id: string): void {
  inBackground('examine', () => examine(tenant, id));
}

/**
 * Finds out what became of an attempt by asking Daraja with our own credentials for the request that we stored; nothing else is believed (C4, C6).
 * Safe to call at any time, any number of times, from any process.
 */
export async function examine(tenant: Tenant, id: string): Promise<AttemptRecord | null> {
  const attempt = await findAttempt(tenant, id);
  if (!attempt || attempt.method !== 'mpesa') return attempt;
  if (!isOpen(attempt)) return attempt;

  const age = clock.now().getTime() - (attempt.pushedAt ?? attempt.createdAt).getTime();
  if (attempt.state === 'requesting') {
    // The process that asked may have been killed. Whether the phone rang nobody knows: unknown, and never a second push.
    return age >= times.requestingLease ? learn(tenant, id, ['answerLost']) : attempt;
  }
  // A callback may come before the push's answer. Its id is only a candidate while the answer may still name the true one (C3).
  const answerDue =
    attempt.checkoutRequestId === null &&
    age < times.requestingLease &&
    !attempt.history.some((row) => row.fact === 'answerLost');
  const requestId = attempt.checkoutRequestId ?? attempt.claim?.checkoutRequestId ?? null;
  const mpesa = await mpesaBy(tenant, attempt.shortcode);
  const answer: QueryAnswer | null = requestId && !answerDue && mpesa ? await mpesa.query(requestId) : null;
  const conclusion = conclude(attempt, answer, age);
  const learnt = conclusion.facts.length > 0 ? await learn(tenant, id, conclusion.facts, conclusion.findings) : attempt;
  if (learnt?.state === 'confirming' && learnt.claim?.paid) await keepGoodsWhileChecking(tenant, learnt);
  if (conclusion.oddity) await noteOddity(tenant, attempt, conclusion.oddity);
  if (learnt && isOpen(learnt)) await checkAgain(tenant, learnt, conclusion);
  return learnt;
}

/** Whether anything is left to ask. A failed attempt is asked about again when a callback says that it was paid after all. */
function isOpen(attempt: AttemptRecord): boolean {
  if (attempt.state === 'failed') return attempt.claim?.paid === true && !attempt.late;
  return !isFinal(attempt.state) && attempt.state !== 'needs_review';
}

interface Conclusion {
  readonly facts: readonly AttemptFact[];
  readonly findings: Findings;
  /** A denial that has to be heard a second time. */
  readonly denial?: string;
  /** For a person to see; the attempt stays as it is and is not asked about again. */
  readonly oddity?: string;
}

/** What the answer to a query means for this attempt. */
export function conclude(attempt: AttemptRecord, answer: QueryAnswer | null, age: number): Conclusion {
  if (answer?.kind === 'final') {
    const { receiptNumber } = attempt.claim ?? {};
    if (answer.code === '0')
      return { facts: ['outcomeClaimed', 'paidByQuery'], findings: receiptNumber ? { receiptNumber } : {} };
    if (attempt.state === 'failed') return { ...nothing, oddity: 'claimed_paid_query_denies' };
    if (attempt.claim?.paid)
      return { facts: ['reviewOpened'], findings: { reviewReason: 'claimed_paid_query_denies' } };
    const early = answer.reason === 'unreachable' || answer.reason === 'expired';
    if (early && !attempt.claim && attempt.firstDenial === null) return { ...nothing, denial: answer.code };
    const findings = { reason: toReason(answer.reason), retryable: verdictOf(answer.code).retryable };
    return { facts: ['outcomeClaimed', 'unpaidByQuery'], findings };
  }
  if (answer?.kind === 'unrecognised')
    return { facts: ['outcomeClaimed', 'reviewOpened'], findings: { reviewReason: 'result_code_unknown' } };
  if (age >= times.review && attempt.state === 'failed') return { ...nothing, oddity: 'no_answer' };
  if (age >= times.review) return { facts: ['promptLapsed', 'reviewOpened'], findings: { reviewReason: 'no_answer' } };
  if (attempt.state === 'pending' && age >= times.silence) return { facts: ['promptLapsed'], findings: {} };
  return nothing;
}

const nothing: Conclusion = { facts: [], findings: {} };

async function checkAgain(tenant: Tenant, attempt: AttemptRecord, { denial, oddity }: Conclusion): Promise<void> {
  const now = clock.now();
  const pace = attempt.state === 'failed' ? 'confirming' : attempt.state;
  const usual = oddity ? null : pauseBeforeCheck(pace, attempt.checks + 1);
  const wait = denial === undefined ? usual : times.secondOpinion;
  await Attempts.updateOne(
    { ...owned(tenant), _id: attempt._id, state: attempt.state },
    {
      $set: {
        nextCheckAt: wait === null ? null : new Date(now.getTime() + wait),
        ...(denial === undefined ? {} : { firstDenial: { code: denial, at: now } }),
      },
      $inc: { checks: 1 },
    },
  );
}

const atOnce = 8;
/** Another process may take an attempt up again after this, should the one that took it be gone. */
const claimedFor = 45_000;

/** Asks about every attempt that is due, a few at a time (C7). */
export async function reconcileDue(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = clock.now();
    const due = await acrossTenants(
      Attempts.find({ nextCheckAt: trusted({ $lte: now }) })
        .sort({ nextCheckAt: 1 })
        .limit(atOnce),
    ).lean<AttemptRecord[]>();
    if (due.length === 0) return;
    await Promise.all(due.map((attempt) => examineDue(attempt, now)));
  }
}

async function examineDue(attempt: AttemptRecord, now: Date): Promise<void> {
  const tenant = { shop: attempt.shop, mode: attempt.mode };
  const over = !isOpen(attempt);
  const mine = await Attempts.updateOne(
    { ...owned(tenant), _id: attempt._id, nextCheckAt: attempt.nextCheckAt },
    { $set: { nextCheckAt: over ? null : new Date(now.getTime() + claimedFor) } },
  );
  if (mine.matchedCount === 1 && !over) await examine(tenant, attempt._id);
}

export const reconcileJob: Job = { name: 'payments.reconcile', everyMs: 1_000, run: reconcileDue };
