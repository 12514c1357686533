import type { Money } from './types.js';

/**
 * What a buyer's M-Pesa message says. A hint to look the money up by: only the server can tell whether it is true.
 *
 * @public
 */
export interface MpesaMessage {
  /** M-Pesa's receipt number, 10 capitals and digits. */
  receiptNumber: string;
  /** The first amount named, which is what was paid; null when only the number was given. */
  amount: Money | null;
}

// The first letter is the year, so there is always one in front; a digit somewhere tells it from a word in capitals,
// and one of letters alone stands first and has letters of a year, a month and a day.
const receipt = /\b(?=[A-Z]{0,9}\d)[A-Z][A-Z0-9]{9}\b|^[N-Z][A-L][A-V][A-Z]{7}\b/;

/**
 * Finds the receipt number in a pasted M-Pesa message, English or Swahili, or in the bare number however it was typed. Null when there is
 * none.
 *
 * @example
 * ```ts
 * parseMpesaMessage('UKO8F2K9QX Confirmed. Ksh1,250.00 paid to SMARTDUKA on 24/11/26 …');
 * // { receiptNumber: 'UKO8F2K9QX', amount: { amount: 125000, currency: 'KES' } }
 * ```
 * @public
 */
export function parseMpesaMessage(text: string): MpesaMessage | null {
  const alone = text.trim().toUpperCase();
  const [receiptNumber] = receipt.exec(alone.length === 10 ? alone : text) ?? [];
  if (!receiptNumber) return null;
  const [, shillings, cents = ''] = /\bksh\.? ?(\d[\d,]*)(?:\.(\d{1,2}))?/i.exec(text) ?? [];
  if (!shillings) return { receiptNumber, amount: null };
  const amount = Number(shillings.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'));
  return { receiptNumber, amount: { amount, currency: 'KES' } };
}
