import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type {
  Location,
  LocationList,
  NewLocation,
  LocationUpdate,
  NewStockTake,
  NewTransfer,
  StockAdjustment,
  StockCount,
  StockLevel,
  StockMovement,
  StockTake,
  Transfer,
  TransferReceipt,
} from '../types.js';

/**
 * Which stock.
 *
 * @public
 */
export interface StockLevelQuery {
  /** Id of a variant. */
  variant?: string | undefined;
  /** Id of a location. */
  location?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Stock. Needs a secret key.
 *
 * @public
 */
export class Inventory extends Resource {
  /**
   * Stock, variant by variant. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const { sku, available } of duka.inventory.levels()) print(sku, available);
   * ```
   * @see `GET /api/inventory/levels`
   */
  levels(query: StockLevelQuery = {}, options?: CallOptions): Page<StockLevel> {
    return this.pages<StockLevel>('/inventory/levels', query, options);
  }

  /**
   * Adds to stock or takes from it.
   *
   * @throws DukaConflictError `insufficient_stock` when more is taken than is available.
   * @example
   * ```ts
   * await duka.inventory.adjust({ variant, change: 24, reason: 'received' });
   * ```
   * @see `POST /api/inventory/adjustments`
   */
  adjust(adjustment: StockAdjustment, options?: CallOptions): Promise<StockLevel> {
    return this.call<StockLevel>({ method: 'POST', path: '/inventory/adjustments', body: adjustment }, options);
  }

  /**
   * The stock ledger, newest first.
   *
   * @param query `variant`, `location`, or the transfer, stock-take or purchase as `reference`.
   * @see `GET /api/inventory/movements`
   */
  movements(
    query: StockLevelQuery & { reference?: string | undefined } = {},
    options?: CallOptions,
  ): Page<StockMovement> {
    return this.pages<StockMovement>('/inventory/movements', query, options);
  }

  /** @internal */
  private act<T>(to: string, body: unknown, options: CallOptions | undefined): Promise<T> {
    return this.call<T>({ method: 'POST', path: to, ...(body === undefined ? {} : { body }) }, options);
  }

  /**
   * Plans to move goods to another place.
   *
   * @example
   * ```ts
   * const { id } = await duka.inventory.createTransfer({ from, to, lines: [{ variant, quantity: 12 }] });
   * await duka.inventory.approveTransfer(id);
   * await duka.inventory.shipTransfer(id);
   * ```
   * @see `POST /api/inventory/transfers`
   */
  createTransfer(transfer: NewTransfer, options?: CallOptions): Promise<Transfer> {
    return this.act<Transfer>('/inventory/transfers', transfer, options);
  }

  /** Transfers, newest first. See `GET /api/inventory/transfers`. */
  transfers(
    query: { state?: Transfer['state'] | undefined; limit?: number | undefined; after?: string | undefined } = {},
    options?: CallOptions,
  ): Page<Transfer> {
    return this.pages<Transfer>('/inventory/transfers', query, options);
  }

  /** One transfer. See `GET /api/inventory/transfers/{transfer}`. */
  transfer(id: string, options?: CallOptions): Promise<Transfer> {
    return this.read<Transfer>(path`/inventory/transfers/${id}`, options);
  }

  /** Says that the goods may go. See `POST /api/inventory/transfers/{transfer}/approve`. */
  approveTransfer(id: string, options?: CallOptions): Promise<Transfer> {
    return this.act<Transfer>(path`/inventory/transfers/${id}/approve`, undefined, options);
  }

  /**
   * Sends the goods: they leave the stock of the place that they come from.
   *
   * @throws DukaConflictError `insufficient_stock`, `wrong_state`
   * @see `POST /api/inventory/transfers/{transfer}/ship`
   */
  shipTransfer(id: string, options?: CallOptions): Promise<Transfer> {
    return this.act<Transfer>(path`/inventory/transfers/${id}/ship`, undefined, options);
  }

  /** Takes in what has arrived, all or a part. See `POST /api/inventory/transfers/{transfer}/receive`. */
  receiveTransfer(id: string, receipt: TransferReceipt, options?: CallOptions): Promise<Transfer> {
    return this.act<Transfer>(path`/inventory/transfers/${id}/receive`, receipt, options);
  }

  /** Calls it off; what is on its way goes back. See `POST /api/inventory/transfers/{transfer}/cancel`. */
  cancelTransfer(id: string, options?: CallOptions): Promise<Transfer> {
    return this.act<Transfer>(path`/inventory/transfers/${id}/cancel`, undefined, options);
  }

  /** Begins to count a place. See `POST /api/inventory/stock-takes`. */
  openStockTake(input: NewStockTake = {}, options?: CallOptions): Promise<StockTake> {
    return this.act<StockTake>('/inventory/stock-takes', input, options);
  }

  /** Stock-takes, newest first. See `GET /api/inventory/stock-takes`. */
  stockTakes(
    query: { state?: StockTake['state'] | undefined; limit?: number | undefined; after?: string | undefined } = {},
    options?: CallOptions,
  ): Page<StockTake> {
    return this.pages<StockTake>('/inventory/stock-takes', query, options);
  }

  /** One stock-take. See `GET /api/inventory/stock-takes/{stockTake}`. */
  stockTake(id: string, options?: CallOptions): Promise<StockTake> {
    return this.read<StockTake>(path`/inventory/stock-takes/${id}`, options);
  }

  /**
   * Writes down what was counted just now.
   *
   * @example
   * ```ts
   * await duka.inventory.count(id, { counts: [{ code: scanned, quantity: 1, add: true }] });
   * ```
   * @see `POST /api/inventory/stock-takes/{stockTake}/counts`
   */
  count(id: string, counted: StockCount, options?: CallOptions): Promise<StockTake> {
    return this.act<StockTake>(path`/inventory/stock-takes/${id}/counts`, counted, options);
  }

  /** Corrects the books by what was counted. See `POST /api/inventory/stock-takes/{stockTake}/close`. */
  closeStockTake(id: string, options?: CallOptions): Promise<StockTake> {
    return this.act<StockTake>(path`/inventory/stock-takes/${id}/close`, undefined, options);
  }

  /** Forgets a count. See `POST /api/inventory/stock-takes/{stockTake}/cancel`. */
  cancelStockTake(id: string, options?: CallOptions): Promise<StockTake> {
    return this.act<StockTake>(path`/inventory/stock-takes/${id}/cancel`, undefined, options);
  }

  /** Places of the shop, the main one first. See `GET /api/locations`. */
  async locations(options?: CallOptions): Promise<Location[]> {
    return (await this.read<LocationList>('/locations', options)).data;
  }

  /** Opens a branch or a warehouse. See `POST /api/locations`. */
  createLocation(location: NewLocation, options?: CallOptions): Promise<Location> {
    return this.act<Location>('/locations', location, options);
  }

  /** Changes what a place is called and when it is open. See `PATCH /api/locations/{location}`. */
  updateLocation(id: string, change: LocationUpdate, options?: CallOptions): Promise<Location> {
    return this.call<Location>({ method: 'PATCH', path: path`/locations/${id}`, body: change }, options);
  }
}
