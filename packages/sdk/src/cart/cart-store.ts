import { DukaConflictError, isDukaError } from '../core/errors.js';
import { tabChannel } from '../core/tab-channel.js';
import type { CallOptions } from '../core/send.js';
import type { Setup } from '../core/setup.js';
import { untilAborted } from '../core/pause.js';
import { exclusively } from '../core/exclusively.js';
import type { Carts, SecretOptions } from '../resources/carts.js';
import type { Cart, CartItemInput, CartUpdate, CustomerInput, DeliveryInput, SharedCart } from '../types.js';

/**
 * Why a cart is as it is now. `sync`: another tab changed it. `gone`: it ran out, or was lost. `checkout`: it became an order.
 *
 * @public
 */
export type CartChangeReason =
  | 'add'
  | 'update'
  | 'remove'
  | 'customer'
  | 'delivery'
  | 'discount'
  | 'refresh'
  | 'sync'
  | 'gone'
  | 'clear'
  | 'checkout';

/**
 * Hears of the cart; `cart` is null when there is none.
 *
 * @public
 */
export type CartListener = (cart: Cart | null, reason: CartChangeReason) => void;

/** What is kept: the cart as last seen, and what opens it. */
interface KeptCart {
  id: string;
  secret: string;
  cart: Cart;
}

/**
 * The buyer's cart: one for all tabs of this site, made when the first thing goes in, kept for seven days.
 * Changes are sent one after the other, so that taps arrive in the order in which they were made.
 *
 * @public
 */
export class CartStore {
  private readonly setup: Setup;
  private readonly carts: Carts;
  private readonly listeners = new Set<CartListener>();
  private readonly tellTabs: (message?: unknown) => void;
  private line: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(setup: Setup, carts: Carts) {
    this.setup = setup;
    this.carts = carts;
    this.tellTabs = tabChannel(setup.shelf.nameOf('cart'), (heard) => this.hear(heard as KeptCart | null));
  }

  /** The cart as last seen here or in another tab, without asking; null when there is none. Prices may have changed since. */
  get current(): Cart | null {
    return this.kept()?.cart ?? null;
  }

  /**
   * The cart, priced afresh; null when there is none.
   *
   * @example
   * ```ts
   * const cart = await duka.cart.get();
   * ```
   */
  get(options?: CallOptions): Promise<Cart | null> {
    return this.inTurn(options, () => this.refresh(options));
  }

  /**
   * Puts something in, and makes the cart if there is none. When it fails, nothing has changed.
   *
   * @param item `variant`, or `product` (id or slug) when it has one variant; `quantity` is 1 unless said.
   * @throws DukaConflictError `product_unavailable`, `product_ambiguous`, `cart_full`.
   * @example
   * ```ts
   * await duka.cart.add({ product: 'unga-pembe-2kg', quantity: 2 });
   * ```
   */
  add(item: CartItemInput, options?: CallOptions): Promise<Cart> {
    return this.inTurn(options, async () => {
      const kept = this.kept();
      if (!kept) return this.create(item, options, null);
      try {
        return this.keep(kept, await this.carts.addItem(kept.id, item, { ...options, secret: kept.secret }), 'add');
      } catch (error) {
        // The shop no longer has this cart, or has sold it: the buyer wants the goods all the same.
        if (isGone(error)) return this.create(item, options, kept.id);
        throw error;
      }
    });
  }

  /**
   * Changes the quantity of a line, 1 to 9,999.
   *
   * @throws DukaNotFoundError when the line is gone.
   * @example
   * ```ts
   * await duka.cart.update(line.id, { quantity: 3 });
   * ```
   */
  update(line: string, change: { quantity: number }, options?: CallOptions): Promise<Cart> {
    return this.change('update', options, (id, open) => this.carts.updateItem(id, line, change, open));
  }

  /**
   * Takes a line out. A line that is gone already is no error.
   *
   * @example
   * ```ts
   * await duka.cart.remove(line.id);
   * ```
   */
  remove(line: string, options?: CallOptions): Promise<Cart> {
    return this.change('remove', options, (id, open) => this.carts.removeItem(id, line, open));
  }

