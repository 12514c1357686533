import type { Page } from '../core/page.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { StockAdjustment, StockLevel } from '../types.js';

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
}
