import { CartStore } from './cart/cart-store.js';
import type { CallOptions } from './core/send.js';
import type { DukaOptions } from './core/setup.js';
import type { Transport } from './core/transport.js';
import { DukaPay } from './duka-pay.js';
import { CheckoutDesk } from './pay/checkout.js';
import type { CheckoutParams, CheckoutResult } from './pay/checkout.js';
import { Categories } from './resources/catalog.js';

/**
 * What a buyer's page may ask of a shop: look, fill a cart, order, pay. All that a page loads, so nothing of the back office belongs here.
 * Made by `createDuka` of `@smartduka/sdk/buyer`; every `Duka` is one too.
 *
 * @public
 */
export class DukaBuyer extends DukaPay {
  /** Its shelves. */
  readonly categories: Categories;
  /** The buyer's cart, the same in every tab. */
  readonly cart: CartStore;
  private readonly desk: CheckoutDesk;

  /** @internal */
  constructor(options: DukaOptions, defaultTransport: () => Transport) {
    super(options, defaultTransport);
    const { setup, carts } = this;
    this.categories = new Categories(setup);
    this.cart = new CartStore(setup, carts);
    this.desk = new CheckoutDesk(setup, this.cart, carts, this.orders, this.calls, this.kept);
  }

  /**
   * Orders what is in `duka.cart` and asks for the money, at most once: a second tap, another tab or a reload repeats the same call by its
   * key. The order's secret is kept, so that `orders` and `payments` can read it from here on.
   *
   * @returns The order and its payment attempt. Accepted is not paid: watch the payment.
   * @throws DukaConflictError `insufficient_stock` (`problem.lines`), `total_changed` (`problem.total`), `cart_empty`.
   * @throws DukaPaymentError `payment_method_unavailable`, `amount_out_of_range`.
   * @throws DukaNetworkError when no answer came: call again, or `resumeCheckout` after a reload; nothing is ordered twice.
   * @example
   * ```ts
   * const { order, payment } = await duka.checkout({ customer, delivery, pay: { method: 'mpesa', phone: '0712 345 678' } });
   * ```
   * @see `POST /api/carts/{cart}/checkout`
   */
  checkout(params: CheckoutParams = {}, options?: CallOptions): Promise<CheckoutResult> {
    return this.desk.order(params, options);
  }

  /**
   * Finishes a checkout whose answer never came, by its own key; null when there is none in this tab.
   *
   * @example
   * ```ts
   * const finished = await duka.resumeCheckout();
   * if (finished?.payment) follow(finished.payment.id);
   * ```
   */
  resumeCheckout(options?: CallOptions): Promise<CheckoutResult | null> {
    return this.desk.resume(options);
  }
}