  /**
   * Sets who buys; null clears.
   *
   * @throws DukaValidationError naming the field.
   * @example
   * ```ts
   * await duka.cart.setCustomer({ name: 'Wanjiku', phone: '0712 345 678' });
   * ```
   */
  setCustomer(customer: CustomerInput | null, options?: CallOptions): Promise<Cart> {
    return this.set('customer', { customer }, options);
  }

  /**
   * Sets how it is delivered, and with it the fee in the totals; null clears.
   *
   * @throws DukaValidationError naming the field.
   * @example
   * ```ts
   * await duka.cart.setDelivery({ method: 'delivery', zone, place: 'Umoja 2', landmark: 'Next to Naivas' });
   * ```
   */
  setDelivery(delivery: DeliveryInput | null, options?: CallOptions): Promise<Cart> {
    return this.set('delivery', { delivery }, options);
  }

  /**
   * Uses a coupon code. One that does not apply is refused and not kept; one that stops applying later says so in `discountCode.problem`.
   *
   * @throws DukaConflictError `discount_unknown`, `discount_expired`, `discount_not_now`, `discount_minimum` (`problem.minimum`),
   *   `discount_not_for_cart`, `discount_used_up`, `discount_needs_phone`, `discount_outdone`.
   * @example
   * ```ts
   * await duka.cart.applyDiscount('KARIBU10');
   * ```
   */
  applyDiscount(code: string, options?: CallOptions): Promise<Cart> {
    return this.change('discount', options, (id, open) => this.carts.applyDiscount(id, code, open));
  }

  /**
   * Takes the coupon code out.
   *
   * @example
   * ```ts
   * await duka.cart.removeDiscount();
   * ```
   */
  removeDiscount(options?: CallOptions): Promise<Cart> {
    return this.change('discount', options, (id, open) => this.carts.removeDiscount(id, open));
  }

  /**
   * Copies what is in the cart under a short code, for somebody else to open. Nothing of the buyer is in it.
   *
   * @throws DukaConflictError `cart_empty`.
   * @example
   * ```ts
   * const { code } = await duka.cart.share();
   * ```
   */
  share(options?: CallOptions): Promise<SharedCart> {
    return this.inTurn(options, async () => {
      const kept = this.kept();
      if (!kept) throw new DukaConflictError('There is nothing in the cart', { code: 'cart_empty' });
      return this.carts.share(kept.id, { ...options, secret: kept.secret });
    });
  }

  /**
   * Takes over a shared cart: it becomes the cart of this buyer, or is poured into the one they have.
   *
   * @throws DukaNotFoundError when there is no such code, or it has run out.
   * @example
   * ```ts
   * await duka.cart.openShared('7K2MPX9QWD');
   * ```
   */
  openShared(code: string, options?: CallOptions): Promise<Cart> {
    return this.inTurn(options, async () => {
      const { secret, ...cart } = await this.carts.openShared(code, options);
      const kept = this.kept();
      if (kept) {
        try {
          const open = { ...options, secret: kept.secret };
          return this.keep(kept, await this.carts.merge(kept.id, { cart: cart.id, secret }, open), 'add');
        } catch (error) {
          if (!isGone(error)) throw error;
        }
      }
      this.write({ id: cart.id, secret, cart }, 'add');
      return cart;
    });
  }

  /** Lets go of the cart, in all tabs. The next `add` makes a new one. */
  clear(): void {
    this.write(null, 'clear');
  }

  /**
   * Calls back at each change, in this tab or another. Does not call at once: read `current` for that.
   *
   * @returns Ends it.
   * @example
   * ```ts
   * const end = duka.cart.subscribe((cart) => (badge.textContent = String(cart?.itemCount ?? 0)));
   * ```
   */
  subscribe(listener: CartListener): () => void {
    this.listeners.add(listener);
    this.tellTabs();
    return () => void this.listeners.delete(listener);
  }

