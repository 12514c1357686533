import type { DiscountBenefit, DiscountProblem } from '@smartduka/contract';

/** A discount as the rules see it. Amounts in minor units, rates in basis points. */
export interface DiscountRule {
  readonly id: string;
  readonly title: string;
  readonly code: string | null;
  readonly benefit: DiscountBenefit;
  readonly minimumSpend: number | null;
  /** With `categories` empty too: everything. */
  readonly products: readonly string[];
  readonly categories: readonly string[];
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  /** 1 is Monday; empty: every day. */
  readonly weekdays: readonly number[];
  readonly hours: { readonly from: string; readonly to: string } | null;
  readonly stackable: boolean;
  readonly active: boolean;
  /** Orders that may still have it; null when there is no limit. */
  readonly left: number | null;
  /** The same for this customer; `'unknown'` when there is a limit and nobody to count for. */
  readonly leftForCustomer: number | 'unknown' | null;
}

/** What discounts look at in a line. */
export interface DiscountLine {
  readonly product: string;
  /** The product's category and all above it. */
  readonly shelves: readonly string[];
  readonly unitPrice: number;
  readonly quantity: number;
}

/** A moment in the shop's own time. */
export interface ShopMoment {
  readonly instant: Date;
  /** 1 is Monday. */
  readonly weekday: number;
  /** Minutes since midnight. */
  readonly minute: number;
}

/** One discount and what it takes off each line, in the order of the lines. */
export interface Taken {
  readonly rule: DiscountRule;
  readonly parts: readonly number[];
  readonly amount: number;
}

