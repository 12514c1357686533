import { envelopeOf, isTokenError } from './envelope.js';
import type { Cause } from './errors.js';
import type { Gateway } from './gateway.js';
import type { Reason } from './reason.js';
import type { Answer } from './send.js';

/** Daraja said no, or never got the request: nothing happened. @public */
export interface Refused {
  readonly kind: 'refused';
  /** Daraja's code, or `not_sent` when the request certainly never arrived. */
  readonly code: string;
  readonly reason: Reason;
  /** For the shop's log, free of secrets. */
  readonly message: string;
  readonly retryable: boolean;
  /** Daraja's own name for the call, to quote to its support. */
  readonly requestId?: string;
}

const throttled = new Set(['500.003.02', '500.003.03']);

/** A clear no that every product says alike: token, throttle, bad field. `undefined` when the answer decides nothing. */
export function readRefusal(answer: Answer, gateway: Gateway, hide: readonly string[] = []): Refused | undefined {
  const envelope = envelopeOf(answer);
  const message = envelope?.message;
  const no = (code: string, reason: Reason, retryable: boolean) =>
    refusal(answer, gateway, hide, { code, reason, message, retryable });
  if (isTokenError(answer)) return no(envelope?.code ?? 'http_401', 'config', false);
  if (answer.status === 429) return no(envelope?.code ?? 'http_429', 'busy', true);
  if (!envelope) return undefined;
  if (throttled.has(envelope.code)) return no(envelope.code, 'busy', true);
  return answer.status >= 400 && answer.status < 500 ? no(envelope.code, 'config', false) : undefined;
}

export function refusal(
  answer: Answer,
  gateway: Gateway,
  hide: readonly string[],
  said: { code: string; reason: Reason; message: string | undefined; retryable: boolean },
): Refused {
  const requestId = envelopeOf(answer)?.requestId;
  const message = gateway.clean(said.message ?? '', hide);
  return { kind: 'refused', ...said, message, ...(requestId ? { requestId } : {}) };
}

/** Nothing reached M-Pesa: a refusal, however it came about. */
export function notSent(posted: { readonly unsent: Cause; readonly refused: boolean }): Refused {
  const { message, errorCode } = posted.unsent;
  const reason: Reason = posted.refused ? 'config' : 'busy';
  return { kind: 'refused', code: errorCode ?? 'not_sent', reason, message, retryable: !posted.refused };
}
