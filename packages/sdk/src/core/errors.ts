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
  declare readonly code: RefusalCode;
  /** HTTP status; 0 when no answer came. */
  declare readonly status: number;
  /** Names the call in the server's log. */
  declare readonly requestId: string | null;
  /** The same call may succeed later. For a write: with the same idempotency key. */
  declare readonly retryable: boolean;
  /** Seconds the server asks us to wait. */
  declare readonly retryAfter: number | null;
  /** Page about this error. */
  declare readonly docUrl: string | null;
  /** The server's answer, with its facts: `lines`, `payment`, `order`, `total`. */
  declare readonly problem: Problem | null;

  constructor(message: string, details: DukaErrorDetails) {
    // Keys never reach a log by way of an error.
    super(message.replace(/\b([a-z]k_(?:test|live)_)\w+/g, '$1…'));
    this.name = 'DukaError';
    const nothing = { status: 0, requestId: null, retryable: false, retryAfter: null, docUrl: null, problem: null };
    Object.assign(this, nothing, details);
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
  401: DukaAuthError,
  403: DukaAuthError,
  404: DukaNotFoundError,
  409: DukaConflictError,
  412: DukaConflictError,
  429: DukaRateLimitError,
};
const inputRefused = [400, 413, 415, 422];

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
  retryAfter: number | null,
): DukaError {
  const { code, title, detail = title, errors = [], retryable, type } = problem ?? unexplained(status);
  const Kind =
    code in refusedPayments
      ? DukaPaymentError
      : (byStatus[status] ?? (inputRefused.includes(status) ? DukaValidationError : DukaError));
  return new Kind([detail, ...errors.map((field) => `${field.path}: ${field.message}`)].join(' · '), {
    code,
    status,
    problem,
    requestId: problem?.requestId ?? requestId,
    retryable,
    retryAfter,
    docUrl: type ?? null,
  });
}

function unexplained(status: number): Partial<Problem> & Pick<Problem, 'code' | 'retryable' | 'title'> {
  const title = `The server answered ${status}`;
  const retryable = status > 499 || status === 429 || status === 408;
  return {
    title,
    retryable,
    code: status > 499 ? 'unavailable' : status === 429 ? 'rate_limited' : 'unexpected_answer',
  };
}
