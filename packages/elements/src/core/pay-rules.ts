import type { Payment } from '@smartduka/sdk/buyer';

/**
 * What the buyer sees of paying. The element's `state` attribute.
 *
 * @public
 */
export type PayState =
  | 'idle'
  | 'asking-phone'
  | 'sending'
  | 'prompt-sent'
  | 'checking'
  | 'succeeded'
  | 'late'
  | 'offline-queued'
  | 'unknown'
  | 'failed'
  | 'fallback';

/** What a payment attempt's state means to the buyer. A state we have never heard of is one that is not decided. */
const seenAs: Record<string, PayState> = {
  created: 'sending',
  requesting: 'sending',
  pending: 'prompt-sent',
  confirming: 'checking',
  needs_review: 'checking',
  unknown: 'unknown',
  succeeded: 'succeeded',
  failed: 'failed',
};

/** What to show for an attempt, at the server's time `now`: a prompt whose time is over is being checked, not failed. */
export function stateOf({ state, late, promptExpiresAt }: Payment, now: number): PayState {
  if (state === 'succeeded' && late) return 'late';
  if (state === 'pending' && promptExpiresAt && Date.parse(promptExpiresAt) <= now) return 'checking';
  return seenAs[state] ?? 'checking';
}

/** Nothing to be done but wait: a tap on the button changes nothing. */
export const isUndecided = (state: PayState): boolean =>
  state === 'sending' || state === 'prompt-sent' || state === 'checking' || state === 'offline-queued';

export const isPaid = (state: PayState): state is 'succeeded' | 'late' => state === 'succeeded' || state === 'late';

/** Seconds before a new prompt makes sense, by why the last one failed. daraja.md: M-Pesa refuses a repeat within two minutes as a duplicate. */
const restSeconds: Record<string, number> = { unreachable: 15, busy: 60, duplicate: 120, too_many_prompts: 60 };

export const restAfter = (reason: string): number => restSeconds[reason] ?? 0;

/** Failures that the same number may overcome. For the others another number, or the M-Pesa menu, comes first. */
export const sameNumberMayHelp = (reason: string): boolean => !['insufficient_funds', 'limit'].includes(reason);

/** Refusals after which no prompt can help. */
export const isHopeless = (reason: string): boolean =>
  [
    'payment_method_unavailable',
    'payment_link_closed',
    'amount_out_of_range',
    'order_canceled',
    'not_found',
    'insufficient_stock',
  ].includes(reason);
