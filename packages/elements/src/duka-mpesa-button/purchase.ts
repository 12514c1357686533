import type { DukaBuyer, NewCart, Order, Payment } from '@smartduka/sdk/buyer';
import type { Subject } from '../core/payment-flow.js';
import { boughtAlone, buyingShelf } from '../core/pending.js';

/** One thing bought without a cart. */
export interface Wish {
  product: string;
  variant: string;
  quantity: number;
}

function write(orders: Record<string, string>): void {
  try {
    localStorage.setItem(buyingShelf, JSON.stringify(orders));
  } catch (error) {
    reportError(error);
  }
}

/**
 * Buys one thing: an order of its own, beside whatever is in the cart. While its payment is undecided, the same wish on the same device means the
 * same order, so that a reload goes on where it was.
 */
export class Purchase implements Subject {
  readonly wish: Wish;
  secret: string | undefined;
  private readonly client: DukaBuyer;
  private readonly name: string;
  private cart: NewCart | undefined;
  private made: string | undefined;

  constructor(client: DukaBuyer, wish: Wish) {
    this.client = client;
    this.wish = wish;
    this.name = [client.server, wish.product, wish.variant, wish.quantity].join(' ');
  }

  get order(): string | undefined {
    if (this.made) return this.made;
    const kept = boughtAlone()[this.name];
    return this.client.payments.pending().some(({ order }) => order && order === kept) ? kept : undefined;
  }

  /** Makes the order; the money is asked for on its own, by a key that survives a reload. */
  readonly begin = async (
    _phone: string | undefined,
    signal: AbortSignal,
  ): Promise<{ order: Order; payment: Payment | null }> => {
    const { product, variant, quantity } = this.wish;
    this.cart ??= await this.client.carts.create(
      { items: [{ ...(variant ? { variant } : { product }), quantity }] },
      { signal },
    );
    const { id, secret } = this.cart;
    const made = await this.client.carts.checkout(id, {}, { secret, signal, idempotencyKey: `buy-once-${id}` });
    this.made = made.order.id;
    this.secret = made.secret;
    write({ [this.name]: made.order.id });
    return made;
  };

  /** Bought, or given up: the next tap is another purchase. */
  forget(): void {
    this.cart = this.made = this.secret = undefined;
    write({});
  }
}
