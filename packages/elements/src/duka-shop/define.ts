import { define } from '../core/register.js';
import '../duka-cart-button/define.js';
import '../duka-cart/define.js';
import '../duka-order/define.js';
import '../duka-product/define.js';
import '../duka-products/define.js';
import '../duka-provider/define.js';
import { DukaShop } from './duka-shop.js';

export { DukaShop };
define('duka-shop', DukaShop);
