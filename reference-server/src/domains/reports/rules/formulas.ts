import type { Sold, Sums } from './cells.js';

/** To the nearest whole number, a half going up; exact also where a product leaves what a double holds. */
export function divide(numerator: number, denominator: number, times = 1): number | null {
  if (denominator === 0) return null;
  const sign = denominator < 0 ? -1n : 1n;
  const whole = sign * BigInt(denominator);
  const twice = 2n * sign * BigInt(numerator) * BigInt(times) + whole;
  const quotient = twice / (2n * whole);
  return Number(twice < 0n && quotient * 2n * whole !== twice ? quotient - 1n : quotient);
}

/** A part of a whole in basis points; null of nothing. */
export const shareOf = (part: number, whole: number): number | null => divide(part, whole, 10_000);

/** By how much something changed, in basis points of what it was; null when it was nothing. */
export function changeOf(now: number, before: number): number | null {
  return before === 0 ? null : divide(now - before, Math.abs(before), 10_000);
}

const of = (sums: Sums | Sold, name: string): number => (sums as Sums)[name] ?? 0;

/** What customers paid for completed sales, less what they were given back. */
export const takingsOf = (sold: Sold): number =>
  of(sold, 'netSales') + of(sold, 'delivery') + of(sold, 'rounding') + of(sold, 'vat');

export const averageOrderOf = (sold: Sold): number | null => divide(of(sold, 'netSales'), of(sold, 'orders'));

export const grossProfitOf = (sold: Sold): number => of(sold, 'netSales') - of(sold, 'costOfGoods');

export const marginOf = (sold: Sold): number | null => shareOf(grossProfitOf(sold), of(sold, 'netSales'));

/** Of the attempts that ended, how many succeeded. */
export const successRateOf = (money: Sums): number | null =>
  shareOf(of(money, 'succeeded'), of(money, 'succeeded') + of(money, 'failed'));

export const secondsToConfirmOf = (money: Sums): number | null => divide(of(money, 'seconds'), of(money, 'succeeded'));

/** Units sold in 30 days over what was there on average: of what was there 30 days ago and what is there now. In basis points. */
export function turnoverOf(sold30: number, onHand: number, change30: number): number | null {
  // Both twice, to stay with whole numbers.
  const twice = onHand + (onHand - change30);
  return twice <= 0 ? null : divide(2 * sold30, twice, 10_000);
}

/** For how many days what is there lasts, at the pace of the last 30. */
export const daysOfCoverOf = (sold30: number, onHand: number): number | null =>
  sold30 <= 0 ? null : divide(onHand * 30, sold30);
