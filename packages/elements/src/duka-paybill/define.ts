import { define } from '../core/register.js';
import { DukaPaybill } from './duka-paybill.js';

export { DukaPaybill };
define('duka-paybill', DukaPaybill);
