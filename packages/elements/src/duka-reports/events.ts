import type { Report, ReportRow, ReportTable } from '@smartduka/sdk/buyer';
import type { Choice } from './choice.js';

/**
 * A token is wanted: none was given, the one in use ends soon, or it has ended. Set `token` of the element.
 *
 * @public
 */
export interface TokenExpiringDetail {
  reason: 'missing' | 'ending' | 'ended';
  /** When it ends, as far as that is known. */
  expiresAt: string | null;
}

/**
 * The row of a report that somebody wants to see closer.
 *
 * @public
 */
export interface ReportRowDetail {
  report: Report['report'];
  /** Key of the table, and what its rows are about. */
  table: string;
  about: ReportTable['about'];
  row: ReportRow;
  /** The time of the row, or of the report. */
  from: string;
  to: string;
}

/** Events of `duka-reports`. All bubble and leave shadow roots. */
export interface ReportEventMap {
  'duka-report-load': CustomEvent<{ report: Report }>;
  'duka-range-change': CustomEvent<Choice>;
  'duka-report-row': CustomEvent<ReportRowDetail>;
  'duka-export': CustomEvent<{ format: 'csv' | 'pdf' }>;
  'duka-token-expiring': CustomEvent<TokenExpiringDetail>;
}

declare global {
  interface HTMLElementEventMap extends ReportEventMap {}
  interface DocumentEventMap extends ReportEventMap {}
}
