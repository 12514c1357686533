/** Whole numbers by name. What is nothing is left out. */
export type Sums = Record<string, number>;

/**
 * What was added up over some time: section, key, figure. `all` has one key, the empty one. Cells are added up by adding their numbers, in whatever
 * order, so that any time can be put together from pieces.
 */
export type Cell = Partial<Record<Section, Record<string, Sums>>>;

export const sections = [
  'all',
  'goods',
  'categories',
  'brands',
  'staff',
  'shifts',
  'customers',
  'taxes',
  'money',
  'reasons',
  'hours',
] as const;
export type Section = (typeof sections)[number];

/** Figures of what was sold. Amounts in minor units; what each means stands in docs/reports.md. */
export const soldFigures = [
  'orders',
  'quantity',
  'grossSales',
  'discounts',
  'refunds',
  'netSales',
  'vat',
  'costOfGoods',
  'uncosted',
  'delivery',
  'rounding',
] as const;
export type SoldFigure = (typeof soldFigures)[number];
export type Sold = Partial<Record<SoldFigure, number>>;

export interface FactLine {
  variant: string;
  category: string | null;
  brand: string | null;
  quantity: number;
  /** Unit price x quantity, VAT included; of a refund, what was given back. */
  gross: number;
  discount: number;
  /** VAT inside `gross - discount`. */
  tax: number;
  unitCost: number | null;
}

interface Placed {
  at: Date;
  /** Where and how the sale was made; also of what was given back. */
  location: string | null;
  channel: string;
}

interface Traded extends Placed {
  /** It was counted, and is taken out again where it stood. */
  undone?: true;
  staff: string | null;
  shift: string | null;
  /** Who bought, as far as that is known. */
  customer: string | null;
  lines: readonly FactLine[];
  /** VAT included, and the VAT inside it. */
  delivery: { gross: number; tax: number };
  rounding: number;
  /** VAT class and rate, such as `standard:1600`, with what was charged without the tax, and the tax. */
  taxes: readonly { key: string; net: number; tax: number }[];
}

/** Something that happened and counts, once. */
export type Fact =
  | ({ kind: 'sale' } & Traded)
  | ({ kind: 'refund' } & Traded)
  | ({ kind: 'money'; method: string; captured: number; refunded: number } & Placed)
  | ({ kind: 'attempt'; method: string; succeeded: boolean; reason: string | null; seconds: number } & Placed);

/** A key for what has none: goods without a category or brand, a sale without a seller. */
export const nothing = '-';

/** An object whose keys are somebody's words: a brand may be called `__proto__`. */
export const blank = <Value>(): Record<string, Value> => Object.create(null) as Record<string, Value>;

/** Adds figures to a cell. */
export function bump(cell: Cell, section: Section, key: string, figures: Sums): void {
  const keys = (cell[section] ??= blank());
  const into = (keys[key] ??= blank());
  for (const [name, by] of Object.entries(figures)) if (by !== 0) into[name] = (into[name] ?? 0) + by;
}

/** Adds one cell to another. */
export function merge(into: Cell, cell: Cell): Cell {
  for (const section of sections)
    for (const [key, figures] of Object.entries(cell[section] ?? {})) bump(into, section, key, figures);
  return into;
}

/** The cell without keys of which nothing remains: what was counted there has been voided. */
export function remaining(cell: Cell): Cell {
  const left: Cell = {};
  for (const section of sections)
    for (const [key, figures] of Object.entries(cell[section] ?? {}))
      if (Object.values(figures).some((figure) => figure !== 0)) bump(left, section, key, figures);
  return left;
}

/**
 * Adds what happened to a cell.
 *
 * @param hour Names the hour of the shop's day in which it happened, for counting hours with a sale.
 */
export function tally(cell: Cell, fact: Fact, hour: string): void {
  if (fact.kind === 'money') {
    bump(cell, 'money', fact.method, {
      count: fact.captured > 0 ? 1 : 0,
      amount: fact.captured,
      refunded: fact.refunded,
    });
    return;
  }
  if (fact.kind === 'attempt') {
    const figures = fact.succeeded ? { succeeded: 1, seconds: fact.seconds } : { failed: 1 };
    bump(cell, 'money', fact.method, figures);
    if (!fact.succeeded) bump(cell, 'reasons', `${fact.method}:${fact.reason ?? 'unknown'}`, { count: 1 });
    return;
  }
  if (!fact.undone) return trade(cell, fact, hour);
  const own: Cell = {};
  trade(own, fact, hour);
  for (const section of sections)
    for (const [key, figures] of Object.entries(own[section] ?? {}))
      bump(cell, section, key, Object.fromEntries(Object.entries(figures).map(([name, by]) => [name, -by])));
}

function trade(cell: Cell, fact: Extract<Fact, { kind: 'sale' | 'refund' }>, hour: string): void {
  const sale = fact.kind === 'sale';
  const groups: [Section, (line: FactLine) => string][] = [
    ['goods', (line) => line.variant],
    ['categories', (line) => line.category ?? nothing],
    ['brands', (line) => line.brand ?? nothing],
  ];
  for (const [section, keyOf] of groups) {
    const seen = new Set<string>();
    for (const line of fact.lines) {
      const key = keyOf(line);
      const first = !seen.has(key);
      seen.add(key);
      bump(cell, section, key, { ...figuresOf(line, sale), orders: sale && first ? 1 : 0 });
    }
  }
  const goods: Sums = {};
  for (const line of fact.lines)
    for (const [name, by] of Object.entries(figuresOf(line, sale))) goods[name] = (goods[name] ?? 0) + by;
  const sign = sale ? 1 : -1;
  const deliveryNet = fact.delivery.gross - fact.delivery.tax;
  const whole: Sums = {
    ...goods,
    orders: sale ? 1 : 0,
    delivery: sign * deliveryNet,
    rounding: sign * fact.rounding,
    vat: (goods['vat'] ?? 0) + sign * fact.delivery.tax,
    refunds: sale ? 0 : (goods['refunds'] ?? 0) + fact.delivery.gross + fact.rounding,
  };
  bump(cell, 'all', '', whole);
  bump(cell, 'staff', fact.staff ?? nothing, whole);
  if (fact.shift) bump(cell, 'shifts', fact.shift, whole);
  if (fact.customer) bump(cell, 'customers', fact.customer, { orders: sale ? 1 : 0, netSales: goods['netSales'] ?? 0 });
  if (fact.staff && sale) bump(cell, 'hours', fact.staff, { [hour]: 1 });
  for (const { key, net, tax } of fact.taxes) bump(cell, 'taxes', key, { net: sign * net, tax: sign * tax });
}

/** The figures of a line: what it adds as a sale, or takes away as a refund. */
function figuresOf(line: FactLine, sale: boolean): Sums {
  const net = line.gross - line.discount - line.tax;
  const sign = sale ? 1 : -1;
  return {
    quantity: sign * line.quantity,
    grossSales: sale ? line.gross : 0,
    discounts: sale ? line.discount : 0,
    refunds: sale ? 0 : line.gross - line.discount,
    netSales: sign * net,
    vat: sign * line.tax,
    costOfGoods: line.unitCost === null ? 0 : sign * line.unitCost * line.quantity,
    uncosted: line.unitCost === null ? sign * net : 0,
  };
}
