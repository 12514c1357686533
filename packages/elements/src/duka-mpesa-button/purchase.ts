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

/** An order, and what opens it. */
interface Made {
  order: Order;
  payment: Payment | null;
  secret?: string;
}

/**
 * Something bought without a cart: an order of its own, beside whatever is in the cart. While its payment is undecided, the same wish on the same
 * device means the same order, so that a reload goes on where it was.
 */
export class Purchase implements Subject {
  secret: string | undefined;
  private readonly client: DukaBuyer;
  private readonly name: string;
  private readonly make: (signal: AbortSignal) => Promise<Made>;
  private made: string | undefined;

  /** @param name Tells this wish from others of the same shop. */
  constructor(client: DukaBuyer, name: string, make: (signal: AbortSignal) => Promise<Made>) {
    this.client = client;
    this.make = make;
    this.name = `${client.server} ${name}`;
  }

  get order(): string | undefined {
    if (this.made) return this.made;
    const kept = boughtAlone()[this.name];
    return this.client.payments.pending().some(({ order }) => order && order === kept) ? kept : undefined;
  }

  /** Makes the order; the money is asked for on its own, by a key that survives a reload. */
  readonly begin = async (_phone: string | undefined, signal: AbortSignal): Promise<Made> => {
    const made = await this.make(signal);
    this.made = made.order.id;
    this.secret = made.secret;
    write({ [this.name]: made.order.id });
    return made;
  };

  /** Bought, or given up: the next tap is another purchase. */
  forget(): void {
    this.made = this.secret = undefined;
    write({});
  }
}

/** One thing, without a cart of the buyer's. */
export function purchaseOf(client: DukaBuyer, { product, variant, quantity }: Wish): Purchase {
  let cart: NewCart | undefined;
  return new Purchase(client, [product, variant, quantity].join(' '), async (signal) => {
    const item = { ...(variant ? { variant } : { product }), quantity };
    const { id, secret } = (cart ??= await client.carts.create({ items: [item] }, { signal }));
    const made = await client.carts.checkout(id, {}, { secret, signal, idempotencyKey: `buy-once-${id}` });
    cart = undefined;
    return made;
  });
}

/** What a payment link asks for. */
export function purchaseByLink(client: DukaBuyer, code: string, amount: () => number | undefined): Purchase {
  return new Purchase(client, `link ${code}`, async (signal) => {
    const sum = amount();
    const order = await client.payments.openLink(code, sum ? { amount: sum } : {}, { signal });
    return { order, payment: null };
  });
}
