import { setUp } from './core/setup.js';
import type { DukaOptions, Setup } from './core/setup.js';
import type { Transport } from './core/transport.js';
import { KeptCalls } from './pay/kept-calls.js';
import { KeptOrders } from './pay/kept-orders.js';
import { Carts } from './resources/carts.js';
import { Products, ShopProfile } from './resources/catalog.js';
import { Orders } from './resources/orders.js';
import { Payments } from './resources/payments.js';

/**
 * What it takes to order one thing and pay for it: all that a pay button brings along. Every `DukaBuyer` is one too.
 *
 * @public
 */
export class DukaPay {
  /** The shop itself: name, ways to pay, delivery. */
  readonly shop: ShopProfile;
  /** What it sells. */
  readonly products: Products;
  /** Carts by id and secret, for servers. */
  readonly carts: Carts;
  /** Orders: a buyer's own, or all with a secret key. */
  readonly orders: Orders;
  /** Payment attempts: start, watch, find again. */
  readonly payments: Payments;

  /** @internal */
  protected readonly setup: Setup;
  /** @internal */
  protected readonly calls: KeptCalls;
  /** @internal */
  protected readonly kept: KeptOrders;

  /** @internal */
  constructor(options: DukaOptions, defaultTransport: () => Transport) {
    const setup = setUp(options, defaultTransport);
    const calls = new KeptCalls(setup);
    const kept = new KeptOrders(setup);
    this.setup = setup;
    this.calls = calls;
    this.kept = kept;
    this.shop = new ShopProfile(setup);
    this.products = new Products(setup);
    this.carts = new Carts(setup);
    this.orders = new Orders(setup, calls, kept);
    this.payments = new Payments(setup, this.orders, calls, kept);
  }

  /** Address of the server, without a slash at its end. */
  get server(): string {
    return this.setup.server;
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
