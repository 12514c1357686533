import { CartStore } from './cart/cart-store.js';
import type { CallOptions } from './core/send.js';
import { setUp } from './core/setup.js';
import type { DukaOptions, Setup } from './core/setup.js';
import type { Transport } from './core/transport.js';
import { CheckoutDesk } from './pay/checkout.js';
import type { CheckoutParams, CheckoutResult } from './pay/checkout.js';
import { KeptCalls } from './pay/kept-calls.js';
import { KeptOrders } from './pay/kept-orders.js';
import { Carts } from './resources/carts.js';
import { Categories, Products, ShopProfile } from './resources/catalog.js';
import { Orders } from './resources/orders.js';
import { Payments } from './resources/payments.js';

/**
 * What a buyer's page may ask of a shop: look, fill a cart, order, pay. All that a page loads, so nothing of the back office belongs here.
 * Made by `createDuka` of `@smartduka/sdk/buyer`; every `Duka` is one too.
 *
 * @public
 */
export class DukaBuyer {
  /** The shop itself: name, ways to pay, delivery. */
  readonly shop: ShopProfile;
  /** What it sells. */
  readonly products: Products;
  /** Its shelves. */
  readonly categories: Categories;
  /** The buyer's cart, the same in every tab. */
  readonly cart: CartStore;
  /** Carts by id and secret, for servers. */
  readonly carts: Carts;
  /** Orders: a buyer's own, or all with a secret key. */
  readonly orders: Orders;
  /** Payment attempts: start, watch, find again. */
  readonly payments: Payments;

  /** @internal */
  protected readonly setup: Setup;
  /** @internal */
  protected readonly kept: KeptOrders;
  private readonly desk: CheckoutDesk;

  /** @internal */
  constructor(options: DukaOptions, defaultTransport: () => Transport) {
    const setup = setUp(options, defaultTransport);
    const calls = new KeptCalls(setup);
    const kept = new KeptOrders(setup);
    this.setup = setup;
    this.kept = kept;
    this.shop = new ShopProfile(setup);
    this.products = new Products(setup);
    this.categories = new Categories(setup);
    this.carts = new Carts(setup);
    this.cart = new CartStore(setup, this.carts);
    this.orders = new Orders(setup, calls, kept);
    this.payments = new Payments(setup, this.orders, calls, kept);
    this.desk = new CheckoutDesk(setup, this.cart, this.carts, this.orders, calls, kept);
  }

  /** Address of the server, without a slash at its end. */
  get server(): string {
    return this.setup.server;
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

  /**
   * The server's time as far as its answers tell, in milliseconds since 1970: count down by this, since clocks of phones are wrong often.
   *
   * @example
   * ```ts
   * const secondsLeft = (Date.parse(payment.promptExpiresAt) - duka.now()) / 1000;
   * ```
   */
  now(): number {
    return this.setup.clock.now();
  }

  /** Milliseconds by which the server's clock is ahead of this device's. */
  get clockOffset(): number {
    return this.setup.clock.offset;
  }
}
