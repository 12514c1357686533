import { fromEatStamp } from './eat.js';
import { text } from './envelope.js';

/** A body that could not be read, and which field is to blame. Keep the raw body for a person. @public */
export interface Unreadable {
  readonly ok: false;
  readonly problem: { readonly field: string; readonly message: string };
}

export function unreadable(field: string, message: string): Unreadable {
  return { ok: false, problem: { field, message } };
}

/** `250`, `250.0`, `"250.00"` -> 250. Anything with cents, an exponent or a sign is no M-Pesa amount. */
export function wholeShillings(value: unknown): number | undefined {
  const amount = typeof value === 'string' && /^\d{1,12}(?:\.0+)?$/.test(value.trim()) ? Number(value) : value;
  return typeof amount === 'number' && Number.isSafeInteger(amount) && amount > 0 ? amount : undefined;
}

/** An M-Pesa receipt in capitals. Ten characters in every one seen; the length is inferred, so a little room is left. */
export function receiptShape(value: unknown): string | undefined {
  const receipt = text(value)?.toUpperCase();
  return receipt && /^[A-Z0-9]{8,16}$/.test(receipt) ? receipt : undefined;
}

/** Fourteen digits of East Africa Time, as number or text. */
export function stampedAt(value: unknown): Date | undefined {
  const digits = text(value);
  return digits ? fromEatStamp(digits) : undefined;
}

/** The JSON in a text; anything else as it is. */
export function fromText(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
