import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Order, OrderNote, OrderTimeline } from '../types.js';

/**
 * What the staff do with orders beside selling them. Needs a secret key or a person signed in.
 *
 * @public
 */
export class OrderDesk extends Resource {
  /**
   * Cancels an order that is not paid, and says why.
   *
   * @throws DukaConflictError `order_paid`, `payment_in_progress`, `wrong_state` once some of it has been handed over.
   * @example
   * ```ts
   * await duka.orderDesk.cancel(order.id, { reason: 'Ordered twice' });
   * ```
   * @see `POST /api/orders/{order}/cancel`
   */
  cancel(order: string, input: { reason?: string | undefined } = {}, options?: CallOptions): Promise<Order> {
    return this.call<Order>({ method: 'POST', path: path`/orders/${order}/cancel`, body: input }, options);
  }

  /**
   * Writes something about an order, for the staff alone.
   *
   * @example
   * ```ts
   * await duka.orderDesk.note(order.id, 'Call before delivery');
   * ```
   * @see `POST /api/orders/{order}/notes`
   */
  note(order: string, text: string, options?: CallOptions): Promise<OrderNote> {
    return this.call<OrderNote>({ method: 'POST', path: path`/orders/${order}/notes`, body: { text } }, options);
  }

  /**
   * What happened to an order, what was noted about it, and who did it; oldest first.
   *
   * @example
   * ```ts
   * for (const { at, by, event, note } of await duka.orderDesk.timeline(order.id)) console.log(at, by?.name, event?.type ?? note);
   * ```
   * @see `GET /api/orders/{order}/timeline`
   */
  async timeline(order: string, options?: CallOptions): Promise<OrderTimeline['data']> {
    const answer = await this.call<OrderTimeline>({ method: 'GET', path: path`/orders/${order}/timeline` }, options);
    return answer.data;
  }
}
