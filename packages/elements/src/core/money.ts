import type { Money } from '@smartduka/sdk/fetch';

const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, digits: number): Intl.NumberFormat {
  const key = currency + digits;
  let found = formats.get(key);
  if (!found) {
    // Kenyans group and mark numbers alike in English and Swahili; and old phones know no `sw-KE`.
    const options: Intl.NumberFormatOptions = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    if (currency !== 'KES') Object.assign(options, { style: 'currency', currency });
    found = new Intl.NumberFormat('en-KE', options);
    formats.set(key, found);
  }
  return found;
}

const units = new Map<string, number>([['KES', 100]]);

/** Minor units in one of the currency: 100 for KES. */
export function minorUnits(currency: string): number {
  let found = units.get(currency);
  if (!found) {
    const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    found = 10 ** digits;
    units.set(currency, found);
  }
  return found;
}

/**
 * An amount as Kenyans write it: `KSh 1,250`, with cents only where there are some.
 *
 * @example formatMoney({ amount: 125000, currency: 'KES' }) // 'KSh 1,250'
 */
export function formatMoney({ amount, currency }: Money): string {
  const inOne = minorUnits(currency);
  const digits = amount % inOne ? Math.log10(inOne) : 0;
  const number = format(currency, digits).format(Math.abs(amount) / inOne);
  return `${amount < 0 ? '−' : ''}${currency === 'KES' ? 'KSh\u00a0' : ''}${number}`;
}

/** The bare number to type into M-Pesa: `1250`. */
export const plainAmount = ({ amount, currency }: Money): string => String(amount / minorUnits(currency));
