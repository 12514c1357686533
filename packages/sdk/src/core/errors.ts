import type { FieldError, PaymentReason, Problem, RefusalCode } from '../types.js';

/**
 * What an error is made of.
 *
 * @public
 */
export interface DukaErrorDetails {
  code: RefusalCode;
  status?: number;
  requestId?: string | null;
  retryable?: boolean;
  retryAfter?: number | null;
  docUrl?: string | null;
  problem?: Problem | null;
  cause?: unknown;
}

/**
 * Everything this client throws. Look at `code`: it is stable, the message is for developers.
 *
 * @example
 * ```ts
 * try {
 *   await duka.cart.add({ product: 'unga-pembe-2kg' });
 * } catch (error) {
 *   if (isDukaError(error) && error.code === 'product_unavailable') showSoldOut();
 *   else throw error;
 * }
 * ```
 * @public
 */
export class DukaError extends Error {
  /** The API's code for a refusal; of our own: `network_error`, `timeout`, `aborted`, `unexpected_answer`, `config_invalid`, `payment_failed`. */
  readonly code: RefusalCode;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Names the call in the server's log. */
  readonly requestId: string | null;
  /** The same call may succeed later. For a write: with the same idempotency key. */
  readonly retryable: boolean;
  /** Seconds the server asks us to wait. */
  readonly retryAfter: number | null;
  /** Page about this error. */
  readonly docUrl: string | null;
  /** The server's answer, with its facts: `lines`, `payment`, `order`, `total`. */
  readonly problem: Problem | null;

  constructor(message: string, details: DukaErrorDetails) {
    super(withoutKeys(message), 'cause' in details ? { cause: details.cause } : undefined);
    this.name = 'DukaError';
    this.code = details.code;
    this.status = details.status ?? 0;
    this.requestId = details.requestId ?? null;
    this.retryable = details.retryable ?? false;
    this.retryAfter = details.retryAfter ?? null;
    this.docUrl = details.docUrl ?? null;
    this.problem = details.problem ?? null;
  }

  /** Tells our errors from others, across copies of this package. */
  get isDukaError(): true {
    return true;
  }
}

/**
 * No answer came. After a write the outcome is unknown: ask again with the same idempotency key.
 *
 * @public
 */
export class DukaNetworkError extends DukaError {
  override name = 'DukaNetworkError';
}
/**
 * No answer came in time. As with a network error, a write may have happened.
 *
 * @public
 */
export class DukaTimeoutError extends DukaError {
  override name = 'DukaTimeoutError';
}
/**
 * You ended the call by its signal. A write may have happened.
 *
 * @public
 */
export class DukaAbortedError extends DukaError {
  override name = 'DukaAbortedError';
}
/**
 * The input is not right; `fields` says where.
 *
 * @public
 */
export class DukaValidationError extends DukaError {
  override name = 'DukaValidationError';
  /** Each field that is not right: `{ path: 'payment.phone', code, message }`. */
  get fields(): FieldError[] {
    return this.problem?.errors ?? [];
  }
}
/**
 * The key, the secret or the origin may not do this.
 *
 * @public
 */
export class DukaAuthError extends DukaError {
  override name = 'DukaAuthError';
}
/**
 * Too many calls; wait `retryAfter` seconds.
 *
 * @public
 */
export class DukaRateLimitError extends DukaError {
  override name = 'DukaRateLimitError';
}
/**
 * It cannot be done as things stand: stock, totals, versions, a completed cart.
 *
 * @public
 */
export class DukaConflictError extends DukaError {
  override name = 'DukaConflictError';
}
/**
 * There is nothing under this id, or not for this key.
 *
 * @public
 */
export class DukaNotFoundError extends DukaError {
  override name = 'DukaNotFoundError';
}
/**
 * The payment was refused, or came to nothing. No money moved by this attempt.
 *
 * @public
 */
export class DukaPaymentError extends DukaError {
  override name = 'DukaPaymentError';
  readonly reason: PaymentReason;

  constructor(message: string, details: DukaErrorDetails & { reason?: PaymentReason | null }) {
    super(message, details);
    this.reason = details.reason ?? refusedPayments[details.code] ?? 'unknown';
  }
}

/** Refusals that are about paying, with the reason that a buyer is told. */
const refusedPayments: Record<string, PaymentReason> = {
  payment_in_progress: 'busy',
  amount_out_of_range: 'limit',
  order_paid: 'duplicate',
  payment_method_unavailable: 'unknown',
};

const byStatus: Record<number, typeof DukaError> = {
  400: DukaValidationError,
  401: DukaAuthError,
  403: DukaAuthError,
  404: DukaNotFoundError,
  409: DukaConflictError,
  412: DukaConflictError,
  413: DukaValidationError,
  415: DukaValidationError,
  422: DukaValidationError,
  429: DukaRateLimitError,
};

/**
 * Is it an error of this client, of whichever copy of the package?
 *
 * @example
 * ```ts
 * if (isDukaError(error) && error.retryable) offerRetry(error.requestId);
 * ```
 * @public
 */
export function isDukaError(error: unknown): error is DukaError {
  return (error as DukaError | null | undefined)?.isDukaError === true;
}

/** The error for an answer that is not a success. `problem` is null when the body was no problem+json, as behind a proxy. */
export function toError(
  status: number,
  problem: Problem | null,
  requestId: string | null,
  after: number | null,
): DukaError {
  const code = problem?.code ?? (status > 499 ? 'unavailable' : status === 429 ? 'rate_limited' : 'unexpected_answer');
  const Kind = code in refusedPayments ? DukaPaymentError : (byStatus[status] ?? DukaError);
  const fields = problem?.errors?.map((field) => `${field.path}: ${field.message}`).join('; ');
  return new Kind(
    [problem?.detail ?? problem?.title ?? `The server answered ${status}`, fields].filter(Boolean).join(' · '),
    {
      code,
      status,
      problem,
      requestId: problem?.requestId ?? requestId,
      retryable: problem?.retryable ?? (status > 499 || status === 429 || status === 408),
      retryAfter: after,
      docUrl: problem?.type ?? null,
    },
  );
}

/** Keys never reach a log by way of an error. */
function withoutKeys(text: string): string {
  return text.replace(/\b([a-z]k_(?:test|live)_)\w+/g, '$1…');
}
