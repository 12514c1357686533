import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { Cart, DeletedDiscount, Discount, DiscountInput, DiscountUpdate, ManualDiscountInput } from '../types.js';

/**
 * Which discounts.
 *
 * @public
 */
export interface DiscountQuery {
  code?: string | undefined;
  /** Coupons need a code, automatic ones apply by themselves. */
  kind?: 'coupon' | 'automatic' | undefined;
  active?: 'true' | 'false' | undefined;
  /** Rows per page, 1 to 100. */
  limit?: number | undefined;
}

/**
 * Discounts and coupons of the shop, for staff and servers. Buyers use a code by `duka.cart.applyDiscount`.
 *
 * @public
 */
export class Discounts extends Resource {
  /**
   * Newest first. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const discount of duka.discounts.list({ kind: 'coupon' })) console.log(discount.code, discount.used);
   * ```
   * @see `GET /api/discounts`
   */
  list(query: DiscountQuery = {}, options?: CallOptions): Page<Discount> {
    return this.pages<Discount>('/discounts', query, options);
  }

  /**
   * Makes a discount; without a code it applies by itself.
   *
   * @throws DukaConflictError `code_taken`, DukaValidationError naming the field.
   * @example
   * ```ts
   * await duka.discounts.create({ title: '10 % off', code: 'KARIBU10', benefit: { kind: 'percent', rate: 1000 }, usageLimit: 500 });
   * ```
   * @see `POST /api/discounts`
   */
  create(discount: DiscountInput, options?: CallOptions): Promise<Discount> {
    return this.call<Discount>({ method: 'POST', path: '/discounts', body: discount }, options);
  }

  /**
   * @throws DukaNotFoundError
   * @see `GET /api/discounts/{discount}`
   */
  get(discount: string, options?: CallOptions): Promise<Discount> {
    return this.read<Discount>(path`/discounts/${discount}`, options);
  }

  /**
   * Changes what is named. Orders made before keep the discount they were made with.
   *
   * @throws DukaConflictError `code_taken`, `version_stale`; DukaNotFoundError.
   * @example
   * ```ts
   * await duka.discounts.update(id, { active: false });
   * ```
   * @see `PATCH /api/discounts/{discount}`
   */
  update(discount: string, changes: DiscountUpdate, options?: CallOptions): Promise<Discount> {
    return this.call<Discount>({ method: 'PATCH', path: path`/discounts/${discount}`, body: changes }, options);
  }

  /**
   * Deletes it; orders made with it keep it.
   *
   * @throws DukaNotFoundError
   * @see `DELETE /api/discounts/{discount}`
   */
  delete(discount: string, options?: CallOptions): Promise<DeletedDiscount> {
    return this.call<DeletedDiscount>({ method: 'DELETE', path: path`/discounts/${discount}` }, options);
  }

  /**
   * Gives a discount by hand, after all others; for staff and servers. Above your limit it takes the `approval` of a second person.
   *
   * @throws DukaAuthError `approval_required` (`problem.approval`), `approval_invalid`; DukaConflictError `cart_empty`.
   * @example
   * ```ts
   * await duka.discounts.give(cart.id, { rate: 500, reason: 'Box was dented' }); // 5 %
   * ```
   * @see `PUT /api/carts/{cart}/manual-discount`
   */
  give(cart: string, discount: ManualDiscountInput, options?: CallOptions): Promise<Cart> {
    return this.call<Cart>({ method: 'PUT', path: path`/carts/${cart}/manual-discount`, body: discount }, options);
  }

  /**
   * Takes back a discount given by hand.
   *
   * @example
   * ```ts
   * await duka.discounts.takeBack(cart.id);
   * ```
   * @see `DELETE /api/carts/{cart}/manual-discount`
   */
  takeBack(cart: string, options?: CallOptions): Promise<Cart> {
    return this.call<Cart>({ method: 'DELETE', path: path`/carts/${cart}/manual-discount` }, options);
  }
}
