import { define } from '../core/register.js';
import { DukaReceipt } from './duka-receipt.js';

export { DukaReceipt };
define('duka-receipt', DukaReceipt);
