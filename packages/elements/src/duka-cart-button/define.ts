import { define } from '../core/define.js';
import { DukaCartButton } from './duka-cart-button.js';

export { DukaCartButton };
define('duka-cart-button', DukaCartButton);
