import { define } from '../core/register.js';
import { DukaProvider } from './duka-provider.js';

export { DukaProvider };
define('duka-provider', DukaProvider);
