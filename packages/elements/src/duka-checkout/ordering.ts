import {
  isDukaError,
  type Cart,
  type DukaBuyer,
  type Order,
  type Payment,
  type PaymentInput,
} from '@smartduka/sdk/buyer';
import type { Say } from '../core/language.js';
import { formatMoney } from '../core/money.js';
import type { Subject } from '../core/payment-flow.js';
import type { checkout } from '../locales/index.js';

/** What the order needs of the element that makes it. */
export interface OrderingHost {
  readonly client: DukaBuyer | undefined;
  /** The cart as it is now, before it has become an order. */
  readonly cart: Cart | null;
  readonly t: Say<keyof (typeof checkout)['en']>;
  /** False when somebody prevented the event. */
  tell(type: string, detail: unknown, cancelable?: boolean): boolean;
  /** The server refused: show it at its field, or as a sentence. Nothing was ordered. */
  refused(error: unknown): void;
  refreshCart(): void;
  requestUpdate(): void;
}

interface Made {
  order: Order;
  payment: Payment | null;
}

/** From a cart to an order, at most once, and what is known of it since. */
export class Ordering {
  /** The order, as soon as there is one. */
  made: Order | undefined;
  /** Ordered, and paid unless the buyer pays in cash. */
  done: Made | undefined;
  /** What the buyer must read before trying again: a new total, what is sold out. */
  sentences: string[] = [];
  /** How the pay button makes the order. */
  readonly subject: Subject;
  private readonly host: OrderingHost;
  /** The cart as it was ordered: the store lets go of it before the answer has reached us. */
  private ordered: Cart | undefined;

  constructor(host: OrderingHost) {
    this.host = host;
    const made = (): Order | undefined => this.made;
    this.subject = {
      get order(): string | undefined {
        return made()?.id;
      },
      begin: (phone, signal) => this.begin(phone ? { method: 'mpesa', phone } : undefined, signal),
    };
  }

  /** The cart that is being ordered, or would be. */
  get cart(): Cart | null {
    return this.host.cart ?? this.ordered ?? null;
  }

  /** Orders, and asks for the money where `pay` says how. Undefined when it did not come to an order, and the buyer has been told why. */
  async begin(pay: PaymentInput | undefined, signal?: AbortSignal): Promise<Made | undefined> {
    const { host, cart } = this;
    const { client } = host;
    if (!client || !cart) return undefined;
    if (!host.tell('duka-order-create', { cart, method: pay?.method ?? 'paybill' }, true)) return undefined;
    this.sentences = [];
    this.ordered = cart;
    try {
      const made = await client.checkout({ pay, expectedTotal: cart.totals.total.amount }, { signal });
      this.made = made.order;
      host.requestUpdate();
      return made;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.ordered = undefined;
      this.explain(error, cart);
      return undefined;
    }
  }

  /** The money is in. What the order looks like now is asked for, but not needed to say so. */
  async paid(order: string, payment: string | null, secret: string): Promise<void> {
    const { client } = this.host;
    if (!client || this.done) return;
    try {
      const found = await client.orders.get(order, { secret: secret || undefined });
      this.complete(found, found.payments.find(({ id }) => id === payment) ?? null);
    } catch (error) {
      if (!this.made) throw error;
      this.complete({ ...this.made, paymentStatus: 'paid' }, null);
    }
  }

  complete(order: Order, payment: Payment | null): void {
    this.made = order;
    this.done = { order, payment };
    this.host.requestUpdate();
    this.host.tell('duka-complete', this.done);
  }

  /** Finds the order that a reload, a crash or a dead line cut the buyer off from. True when there is one. */
  async resume(order: string | null): Promise<boolean> {
    const { client } = this.host;
    if (!client) return false;
    const found = order ? await client.orders.get(order) : (await client.resumeCheckout())?.order;
    if (!found || this.made) return false;
    this.made = found;
    this.host.requestUpdate();
    return true;
  }

  /** The next visit is for the next cart. */
  forget(): void {
    this.made = this.done = this.ordered = undefined;
  }

  /** Nothing was ordered, and nothing asked for: says why, and shows what is true now. */
  private explain(error: unknown, cart: Cart): void {
    const { host } = this;
    const problem = isDukaError(error) ? error.problem : null;
    host.refused(error);
    if (problem?.total !== undefined)
      this.sentences.push(
        host.t('total.now', { amount: formatMoney({ amount: problem.total, currency: cart.currency }) }),
      );
    for (const { title, available } of problem?.lines ?? [])
      this.sentences.push(host.t('stock.now', { title, n: available }));
    host.refreshCart();
  }
}

/** A clear no to the order itself. What is about the payment, or may pass, is the pay button's to tell. */
function isRefusal(error: unknown): boolean {
  return (
    isDukaError(error) &&
    error.code !== 'aborted' &&
    !error.retryable &&
    !error.problem?.errors?.some(({ path }) => path.startsWith('payment'))
  );
}
