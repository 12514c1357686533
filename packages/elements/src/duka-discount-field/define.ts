import { define } from '../core/register.js';
import { DukaDiscountField } from './duka-discount-field.js';

export { DukaDiscountField };
define('duka-discount-field', DukaDiscountField);
