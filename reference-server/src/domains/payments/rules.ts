import type { PaymentMethod } from '@smartduka/contract';
import type { PaymentReason, PaymentState } from '@smartduka/contract';
import type { z } from 'zod';

export type AttemptState = z.infer<typeof PaymentState>;
export type AttemptReason = z.infer<typeof PaymentReason>;
export type Method = z.infer<typeof PaymentMethod>;

/** What we can learn about an attempt. In the past tense: it has happened, whatever we think of it. */
export type AttemptFact =
  | 'pushSent'
  | 'promised'
  | 'pushAccepted'
  | 'pushRefused'
  | 'answerLost'
  | 'promptLapsed'
  | 'outcomeClaimed'
  | 'paidByQuery'
  | 'unpaidByQuery'
  | 'reviewOpened'
  | 'withdrawn'
  | 'handedOver'
  | 'receiptArrived'
  | 'acceptedByStaff'
  | 'rejectedByStaff';

/**
 * Which fact leads where. Not listed: changes nothing. An empty row is final. `promised` and `withdrawn` are about money that no phone is asked
 * for, cash and what is paid from the phone's own menu: it waits as `pending` until it is `handedOver` or its `receiptArrived`, or until the
 * buyer pays another way.
 */
export const attemptMoves: Readonly<Record<AttemptState, Readonly<Partial<Record<AttemptFact, AttemptState>>>>> = {
  created: { pushSent: 'requesting', promised: 'pending', handedOver: 'succeeded', receiptArrived: 'succeeded' },
  requesting: {
    pushAccepted: 'pending',
    pushRefused: 'failed',
    answerLost: 'unknown',
    outcomeClaimed: 'confirming',
    receiptArrived: 'succeeded',
  },
  pending: {
    outcomeClaimed: 'confirming',
    promptLapsed: 'unknown',
    withdrawn: 'failed',
    handedOver: 'succeeded',
    receiptArrived: 'succeeded',
  },
  unknown: { outcomeClaimed: 'confirming', reviewOpened: 'needs_review', receiptArrived: 'succeeded' },
  confirming: {
    paidByQuery: 'succeeded',
    unpaidByQuery: 'failed',
    reviewOpened: 'needs_review',
    receiptArrived: 'succeeded',
  },
  needs_review: { acceptedByStaff: 'succeeded', rejectedByStaff: 'failed', receiptArrived: 'succeeded' },
  succeeded: {},
  failed: {},
};

export function isFinal(state: AttemptState): boolean {
  return Object.keys(attemptMoves[state]).length === 0;
}

/** States in which a second prompt could be a second charge: at most one such attempt per order (INV-05). */
const undecided: ReadonlySet<AttemptState> = new Set(['created', 'requesting', 'pending', 'confirming']);

/** Ways to pay that are promised: nothing rings, the order waits. */
export const promisedMethods: readonly Method[] = ['cash', 'paybill'];

/** Whether the attempt keeps others out. Cash does not: nobody can pay it twice without noticing. */
export function blocksOthers(method: Method, state: AttemptState): boolean {
  return method === 'mpesa' && undecided.has(state);
}

/** Whether a new attempt has to wait for this one. Money that a person is looking at may well be there already. */
export function holdsOrder(method: Method, state: AttemptState): boolean {
  return method === 'mpesa' && (undecided.has(state) || state === 'needs_review');
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

export const times = {
  /** How long a push may be on its way before its answer counts as lost: longer than the client waits for it. */
  requestingLease: 30 * second,
  /** How long a checkout waits for the push's answer before it answers truthfully that it does not know yet. */
  answerWithin: 10 * second,
  /** How long a phone is expected to show the prompt. */
  prompt: 60 * second,
  /** Silence after which a prompt counts as lapsed, though it may still be paid (P2). */
  silence: 120 * second,
  /** After this a person decides (C4). */
  review: 24 * hour,
  /** Callbacks are taken for this long (P1). */
  callbackToken: 7 * 24 * hour,
  /** Goods stay with an order that somebody is paying (S2). */
  hold: 15 * minute,
  holdAfterPrompt: 4 * minute,
  /** A claimed success keeps its goods while it is being checked; renewed at each check. */
  holdWhileConfirming: 12 * minute,
  /** Goods of an order that is paid on delivery or pick-up, or in parts. Nobody is asked to pay before that. */
  holdForCash: 72 * hour,
  /** Goods of an order that somebody is about to pay at their phone's own menu. */
  holdForMenu: 60 * minute,
  /** "Unreachable" and "expired" are asked about twice, as the first answer is sometimes early. */
  secondOpinion: 12 * second,
} as const;

const pauses: Readonly<Partial<Record<AttemptState, readonly number[]>>> = {
  pending: [20, 10, 10, 15, 20, 25, 30, 60],
  confirming: [5, 10, 20, 40, 80, 160, 300],
  unknown: [15, 30, 60, 120, 300],
};

/** How long to wait before asking Daraja again: from 20 s after the push, with growing pauses (C4, C7). Null when there is nothing to ask. */
export function pauseBeforeCheck(state: AttemptState, checks: number): number | null {
  if (state === 'requesting') return times.requestingLease;
  const row = pauses[state];
  return row ? (row[Math.min(checks, row.length - 1)] ?? 300) * second : null;
}

/** Prompts to one phone, over all shops, and for one order (L2). */
export interface PromptLimits {
  readonly perTenMinutes: number;
  readonly perDay: number;
  readonly perOrder: number;
  readonly perShopPerMinute: number;
}

export const promptLimits: Readonly<Record<'real' | 'simulated', PromptLimits>> = {
  real: { perTenMinutes: 3, perDay: 10, perOrder: 5, perShopPerMinute: 60 },
  // A simulated phone bothers nobody, and a developer tries the same number all day.
  simulated: { perTenMinutes: 60, perDay: 1_000, perOrder: 50, perShopPerMinute: 6_000 },
};

/**
 * How long until the next prompt may go to this phone: 0 is now. `sent` are the times of earlier ones.
 */
export function waitForPrompt(sent: readonly Date[], liveUntil: Date | null, now: Date, limits: PromptLimits): number {
  const ages = sent.map((at) => now.getTime() - at.getTime());
  const waitFor = (window: number, most: number): number => {
    const within = ages.filter((age) => age < window).sort((a, b) => a - b);
    return within.length < most ? 0 : window - (within[most - 1] ?? 0);
  };
  const live = liveUntil ? Math.max(0, liveUntil.getTime() - now.getTime()) : 0;
  return Math.max(live, waitFor(10 * minute, limits.perTenMinutes), waitFor(24 * hour, limits.perDay));
}

/** The reason in the words that a client knows. What only the shop can mend is "unknown" to a buyer. */
export function toReason(reason: string | undefined): AttemptReason {
  return reason === undefined || reason === 'config' ? 'unknown' : (reason as AttemptReason);
}

/** M-Pesa moves 1 to 250,000 whole shillings. */
export function shillingsOf(amount: number): number | null {
  return amount % 100 === 0 && amount >= 100 && amount <= 250_000_00 ? amount / 100 : null;
}
