import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type {
  ArrivedSale,
  CounterSale,
  CounterSaleInput,
  OfflineBatch,
  OfflineResults,
  Order,
  ParkedSale,
  ParkInput,
  ReceiptPrint,
  ReceiptPrintInput,
  VoidInput,
} from '../types.js';

/**
 * Which parked sales.
 *
 * @public
 */
export interface ParkedSaleQuery {
  /** Id of a place. */
  location?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Sales at a counter. Needs a secret key or somebody signed in, with an open shift (`duka.shifts.open`).
 *
 * @public
 */
export class Counter extends Resource {
  /**
   * Sells at a counter: priced by the server, paid in one or several ways, handed over as soon as it is paid.
   *
   * @param sale Amounts in minor units, whole shillings. One tender may leave its amount out and takes the rest.
   * @returns The order, the change to give, and the prompt when a part is asked for by M-Pesa: follow that payment, accepted is not paid.
   * @throws DukaConflictError `shift_required`, `tenders_short`, `amount_exceeds_due`, `insufficient_stock`, `total_changed`; DukaAuthError
   *   `approval_required` for a discount above one's limit.
   * @example
   * ```ts
   * const { order, change } = await duka.counter.sell({
   *   items: [{ code: '6161234567890', quantity: 2 }],
   *   tenders: [{ method: 'cash', tendered: 20000 }],
   * });
   * ```
   * @see `POST /api/orders`
   */
  sell(sale: CounterSaleInput, options?: CallOptions): Promise<CounterSale> {
    return this.call<CounterSale>({ method: 'POST', path: '/orders', body: sale }, options);
  }

  /** Takes a sale back whole, in the shift in which it was made. See `POST /api/orders/{order}/void`. */
  void(order: string, input: VoidInput, options?: CallOptions): Promise<Order> {
    return this.call<Order>({ method: 'POST', path: path`/orders/${order}/void`, body: input }, options);
  }

  /** Sales that wait for their buyers, newest first. See `GET /api/parked-sales`. */
  parked(query: ParkedSaleQuery = {}, options?: CallOptions): Page<ParkedSale> {
    return this.pages<ParkedSale>('/parked-sales', query, options);
  }

  /** Sets a sale aside under a name, for a day. It holds no stock. See `POST /api/parked-sales`. */
  park(sale: ParkInput, options?: CallOptions): Promise<ParkedSale> {
    return this.call<ParkedSale>({ method: 'POST', path: '/parked-sales', body: sale }, options);
  }

  /** Takes a parked sale up again: one till gets it. See `POST /api/parked-sales/{parked}/resume`. */
  resume(id: string, options?: CallOptions): Promise<ParkedSale> {
    return this.call<ParkedSale>({ method: 'POST', path: path`/parked-sales/${id}/resume` }, options);
  }

  /**
   * Sends sales that were made without a line. Each is taken once, as sold; what does not fit is noted with it. Send the same batch again when no
   * answer came.
   *
   * @see `POST /api/offline-sales`
   */
  sendOffline(batch: OfflineBatch, options?: CallOptions): Promise<OfflineResults> {
    return this.call<OfflineResults>({ method: 'POST', path: '/offline-sales', body: batch }, options);
  }

  /** Sales that arrived later than they were made. `conflicts: 'open'`: what somebody has to look at. See `GET /api/offline-sales`. */
  offline(
    query: { conflicts?: 'open' | 'any' | undefined; limit?: number | undefined; after?: string | undefined } = {},
    options?: CallOptions,
  ): Page<ArrivedSale> {
    return this.pages<ArrivedSale>('/offline-sales', query, options);
  }

  /** Says that the conflicts of a sale have been seen. See `POST /api/offline-sales/{order}/acknowledge`. */
  acknowledge(order: string, options?: CallOptions): Promise<ArrivedSale> {
    return this.call<ArrivedSale>({ method: 'POST', path: path`/offline-sales/${order}/acknowledge` }, options);
  }

  /** A receipt for a roll printer, as text and ESC/POS bytes; each print is counted. See `POST /api/orders/{order}/receipt/prints`. */
  print(order: string, printer: ReceiptPrintInput = {}, options?: CallOptions): Promise<ReceiptPrint> {
    return this.call<ReceiptPrint>(
      { method: 'POST', path: path`/orders/${order}/receipt/prints`, body: printer },
      options,
    );
  }
}
