import { define } from '../core/register.js';
import { DukaCartButton } from './duka-cart-button.js';

export { DukaCartButton };
define('duka-cart-button', DukaCartButton);
