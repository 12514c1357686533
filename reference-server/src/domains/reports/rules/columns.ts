import type { ReportColumn } from '@smartduka/contract';
import type { Sums } from './cells.js';
import {
  averageOrderOf,
  changeOf,
  daysOfCoverOf,
  divide,
  grossProfitOf,
  marginOf,
  secondsToConfirmOf,
  shareOf,
  successRateOf,
  takingsOf,
  turnoverOf,
} from './formulas.js';

/** What a column shows. The one place where a figure gets its formula. */
export interface Column {
  readonly kind: ReportColumn['kind'];
  readonly better: ReportColumn['better'];
  readonly signed?: true;
  /** Shown only to those who may see what goods cost. */
  readonly costs?: true;
  /** From what was added up; absent for texts, which each row brings along. */
  readonly of?: (sums: Sums, beside: Beside) => number | null;
}

/** What a figure may look at beside its own row. */
export interface Beside {
  readonly total: Sums;
  readonly compared: Sums | null;
}

const figure = (name: string) => (sums: Sums) => sums[name] ?? 0;
const count = (name: string, better: Column['better'] = 'more'): Column => ({
  kind: 'count',
  better,
  of: figure(name),
});
const money = (name: string, better: Column['better'] = 'more'): Column => ({
  kind: 'money',
  better,
  of: figure(name),
});
/** Money that not every row has. */
const known = (name: string, more: Partial<Column> = {}): Column => ({
  kind: 'money',
  better: null,
  ...more,
  of: (sums) => sums[name] ?? null,
});
const text: Column = { kind: 'text', better: null };
const instant: Column = { kind: 'instant', better: null };

export const columns = {
  // Sales
  orders: count('orders'),
  quantity: count('quantity'),
  grossSales: money('grossSales'),
  discounts: money('discounts', null),
  refunds: money('refunds', 'less'),
  netSales: money('netSales'),
  delivery: money('delivery'),
  vat: money('vat', null),
  rounding: { ...money('rounding', null), signed: true },
  takings: { kind: 'money', better: 'more', of: takingsOf },
  averageOrder: { kind: 'money', better: 'more', of: averageOrderOf },
  growth: {
    kind: 'percent',
    better: 'more',
    signed: true,
    of: (sums, { compared }) => (compared ? changeOf(sums['netSales'] ?? 0, compared['netSales'] ?? 0) : null),
  },
  share: {
    kind: 'percent',
    better: null,
    of: (sums, { total }) => shareOf(sums['netSales'] ?? 0, total['netSales'] ?? 0),
  },
  costOfGoods: { ...money('costOfGoods', null), costs: true },
  uncosted: { ...money('uncosted', 'less'), costs: true },
  grossProfit: { kind: 'money', better: 'more', costs: true, of: grossProfitOf },
  margin: { kind: 'percent', better: 'more', costs: true, of: marginOf },
  activeHours: count('activeHours', null),
  netSalesPerHour: {
    kind: 'money',
    better: 'more',
    of: (sums) => divide(sums['netSales'] ?? 0, sums['activeHours'] ?? 0),
  },
  // Payments
  count: count('count'),
  amount: money('amount'),
  refunded: money('refunded', 'less'),
  attempts: { kind: 'count', better: null, of: (sums) => (sums['succeeded'] ?? 0) + (sums['failed'] ?? 0) },
  succeeded: count('succeeded'),
  failed: count('failed', 'less'),
  successRate: { kind: 'percent', better: 'more', of: successRateOf },
  secondsToConfirm: { kind: 'duration', better: 'less', of: secondsToConfirmOf },
  failures: { kind: 'count', better: 'less', of: figure('count') },
  failureShare: {
    kind: 'percent',
    better: null,
    of: (sums, { total }) => shareOf(sums['count'] ?? 0, total['count'] ?? 0),
  },
  // Tax
  rate: { kind: 'percent', better: null, of: (sums) => sums['rate'] ?? null },
  taxable: money('net', null),
  tax: money('tax', null),
  gross: { kind: 'money', better: null, of: (sums) => (sums['net'] ?? 0) + (sums['tax'] ?? 0) },
  // Stock
  onHand: count('onHand', null),
  available: count('available', null),
  valueAtPrice: money('valueAtPrice', null),
  valueAtCost: { ...money('valueAtCost', null), costs: true },
  sold30: count('sold30'),
  turnover: {
    kind: 'percent',
    better: 'more',
    of: (sums) => turnoverOf(sums['sold30'] ?? 0, sums['onHand'] ?? 0, sums['change30'] ?? 0),
  },
  daysOfCover: { kind: 'count', better: null, of: (sums) => daysOfCoverOf(sums['sold30'] ?? 0, sums['onHand'] ?? 0) },
  // People
  customers: count('customers'),
  // Money that does not meet
  expected: known('expected'),
  found: money('found', null),
  difference: {
    kind: 'money',
    better: null,
    signed: true,
    of: (sums) => (sums['found'] ?? 0) - (sums['expected'] ?? 0),
  },
  captured: money('captured'),
  // The drawer of a shift
  cashTaken: known('cashTaken'),
  mpesaTaken: known('mpesaTaken'),
  otherTaken: known('otherTaken'),
  float: known('float'),
  cashIn: known('cashIn'),
  cashOut: known('cashOut'),
  counted: known('counted'),
  variance: known('variance', { signed: true }),
  // Texts
  sku: text,
  phone: { kind: 'phone', better: null },
  lastVisit: instant,
  receivedAt: instant,
  at: instant,
  method: text,
  receiptNumber: text,
  orderNumber: text,
  payment: text,
  reason: text,
  state: text,
  channel: text,
  staffName: text,
} as const satisfies Record<string, Column>;
export type ColumnKey = keyof typeof columns;

export const columnOf = (key: ColumnKey): Column => columns[key];
