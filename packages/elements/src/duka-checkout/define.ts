import { define } from '../core/define.js';
import '../duka-mpesa-button/define.js';
import { DukaCheckout } from './duka-checkout.js';

export { DukaCheckout };
define('duka-checkout', DukaCheckout);
