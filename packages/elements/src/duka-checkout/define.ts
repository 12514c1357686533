import { define } from '../core/register.js';
import '../duka-mpesa-button/define.js';
import { DukaCheckout } from './duka-checkout.js';

export { DukaCheckout };
define('duka-checkout', DukaCheckout);
