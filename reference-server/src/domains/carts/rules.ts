import type { Money, Rounding, Totals, VatClass } from '@smartduka/contract';

/** How a shop charges VAT. Rates in basis points: 1600 is 16 %. */
export interface TaxRules {
  /** A shop that is not registered for VAT has no tax inside its prices. */
  vatRegistered: boolean;
  rates: Readonly<Record<VatClass, number>>;
  /** Class of the delivery fee. */
  deliveryClass: VatClass;
}

export interface PricedItem {
  /** Minor units, VAT included. */
  unitPrice: number;
  quantity: number;
  vatClass: VatClass;
  /** What is taken off the whole line, minor units, VAT included; at most unitPrice x quantity. */
  discount?: number;
}

/** What one line comes to. All amounts in minor units; `tax` is inside `total`. */
export interface PricedLine {
  discount: number;
  total: number;
  taxRate: number;
  tax: number;
}

export interface Quote<Item extends PricedItem> {
  lines: (Item & PricedLine)[];
  totals: Totals;
}

const classes: readonly VatClass[] = ['standard', 'zero', 'exempt'];

/**
 * The tax inside a price, to the nearest minor unit, a half going up: price x rate / (100 % + rate). Sums in whole numbers of any size, since
 * price x rate leaves what a double holds exactly.
 *
 * @example taxInside(11600, 1600) // 1600: KES 116.00 holds KES 16.00 of VAT at 16 %
 */
export function taxInside(price: number, rate: number): number {
  const whole = BigInt(10_000 + rate);
  return Number((2n * BigInt(price) * BigInt(rate) + whole) / (2n * whole));
}

/**
 * What brings an amount to whole shillings, since M-Pesa moves no cents: to the nearest, a half going up, so from -49 to +50 cents; or down, from
 * -99 to 0.
 */
export function roundingOf(amount: number, rounding: Rounding = 'nearest'): number {
  return Math.floor((amount + (rounding === 'down' ? 0 : 50)) / 100) * 100 - amount;
}

/**
 * Prices a cart. Tax is rounded once per line and the totals are sums of what the lines say, so that a receipt always adds up.
 *
 * @param deliveryFee Minor units, VAT included; 0 when nothing is delivered.
 * @param wholes How the total comes to whole shillings.
 * @example quote([{ unitPrice: 18950, quantity: 2, vatClass: 'standard' }], 0, 'KES', taxRules).totals.total // { amount: 37900, … }
 */
export function quote<Item extends PricedItem>(
  items: readonly Item[],
  deliveryFee: number,
  currency: string,
  rules: TaxRules,
  wholes: Rounding = 'nearest',
): Quote<Item> {
  const money = (amount: number): Money => ({ amount, currency });
  const rateOf = (vatClass: VatClass) => (rules.vatRegistered ? rules.rates[vatClass] : 0);
  const lines = items.map((item) => {
    const discount = item.discount ?? 0;
    const total = item.unitPrice * item.quantity - discount;
    const taxRate = rateOf(item.vatClass);
    return { ...item, discount, total, taxRate, tax: taxInside(total, taxRate) };
  });
  const subtotal = sum(lines.map((line) => line.unitPrice * line.quantity));
  const discount = sum(lines.map((line) => line.discount));
  const beforeRounding = subtotal - discount + deliveryFee;
  const rounding = roundingOf(beforeRounding, wholes);

  const delivery = {
    vatClass: rules.deliveryClass,
    total: deliveryFee,
    tax: taxInside(deliveryFee, rateOf(rules.deliveryClass)),
  };
  const charged = deliveryFee > 0 ? [...lines, delivery] : lines;
  const taxes = classes.flatMap((vatClass) => {
    const ofClass = charged.filter((charge) => charge.vatClass === vatClass);
    if (!rules.vatRegistered || ofClass.length === 0) return [];
    const tax = sum(ofClass.map((charge) => charge.tax));
    const net = sum(ofClass.map((charge) => charge.total)) - tax;
    return [{ vatClass, rate: rateOf(vatClass), net: money(net), tax: money(tax) }];
  });

  return {
    lines,
    totals: {
      subtotal: money(subtotal),
      discount: money(discount),
      delivery: money(deliveryFee),
      rounding: money(rounding),
      total: money(beforeRounding + rounding),
      tax: money(sum(taxes.map((line) => line.tax.amount))),
      taxes,
    },
  };
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/**
 * Brings the lines of two carts together: one line for each variant, no more than a line may hold.
 *
 * @param most The largest quantity of a line.
 */
export function pourTogether<Line extends { variant: string; quantity: number }>(
  lines: readonly Line[],
  more: readonly Line[],
  most: number,
): Line[] {
  const all = new Map(lines.map((line) => [line.variant, line] as const));
  for (const line of more) {
    const present = all.get(line.variant);
    all.set(line.variant, present ? { ...present, quantity: Math.min(most, present.quantity + line.quantity) } : line);
  }
  return [...all.values()];
}

/** A line as the cart remembers it, beside what the catalogue and the stock say today. */
export interface LineToday {
  quantity: number;
  /** Minor units, at the time it was put in. */
  priceWhenAdded: number;
  /** Null when the product or variant is gone or no longer published. */
  unitPrice: number | null;
  /** How many can be had now; null when the stock of this is not counted. */
  available: number | null;
}

export interface LineNotes {
  problem: 'out_of_stock' | 'insufficient_stock' | 'unavailable' | null;
  /** Told only with `insufficient_stock`: exact stock is not public. */
  availableQuantity: number | null;
  previousUnitPrice: number | null;
}

/** What the buyer has to be told about a line: it is gone, there are too few, or its price has changed. */
export function explainLine(line: LineToday): LineNotes {
  if (line.unitPrice === null) return { problem: 'unavailable', availableQuantity: null, previousUnitPrice: null };
  const previousUnitPrice = line.unitPrice === line.priceWhenAdded ? null : line.priceWhenAdded;
  if (line.available === null || line.available >= line.quantity)
    return { problem: null, availableQuantity: null, previousUnitPrice };
  if (line.available <= 0) return { problem: 'out_of_stock', availableQuantity: null, previousUnitPrice };
  return { problem: 'insufficient_stock', availableQuantity: line.available, previousUnitPrice };
}
