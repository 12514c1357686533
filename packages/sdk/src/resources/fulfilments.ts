import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Fulfilment, FulfilmentInput, FulfilmentUpdate } from '../types.js';

/**
 * Goods of orders that are packed, handed over and delivered. Needs a secret key or a person signed in.
 *
 * @public
 */
export class Fulfilments extends Resource {
  /**
   * Packs, hands over or delivers goods of an order, all or some of them. They leave the stock when they are handed over.
   *
   * @throws DukaConflictError `order_unpaid` unless it was said that cash is paid on delivery, `order_canceled`.
   * @example
   * ```ts
   * const lines = order.lines.map(({ id, quantity }) => ({ line: id, quantity }));
   * await duka.fulfilments.create(order.id, { lines, state: 'handed_over', tracking: 'Rider KMEA 123B' });
   * ```
   * @see `POST /api/orders/{order}/fulfilments`
   */
  create(order: string, input: FulfilmentInput, options?: CallOptions): Promise<Fulfilment> {
    return this.call<Fulfilment>({ method: 'POST', path: path`/orders/${order}/fulfilments`, body: input }, options);
  }

  /**
   * Says how goods that were packed or handed over went on.
   *
   * @throws DukaConflictError `wrong_state` (`problem.state`).
   * @example
   * ```ts
   * await duka.fulfilments.update(order.id, fulfilment.id, { state: 'delivered' });
   * ```
   * @see `PATCH /api/orders/{order}/fulfilments/{fulfilment}`
   */
  update(order: string, fulfilment: string, input: FulfilmentUpdate, options?: CallOptions): Promise<Fulfilment> {
    const to = path`/orders/${order}/fulfilments/${fulfilment}`;
    return this.call<Fulfilment>({ method: 'PATCH', path: to, body: input }, options);
  }
}
