import { define } from '../core/register.js';
import '../duka-mpesa-button/define.js';
import { DukaOrder } from './duka-order.js';

export { DukaOrder };
define('duka-order', DukaOrder);
