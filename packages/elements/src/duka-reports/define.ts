import { define } from '../core/register.js';
import { DukaReports } from './duka-reports.js';

export { DukaReports };
export type { ReportEventMap, ReportRowDetail, TokenExpiringDetail } from './events.js';
define('duka-reports', DukaReports);
