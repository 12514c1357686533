import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Category, CategoryUpdate, NewCategory, NewProduct, Product, ProductUpdate } from '../types.js';

/**
 * How a change is guarded: with `version`, as read, it is refused when somebody else was faster.
 *
 * @public
 */
export interface GuardOptions extends CallOptions {
  /** `version` of what you read. */
  version?: number | undefined;
}

const guard = ({ version }: GuardOptions = {}): { headers?: Record<string, string> } =>
  version === undefined ? {} : { headers: { 'If-Match': `"${version}"` } };

/**
 * Changes of the catalogue. Needs a secret key or somebody signed in.
 *
 * @public
 */
export class Goods extends Resource {
  /**
   * Sells something new.
   *
   * @throws DukaConflictError `already_taken` for a SKU, barcode or slug that another product has.
   * @example
   * ```ts
   * await duka.goods.create({ title: 'Unga', category: 'flour', variants: [{ sku: 'UNGA-2KG', price: 18950 }] });
   * ```
   * @see `POST /api/products`
   */
  create(product: NewProduct, options?: CallOptions): Promise<Product> {
    return this.call<Product>({ method: 'POST', path: '/products', body: product }, options);
  }

  /**
   * Changes a product, its variants, or whether buyers see it.
   *
   * @throws DukaConflictError `already_taken`, `variant_in_stock`; DukaError `version_stale` with `version`.
   * @see `PATCH /api/products/{product}`
   */
  update(id: string, change: ProductUpdate, options?: GuardOptions): Promise<Product> {
    return this.call<Product>(
      { method: 'PATCH', path: path`/products/${id}`, body: change, ...guard(options) },
      options,
    );
  }

  /** Takes a product out of the catalogue; it can be restored. See `DELETE /api/products/{product}`. */
  delete(id: string, options?: GuardOptions): Promise<Product> {
    return this.call<Product>({ method: 'DELETE', path: path`/products/${id}`, ...guard(options) }, options);
  }

  /** Brings a deleted product back, unpublished. See `POST /api/products/{product}/restore`. */
  restore(id: string, options?: CallOptions): Promise<Product> {
    return this.call<Product>({ method: 'POST', path: path`/products/${id}/restore` }, options);
  }

  /** Gives an in-store barcode to each variant without one. See `POST /api/products/{product}/barcodes`. */
  makeBarcodes(id: string, options?: CallOptions): Promise<Product> {
    return this.call<Product>({ method: 'POST', path: path`/products/${id}/barcodes` }, options);
  }

  /** Puts up a shelf. See `POST /api/categories`. */
  createCategory(category: NewCategory, options?: CallOptions): Promise<Category> {
    return this.call<Category>({ method: 'POST', path: '/categories', body: category }, options);
  }

  /**
   * Renames a shelf or moves it, with all that stands on it.
   *
   * @throws DukaConflictError `category_cycle`, `already_taken`
   * @see `PATCH /api/categories/{category}`
   */
  updateCategory(id: string, change: CategoryUpdate, options?: GuardOptions): Promise<Category> {
    return this.call<Category>(
      { method: 'PATCH', path: path`/categories/${id}`, body: change, ...guard(options) },
      options,
    );
  }

  /** Takes down an empty shelf. See `DELETE /api/categories/{category}`. */
  deleteCategory(id: string, options?: CallOptions): Promise<Category> {
    return this.call<Category>({ method: 'DELETE', path: path`/categories/${id}` }, options);
  }
}
