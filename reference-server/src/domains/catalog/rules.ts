import { checkDigit, type Availability } from '@smartduka/contract';

export { checkDigit };

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

/** An address made from a title: small letters, digits and dashes. */
export const slugOf = (title: string): string =>
  titleKey(title)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 70)
    .replace(/-+$/, '') || 'bidhaa';

/** The nth barcode of the shop itself: EAN-13 beginning with 20, a prefix that GS1 leaves to each shop for use within its walls. */
export function inStoreBarcode(n: number): string {
  const twelve = `20${String(n).padStart(10, '0')}`;
  return `${twelve}${checkDigit(twelve)}`;
}

/** What a variant is called when nobody said: its options, such as "red, 2 kg". */
export const titleOfOptions = (options: Readonly<Record<string, string>>): string => Object.values(options).join(', ');
