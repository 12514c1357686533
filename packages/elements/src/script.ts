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
   * Fetches the other parts of the script now: the elements for checkout, payment and orders. The tags in the page call for them by themselves; it
   * is for tags that are in a shadow root of the page's own.
   */
  load(): Promise<void>;
}

const paying = (): Promise<unknown> => import('./paying.js');
const proof = (): Promise<unknown> => import('./proof.js');
const more = async (): Promise<unknown> => {
  // It builds on the first part.
  await paying();
  return import('./more.js');
};
(globalThis as { SmartDuka?: SmartDuka }).SmartDuka ??= {
  createDuka: (options) => useDuka(makeDuka(options)),
  load: async () => {
    await Promise.all([more(), proof()]);
  },
};

/** Fetches a part as soon as one of its tags is in the page. */
function fetchFor(load: () => Promise<unknown>, ...names: string[]): void {
  // Live lists: looking at them costs next to nothing, however often the page changes.
  const wanted = names.map((name) => document.getElementsByTagName(`duka-${name}`));
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
}
fetchFor(paying, 'cart-share', 'checkout', 'discount-field', 'mpesa-button');
fetchFor(more, 'delivery-field', 'order', 'paybill', 'phone-field', 'receipt', 'shop');
fetchFor(proof, 'receipt-field');
