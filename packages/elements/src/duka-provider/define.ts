import { define } from '../core/define.js';
import { DukaProvider } from './duka-provider.js';

export { DukaProvider };
define('duka-provider', DukaProvider);
