import { define } from '../core/register.js';
import { DukaAddToCart } from './duka-add-to-cart.js';

export { DukaAddToCart };
define('duka-add-to-cart', DukaAddToCart);
