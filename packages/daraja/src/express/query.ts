import { envelopeOf, text } from '../core/envelope.js';
import type { Cause } from '../core/errors.js';
import type { Gateway } from '../core/gateway.js';
import type { Answer } from '../core/send.js';
import type { Reason } from '../core/reason.js';
import { verdictOf } from './verdicts.js';

/** What Daraja says about a prompt. @public */
export type QueryAnswer =
  /** Decided: `code` `'0'` is paid, and then there is no `reason`. */
  | { readonly kind: 'final'; readonly code: string; readonly reason?: Reason; readonly description: string }
  /** The payer has not decided yet. Ask again later. */
  | { readonly kind: 'processing' }
  /** A result code that no list explains: neither paid nor failed, a person should look. */
  | { readonly kind: 'unrecognised'; readonly code: string; readonly description: string }
  /** Daraja gave no answer. Says nothing about the payment. Ask again later. */
  | { readonly kind: 'noAnswer'; readonly cause: Cause };

/**
 * Sorts the answer to a query. Only a `ResultCode` decides: error codes, `500.001.1001` above all, are no answer yet,
 * and come even after a final one. daraja.md §8
 */
export function readQueryAnswer(answer: Answer, checkoutRequestId: string, gateway: Gateway): QueryAnswer {
  const code = text(answer.json?.['ResultCode']);
  if (answer.status === 200 && code && !envelopeOf(answer)) {
    const about = text(answer.json?.['CheckoutRequestID']);
    if (about && about !== checkoutRequestId) {
      const message = 'Daraja answered about another request than the one asked for';
      return { kind: 'noAnswer', cause: { what: 'unreadable', message, status: 200 } };
    }
    const verdict = verdictOf(code);
    const description = gateway.clean(text(answer.json?.['ResultDesc']) ?? '');
    if (code === '4999') return { kind: 'processing' };
    if (!verdict.concludes) return { kind: 'unrecognised', code, description };
    return { kind: 'final', code, description, ...(verdict.reason ? { reason: verdict.reason } : {}) };
  }
  const envelope = envelopeOf(answer);
  if (envelope?.code === '500.001.1001' && (!envelope.message || /being processed/i.test(envelope.message))) {
    return { kind: 'processing' };
  }
  return { kind: 'noAnswer', cause: gateway.undecided(answer) };
}
