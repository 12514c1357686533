import { define } from '../core/define.js';
import { DukaPhoneField } from './duka-phone-field.js';

export { DukaPhoneField };
define('duka-phone-field', DukaPhoneField);
