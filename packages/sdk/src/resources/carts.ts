import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type {
  Cart,
  CartCreate,
  CartItemInput,
  CartMerge,
  CartUpdate,
  Checkout,
  CheckoutInput,
  NewCart,
  SharedCart,
} from '../types.js';

/**
 * Call options for a cart or an order that has a secret of its own.
 *
 * @public
 */
export interface SecretOptions extends CallOptions {
  /** The cart's or order's secret. Not needed with a secret key, nor for those that this client made itself. */
  secret?: string | null | undefined;
}

/**
 * Carts by id and secret, for servers and for carts you keep yourself. In a page, `duka.cart` does the keeping.
 *
 * @public
 */
export class Carts extends Resource {
  /**
   * Starts a cart.
   *
   * @returns The cart with its `secret`, told only here.
   * @throws DukaConflictError `product_unavailable`, `product_ambiguous`.
   * @example
   * ```ts
   * const { id, secret } = await duka.carts.create({ items: [{ product: 'unga-pembe-2kg', quantity: 2 }] });
   * ```
   * @see `POST /api/carts`
   */
  create(input: CartCreate = {}, options?: CallOptions): Promise<NewCart> {
    return this.call<NewCart>({ method: 'POST', path: '/carts', body: input }, options);
  }

  /**
   * The cart, priced afresh.
   *
   * @throws DukaNotFoundError, DukaAuthError `secret_required`.
   * @example
   * ```ts
   * const cart = await duka.carts.get(id, { secret });
   * ```
   * @see `GET /api/carts/{cart}`
   */
  get(cart: string, options: SecretOptions = {}): Promise<Cart> {
    return this.call<Cart>({ method: 'GET', path: path`/carts/${cart}`, secret: options.secret }, options);
  }

  /**
   * Sets who buys and how it is delivered; null clears.
   *
   * @throws DukaValidationError naming the field, DukaConflictError `cart_completed`.
   * @example
   * ```ts
   * await duka.carts.update(id, { customer: { name: 'Wanjiku' } }, { secret });
   * ```
   * @see `PATCH /api/carts/{cart}`
   */
  update(cart: string, changes: CartUpdate, options: SecretOptions = {}): Promise<Cart> {
    return this.call<Cart>(
      { method: 'PATCH', path: path`/carts/${cart}`, body: changes, secret: options.secret },
      options,
    );
  }

  /**
   * Puts something in: `variant`, or `product` (id or slug) when it has one variant.
   *
   * @throws DukaConflictError `product_unavailable`, `product_ambiguous`, `cart_full`, `cart_completed`.
   * @example
   * ```ts
   * await duka.carts.addItem(id, { product: 'unga-pembe-2kg' }, { secret });
   * ```
   * @see `POST /api/carts/{cart}/items`
   */
  addItem(cart: string, item: CartItemInput, options: SecretOptions = {}): Promise<Cart> {
    const { secret } = options;
    return this.call<Cart>({ method: 'POST', path: path`/carts/${cart}/items`, body: item, secret }, options);
  }

  /**
   * Changes the quantity of a line, 1 to 9,999.
   *
   * @throws DukaNotFoundError when the line is gone, DukaConflictError `cart_completed`.
   * @example
   * ```ts
   * await duka.carts.updateItem(id, lineId, { quantity: 3 }, { secret });
   * ```
   * @see `PATCH /api/carts/{cart}/items/{line}`
   */
  updateItem(cart: string, line: string, change: { quantity: number }, options: SecretOptions = {}): Promise<Cart> {
    const { secret } = options;
    return this.call<Cart>(
      { method: 'PATCH', path: path`/carts/${cart}/items/${line}`, body: change, secret },
      options,
    );
  }

  /**
   * Takes a line out.
   *
   * @throws DukaNotFoundError when the line is gone already, DukaConflictError `cart_completed`.
   * @example
   * ```ts
   * await duka.carts.removeItem(id, lineId, { secret });
   * ```
   * @see `DELETE /api/carts/{cart}/items/{line}`
   */
  removeItem(cart: string, line: string, options: SecretOptions = {}): Promise<Cart> {
    const { secret } = options;
    return this.call<Cart>({ method: 'DELETE', path: path`/carts/${cart}/items/${line}`, secret }, options);
  }

