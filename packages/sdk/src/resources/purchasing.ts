import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { NewPurchase, NewSupplier, Purchase, PurchaseReceipt, Supplier, SupplierUpdate } from '../types.js';

/**
 * Which purchases.
 *
 * @public
 */
export interface PurchaseQuery {
  state?: Purchase['state'] | undefined;
  /** Id of a supplier. */
  supplier?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Suppliers, and goods ordered from them. Needs a secret key or somebody signed in.
 *
 * @public
 */
export class Purchasing extends Resource {
  /** Suppliers, newest first. See `GET /api/suppliers`. */
  suppliers(query: Pick<PurchaseQuery, 'limit' | 'after'> = {}, options?: CallOptions): Page<Supplier> {
    return this.pages<Supplier>('/suppliers', query, options);
  }

  /** Notes a new supplier. See `POST /api/suppliers`. */
  createSupplier(supplier: NewSupplier, options?: CallOptions): Promise<Supplier> {
    return this.call<Supplier>({ method: 'POST', path: '/suppliers', body: supplier }, options);
  }

  /** Changes or archives a supplier. See `PATCH /api/suppliers/{supplier}`. */
  updateSupplier(id: string, change: SupplierUpdate, options?: CallOptions): Promise<Supplier> {
    return this.call<Supplier>({ method: 'PATCH', path: path`/suppliers/${id}`, body: change }, options);
  }

  /** Purchases, newest first. See `GET /api/purchases`. */
  list(query: PurchaseQuery = {}, options?: CallOptions): Page<Purchase> {
    return this.pages<Purchase>('/purchases', query, options);
  }

  /** One purchase. See `GET /api/purchases/{purchase}`. */
  get(id: string, options?: CallOptions): Promise<Purchase> {
    return this.read<Purchase>(path`/purchases/${id}`, options);
  }

  /** Drafts a purchase. See `POST /api/purchases`. */
  create(purchase: NewPurchase, options?: CallOptions): Promise<Purchase> {
    return this.call<Purchase>({ method: 'POST', path: '/purchases', body: purchase }, options);
  }

  /** Says that it was ordered. See `POST /api/purchases/{purchase}/order`. */
  order(id: string, options?: CallOptions): Promise<Purchase> {
    return this.call<Purchase>({ method: 'POST', path: path`/purchases/${id}/order` }, options);
  }

  /**
   * Takes in what has arrived: stock and average cost move with it, once.
   *
   * @throws DukaConflictError `wrong_state`; DukaValidationError when more arrives than is still to come.
   * @example
   * ```ts
   * await duka.purchasing.receive(id, { lines: [{ variant, quantity: 24 }] });
   * ```
   * @see `POST /api/purchases/{purchase}/receive`
   */
  receive(id: string, receipt: PurchaseReceipt, options?: CallOptions): Promise<Purchase> {
    return this.call<Purchase>({ method: 'POST', path: path`/purchases/${id}/receive`, body: receipt }, options);
  }

  /** Calls off what has not arrived. See `POST /api/purchases/{purchase}/cancel`. */
  cancel(id: string, options?: CallOptions): Promise<Purchase> {
    return this.call<Purchase>({ method: 'POST', path: path`/purchases/${id}/cancel` }, options);
  }
}
