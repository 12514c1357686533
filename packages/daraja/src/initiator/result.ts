import { record, text } from '../core/envelope.js';
import type { Reason } from '../core/reason.js';
import { fromText, receiptShape, unreadable, type Unreadable } from '../core/reading.js';

/** What Daraja posts to a result or time-out address. Unsigned, so a claim. @public */
export interface DarajaResult {
  readonly resultCode: string;
  readonly resultDescription: string;
  /** Done as asked. */
  readonly succeeded: boolean;
  /** Why not, when it was not. */
  readonly reason?: Reason;
  readonly conversationId: string;
  readonly originatorConversationId: string;
  /** Receipt of what was done; absent on failure, where Daraja sends a placeholder. */
  readonly transactionId?: string;
  /** Parameters in their order. Names can repeat and values be missing. */
  readonly parameters: readonly { readonly key: string; readonly value?: string }[];
  /** The first value under a name. */
  value(key: string): string | undefined;
}

/** Either what the result says, or what is wrong with it. @public */
export type ResultReading = { readonly ok: true; readonly result: DarajaResult } | Unreadable;

/** daraja.md §11. The codes that Express shares mean other things here: 2001 is our own credential. */
const reasons: Readonly<Record<string, Reason>> = {
  '1': 'insufficient_funds',
  '2': 'limit',
  '3': 'limit',
  '4': 'limit',
  '8': 'limit',
  '11': 'config',
  '15': 'duplicate',
  '17': 'busy',
  '18': 'config',
  '20': 'config',
  '21': 'config',
  '22': 'config',
  '24': 'config',
  '25': 'config',
  '26': 'busy',
  '29': 'config',
  '2001': 'config',
  '2006': 'config',
  '2028': 'config',
  '2040': 'unreachable',
  '8006': 'config',
  SFC_IC0003: 'config',
  R000001: 'duplicate',
  R000002: 'config',
};

/**
 * Reads a result of B2C, reversal, transaction status or account balance. Never throws. Takes numbers for strings,
 * a lone object for a list, repeated names and names without a value.
 *
 * @see daraja.md §11
 * @public
 */
export function parseResult(body: unknown): ResultReading {
  const result = record(record(fromText(body))?.['Result']);
  if (!result) return unreadable('Result', 'is missing');
  const resultCode = text(result['ResultCode']);
  if (!resultCode) return unreadable('ResultCode', 'is missing; its absence is not success');
  const originatorConversationId = text(result['OriginatorConversationID']) ?? '';
  const conversationId = text(result['ConversationID']) ?? '';
  if (!originatorConversationId && !conversationId) return unreadable('ConversationID', 'is missing');

  const succeeded = resultCode === '0';
  const transactionId = receiptShape(result['TransactionID']);
  const parameters = parametersOf(record(result['ResultParameters'])?.['ResultParameter']);
  const reason = Object.hasOwn(reasons, resultCode) ? reasons[resultCode] : 'unknown';
  return {
    ok: true,
    result: {
      resultCode,
      resultDescription: text(result['ResultDesc']) ?? '',
      succeeded,
      ...(succeeded ? {} : { reason: reason ?? 'unknown' }),
      conversationId,
      originatorConversationId,
      ...(succeeded && transactionId ? { transactionId } : {}),
      parameters,
      value: (key) => parameters.find((parameter) => parameter.key === key)?.value,
    },
  };
}

function parametersOf(found: unknown): { key: string; value?: string }[] {
  return (Array.isArray(found) ? found : [found]).flatMap((entry) => {
    const key = text(record(entry)?.['Key']);
    const value = text(record(entry)?.['Value']);
    return key ? [{ key, ...(value === undefined ? {} : { value }) }] : [];
  });
}

/** One account of a shortcode. Cents, since charges are not whole shillings. @public */
export interface AccountBalance {
  readonly name: string;
  readonly currency: string;
  readonly current: number;
  readonly available: number;
  readonly reserved: number;
  readonly uncleared: number;
}

/** `Working Account|KES|700.00|650.00|50.00|0.00&Utility Account|…` -> accounts, in cents. Unreadable ones are left out. @public */
export function readBalances(result: DarajaResult): readonly AccountBalance[] {
  return (result.value('AccountBalance') ?? '').split('&').flatMap((packed) => {
    const [name = '', currency = '', ...sums] = packed.split('|');
    const [current, available, reserved, uncleared] = sums.map(cents);
    const complete =
      current !== undefined && available !== undefined && reserved !== undefined && uncleared !== undefined;
    return name && complete ? [{ name, currency, current, available, reserved, uncleared }] : [];
  });
}

function cents(sum: string): number | undefined {
  const parts = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(sum.trim());
  if (!parts) return undefined;
  const value = Number(parts[2]) * 100 + Number((parts[3] ?? '0').padEnd(2, '0'));
  return parts[1] ? -value : value;
}
