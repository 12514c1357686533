import type { Reason } from '../core/reason.js';

/** What a result code means. @public */
export interface Verdict {
  /** The code as text, whichever type it came in. */
  readonly code: string;
  /** Money moved. */
  readonly paid: boolean;
  /**
   * Whether the code decides the payment. `false` for one that is still under way (4999) and for a code that no list
   * explains: such a payment is neither paid nor failed, and somebody should look at it.
   */
  readonly concludes: boolean;
  /** `undefined` when paid or still under way. */
  readonly reason?: Reason;
  /** Whether a new prompt may be worth sending. */
  readonly retryable: boolean;
  /** How long to wait before that, in seconds; absent when there is nothing to wait for. */
  readonly retryAfterSeconds?: number;
}

type Row = Omit<Verdict, 'code'>;

const failed = (reason: Reason, retryable: boolean, retryAfterSeconds?: number): Row => ({
  paid: false,
  concludes: true,
  reason,
  retryable,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

/** daraja.md §7, the whole table. */
const rows: Readonly<Record<string, Row>> = {
  '0': { paid: true, concludes: true, retryable: false },
  '1': failed('insufficient_funds', true),
  '2': failed('limit', false),
  '3': failed('limit', false),
  '4': failed('limit', false),
  '8': failed('limit', false),
  '17': failed('duplicate', true, 120),
  '26': failed('busy', true, 30),
  '1001': failed('busy', true, 60),
  '1019': failed('expired', true),
  '1025': failed('unreachable', true),
  '1031': failed('expired', true),
  '1032': failed('cancelled', true),
  '1036': failed('expired', true),
  '1037': failed('unreachable', true),
  '2001': failed('wrong_pin', true),
  '2006': failed('config', false),
  '2028': failed('config', false),
  '4999': { paid: false, concludes: false, retryable: false },
  '8006': failed('wrong_pin', false),
  '9999': failed('unreachable', true),
  SFC_IC0003: failed('config', false),
};

const unheardOf: Row = { paid: false, concludes: false, reason: 'unknown', retryable: false };

/** Every code with a row of its own. @public */
export const knownResultCodes: readonly string[] = Object.keys(rows);

/**
 * What a `ResultCode` of M-Pesa Express means, from a callback or a query.
 *
 * @example verdictOf(1032) // { code: '1032', paid: false, concludes: true, reason: 'cancelled', retryable: true }
 * @see daraja.md §7
 * @public
 */
export function verdictOf(resultCode: string | number): Verdict {
  const code = String(resultCode).trim();
  const row = Object.hasOwn(rows, code) ? rows[code] : undefined;
  return { code, ...(row ?? unheardOf) };
}
