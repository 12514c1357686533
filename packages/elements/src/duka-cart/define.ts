import { define } from '../core/register.js';
import { DukaCart } from './duka-cart.js';

export { DukaCart };
define('duka-cart', DukaCart);
