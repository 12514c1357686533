import { define } from '../core/register.js';
import { DukaMpesaButton } from './duka-mpesa-button.js';

export { DukaMpesaButton };
define('duka-mpesa-button', DukaMpesaButton);
