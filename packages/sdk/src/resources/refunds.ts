import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Setup } from '../core/setup.js';
import type { KeptOrders } from '../pay/kept-orders.js';
import type { PaymentRefundInput, Refund, RefundInput, RefundList, RefundMethod, RefundState } from '../types.js';
import type { SecretOptions } from './carts.js';

/**
 * Which refunds.
 *
 * @public
 */
export interface RefundQuery {
  state?: RefundState | undefined;
  method?: RefundMethod | undefined;
  /** Id of an order. */
  order?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Money given back, and goods taken back. Needs a secret key, but for what a buyer may see of their own order.
 *
 * @public
 */
export class Refunds extends Resource {
  private readonly kept: KeptOrders;

  /** @internal */
  constructor(setup: Setup, kept: KeptOrders) {
    super(setup);
    this.kept = kept;
  }

  /**
   * Gives money back for an order: goods that come back, the delivery fee, or a free amount. By M-Pesa it is decided a little later: follow it by
   * `get` or the order's events.
   *
   * @throws DukaConflictError `refund_exceeds` (`problem.refundable`), `refund_method_unavailable` (`problem.detail` says what would do).
   * @example
   * ```ts
   * const refund = await duka.refunds.create(order.id, {
   *   lines: [{ line: order.lines[0].id, quantity: 1, restock: true }],
   *   reason: 'returned',
   * });
   * ```
   * @see `POST /api/orders/{order}/refunds`
   */
  create(order: string, input: RefundInput, options?: CallOptions): Promise<Refund> {
    return this.call<Refund>({ method: 'POST', path: path`/orders/${order}/refunds`, body: input }, options);
  }

  /**
   * Gives a payment back, also one that never paid for its order (`payment.unapplied`).
   *
   * @throws DukaConflictError as `create`.
   * @example
   * ```ts
   * await duka.refunds.ofPayment(payment.id, { reason: 'double_payment' });
   * ```
   * @see `POST /api/payments/{payment}/refunds`
   */
  ofPayment(payment: string, input: PaymentRefundInput, options?: CallOptions): Promise<Refund> {
    return this.call<Refund>({ method: 'POST', path: path`/payments/${payment}/refunds`, body: input }, options);
  }

  /**
   * Refunds of an order, newest first.
   *
   * @throws DukaNotFoundError, DukaAuthError `secret_required` when the order was made elsewhere and no `secret` is given.
   * @example
   * ```ts
   * for (const { amount, state } of await duka.refunds.ofOrder(order.id)) show(amount, state);
   * ```
   * @see `GET /api/orders/{order}/refunds`
   */
  async ofOrder(order: string, options: SecretOptions = {}): Promise<Refund[]> {
    const secret = this.kept.secretOf(order, options);
    return (await this.call<RefundList>({ method: 'GET', path: path`/orders/${order}/refunds`, secret }, options)).data;
  }

  /**
   * Refunds of the shop, newest first. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const refund of duka.refunds.list({ state: 'needs_review' })) look(refund);
   * ```
   * @see `GET /api/refunds`
   */
  list(query: RefundQuery = {}, options?: CallOptions): Page<Refund> {
    return this.pages<Refund>('/refunds', query, options);
  }

  /**
   * A refund as it stands.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * const { state, receiptNumber } = await duka.refunds.get('rfd_…');
   * ```
   * @see `GET /api/refunds/{refund}`
   */
  get(refund: string, options?: CallOptions): Promise<Refund> {
    return this.read<Refund>(path`/refunds/${refund}`, options);
  }
}
