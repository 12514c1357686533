import { refusals, type FieldError, type RefusalCode } from '@smartduka/contract';

/** Thrown for what we foresaw: a code, and the facts a client may act on. Anything else thrown is a defect. */
export class Refused extends Error {
  readonly code: RefusalCode;
  readonly facts: Record<string, unknown>;
  /** Headers that belong to the refusal, such as `Retry-After`. */
  readonly headers: Record<string, string>;

  constructor(
    code: RefusalCode,
    facts: Record<string, unknown> = {},
    options: ErrorOptions & { headers?: Record<string, string> } = {},
  ) {
    super(`refused: ${code}`, options);
    this.name = 'Refused';
    this.code = code;
    this.facts = facts;
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return refusals[this.code].status;
  }
}

/** Refuses one field, saying what would be right. */
export function invalid(path: string, code: string, message: string): Refused {
  return new Refused('validation_failed', { errors: [{ path, code, message }] satisfies FieldError[] });
}