  /** What opens the cart now. @internal */
  opening(): { id: string; secret: string } | null {
    return this.kept();
  }

  /** The cart became an order. @internal */
  completed(id: string): void {
    if (this.kept()?.id === id) this.write(null, 'checkout');
  }

  private set(reason: CartChangeReason, changes: CartUpdate, options: CallOptions | undefined): Promise<Cart> {
    return this.change(reason, options, (id, open) => this.carts.update(id, changes, open));
  }

  private change(
    reason: CartChangeReason,
    options: CallOptions | undefined,
    send: (id: string, open: SecretOptions) => Promise<Cart>,
  ): Promise<Cart> {
    return this.inTurn(options, async () => {
      const kept = this.kept();
      if (!kept) throw new DukaConflictError('There is no cart yet: add something first', { code: 'cart_empty' });
      try {
        return this.keep(kept, await send(kept.id, { ...options, secret: kept.secret }), reason);
      } catch (error) {
        // A line that is gone answers like a cart that is gone; only the cart itself can tell.
        const cart = isGone(error) ? await this.refresh(options).catch(() => null) : null;
        // What should be removed is: perhaps our own first try did it and its answer was lost.
        if (cart && reason === 'remove') return cart;
        throw error;
      }
    });
  }

  private async refresh(options: CallOptions | undefined): Promise<Cart | null> {
    const kept = this.kept();
    if (!kept) return null;
    try {
      return this.keep(kept, await this.carts.get(kept.id, { ...options, secret: kept.secret }), 'refresh');
    } catch (error) {
      if (!isGone(error)) throw error;
      this.write(null, 'gone');
      return null;
    }
  }

  private create(item: CartItemInput, options: CallOptions | undefined, instead: string | null): Promise<Cart> {
    return exclusively(this.setup.shelf.nameOf('cart'), async () => {
      // Another tab may have made one while we waited.
      const kept = this.kept();
      if (kept && kept.id !== instead) {
        return this.keep(kept, await this.carts.addItem(kept.id, item, { ...options, secret: kept.secret }), 'add');
      }
      const { secret, ...cart } = await this.carts.create({ items: [item] }, options);
      this.write({ id: cart.id, secret, cart }, 'add');
      return cart;
    });
  }

  private kept(): KeptCart | null {
    return this.setup.shelf.get<KeptCart>('cart');
  }

  /** Takes in an answer, unless a newer one was there first or the cart has been let go meanwhile. */
  private keep(asked: KeptCart, cart: Cart, reason: CartChangeReason): Cart {
    const kept = this.kept();
    if (cart.status === 'completed') {
      throw new DukaConflictError('The cart has become an order', { code: 'cart_completed', status: 409 });
    }
    if (kept?.id === asked.id && cart.version >= kept.cart.version) this.write({ ...asked, cart }, reason);
    return cart;
  }

  private write(kept: KeptCart | null, reason: CartChangeReason): void {
    const { shelf } = this.setup;
    shelf.set('cart', kept);
    // A shared storage says the rest. Where there is none, this is how open tabs share a cart.
    this.tellTabs(shelf.shared ? null : kept);
    this.notify(reason);
  }

  private hear(heard: unknown): void {
    if (!this.setup.shelf.shared && heard !== undefined) this.setup.shelf.set('cart', heard);
    this.notify('sync');
  }

  private notify(reason: CartChangeReason): void {
    const { current } = this;
    for (const listener of this.listeners) {
      try {
        listener(current, reason);
      } catch (error) {
        globalThis.reportError?.(error);
      }
    }
  }

  private inTurn<T>(options: CallOptions | undefined, work: () => Promise<T>): Promise<T> {
    const mine = this.line.then(work);
    this.line = mine.catch(() => undefined);
    return untilAborted(mine, options?.signal);
  }
}

/** The shop says that there is no such open cart for us. */
function isGone(error: unknown): boolean {
  return isDukaError(error) && ['not_found', 'secret_required', 'cart_completed'].includes(error.code);
}
