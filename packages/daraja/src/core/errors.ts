/**
 * A value that Daraja would refuse, or fail on later, found before anything was sent.
 * `field` names the argument as the caller wrote it; the message says what would be right.
 * @public
 */
export class DarajaInputError extends Error {
  override readonly name = 'DarajaInputError';
  readonly field: string;

  constructor(field: string, expectation: string) {
    super(`${field}: ${expectation}`);
    this.field = field;
  }
}

/** Why a call brought no usable answer. Never says what became of the request: nobody knows. @public */
export interface Cause {
  /**
   * `timeout` no answer in time · `connection` refused, reset or no such host · `aborted` the caller's signal ·
   * `http` an error answer that decides nothing · `unreadable` an answer that is not what Daraja promises.
   */
  readonly what: 'timeout' | 'connection' | 'aborted' | 'http' | 'unreadable';
  /** One sentence for a log, free of secrets, of whole phone numbers and of callback addresses. */
  readonly message: string;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** Daraja's `errorCode`, when the answer carried one. */
  readonly errorCode?: string;
  /** Daraja's `requestId`, to quote to Safaricom's support. */
  readonly requestId?: string;
}

/** Blanks what must not reach a log: the given secrets, and the middle of every phone number. */
export function scrub(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length > 3) clean = clean.replaceAll(secret, '[hidden]');
  }
  return clean.replaceAll(/\b(254[17])\d{5}(\d{3})\b/g, '$1•••••$2').slice(0, 500);
}
