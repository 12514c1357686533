// The whole buyer's side as one script: <script src="…/duka.js" data-key="pk_…" data-server="…" defer></script>
import { createDuka as makeDuka, type DukaBuyer, type DukaOptions } from '@smartduka/sdk/buyer';
import { useDuka } from './core/client.js';
import './duka-cart-button/define.js';
import './duka-cart/define.js';
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
  /**
   * Fetches the second part of the script now: the elements for checkout, payment and orders. The tags in the page call for it by themselves; it is
   * for tags that are in a shadow root of the page's own.
   */
  load(): Promise<void>;
}

const load = async (): Promise<void> => {
  await import('./paying.js');
};
(globalThis as { SmartDuka?: SmartDuka }).SmartDuka ??= {
  createDuka: (options) => useDuka(makeDuka(options)),
  load,
};

const later = [
  'cart-share',
  'checkout',
  'discount-field',
  'mpesa-button',
  'order',
  'paybill',
  'phone-field',
  'receipt',
];
// Live lists: looking at them costs next to nothing, however often the page changes.
const wanted = later.map((name) => document.getElementsByTagName(`duka-${name}`));
let pause = 500;
const look = (): void => {
  if (!wanted.some((tags) => tags[0])) return;
  observer.disconnect();
  load().catch(() => {
    // The tags still show what the page put into them. Tried again, ever more seldom.
    setTimeout(look, (pause *= 2));
  });
};
const observer = new MutationObserver(look);
observer.observe(document, { childList: true, subtree: true });
look();
