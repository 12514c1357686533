import { define } from '../core/define.js';
import '../duka-mpesa-button/define.js';
import { DukaOrder } from './duka-order.js';

export { DukaOrder };
define('duka-order', DukaOrder);