export interface Outcome {
  readonly taken: readonly Taken[];
  /** What is taken off each line in all; never more than the line. */
  readonly lineDiscounts: readonly number[];
  /** Why the others take nothing, by id. */
  readonly problems: ReadonlyMap<string, DiscountProblem>;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/**
 * Splits an amount by weights so that the parts are whole and sum to it: each gets its share rounded down, and what is left goes, one each, to those
 * that lost most by it. No part is greater than its weight while the whole is not greater than their sum.
 *
 * @example shareOut(100, [1, 1, 1]) // [34, 33, 33]
 */
export function shareOut(whole: number, weights: readonly number[]): number[] {
  const all = BigInt(sum(weights));
  if (all === 0n || whole === 0) return weights.map(() => 0);
  const shares = weights.map((weight, index) => {
    const exact = BigInt(whole) * BigInt(weight);
    return { index, part: Number(exact / all), rest: exact % all };
  });
  const missing = whole - sum(shares.map(({ part }) => part));
  const first = shares.toSorted((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const lucky = new Set(first.slice(0, missing).map(({ index }) => index));
  return shares.map(({ index, part }) => (lucky.has(index) ? part + 1 : part));
}

/** A rate of an amount, to the nearest minor unit, a half going up. */
export function partOf(amount: number, rate: number): number {
  return Number((2n * BigInt(amount) * BigInt(rate) + 10_000n) / 20_000n);
}

/** Weekday and minute of an instant on the clock of the shop. */
export function momentIn(instant: Date, timeZone: string): ShopMoment {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(of('weekday')) + 1;
  return { instant, weekday, minute: Number(of('hour')) * 60 + Number(of('minute')) };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether it holds at this time of the week. Hours that go past midnight belong to the day on which they begin. */
export function holdsAt(rule: Pick<DiscountRule, 'weekdays' | 'hours'>, { weekday, minute }: ShopMoment): boolean {
  const onDay = (day: number): boolean => rule.weekdays.length === 0 || rule.weekdays.includes(day);
  if (!rule.hours) return onDay(weekday);
  const [from, to] = [minutesOf(rule.hours.from), minutesOf(rule.hours.to)];
  if (from < to) return onDay(weekday) && minute >= from && minute < to;
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  return (minute >= from && onDay(weekday)) || (minute < to && onDay(yesterday));
}

const covers = (rule: DiscountRule, line: DiscountLine): boolean =>
  (rule.products.length === 0 && rule.categories.length === 0) ||
  rule.products.includes(line.product) ||
  line.shelves.some((shelf) => rule.categories.includes(shelf));

/** Why a discount cannot be had for these lines now; null when it can. Whether another one is better comes after. */
export function problemOf(
  rule: DiscountRule,
  lines: readonly DiscountLine[],
  moment: ShopMoment,
): Exclude<DiscountProblem, 'better_discount'> | null {
  if (!rule.active) return 'unknown';
  if (rule.startsAt && moment.instant < rule.startsAt) return 'not_started';
  if (rule.endsAt && moment.instant >= rule.endsAt) return 'expired';
  if (!holdsAt(rule, moment)) return 'not_now';
  if (rule.left !== null && rule.left <= 0) return 'used_up';
  if (rule.leftForCustomer === 'unknown') return 'customer_needed';
  if (rule.leftForCustomer !== null && rule.leftForCustomer <= 0) return 'customer_used_up';
  const covered = lines.filter((line) => covers(rule, line));
  if (covered.length === 0) return 'nothing_in_cart';
  const spent = sum(covered.map((line) => line.unitPrice * line.quantity));
  if (rule.minimumSpend !== null && spent < rule.minimumSpend) return 'minimum_not_reached';
  if (take(rule, lines, wholeOf(lines)).amount === 0) return 'nothing_in_cart';
  return null;
}

const wholeOf = (lines: readonly DiscountLine[]): number[] => lines.map((line) => line.unitPrice * line.quantity);

/**
 * What one discount takes off each line.
 *
 * @param remaining What each line still comes to, after discounts before this one.
 */
export function take(rule: DiscountRule, lines: readonly DiscountLine[], remaining: readonly number[]): Taken {
  const { benefit } = rule;
  const bases =
    benefit.kind === 'buy_get'
      ? basesOfGot(rule, benefit, lines, remaining)
      : lines.map((line, i) => (covers(rule, line) ? (remaining[i] ?? 0) : 0));
  const base = sum(bases);
  const wanted = benefit.kind === 'fixed' ? benefit.amount : partOf(base, benefit.rate);
  const cap = benefit.kind === 'fixed' ? null : benefit.cap;
  const amount = Math.min(wanted, base, cap ?? base);
  return { rule, amount, parts: shareOut(amount, bases) };
}

/** What the goods that one gets come to in each line: the cheapest ones, as often as enough was bought. */
function basesOfGot(
  rule: DiscountRule,
  { buy, get, getProducts }: Extract<DiscountBenefit, { kind: 'buy_get' }>,
  lines: readonly DiscountLine[],
  remaining: readonly number[],
): number[] {
  const other = getProducts.length > 0;
  const gettable = lines.map((line) => (other ? getProducts.includes(line.product) : covers(rule, line)));
  // What can be got is not also counted as bought, or one soda would pay for itself.
  const bought = lines.map((line, i) => covers(rule, line) && !(other && gettable[i]));
  const countOf = (which: readonly boolean[]) => sum(lines.map((line, i) => (which[i] ? line.quantity : 0)));
  let free = Math.floor(countOf(bought) / (other ? buy : buy + get)) * get;
  const bases = lines.map(() => 0);
  const cheapestFirst = lines
    .map((line, index) => ({ line, index }))
    .filter(({ index }) => gettable[index])
    .sort((a, b) => a.line.unitPrice - b.line.unitPrice || a.index - b.index);
  for (const { line, index } of cheapestFirst) {
    const units = Math.min(free, line.quantity);
    bases[index] = Math.min(line.unitPrice * units, remaining[index] ?? 0);
    free -= units;
  }
  return bases;
}

/** Goods first, then parts of the price, then amounts: each works on what those before it have left. */
const turn: Readonly<Record<DiscountBenefit['kind'], number>> = { buy_get: 0, percent: 1, fixed: 2 };

function together(rules: readonly DiscountRule[], lines: readonly DiscountLine[]): Taken[] {
  const inTurn = rules.toSorted(
    (a, b) => turn[a.benefit.kind] - turn[b.benefit.kind] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  let remaining = wholeOf(lines);
  return inTurn.map((rule) => {
    const taken = take(rule, lines, remaining);
    remaining = remaining.map((left, i) => left - (taken.parts[i] ?? 0));
    return taken;
  });
}

/**
 * Which discounts a cart gets, and what each takes off each line. The stackable ones apply together; against them stands each that is not, alone.
 * Whatever saves the buyer most wins; when two save the same, the stackable ones, else the older one.
 *
 * @example applyDiscounts([tenPercent], [{ product, shelves: [], unitPrice: 10_000, quantity: 1 }], moment).lineDiscounts // [1000]
 */
export function applyDiscounts(
  rules: readonly DiscountRule[],
  lines: readonly DiscountLine[],
  moment: ShopMoment,
): Outcome {
  const problems = new Map<string, DiscountProblem>();
  const eligible = rules.filter((rule) => {
    const problem = problemOf(rule, lines, moment);
    if (problem) problems.set(rule.id, problem);
    return problem === null;
  });
  const alone = eligible.filter((rule) => !rule.stackable).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const choices = [
    together(
      eligible.filter((rule) => rule.stackable),
      lines,
    ),
    ...alone.map((rule) => [take(rule, lines, wholeOf(lines))]),
  ];
  const savingOf = (choice: readonly Taken[]) => sum(choice.map(({ amount }) => amount));
  const best = choices.reduce((a, b) => (savingOf(b) > savingOf(a) ? b : a)).filter(({ amount }) => amount > 0);
  const chosen = new Set(best.map(({ rule }) => rule.id));
  for (const rule of eligible) if (!chosen.has(rule.id)) problems.set(rule.id, 'better_discount');
  return {
    taken: best,
    lineDiscounts: lines.map((_, i) => sum(best.map(({ parts }) => parts[i] ?? 0))),
    problems,
  };
}

/** A discount given by hand: a rate of what the goods still come to, and at most so much. */
export interface ManualRule {
  readonly rate: number;
  readonly amount: number | null;
}

/** What it takes off each line after all other discounts. An amount never grows beyond the rate that it was when it was given. */
export function takeByHand({ rate, amount }: ManualRule, remaining: readonly number[]): number[] {
  const most = partOf(sum(remaining), rate);
  return shareOut(Math.min(amount ?? most, most), remaining);
}

/** The rate that an amount is of a sum, rounded up so that a limit is not passed by a fraction. At most all of it. */
export function rateOf(amount: number, whole: number): number {
  if (whole <= 0) return 10_000;
  return Math.min(10_000, Number((BigInt(amount) * 10_000n + BigInt(whole) - 1n) / BigInt(whole)));
}
