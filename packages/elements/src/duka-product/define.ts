import { define } from '../core/register.js';
import '../duka-add-to-cart/define.js';
import { DukaProduct } from './duka-product.js';

export { DukaProduct };
define('duka-product', DukaProduct);
