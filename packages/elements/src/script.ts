// The whole buyer's side as one script: <script src="…/duka.js" data-key="pk_…" data-server="…" defer></script>
import { createDuka as makeDuka, type DukaBuyer, type DukaOptions } from '@smartduka/sdk/buyer';
import { useDuka } from './core/client.js';
import './duka-cart-button/define.js';
import './duka-cart/define.js';
import './duka-order/define.js';
import './duka-product/define.js';
import './duka-products/define.js';
import './duka-provider/define.js';

/** What the script leaves in a page: `window.SmartDuka`. The bundle ends at once when it is there already, so the first copy stays in charge. */
interface SmartDuka {
  /**
   * Makes a client and lets all elements of the page use it. The script's `data-key` does the same without a line of code.
   *
   * @example SmartDuka.createDuka({ server: 'https://shop.example.co.ke', key: 'pk_live_…' })
   */
  createDuka(options: DukaOptions): DukaBuyer;
}

(globalThis as { SmartDuka?: SmartDuka }).SmartDuka ??= { createDuka: (options) => useDuka(makeDuka(options)) };
