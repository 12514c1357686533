import type { RefundMethod, RefundState, Totals } from '@smartduka/contract';
import type { z } from 'zod';
import { roundingOf, taxInside } from '../carts/rules.js';
import type { SoldLine } from '../orders/service.js';

export type Method = z.infer<typeof RefundMethod>;
export type { RefundState } from '@smartduka/contract';

/** What we can learn about a refund. In the past tense: it has happened. */
export type RefundFact =
  | 'asked'
  | 'handedOver'
  | 'accepted'
  | 'refused'
  | 'answerLost'
  | 'queueGaveUp'
  | 'silenceFell'
  | 'outcomeClaimed'
  | 'doneForSure'
  | 'notDoneForSure'
  | 'reviewOpened'
  | 'acceptedByStaff'
  | 'rejectedByStaff';

/** Which fact leads where. Not listed: changes nothing. An empty row is final. */
export const refundMoves: Readonly<Record<RefundState, Readonly<Partial<Record<RefundFact, RefundState>>>>> = {
  created: { asked: 'requesting', handedOver: 'succeeded' },
  // The outcome may overtake the answer to the request.
  requesting: { accepted: 'pending', refused: 'failed', answerLost: 'unknown', outcomeClaimed: 'confirming' },
  pending: { outcomeClaimed: 'confirming', queueGaveUp: 'unknown', silenceFell: 'unknown' },
  unknown: { outcomeClaimed: 'confirming', reviewOpened: 'needs_review' },
  confirming: { doneForSure: 'succeeded', notDoneForSure: 'failed', reviewOpened: 'needs_review' },
  needs_review: { acceptedByStaff: 'succeeded', rejectedByStaff: 'failed' },
  succeeded: {},
  failed: {},
};

export const isFinal = (state: RefundState): boolean => Object.keys(refundMoves[state]).length === 0;

export const byHand = (method: Method): boolean => method === 'cash' || method === 'other';

const minute = 60_000;
export const times = {
  /** How long a request may be on its way before its answer counts as lost: longer than the client waits for it. */
  requestingLease: 30_000,
  /** How long whoever asked waits for M-Pesa to take it in. */
  answerWithin: 10_000,
  /** After so long without an outcome, what became of it is unknown. */
  silence: 2 * minute,
  /** When nobody has heard of the request for this long, a person decides. */
  unheardOf: 30 * minute,
  review: 24 * 60 * minute,
} as const;

const pauses: Readonly<Partial<Record<RefundState, readonly number[]>>> = {
  pending: [2 * minute],
  confirming: [5_000, 20_000, minute, 5 * minute, 15 * minute],
  unknown: [15_000, minute, 2 * minute, 5 * minute, 15 * minute],
};

/** How long to wait before asking what became of it; null when there is nothing to ask. */
export function pauseBeforeCheck(state: RefundState, checks: number): number | null {
  if (state === 'requesting') return times.requestingLease;
  const row = pauses[state];
  return row ? (row[Math.min(checks, row.length - 1)] ?? 15 * minute) : null;
}

/** What money of a payment can be given back. Minor units. */
export interface Fund {
  readonly payment: string;
  /** Captured in all, and what of it is left to give back. */
  readonly captured: number;
  readonly left: number;
  /** The provider's number, when it came by M-Pesa and the number is known. */
  readonly receiptNumber: string | null;
  readonly cash: boolean;
}

export interface Share {
  readonly payment: string;
  readonly amount: number;
}

/**
 * From which payments an amount is given back: from one if one has enough, first one that it empties, then cash, then the newest; else from several.
 * Null when all of them together have too little. `funds` are newest first.
 */
export function pickShares(amount: number, funds: readonly Fund[]): Share[] | null {
  const rank = (fund: Fund) => (fund.left === amount ? 0 : fund.cash ? 1 : 2);
  const single = funds.filter((fund) => fund.left >= amount).sort((a, b) => rank(a) - rank(b))[0];
  if (single) return [{ payment: single.payment, amount }];
  const shares: Share[] = [];
  let wanted = amount;
  for (const fund of [...funds].sort((a, b) => Number(b.cash) - Number(a.cash))) {
    const share = Math.min(wanted, fund.left);
    if (share > 0) shares.push({ payment: fund.payment, amount: share });
    wanted -= share;
  }
  return wanted === 0 ? shares : null;
}

