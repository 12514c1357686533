import { define } from '../core/register.js';
import { DukaCartShare } from './duka-cart-share.js';

export { DukaCartShare };
define('duka-cart-share', DukaCartShare);
