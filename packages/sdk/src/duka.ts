import type { DukaOptions } from './core/setup.js';
import type { Transport } from './core/transport.js';
import { DukaBuyer } from './duka-buyer.js';
import { Inventory } from './resources/inventory.js';
import { Refunds } from './resources/refunds.js';
import { Reports } from './resources/reports.js';
import { Events, WebhookEndpoints } from './resources/webhooks.js';

/**
 * A client of one shop, with all that its owner and staff may ask. Made by `createDuka`.
 *
 * @public
 */
export class Duka extends DukaBuyer {
  /** Money given back, with a secret key. */
  readonly refunds: Refunds;
  /** Stock, with a secret key. */
  readonly inventory: Inventory;
  /** Reports, with a secret key or a scoped token. */
  readonly reports: Reports;
  /** What happened in the shop, with a secret key. */
  readonly events: Events;
  /** Addresses that events are sent to, with a secret key. */
  readonly webhooks: WebhookEndpoints;

  /** @internal */
  constructor(options: DukaOptions, defaultTransport: () => Transport) {
    super(options, defaultTransport);
    const { setup } = this;
    this.refunds = new Refunds(setup, this.kept);
    this.inventory = new Inventory(setup);
    this.reports = new Reports(setup);
    this.events = new Events(setup);
    this.webhooks = new WebhookEndpoints(setup);
    this.carts = new Carts(setup);
    this.cart = new CartStore(setup, this.carts);
    this.orders = new Orders(setup, calls, kept);
    this.payments = new Payments(setup, this.orders, calls, kept);
    this.refunds = new Refunds(setup, kept);
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
