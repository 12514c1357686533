import { define } from '../core/register.js';
import { DukaReports } from './duka-reports.js';

export { DukaReports };
define('duka-reports', DukaReports);
