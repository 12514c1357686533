import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Category, CategoryList, Product, Shop } from '../types.js';

/**
 * Which products, and in which order.
 *
 * @public
 */
export interface ProductQuery {
  /** Words, a SKU or a barcode. */
  q?: string | undefined;
  /** Id or slug; its sub-categories count too. */
  category?: string | undefined;
  /** 8 to 14 digits. */
  barcode?: string | undefined;
  /** Minor units. */
  minPrice?: number | undefined;
  /** Minor units. */
  maxPrice?: number | undefined;
  inStock?: boolean | undefined;
  /** Default: `relevance` with `q`, else `title`. */
  sort?: 'relevance' | 'title' | 'price' | '-price' | '-created' | (string & {}) | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * What the shop sells.
 *
 * @public
 */
export class Products extends Resource {
  /**
   * Finds products. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const product of duka.products.list({ category: 'flour', inStock: true })) show(product);
   * ```
   * @see `GET /api/products`
   */
  list(query: ProductQuery = {}, options?: CallOptions): Page<Product> {
    return this.pages<Product>('/products', query, options);
  }

  /**
   * One product, by id, slug or barcode.
   *
   * @throws DukaNotFoundError when the shop lists no such product.
   * @example
   * ```ts
   * const product = await duka.products.get('unga-pembe-2kg');
   * ```
   * @see `GET /api/products/{product}`
   */
  get(product: string, options?: CallOptions): Promise<Product> {
    return this.read<Product>(path`/products/${product}`, options);
  }
}

/**
 * The shelves of the shop.
 *
 * @public
 */
export class Categories extends Resource {
  /**
   * All of them, in the shop's order.
   *
   * @example
   * ```ts
   * const shelves = await duka.categories.list();
   * ```
   * @see `GET /api/categories`
   */
  async list(options?: CallOptions): Promise<Category[]> {
    return (await this.read<CategoryList>('/categories', options)).data;
  }
}

/**
 * The shop itself.
 *
 * @public
 */
export class ShopProfile extends Resource {
  /**
   * Name, currency, ways to pay, delivery zones and pick-up points.
   *
   * @example
   * ```ts
   * const { name, paymentMethods } = await duka.shop.get();
   * ```
   * @see `GET /api/shop`
   */
  get(options?: CallOptions): Promise<Shop> {
    return this.read<Shop>('/shop', options);
  }
}
