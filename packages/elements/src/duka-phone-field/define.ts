import { define } from '../core/register.js';
import { DukaPhoneField } from './duka-phone-field.js';

export { DukaPhoneField };
define('duka-phone-field', DukaPhoneField);
