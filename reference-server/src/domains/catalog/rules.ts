import type { Availability } from '@smartduka/contract';

/**
 * A printed barcode in the one form that all of its spellings share: digits, padded to 14. A scanner may drop leading zeros, and a UPC of 12
 * digits is an EAN of 13 that begins with 0.
 *
 * @example gtin('036000291452') === gtin('0036000291452') // true
 */
export function gtin(digits: string): string {
  return digits.replace(/^0+/, '').padStart(14, '0');
}

/** Whether a text could be a printed barcode: 8 to 14 digits. */
export const looksLikeBarcode = (text: string): boolean => /^\d{8,14}$/.test(text);

/** The last digit of a GTIN, from those before it: from the right, every other one counts three times (GS1 General Specifications, 7.9). */
export function checkDigit(before: string): number {
  const sum = Array.from(before, Number)
    .reverse()
    .reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/** Whether the last digit agrees with the others, for any GTIN. */
export const isGtin = (digits: string): boolean =>
  looksLikeBarcode(digits) && checkDigit(digits.slice(0, -1)) === Number(digits.at(-1));

/** How titles are put in order: as people read them, not as computers number letters. */
export const titleKey = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A product is as available as the best of its variants. */
export function bestOf(availabilities: readonly Availability[]): Availability {
  if (availabilities.includes('in_stock')) return 'in_stock';
  return availabilities.includes('low_stock') ? 'low_stock' : 'out_of_stock';
}
