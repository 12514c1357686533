import { define } from '../core/register.js';
import { DukaDeliveryField } from './duka-delivery-field.js';

export { DukaDeliveryField };
define('duka-delivery-field', DukaDeliveryField);