  /**
   * Uses a coupon code. One that does not apply is refused and not kept.
   *
   * @throws DukaConflictError `discount_unknown`, `discount_expired`, `discount_not_now`, `discount_minimum` (`problem.minimum`),
   *   `discount_not_for_cart`, `discount_used_up`, `discount_needs_phone`, `discount_outdone`.
   * @example
   * ```ts
   * const { discounts } = await duka.carts.applyDiscount(id, 'KARIBU10', { secret });
   * ```
   * @see `PUT /api/carts/{cart}/discount`
   */
  applyDiscount(cart: string, code: string, options: SecretOptions = {}): Promise<Cart> {
    const { secret } = options;
    return this.call<Cart>({ method: 'PUT', path: path`/carts/${cart}/discount`, body: { code }, secret }, options);
  }

  /**
   * Takes the coupon code out.
   *
   * @example
   * ```ts
   * await duka.carts.removeDiscount(id, { secret });
   * ```
   * @see `DELETE /api/carts/{cart}/discount`
   */
  removeDiscount(cart: string, options: SecretOptions = {}): Promise<Cart> {
    const { secret } = options;
    return this.call<Cart>({ method: 'DELETE', path: path`/carts/${cart}/discount`, secret }, options);
  }

  /**
   * Copies what is in the cart under a short code, for somebody else to open. Nothing of the buyer is in it.
   *
   * @throws DukaConflictError `cart_empty`.
   * @example
   * ```ts
   * const { code } = await duka.carts.share(id, { secret });
   * ```
   * @see `POST /api/carts/{cart}/share`
   */
  share(cart: string, options: SecretOptions = {}): Promise<SharedCart> {
    return this.call<SharedCart>({ method: 'POST', path: path`/carts/${cart}/share`, secret: options.secret }, options);
  }

  /**
   * Starts a cart from a shared one. What is no longer sold is left out.
   *
   * @returns The cart with its `secret`, told only here.
   * @throws DukaNotFoundError when there is no such code, or it has run out.
   * @example
   * ```ts
   * const { id, secret } = await duka.carts.openShared('7K2MPX9QWD');
   * ```
   * @see `POST /api/shared-carts/{code}`
   */
  openShared(code: string, options?: CallOptions): Promise<NewCart> {
    return this.call<NewCart>({ method: 'POST', path: path`/shared-carts/${code}` }, options);
  }

  /**
   * Pours another cart into this one; the other is gone afterwards.
   *
   * @throws DukaNotFoundError, DukaConflictError `cart_completed`, `cart_full`.
   * @example
   * ```ts
   * await duka.carts.merge(id, { cart: another.id, secret: another.secret }, { secret });
   * ```
   * @see `POST /api/carts/{cart}/merge`
   */
  merge(cart: string, other: CartMerge, options: SecretOptions = {}): Promise<Cart> {
    const { secret } = options;
    return this.call<Cart>({ method: 'POST', path: path`/carts/${cart}/merge`, body: other, secret }, options);
  }

  /**
   * Orders what is in the cart and asks for the money. Give an `idempotencyKey` of your own and keep it until you have the answer.
   *
   * @returns The order, its payment attempt (null without `payment`) and the order's secret. Accepted is not paid: watch the payment.
   * @throws DukaConflictError `insufficient_stock` (`problem.lines`), `total_changed` (`problem.total`), `cart_empty`, `cart_completed`.
   * @throws DukaPaymentError `payment_method_unavailable`, `amount_out_of_range`.
   * @example
   * ```ts
   * const { order, payment } = await duka.carts.checkout(id, { payment: { method: 'mpesa', phone } }, { secret, idempotencyKey });
   * ```
   * @see `POST /api/carts/{cart}/checkout`
   */
  checkout(cart: string, input: CheckoutInput, options: SecretOptions = {}): Promise<Checkout> {
    const { secret } = options;
    return this.call<Checkout>({ method: 'POST', path: path`/carts/${cart}/checkout`, body: input, secret }, options);
  }
}
