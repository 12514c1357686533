// The whole buyer's side as one script: <script src="…/duka.js" data-key="pk_…" data-server="…" defer></script>
import { createDuka as makeDuka, type Duka, type DukaOptions } from '@smartduka/sdk/fetch';
import { useDuka } from './core/client.js';
import './duka-cart-button/define.js';
import './duka-cart/define.js';
import './duka-order/define.js';
import './duka-product/define.js';
import './duka-products/define.js';
import './duka-provider/define.js';

interface SmartDuka {
  createDuka(options: DukaOptions): Duka;
}

const earlier = (globalThis as { SmartDuka?: SmartDuka }).SmartDuka;

/**
 * Makes a client and lets all elements of the page use it; `window.SmartDuka.createDuka` in a page. The script's `data-key` does the same without a
 * line of code. Loaded twice, the first copy stays in charge, since its elements are the registered ones.
 *
 * @example
 * ```js
 * const duka = SmartDuka.createDuka({ server: 'https://shop.example.co.ke', key: 'pk_live_…' });
 * ```
 * @public
 */
export const createDuka: SmartDuka['createDuka'] = earlier?.createDuka ?? ((options) => useDuka(makeDuka(options)));
