import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Report, ReportComparison, ReportGroup, ReportName, ReportPreset, SalesChannel } from '../types.js';

/**
 * Which days, compared with which, and what of them.
 *
 * @public
 */
export interface ReportQuery {
  /** Default: `today`, or `custom` when `from` is given. */
  range?: ReportPreset | undefined;
  /** First day in the shop's time zone (`2026-11-24`), or the first instant. */
  from?: string | undefined;
  /** Last day, included; or an instant, which is the first one no longer counted. Default: now. */
  to?: string | undefined;
  /** Default: `none`. */
  compare?: ReportComparison | undefined;
  /** Of `sales` and `profit`: how long a row is. */
  group?: ReportGroup | undefined;
  /** Id of a location. */
  location?: string | undefined;
  channel?: SalesChannel | undefined;
  /** Of `products`. Default: `sold`. */
  show?: 'sold' | 'unsold' | 'orders' | undefined;
  /** With `show: 'orders'`: only the orders behind the row with this key. */
  row?: string | undefined;
  /** Key of a column of the first table; `-netSales` is the greatest first. */
  sort?: string | undefined;
  /** Rows of the first table, 1 to 500. */
  limit?: number | undefined;
  /** `nextCursor` of the first table of the page before. */
  after?: string | undefined;
  /** Language of titles and labels. Default: the shop's. */
  lang?: 'en' | 'sw' | undefined;
}

/**
 * Reports. Needs a secret key, a signed-in member of staff, or a scoped token.
 *
 * @public
 */
export class Reports extends Resource {
  /**
   * A report: tables with their columns, rows, totals, and the totals of the time compared with. All figures are whole numbers; the column's `kind`
   * says of what.
   *
   * @throws DukaAuthError `forbidden` when the caller may not read this report.
   * @throws DukaValidationError when the range makes no sense; `fields` names the parameter.
   * @example
   * ```ts
   * const { tables: [summary], currency } = await duka.reports.get('summary', { range: '7d', compare: 'weekday' });
   * print(summary.totals.netSales, summary.change.netSales, currency);
   * ```
   * @see `GET /api/reports/{report}`
   */
  get(report: ReportName, query: ReportQuery = {}, options?: CallOptions): Promise<Report> {
    return this.read<Report>(path`/reports/${report}`, options, query);
  }
}
