import { record, text } from '../core/envelope.js';
import { fromText, receiptShape, stampedAt, wholeShillings } from '../core/reading.js';
import { verdictOf, type Verdict } from './verdicts.js';

/** What an Express callback claims. A claim only: callbacks carry no signature, so confirm with a query before crediting. @public */
export interface StkCallback {
  readonly checkoutRequestId: string;
  readonly merchantRequestId?: string;
  readonly resultCode: string;
  readonly resultDescription: string;
  readonly verdict: Verdict;
  /** Whole shillings. */
  readonly amount?: number;
  /** M-Pesa's proof of payment, such as `UA28K3D7QX`. */
  readonly receiptNumber?: string;
  readonly paidAt?: Date;
  /** As sent, and it may be masked: for showing, never for matching. */
  readonly phone?: string;
  /** Names of metadata items that were there, with a value, and are not understood. */
  readonly notUnderstood: readonly string[];
}

/** Either what the callback says, or what is wrong with it. Keep the raw body of the latter for a person to read. @public */
export type StkCallbackReading =
  | { readonly ok: true; readonly callback: StkCallback }
  | {
      readonly ok: false;
      readonly problem: { readonly field: string; readonly message: string };
      /** When at least that much could be read. */
      readonly checkoutRequestId?: string;
    };

/**
 * Reads the body Daraja posts to a `CallBackURL`. Never throws.
 *
 * Numbers may be strings and strings numbers, items may come in any order, lack a value, be missing or unknown.
 * Refused is what would be dangerous to guess: no result code, no request id, an amount that is not whole shillings,
 * a receipt that cannot be one, the same item twice with different values.
 *
 * @param body The parsed JSON, or its text.
 * @see daraja.md §6
 * @public
 */
export function parseStkCallback(body: unknown): StkCallbackReading {
  const callback = record(record(record(fromText(body))?.['Body'])?.['stkCallback']);
  if (!callback) return refuse('Body.stkCallback', 'is missing');

  const checkoutRequestId = text(callback['CheckoutRequestID']);
  if (!checkoutRequestId) return refuse('CheckoutRequestID', 'is missing');
  const no = (field: string, message: string) => refuse(field, message, checkoutRequestId);

  const resultCode = text(callback['ResultCode']);
  if (!resultCode) return no('ResultCode', 'is missing; its absence is not success');

  const items = readItems(record(callback['CallbackMetadata'])?.['Item']);
  if (typeof items === 'string') return no(items, 'is given twice with different values');

  const amount = items.get('Amount');
  const shillings = amount === undefined ? undefined : wholeShillings(amount);
  if (amount !== undefined && shillings === undefined) return no('Amount', 'is not a positive sum of whole shillings');

  const receipt = items.get('MpesaReceiptNumber');
  const receiptNumber = receipt === undefined ? undefined : receiptShape(receipt);
  if (receipt !== undefined && !receiptNumber) return no('MpesaReceiptNumber', 'is not a receipt number');

  const paidAt = stampedAt(items.get('TransactionDate'));
  const phone = text(items.get('PhoneNumber'));
  const merchantRequestId = text(callback['MerchantRequestID']);

  return {
    ok: true,
    callback: {
      checkoutRequestId,
      ...(merchantRequestId ? { merchantRequestId } : {}),
      resultCode,
      resultDescription: text(callback['ResultDesc']) ?? '',
      verdict: verdictOf(resultCode),
      ...(shillings === undefined ? {} : { amount: shillings }),
      ...(receiptNumber ? { receiptNumber } : {}),
      ...(paidAt ? { paidAt } : {}),
      ...(phone ? { phone } : {}),
      notUnderstood: [...items.keys()].filter(
        (name) =>
          !understood.has(name) || (name === 'TransactionDate' && !paidAt) || (name === 'PhoneNumber' && !phone),
      ),
    },
  };
}

/** Balance is understood and of no use: sometimes empty, sometimes a string that only looks like JSON. */
const understood = new Set(['Amount', 'MpesaReceiptNumber', 'TransactionDate', 'PhoneNumber', 'Balance']);

/** Items by name, those without a value left out; the name of an item that contradicts itself. */
function readItems(found: unknown): Map<string, unknown> | string {
  const items = new Map<string, unknown>();
  for (const entry of Array.isArray(found) ? found : [found]) {
    const item = record(entry);
    const name = text(item?.['Name']);
    const value = item?.['Value'];
    if (!name || value == null || value === '') continue;
    if (items.has(name) && text(items.get(name)) !== text(value)) return name;
    items.set(name, value);
  }
  return items;
}

function refuse(field: string, message: string, checkoutRequestId?: string): StkCallbackReading {
  return { ok: false, problem: { field, message }, ...(checkoutRequestId ? { checkoutRequestId } : {}) };
}
