import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { PlatformShop, PlatformShopCreate, Suspension } from '../types.js';

/**
 * Which shops of a server.
 *
 * @public
 */
export interface PlatformShopQuery {
  status?: 'active' | 'suspended' | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * The shops of a server, for its operator who is signed in.
 *
 * @public
 */
export class PlatformShops extends Resource {
  /**
   * The shops of this server. Await it for one page, or `for await` over all of them.
   *
   * @throws DukaAuthError `forbidden` for anybody else.
   * @example
   * ```ts
   * for await (const shop of duka.platform.list({ status: 'suspended' })) show(shop.name);
   * ```
   * @see `GET /api/platform/shops`
   */
  list(query: PlatformShopQuery = {}, options?: CallOptions): Page<PlatformShop> {
    return this.pages<PlatformShop>('/platform/shops', query, options);
  }

  /**
   * Opens a shop and invites its owner.
   *
   * @throws DukaConflictError `taken` for a slug that another shop has.
   * @example
   * ```ts
   * await duka.platform.create({ name: 'Mama Njeri', owner: { name: 'Njeri', phone: '+254712345678' } });
   * ```
   * @see `POST /api/platform/shops`
   */
  create(shop: PlatformShopCreate, options?: CallOptions): Promise<PlatformShop> {
    return this.call<PlatformShop>({ method: 'POST', path: '/platform/shops', body: shop }, options);
  }

  /**
   * One shop.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * const { status, staff } = await duka.platform.get('shop_…');
   * ```
   * @see `GET /api/platform/shops/{shop}`
   */
  get(shop: string, options?: CallOptions): Promise<PlatformShop> {
    return this.read<PlatformShop>(path`/platform/shops/${shop}`, options);
  }

  /**
   * Closes a shop for the time being; its keys and sessions stop within a minute.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * await duka.platform.suspend('shop_…', { note: 'Asked for by its owner' });
   * ```
   * @see `POST /api/platform/shops/{shop}/suspend`
   */
  suspend(shop: string, why: Suspension = {}, options?: CallOptions): Promise<PlatformShop> {
    return this.call<PlatformShop>({ method: 'POST', path: path`/platform/shops/${shop}/suspend`, body: why }, options);
  }

  /**
   * Opens it again.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * await duka.platform.resume('shop_…', { note: 'Asked for by its owner' });
   * ```
   * @see `POST /api/platform/shops/{shop}/resume`
   */
  resume(shop: string, why: Suspension = {}, options?: CallOptions): Promise<PlatformShop> {
    return this.call<PlatformShop>({ method: 'POST', path: path`/platform/shops/${shop}/resume`, body: why }, options);
  }
}
