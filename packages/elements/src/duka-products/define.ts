import { define } from '../core/register.js';
import '../duka-add-to-cart/define.js';
import { DukaProducts } from './duka-products.js';

export { DukaProducts };
define('duka-products', DukaProducts);
