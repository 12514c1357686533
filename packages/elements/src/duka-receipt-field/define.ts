import { define } from '../core/register.js';
import { DukaReceiptField } from './duka-receipt-field.js';

export { DukaReceiptField };
define('duka-receipt-field', DukaReceiptField);
