import { createDuka, memoryStorage, type CartItemInput, type DukaBuyer, type Order } from '@smartduka/sdk/buyer';
import '../src/index.js';
import { LittleShop } from './little-shop.js';

/** A page with a shop of its own: elements put into `root` ask the shop's client. */
export interface Stage {
  shop: LittleShop;
  duka: DukaBuyer;
  root: HTMLElement;
  /** Puts an element in, or the elements of a few tags. */
  show<T extends HTMLElement>(...elements: (HTMLElement | string)[]): T;
  /** Fills the cart as a buyer did before. */
  fill(...items: CartItemInput[]): Promise<void>;
  /** An order made earlier, unpaid, which this browser may open. */
  anOrder(...items: CartItemInput[]): Promise<Order>;
  end(): void;
}

export function aStage({
  lang = 'en',
  shop = new LittleShop(),
  storage = memoryStorage(),
  server = 'https://shop.example',
} = {}): Stage {
  const duka = createDuka({
    server,
    key: 'pk_test_stage',
    transport: shop.transport,
    storage,
    timeout: 2_000,
  });
  const root = document.createElement('duka-provider');
  root.lang = lang;
  // Colours half-way through a change have no contrast worth measuring.
  root.style.setProperty('--duka-motion', '0s');
  root.client = duka;
  document.body.append(root);
  const fill = async (...items: CartItemInput[]): Promise<void> => {
    for (const item of items) await duka.cart.add(item);
  };
  return {
    shop,
    duka,
    root,
    fill,
    show<T extends HTMLElement>(...elements: (HTMLElement | string)[]): T {
      for (const one of elements) root.append(typeof one === 'string' ? document.createElement(one) : one);
      return root.lastElementChild as T;
    },
    async anOrder(...items) {
      await fill(...items);
      return (await duka.checkout()).order;
    },
    end: () => root.remove(),
  };
}
