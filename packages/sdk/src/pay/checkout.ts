import type { CartStore } from '../cart/cart-store.js';
import { DukaConflictError, isDukaError } from '../core/errors.js';
import type { DukaError } from '../core/errors.js';
import type { Setup } from '../core/setup.js';
import type { Carts, SecretOptions } from '../resources/carts.js';
import type { CallOptions } from '../core/send.js';
import type { Orders } from '../resources/orders.js';
import type { Checkout, CheckoutInput, CustomerInput, DeliveryInput, Order, Payment, PaymentInput } from '../types.js';
import { isCheckout } from './kept-calls.js';
import type { KeptCalls } from './kept-calls.js';
import type { KeptOrders } from './kept-orders.js';

/**
 * How to order what is in the cart.
 *
 * @public
 */
export interface CheckoutParams {
  /** Who buys. What the cart knows already may be left out. */
  customer?: CustomerInput | undefined;
  /** How it is delivered. What the cart knows already may be left out. */
  delivery?: DeliveryInput | undefined;
  /** How to pay. Leave out to order now and pay later. */
  pay?: PaymentInput | undefined;
  /** The total the buyer saw, minor units. If it has changed nothing is ordered: `total_changed`. */
  expectedTotal?: number | undefined;
}

/**
 * The order made, and its payment attempt: null when none was asked for.
 *
 * @public
 */
export interface CheckoutResult {
  order: Order;
  payment: Payment | null;
}

/** The last order made here: what a late second tap is answered with. */
interface LastOrder {
  order: string;
  payment: string | null;
}

/** Orders the cart at most once, whatever happens to the page and the line. */
export class CheckoutDesk {
  private readonly setup: Setup;
  private readonly cart: CartStore;
  private readonly carts: Carts;
  private readonly orders: Orders;
  private readonly calls: KeptCalls;
  private readonly kept: KeptOrders;

  constructor(setup: Setup, cart: CartStore, carts: Carts, orders: Orders, calls: KeptCalls, kept: KeptOrders) {
    this.setup = setup;
    this.cart = cart;
    this.carts = carts;
    this.orders = orders;
    this.calls = calls;
    this.kept = kept;
  }

  async order({ pay, ...rest }: CheckoutParams, options: CallOptions = {}): Promise<CheckoutResult> {
    const cart = this.cart.opening();
    if (!cart) return this.again(options);
    return this.send(cart.id, cart.secret, { ...rest, ...(pay && { payment: pay }) } as CheckoutInput, options);
  }

  /** Finishes a checkout that a reload or a dead line cut off; null when there is none. */
  async resume(options: CallOptions = {}): Promise<CheckoutResult | null> {
    for (const call of this.calls.all()) {
      const body = this.calls.bodyOf<CheckoutInput>(call);
      if (isCheckout(call) && call.secret && body) return this.send(call.about, call.secret, body, options);
    }
    return null;
  }

  private async send(cart: string, secret: string, body: CheckoutInput, options: CallOptions): Promise<CheckoutResult> {
    const { signal } = options;
    // While we waited for another tab it may have got the answer, and let go of the cart.
    const elsewhere = async (): Promise<CheckoutResult | null> =>
      this.cart.opening() || this.calls.about(cart).length ? null : this.again(options);
    return this.calls.run({ about: cart, secret, body, signal }, elsewhere, async (key) => {
      const open: SecretOptions = { ...options, secret, idempotencyKey: options.idempotencyKey ?? key };
      try {
        return this.done(cart, await this.carts.checkout(cart, body, open), body);
      } catch (error) {
        if (!isDukaError(error)) throw error;
        if (error.code === 'cart_completed') return this.recover(cart, open, error);
        // Perhaps the cart has run out: asking for it lets go of it.
        if (error.code === 'not_found') await this.cart.get(options).catch(() => null);
        throw error;
      }
    });
  }

  private done(cart: string, { order, payment, secret }: Checkout, body: CheckoutInput): CheckoutResult {
    this.kept.keep(order.id, secret);
    if (payment) this.kept.saw(payment, body.payment);
    this.setup.shelf.set('last', { order: order.id, payment: payment?.id ?? null } satisfies LastOrder);
    this.calls.settle(cart);
    this.cart.completed(cart);
    return { order, payment };
  }

  /** The cart is an order already, by an earlier call whose answer was lost: learn that answer by its own key. */
  private async recover(cart: string, open: SecretOptions, refusal: DukaError): Promise<CheckoutResult> {
    const order = refusal.problem?.order;
    const kept = order && this.kept.secretOf(order);
    if (kept) return this.show(order, null, open);
    for (const call of this.calls.about(cart)) {
      const body = this.calls.bodyOf<CheckoutInput>(call);
      if (!body || call.key === open.idempotencyKey) continue;
      try {
        return this.done(cart, await this.carts.checkout(cart, body, { ...open, idempotencyKey: call.key }), body);
      } catch (error) {
        if (!isDukaError(error) || error.code !== 'cart_completed') throw error;
      }
    }
    this.cart.completed(cart);
    throw refusal;
  }

  /** There is no cart: the tap came late, and its order is made. As long as that may still be paid, it is what was meant. */
  private async again(options: CallOptions): Promise<CheckoutResult> {
    const last = this.setup.shelf.get<LastOrder>('last');
    const undecided = this.kept.allUndecided().some(({ payment }) => payment === last?.payment);
    if (!last || !undecided) {
      throw new DukaConflictError('There is nothing in the cart: add something first', { code: 'cart_empty' });
    }
    return this.show(last.order, last.payment, options);
  }

  private async show(id: string, payment: string | null, options: CallOptions): Promise<CheckoutResult> {
    const { signal, timeout, retries } = options;
    const order = await this.orders.get(id, { signal, timeout, retries });
    return { order, payment: order.payments.find((attempt) => attempt.id === payment) ?? order.payments[0] ?? null };
  }
}
