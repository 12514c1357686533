import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { Setup } from '../core/setup.js';
import type { KeptCalls } from '../pay/kept-calls.js';
import type { KeptOrders } from '../pay/kept-orders.js';
import type {
  FulfilmentStatus,
  Order,
  OrderEvent,
  OrderEventList,
  OrderStatus,
  Payment,
  PaymentInput,
  PaymentStatus,
  Receipt,
  SalesChannel,
} from '../types.js';
import type { CallOptions } from '../core/send.js';
import type { SecretOptions } from './carts.js';

/**
 * Which orders.
 *
 * @public
 */
export interface OrderQuery {
  status?: OrderStatus | undefined;
  paymentStatus?: PaymentStatus | undefined;
  /** The number that people read out. */
  number?: string | undefined;
  fulfilmentStatus?: FulfilmentStatus | undefined;
  channel?: SalesChannel | undefined;
  /** Id of the place its goods leave from. */
  location?: string | undefined;
  /** Id of who sold it. */
  staff?: string | undefined;
  /** Whole number of the buyer, in any Kenyan form. */
  phone?: string | undefined;
  /** How the name of the buyer begins. */
  name?: string | undefined;
  /** Receipt number of M-Pesa. */
  receiptNumber?: string | undefined;
  /** Made at this time or later: an ISO 8601 instant. */
  from?: string | undefined;
  /** Made before this time. */
  to?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Orders. A buyer reaches those made in this browser, or those whose `secret` is given; a secret key all of the shop's.
 *
 * @public
 */
export class Orders extends Resource {
  private readonly calls: KeptCalls;
  private readonly kept: KeptOrders;

  /** @internal */
  constructor(setup: Setup, calls: KeptCalls, kept: KeptOrders) {
    super(setup);
    this.calls = calls;
    this.kept = kept;
  }

  /**
   * Newest first. Needs a secret key. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const order of duka.orders.list({ paymentStatus: 'paid' })) pack(order);
   * ```
   * @see `GET /api/orders`
   */
  list(query: OrderQuery = {}, options?: CallOptions): Page<Order> {
    return this.pages<Order>('/orders', query, options);
  }

  /**
   * An order, with its payments newest first.
   *
   * @throws DukaNotFoundError, DukaAuthError `secret_required` when it was made elsewhere and no `secret` is given.
   * @example
   * ```ts
   * const order = await duka.orders.get('ord_…', { secret });
   * ```
   * @see `GET /api/orders/{order}`
   */
  async get(order: string, options: SecretOptions = {}): Promise<Order> {
    const found = await this.ask<Order>('GET', path`/orders/${order}`, order, options);
    if (options.secret) this.kept.keep(order, options.secret);
    for (const payment of found.payments) this.kept.saw(payment);
    // Nothing is owed any more, so an answer that never came is no longer missed.
    if (found.status !== 'open' || found.paymentStatus === 'paid') this.calls.settle(order);
    return found;
  }

  /**
   * Cancels an order that is not paid; its goods go back on the shelf.
   *
   * @throws DukaPaymentError `order_paid`, `payment_in_progress`.
   * @example
   * ```ts
   * await duka.orders.cancel(order.id);
   * ```
   * @see `POST /api/orders/{order}/cancel`
   */
  cancel(order: string, options: SecretOptions = {}): Promise<Order> {
    return this.ask<Order>('POST', path`/orders/${order}/cancel`, order, options);
  }

  /**
   * Asks the buyer for what the order still owes. Resolves once the prompt is under way: accepted is not paid, so watch the payment.
   * In a page prefer `duka.payments.start`, which keeps the idempotency key over a reload.
   *
   * @param input `phone` in any Kenyan form, needed for `method: 'mpesa'`.
   * @returns The attempt; `amount` in minor units (KES 250.00 is 25000).
   * @throws DukaPaymentError `payment_in_progress` while an earlier attempt is undecided (`problem.payment`), `order_paid`.
   * @throws DukaNetworkError when no answer came: the outcome is unknown, ask again with the same `idempotencyKey`.
   * @example
   * ```ts
   * await duka.orders.pay('ord_…', { method: 'mpesa', phone: '+254712345678' }, { idempotencyKey });
   * ```
   * @see `POST /api/orders/{order}/payments`
   */
  async pay(order: string, input: PaymentInput, options: SecretOptions = {}): Promise<Payment> {
    const payment = await this.ask<Payment>('POST', path`/orders/${order}/payments`, order, options, input);
    this.kept.saw(payment);
    return payment;
  }

  /**
   * What happened to an order, oldest first.
   *
   * @param query `after`: the `sequence` of the last event that you know.
   * @example
   * ```ts
   * const events = await duka.orders.events(order.id);
   * ```
   * @see `GET /api/orders/{order}/events`
   */
  async events(order: string, query: { after?: number } = {}, options: SecretOptions = {}): Promise<OrderEvent[]> {
    const call = {
      method: 'GET',
      path: path`/orders/${order}/events`,
      query,
      secret: this.kept.secretOf(order, options),
    } as const;
    return (await this.call<OrderEventList>(call, options)).data;
  }

  /**
   * The receipt of a paid order.
   *
   * @throws DukaNotFoundError while it is not paid.
   * @example
   * ```ts
   * const { number, tenders } = await duka.orders.receipt(order.id);
   * ```
   * @see `GET /api/orders/{order}/receipt`
   */
  receipt(order: string, options: SecretOptions = {}): Promise<Receipt> {
    return this.ask<Receipt>('GET', path`/orders/${order}/receipt`, order, options);
  }

  private ask<T>(
    method: 'GET' | 'POST',
    to: string,
    order: string,
    options: SecretOptions,
    body?: unknown,
  ): Promise<T> {
    return this.call<T>({ method, path: to, secret: this.kept.secretOf(order, options), body }, options);
  }
}
