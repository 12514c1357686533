import type { Money } from './types.js';

/** How often `Intl` is asked matters on old phones: a formatter takes about a millisecond to make. */
const formats = new Map<string, Intl.NumberFormat>();

/**
 * An amount as buyers read it. Cents are shown only when there are some. Set in a line, keep it whole with `white-space: nowrap`.
 *
 * @param lang BCP 47 language, such as `en` or `sw`.
 * @example
 * ```ts
 * formatMoney({ amount: 125000, currency: 'KES' }); // 'KSh 1,250'
 * formatMoney({ amount: 125050, currency: 'KES' }); // 'KSh 1,250.50'
 * ```
 * @public
 */
export function formatMoney({ amount, currency }: Money, lang: string = 'en'): string {
  const digits = minorDigits(currency);
  const unit = 10 ** digits;
  const shown = Math.abs(amount) % unit ? digits : 0;
  const sign = amount < 0 ? '-' : '';
  const mark = currency === 'KES' ? 'KSh' : currency;
  return `${sign}${mark} ${numberFormat(lang, shown).format(Math.abs(amount) / unit)}`;
}

/**
 * Adds amounts of one currency.
 *
 * @throws RangeError when currencies differ, or an amount is not a safe integer.
 * @example
 * ```ts
 * sumMoney([{ amount: 25000, currency: 'KES' }, { amount: 5050, currency: 'KES' }]); // { amount: 30050, currency: 'KES' }
 * ```
 * @public
 */
export function sumMoney(amounts: readonly Money[], currency: string = amounts[0]?.currency ?? 'KES'): Money {
  const other = amounts.find((money) => money.currency !== currency);
  if (other) throw new RangeError(`Cannot add ${other.currency} to ${currency}`);
  const amount = amounts.reduce((sum, money) => sum + money.amount, 0);
  if (!Number.isSafeInteger(amount)) throw new RangeError('Amounts are integers in minor units');
  return { amount, currency };
}

function numberFormat(lang: string, digits: number): Intl.NumberFormat {
  const name = `${lang} ${digits}`;
  const format =
    formats.get(name) ?? new Intl.NumberFormat(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(name, format);
  return format;
}

/** Digits of the minor unit, ISO 4217. */
function minorDigits(currency: string): number {
  if (currency === 'KES') return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
