import { checkCallbackUrl } from '../core/callback-url.js';
import { envelopeOf, text } from '../core/envelope.js';
import { DarajaInputError, type Cause } from '../core/errors.js';
import type { Gateway } from '../core/gateway.js';
import { toMsisdn } from '../core/phone.js';
import { readRefusal, refusal, type Refused } from '../core/refusal.js';
import type { Answer } from '../core/send.js';
import type { Reason } from '../core/reason.js';
import { verdictOf } from './verdicts.js';

/** A prompt to be sent to a phone. @public */
export interface PushRequest {
  /** Whole shillings, 1 to 250,000. M-Pesa moves no cents. */
  readonly amount: number;
  /** Who is asked, in any Kenyan form; E.164 is `+254712345678`. */
  readonly phone: string;
  /** Shown on the prompt and in the payer's SMS: 1 to 12 letters, digits, spaces or dashes. */
  readonly accountReference: string;
  /** 1 to 13 letters, digits, spaces or dashes. */
  readonly description?: string;
  /** Where the outcome is posted. Unguessable and different for each attempt, since callbacks are not signed. */
  readonly callbackUrl: string;
}

/** What became of asking for a prompt. @public */
export type PushOutcome =
  /** The prompt is on its way. Not a word about payment. */
  | { readonly kind: 'accepted'; readonly merchantRequestId: string; readonly checkoutRequestId: string }
  /** Certainly no prompt from this request. */
  | Refused
  /** The phone may be ringing or not. Do not send again; wait for the callback or ask a person. */
  | { readonly kind: 'unknown'; readonly cause: Cause };

/** The most M-Pesa moves in one transaction, in shillings. @public */
export const MAX_AMOUNT = 250_000;

/**
 * Checks what would otherwise fail late or silently.
 * @throws DarajaInputError naming the field.
 */
export function checkPush(request: PushRequest, production: boolean): { msisdn: string; description: string } {
  if (!Number.isSafeInteger(request.amount) || request.amount < 1 || request.amount > MAX_AMOUNT) {
    throw new DarajaInputError('amount', `must be whole shillings from 1 to ${MAX_AMOUNT}`);
  }
  const description = request.description ?? 'Payment';
  // Longer texts are not refused: the push fails later as 1025 while the buyer waits. And @ # & fail without a word.
  checkShortText('accountReference', request.accountReference, 12);
  checkShortText('description', description, 13);
  checkCallbackUrl(request.callbackUrl, { production });
  return { msisdn: toMsisdn(request.phone), description };
}

function checkShortText(field: string, value: string, limit: number): void {
  if (
    typeof value !== 'string' ||
    value.length > limit ||
    !/^[A-Za-z0-9-](?:[A-Za-z0-9 -]*[A-Za-z0-9-])?$/.test(value)
  ) {
    throw new DarajaInputError(field, `must be 1 to ${limit} letters, digits, spaces or dashes`);
  }
}

/** Sorts Daraja's synchronous answer. What is not a clear yes or a clear no is `unknown`. daraja.md §3, §5 */
export function readPushAnswer(answer: Answer, gateway: Gateway, hide: readonly string[]): PushOutcome {
  const envelope = envelopeOf(answer);
  const responseCode = text(answer.json?.['ResponseCode']);
  if (answer.status === 200 && responseCode === '0') {
    const merchantRequestId = text(answer.json?.['MerchantRequestID']);
    const checkoutRequestId = text(answer.json?.['CheckoutRequestID']);
    if (merchantRequestId && checkoutRequestId) return { kind: 'accepted', merchantRequestId, checkoutRequestId };
  } else if (answer.status === 200 && responseCode) {
    const verdict = verdictOf(responseCode);
    return refused(
      responseCode,
      verdict.reason ?? 'unknown',
      text(answer.json?.['ResponseDescription']),
      verdict.retryable,
    );
  }

  const known = envelope?.code === '500.001.1001' ? merchantRefusal(envelope.message) : undefined;
  if (known) return refused('500.001.1001', known.reason, envelope?.message, known.retryable);
  return readRefusal(answer, gateway, hide) ?? { kind: 'unknown', cause: gateway.undecided(answer, hide) };

  function refused(code: string, reason: Reason, message: string | undefined, retryable: boolean): Refused {
    return refusal(answer, gateway, hide, { code, reason, message, retryable });
  }
}

/** One code for everything; only these three messages promise that no prompt went out. daraja.md §5 */
function merchantRefusal(message: string): { reason: Reason; retryable: boolean } | undefined {
  if (/wrong credentials|merchant does not exist/i.test(message)) return { reason: 'config', retryable: false };
  if (/unable to lock subscriber/i.test(message)) return { reason: 'busy', retryable: true };
  return undefined;
}
