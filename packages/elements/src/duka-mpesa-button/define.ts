import { define } from '../core/define.js';
import { DukaMpesaButton } from './duka-mpesa-button.js';

export { DukaMpesaButton };
define('duka-mpesa-button', DukaMpesaButton);
