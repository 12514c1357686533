import type { Report, ReportComparison, ReportGroup, ReportName, ReportPreset } from '@smartduka/sdk/buyer';
import type { Language } from '../locales/index.js';

export const names: readonly ReportName[] = [
  'summary',
  'sales',
  'products',
  'categories',
  'brands',
  'payments',
  'profit',
  'tax',
  'inventory',
  'staff',
  'locations',
  'customers',
  'shifts',
  'reconciliation',
];
export const presets: readonly ReportPreset[] = ['today', 'yesterday', '7d', '30d', 'mtd', 'custom'];
export const comparisons: readonly ReportComparison[] = ['previous', 'weekday', 'year', 'none'];
export const groups: readonly ReportGroup[] = ['hour', 'day', 'week', 'month'];

/** What somebody looks at. Also the detail of `duka-range-change`. */
export interface Choice {
  report: ReportName;
  range: ReportPreset;
  /** A day of the shop, or an instant; empty unless `range` is `custom`. */
  from: string;
  to: string;
  compare: ReportComparison;
  /** Empty: what makes a readable number of rows. */
  group: ReportGroup | '';
  show: 'sold' | 'unsold' | 'orders';
  /** With `orders`: key of the row whose orders are shown; empty for all. */
  row: string;
}

/** What else goes with it. */
export interface Filter {
  location: string;
  channel: string;
  /** Key of a column, `-` before it for the greatest first. */
  sort: string;
  limit: number;
}

/** Reports that have a row for each period. */
export const hasPeriods = (report: ReportName): boolean => report === 'sales' || report === 'profit';
/** Rows that stand for sales: the orders behind them can be looked at. */
export const haveOrders: ReadonlySet<string> = new Set([
  'product',
  'category',
  'brand',
  'location',
  'staff',
  'shift',
  'customer',
  'method',
  'vatClass',
]);
/** What is there now has no days to choose. */
export const hasDays = (report: ReportName): boolean => report !== 'inventory';

/** The query of the API: only what is said. */
export function queryOf(choice: Choice, filter: Filter, lang: Language, format?: 'csv' | 'pdf'): URLSearchParams {
  const { report, range, from, to, compare, group, show, row } = choice;
  const orders = show === 'orders';
  const custom = range === 'custom';
  const said = {
    range,
    from: custom && from,
    to: custom && to,
    compare,
    group: hasPeriods(report) && !orders && group,
    show: (orders || (report === 'products' && show !== 'sold')) && show,
    row: orders && row,
    location: filter.location,
    channel: filter.channel,
    sort: filter.sort,
    limit: !format && filter.limit && String(filter.limit),
    format,
    lang,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(said)) if (value) query.set(name, value);
  return query;
}

/** `sales-2026-11-18-2026-11-24.csv` */
export const fileName = ({ report, span }: Report, format: string): string =>
  `${report}-${span.firstDay}-${span.lastDay}.${format}`;