/** What the shop's M-Pesa can do, and to which phone. */
export interface Ways {
  readonly reverses: boolean;
  readonly paysOut: boolean;
  readonly hasPhone: boolean;
}

/** Whether money can go back that way; a sentence that says what would do when it cannot. */
export function obstacleTo(
  method: Method,
  shares: readonly Share[],
  funds: readonly Fund[],
  ways: Ways,
): string | null {
  const amount = shares.reduce((sum, share) => sum + share.amount, 0);
  if (byHand(method)) return null;
  if (method === 'mpesa_reversal') {
    const fund = funds.find(({ payment }) => payment === shares[0]?.payment);
    if (!ways.reverses) return 'The shop has no M-Pesa initiator set up; use cash or another way by hand.';
    if (shares.length !== 1 || !fund?.receiptNumber)
      return 'Only one M-Pesa payment whose receipt number is known can be reversed; use a payout, cash or another way.';
    if (amount !== fund.captured || fund.left !== fund.captured)
      return 'M-Pesa reverses whole payments only; use a payout, cash or another way for a part.';
    return null;
  }
  if (!ways.paysOut) return 'The shop cannot pay out by M-Pesa; use cash or another way by hand.';
  if (!ways.hasPhone) return 'The number of the payer is not known; name a phone, or use cash.';
  if (amount < 1_000 || amount > 25_000_000)
    return 'An M-Pesa payout is KES 10 to 250,000; use cash or another way by hand.';
  return null;
}

/** The way the money came in, as far as the shop can go it. Null when a person has to choose. */
export function usualMethod(shares: readonly Share[], funds: readonly Fund[], ways: Ways): Method | null {
  const used = funds.filter((fund) => shares.some((share) => share.payment === fund.payment));
  if (used.every((fund) => fund.cash)) return 'cash';
  if (used.some((fund) => fund.cash)) return null;
  const possible = (['mpesa_reversal', 'mpesa_payout'] as const).find(
    (method) => obstacleTo(method, shares, funds, ways) === null,
  );
  return possible ?? null;
}

/** What of a line has been given back before, refunds under way included. */
export type Returned = ReadonlyMap<string, number>;

export interface Wish {
  readonly lines: readonly { readonly line: string; readonly quantity: number }[];
  readonly delivery: boolean;
  readonly amount?: number | undefined;
}

export interface Figures {
  readonly lines: readonly {
    readonly sold: SoldLine;
    readonly quantity: number;
    readonly amount: number;
    readonly tax: number;
  }[];
  readonly delivery: number;
  readonly adjustment: number;
  readonly rounding: number;
  readonly amount: number;
  readonly tax: number;
  readonly taxes: readonly { vatClass: SoldLine['vatClass']; rate: number; net: number; tax: number }[];
}

/** The share of `part` units in a whole amount, when `before` units had theirs already. All shares together are exactly the whole. */
export function shareOf(whole: number, units: number, before: number, part: number): number {
  const upTo = (count: number) => Math.floor((2 * whole * count + units) / (2 * units));
  return upTo(before + part) - upTo(before);
}

/** The delivery fee of an order with its tax. What its tax lines hold beyond those of the goods is the delivery's. */
export function deliveryOf(
  lines: readonly SoldLine[],
  totals: Totals,
): { fee: number; tax: number; vatClass: SoldLine['vatClass']; rate: number } | null {
  const fee = totals.delivery.amount;
  if (fee === 0) return null;
  for (const { vatClass, rate, net, tax } of totals.taxes) {
    const own = lines.filter((line) => line.vatClass === vatClass);
    const rest = net.amount + tax.amount - own.reduce((sum, line) => sum + line.total.amount, 0);
    if (rest === fee)
      return { fee, tax: tax.amount - own.reduce((sum, line) => sum + line.tax.amount, 0), vatClass, rate };
  }
  return { fee, tax: 0, vatClass: 'exempt', rate: 0 };
}

