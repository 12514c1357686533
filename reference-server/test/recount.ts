import type { SaleMade } from '../src/seed/history/make.js';

/** Which sales: paid, given back and asked for from one instant until before another. */
export interface Counted {
  from: Date;
  to: Date;
  location?: string | undefined;
  channel?: string | undefined;
}

export type Figures = Record<string, number>;
export type Groups = Map<string, Figures>;

const plus = (figures: Figures, name: string, by: number): void => {
  figures[name] = (figures[name] ?? 0) + by;
};
const into = (groups: Groups, key: string): Figures => {
  const found = groups.get(key) ?? {};
  groups.set(key, found);
  return found;
};

/**
 * The figures of reports, counted the slow way: every record of a shop is looked at, with none of the code that adds them up as they happen. What was
 * taken is read from the ledger, the rest from orders and refunds.
 */
export function recount(made: readonly SaleMade[], counted: Counted) {
  const whole: Figures = {};
  const groups = {
    products: new Map<string, Figures>(),
    categories: new Map<string, Figures>(),
    brands: new Map<string, Figures>(),
    locations: new Map<string, Figures>(),
    staff: new Map<string, Figures>(),
    classes: new Map<string, Figures>(),
    methods: new Map<string, Figures>(),
    failures: new Map<string, Figures>(),
    customers: new Map<string, Figures>(),
    shifts: new Map<string, Figures>(),
  };
  const within = (at: Date | null): boolean => at !== null && at >= counted.from && at < counted.to;
  for (const { order, attempts, ledger, refund } of made) {
    if (counted.location !== undefined && order.location !== counted.location) continue;
    if (counted.channel !== undefined && order.channel !== counted.channel) continue;
    // What was voided was never sold, and nothing of it was given back; its money still came and went.
    const sold = !order.voided;
    const taxOfGoods = order.lines.reduce((sum, line) => sum + line.tax.amount, 0);
    const taxOfDelivery = order.totals.tax.amount - taxOfGoods;
    const places: Figures[] = [
      ...(order.shift ? [into(groups.shifts, order.shift)] : []),
      whole,
      into(groups.locations, order.location ?? '-'),
      into(groups.staff, order.staff ?? '-'),
    ];
    if (sold && within(order.paidAt)) {
      for (const place of places) {
        plus(place, 'orders', 1);
        plus(place, 'vat', order.totals.tax.amount);
        plus(place, 'delivery', order.totals.delivery.amount - taxOfDelivery);
        plus(place, 'rounding', order.totals.rounding.amount);
      }
      const person = order.customer?.phone?.hash;
      if (person) plus(into(groups.customers, person), 'orders', 1);
      for (const name of ['variant', 'category', 'brand'] as const)
        for (const key of new Set(order.lines.map((line) => line[name] ?? '-')))
          plus(
            into(groups[name === 'variant' ? 'products' : name === 'category' ? 'categories' : 'brands'], key),
            'orders',
            1,
          );
      for (const line of order.lines) {
        const figures: Figures = {
          quantity: line.quantity,
          grossSales: line.unitPrice.amount * line.quantity,
          discounts: line.discount.amount,
          netSales: line.total.amount - line.tax.amount,
          costOfGoods: (line.unitCost ?? 0) * line.quantity,
        };
        for (const [name, by] of Object.entries(figures))
          for (const place of [
            ...places,
            into(groups.products, line.variant),
            into(groups.categories, line.category ?? '-'),
            into(groups.brands, line.brand ?? '-'),
          ])
            plus(place, name, by);
        if (person) plus(into(groups.customers, person), 'netSales', line.total.amount - line.tax.amount);
      }
      if (order.totals.taxes.length === 0)
        plus(into(groups.classes, 'none:0'), 'taxable', order.totals.total.amount - order.totals.rounding.amount);
      for (const { vatClass, rate, net, tax } of order.totals.taxes) {
        plus(into(groups.classes, `${vatClass}:${rate}`), 'taxable', net.amount);
        plus(into(groups.classes, `${vatClass}:${rate}`), 'tax', tax.amount);
      }
    }
    if (sold && refund && within(refund.completedAt)) {
      const feeTax = refund.delivery === 0 ? 0 : taxOfDelivery;
      const goodsNet = refund.amount - refund.tax - refund.rounding - (refund.delivery - feeTax);
      for (const place of places) {
        plus(place, 'refunds', refund.amount);
        plus(place, 'netSales', -goodsNet);
        plus(place, 'vat', -refund.tax);
        plus(place, 'delivery', feeTax - refund.delivery);
        plus(place, 'rounding', -refund.rounding);
      }
      let left = goodsNet;
      for (const line of refund.lines) {
        left -= line.amount - line.tax;
        for (const place of [
          ...places,
          into(groups.products, line.variant),
          into(groups.categories, line.category ?? '-'),
          into(groups.brands, line.brand ?? '-'),
        ]) {
          plus(place, 'quantity', -line.quantity);
          plus(place, 'costOfGoods', -(line.unitCost ?? 0) * line.quantity);
        }
        for (const place of [
          into(groups.products, line.variant),
          into(groups.categories, line.category ?? '-'),
          into(groups.brands, line.brand ?? '-'),
        ]) {
          plus(place, 'netSales', line.tax - line.amount);
          plus(place, 'refunds', line.amount);
        }
      }
      if (left !== 0)
        for (const group of [groups.products, groups.categories, groups.brands])
          plus(into(group, '-'), 'netSales', -left);
      const person = order.customer?.phone?.hash;
      if (person) plus(into(groups.customers, person), 'netSales', -goodsNet);
      if (refund.taxes.length === 0) plus(into(groups.classes, 'none:0'), 'taxable', refund.rounding - refund.amount);
      for (const { vatClass, rate, net, tax } of refund.taxes) {
        plus(into(groups.classes, `${vatClass}:${rate}`), 'taxable', -net);
        plus(into(groups.classes, `${vatClass}:${rate}`), 'tax', -tax);
      }
    }
    for (const row of ledger.filter((entry) => within(entry.at))) {
      if (row.kind === 'applied' && sold) for (const place of places) plus(place, 'takings', row.amount);
      const method = attempts.find((attempt) => attempt._id === row.payment)?.method ?? 'unknown';
      if (row.kind === 'captured') {
        plus(into(groups.methods, method), 'amount', row.amount);
        plus(into(groups.methods, method), 'count', 1);
      }
      if (row.kind === 'refunded') plus(into(groups.methods, method), 'refunded', row.amount);
    }
    for (const attempt of attempts.filter((one) => one.method !== 'cash' && within(one.createdAt))) {
      plus(into(groups.methods, attempt.method), attempt.state, 1);
      if (attempt.state === 'failed') plus(into(groups.failures, `${attempt.method}:${attempt.reason}`), 'failures', 1);
    }
  }
  return { whole, groups };
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The day of an instant on the clocks of a zone, by nothing but the calendar of the platform. */
export function dayIn(at: Date, timeZone: string): string {
  const calendar =
    calendars.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(timeZone, calendar);
  return calendar.format(at);
}
