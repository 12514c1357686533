import type { Cart, CartChangeReason, CartItemInput, CartLine, DukaBuyer } from '@smartduka/sdk/buyer';
import type { ReactiveController } from 'lit';
import type { DukaElement } from './duka-element.js';

/** A line just taken out, which `undo` puts back. */
export interface Removed extends Pick<CartLine, 'title' | 'translations'> {
  variant: string;
  quantity: number;
}

/**
 * The cart for an element: what the SDK's store knows, plus what this element has under way. Changes show at once, and are taken back when the
 * server refuses.
 */
export class CartController implements ReactiveController {
  cart: Cart | null = null;
  /** Not yet heard from the server. */
  waiting = true;
  /** Why the last change, or the first load, did not work. */
  error: unknown;
  removed: Removed | undefined;
  private readonly host: DukaElement;
  private readonly changed: ((cart: Cart | null, reason: CartChangeReason) => void) | undefined;
  private client: DukaBuyer | undefined;
  private end: (() => void) | undefined;
  /** Quantities asked for and not answered yet, by line. */
  private readonly asked = new Map<string, number>();
  private turn: Promise<void> = Promise.resolve();

  constructor(host: DukaElement, changed?: (cart: Cart | null, reason: CartChangeReason) => void) {
    this.host = host;
    this.changed = changed;
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.host.client !== this.client) this.follow(this.host.client);
  }

  hostDisconnected(): void {
    this.follow(undefined);
  }

  /** The quantity to show: the one asked for, before the server has answered. */
  quantity(line: CartLine): number {
    return this.asked.get(line.id) ?? line.quantity;
  }

  /** A change is on its way, so totals are about to change. */
  get busy(): boolean {
    return this.asked.size > 0;
  }

  readonly refresh = (): void => void this.attempt(async (client) => client.cart.get());

  add(item: CartItemInput): Promise<boolean> {
    return this.attempt((client) => client.cart.add(item));
  }

  async setQuantity(line: CartLine, quantity: number): Promise<void> {
    if (quantity < 1) return this.remove(line);
    this.asked.set(line.id, quantity);
    this.removed = undefined;
    this.host.requestUpdate();
    // Taps come faster than answers: of those made meanwhile, only the last is sent.
    this.turn = this.turn.then(async () => {
      if (this.asked.get(line.id) === quantity)
        await this.attempt((client) => client.cart.update(line.id, { quantity }));
    });
    await this.turn;
    if (this.asked.get(line.id) === quantity) this.asked.delete(line.id);
    this.host.requestUpdate();
  }

  async remove(line: CartLine): Promise<void> {
    this.asked.set(line.id, 0);
    const gone = await this.attempt((client) => client.cart.remove(line.id));
    this.asked.delete(line.id);
    if (gone) this.removed = line;
    this.host.requestUpdate();
  }

  async undo(): Promise<void> {
    const { removed } = this;
    if (!removed) return;
    this.removed = undefined;
    const back = await this.add({ variant: removed.variant, quantity: removed.quantity });
    if (!back) this.removed = removed;
    this.host.requestUpdate();
  }

  /** Uses a coupon code. False, and `error` says why, when it does not apply. */
  applyCode(code: string): Promise<boolean> {
    return this.attempt((client) => client.cart.applyDiscount(code));
  }

  removeCode(): Promise<boolean> {
    return this.attempt((client) => client.cart.removeDiscount());
  }

  /** Takes over a cart that somebody has sent. */
  openShared(code: string): Promise<boolean> {
    return this.attempt((client) => client.cart.openShared(code));
  }

  private follow(client: DukaBuyer | undefined): void {
    this.end?.();
    this.client = client;
    this.cart = client?.cart.current ?? null;
    this.waiting = Boolean(client && this.cart);
    this.end = client?.cart.subscribe((cart, reason) => {
      this.cart = cart;
      this.waiting = false;
      this.changed?.(cart, reason);
      this.host.requestUpdate();
    });
    if (this.waiting) this.refresh();
  }

  private async attempt(change: (client: DukaBuyer) => Promise<unknown>): Promise<boolean> {
    const { client } = this;
    if (!client) return false;
    this.error = undefined;
    this.host.requestUpdate();
    try {
      await change(client);
      return true;
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.waiting = false;
      this.host.requestUpdate();
    }
  }
}