/**
 * What a refund comes to. Amounts and VAT of goods are shares of what the order stored, so that taking a line back piece by piece gives back exactly
 * its total and its tax. An amount of the shop's own makes the difference an adjustment, whose VAT is spread over the order's classes.
 *
 * @param left What can still be given back of the order.
 */
export function figure(
  order: { lines: readonly SoldLine[]; totals: Totals },
  wish: Wish,
  before: { returned: Returned; deliveryReturned: boolean; adjusted: boolean; left: number },
): Figures {
  const lines = wish.lines.flatMap(({ line, quantity }) => {
    const sold = order.lines.find((one) => one.id === line);
    if (!sold) return [];
    const given = before.returned.get(line) ?? 0;
    const share = (whole: number) => shareOf(whole, sold.quantity, given, quantity);
    return [{ sold, quantity, amount: share(sold.total.amount), tax: share(sold.tax.amount) }];
  });
  const fee = wish.delivery && !before.deliveryReturned ? deliveryOf(order.lines, order.totals) : null;
  const delivery = fee?.fee ?? 0;
  const plain = lines.reduce((sum, line) => sum + line.amount, 0) + delivery;
  const nothingLeft =
    !before.adjusted &&
    (order.totals.delivery.amount === 0 || before.deliveryReturned || delivery > 0) &&
    order.lines.every(
      (sold) =>
        (before.returned.get(sold.id) ?? 0) + (lines.find((line) => line.sold.id === sold.id)?.quantity ?? 0) ===
        sold.quantity,
    );
  // The last of it gives back all that was paid, the order's own rounding included.
  const usual = nothingLeft ? before.left - plain : roundingOf(plain);
  const rounding = wish.amount === undefined ? usual : 0;
  const amount = wish.amount ?? plain + rounding;
  const adjustment = amount - plain - rounding;

  const byClass = new Map(order.totals.taxes.map((line) => [line.vatClass, { rate: line.rate, gross: 0, tax: 0 }]));
  const add = (vatClass: SoldLine['vatClass'], gross: number, tax: number) => {
    const sum = byClass.get(vatClass);
    if (sum) Object.assign(sum, { gross: sum.gross + gross, tax: sum.tax + tax });
  };
  for (const line of lines) add(line.sold.vatClass, line.amount, line.tax);
  if (fee) add(fee.vatClass, fee.fee, fee.tax);
  for (const { vatClass, gross, tax } of spread(adjustment, order.totals)) add(vatClass, gross, tax);
  const taxes = [...byClass]
    .filter(([, { gross }]) => gross !== 0)
    .map(([vatClass, { rate, gross, tax }]) => ({ vatClass, rate, net: gross - tax, tax }));
  const tax = taxes.reduce((sum, line) => sum + line.tax, 0);
  return { lines, delivery, adjustment, rounding, amount, tax, taxes };
}

/** Spreads an adjustment over the classes of an order, by what each of them came to; the shares add up to it exactly. */
function spread(adjustment: number, totals: Totals): { vatClass: SoldLine['vatClass']; gross: number; tax: number }[] {
  const whole = totals.taxes.reduce((sum, { net, tax }) => sum + net.amount + tax.amount, 0);
  if (adjustment === 0 || whole === 0) return [];
  const size = Math.abs(adjustment);
  const sign = Math.sign(adjustment);
  let seen = 0;
  return totals.taxes.map(({ vatClass, rate, net, tax }) => {
    const gross = net.amount + tax.amount;
    const share = shareOfBig(size, whole, seen, gross);
    seen += gross;
    return { vatClass, gross: sign * share, tax: sign * taxInside(share, rate) };
  });
}

/** `shareOf` in whole numbers of any size: two amounts multiplied leave what a double holds. */
function shareOfBig(whole: number, units: number, before: number, part: number): number {
  const upTo = (count: number) => Number((2n * BigInt(whole) * BigInt(count) + BigInt(units)) / (2n * BigInt(units)));
  return upTo(before + part) - upTo(before);
}
