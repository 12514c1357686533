import type { CartStore } from '../cart/cart-store.js';
import { DukaConflictError, isDukaError } from '../core/errors.js';
import type { DukaError } from '../core/errors.js';
import type { Setup } from '../core/setup.js';
import type { Carts, SecretOptions } from '../resources/carts.js';
import type { CallOptions } from '../core/send.js';
import type { Orders } from '../resources/orders.js';
import type { Checkout, CheckoutInput, CustomerInput, DeliveryInput, Order, Payment, PaymentInput } from '../types.js';
import type { KeptCall, KeptCalls } from './kept-calls.js';
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
      if (call.about.startsWith('cart_') && body) return this.send(call.about, call.secret, body, options);
    }
    return null;
  }

  private async send(
    cart: string,
    secret: string | null,
    body: CheckoutInput,
    options: CallOptions,
  ): Promise<CheckoutResult> {
    const open: SecretOptions = { ...options, secret };
    try {
      const made = await this.calls.run(cart, secret, body, (idempotencyKey) =>
        this.carts.checkout(cart, body, { idempotencyKey, ...open }),
      );
      return this.done(cart, made, body);
    } catch (error) {
      if (!isDukaError(error) || error.code !== 'cart_completed') throw error;
      return (await this.recover(cart, open, error)) ?? this.refuse(cart, error);
    }
  }

  private done(cart: string, { order, payment, secret }: Checkout, body: CheckoutInput): CheckoutResult {
    this.kept.keep(order.id, secret);
    if (payment) this.kept.saw(payment, body.payment);
    this.setup.shelf.set('last', { order: order.id, payment: payment?.id ?? null } satisfies LastOrder);
    for (const call of this.calls.all()) if (call.about === cart) this.calls.strike(call);
    this.cart.completed(cart);
    return { order, payment };
  }

  /** The cart is an order already, by an earlier call whose answer was lost: learn that answer by its own key. */
  private async recover(cart: string, open: SecretOptions, refusal: DukaError): Promise<CheckoutResult | null> {
    const order = refusal.problem?.order;
    // Another tab has the answer.
    if (order && this.kept.secretOf(order)) return this.show({ order, payment: null }, open);
    for (const call of this.calls.all().filter(({ about }) => about === cart)) {
      const made = await this.replay(call, open);
      if (made) return made;
    }
    return null;
  }

  private async replay(call: KeptCall, open: SecretOptions): Promise<CheckoutResult | null> {
    const body = this.calls.bodyOf<CheckoutInput>(call);
    if (!body) return null;
    try {
      const made = await this.carts.checkout(call.about, body, { ...open, idempotencyKey: call.key });
      return this.done(call.about, made, body);
    } catch (error) {
      if (isDukaError(error) && error.code === 'cart_completed') return null;
      throw error;
    }
  }

  private refuse(cart: string, error: DukaError): never {
    this.cart.completed(cart);
    throw error;
  }

  /** There is no cart: the tap came late, and its order is made. As long as that may still be paid, it is what was meant. */
  private async again(options: CallOptions): Promise<CheckoutResult> {
    const last = this.setup.shelf.get<LastOrder>('last');
    const undecided = this.kept.allUndecided().some(({ payment }) => payment === last?.payment);
    if (!last || !undecided) {
      throw new DukaConflictError('There is nothing in the cart: add something first', { code: 'cart_empty' });
    }
    return this.show(last, options);
  }

  private async show(last: LastOrder, { signal, timeout, retries }: CallOptions): Promise<CheckoutResult> {
    const order = await this.orders.get(last.order, { signal, timeout, retries });
    return { order, payment: order.payments.find(({ id }) => id === last.payment) ?? order.payments[0] ?? null };
  }
}
