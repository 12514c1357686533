import { DukaPaymentError } from '../core/errors.js';
import { path } from '../core/path.js';
import { pause } from '../core/pause.js';
import { Resource } from '../core/resource.js';
import type { Setup } from '../core/setup.js';
import { isCheckout } from '../pay/kept-calls.js';
import type { KeptCalls } from '../pay/kept-calls.js';
import type { KeptOrders } from '../pay/kept-orders.js';
import { Watch } from '../pay/watch.js';
import type { WatchOptions } from '../pay/watch.js';
import type {
  Order,
  PayLinkInput,
  Payment,
  PaymentInput,
  PublicPaymentLink,
  ReceiptCheck,
  Sum,
  TenderInput,
} from '../types.js';
import type { CallOptions } from '../core/send.js';
import type { SecretOptions } from './carts.js';
import type { Orders } from './orders.js';

/**
 * Something begun in this browser whose outcome is not known yet.
 * With `payment`: watch that. Without, no answer came: with `cart`, call `duka.resumeCheckout()`; with `order`, read the order.
 *
 * @public
 */
export interface PendingPayment {
  cart: string | null;
  order: string | null;
  payment: string | null;
  /** UTC instant. */
  startedAt: string;
}

/**
 * Payment attempts: start them, follow them, find them again.
 *
 * @public
 */
export class Payments extends Resource {
  private readonly orders: Orders;
  private readonly calls: KeptCalls;
  private readonly kept: KeptOrders;

  /** @internal */
  constructor(setup: Setup, orders: Orders, calls: KeptCalls, kept: KeptOrders) {
    super(setup);
    this.orders = orders;
    this.calls = calls;
    this.kept = kept;
  }

  /**
   * Asks for what an order still owes. Asked again for the same (a second tap, a reload, another tab), it comes back with the attempt
   * that is under way and sends no second prompt, until that attempt is decided.
   *
   * @param input `method` is `mpesa` unless said; `phone` in any Kenyan form.
   * @returns The attempt. Accepted is not paid: watch it.
   * @throws DukaPaymentError `payment_in_progress` while an attempt on another phone is undecided (`problem.payment`), `order_paid`.
   * @throws DukaRateLimitError `too_many_prompts`.
   * @example
   * ```ts
   * const payment = await duka.payments.start(order.id, { phone: '0712 345 678' });
   * for await (const { state } of duka.payments.watch(payment.id)) show(state);
   * ```
   * @see `POST /api/orders/{order}/payments`
   */
  async start(order: string, input: PaymentInput | { phone: string }, options: SecretOptions = {}): Promise<Payment> {
    const asked: PaymentInput = 'method' in input ? input : { method: 'mpesa', ...input };
    const secret = this.kept.secretOf(order, options);
    if (secret) this.kept.keep(order, secret);
    const { signal, idempotencyKey: given, ...rest } = options;
    const underWay = async (): Promise<Payment | null> => {
      const known = this.kept.undecided(order, asked);
      const payment = known && (await this.get(known, { signal, ...rest }));
      return payment && !payment.final ? payment : null;
    };
    return this.calls.run({ about: order, secret, body: asked, signal }, underWay, async (key) => {
      const payment = await this.orders.pay(order, asked, { ...options, secret, idempotencyKey: given ?? key });
      this.kept.saw(payment, asked);
      return payment;
    });
  }

  /**
   * Takes cash, or money that came by card terminal, bank or voucher, for all or a part of what an order owes. Needs a secret key or staff.
   *
   * @param input `amount` and `tendered` in minor units, whole shillings. Without `amount`: all that is due.
   * @returns The payment, succeeded; `tender.change` is what to give back.
   * @throws DukaConflictError `amount_exceeds_due` (`problem.due`), `payment_in_progress`, `order_paid`, `insufficient_stock`.
   * @example
   * ```ts
   * const { tender } = await duka.payments.tender(order.id, { method: 'cash', tendered: 100000 });
   * ```
   * @see `POST /api/orders/{order}/tenders`
   */
  tender(order: string, input: TenderInput, options: CallOptions = {}): Promise<Payment> {
    return this.call<Payment>({ method: 'POST', path: path`/orders/${order}/tenders`, body: input }, options);
  }

  /**
   * Takes in a client secret, from `duka.sums.create` on a server: from here on `orders` and `payments` can read and pay its order.
   *
   * @returns Id of the order.
   * @example
   * ```ts
   * const order = duka.payments.open(clientSecret);
   * const payment = await duka.payments.start(order, { phone: '0712 345 678' });
   * ```
   */
  open(clientSecret: string): string {
    const [order = '', secret = ''] = clientSecret.split('_secret_');
    this.kept.keep(order, secret);
    return order;
  }

  /**
   * A payment link as its buyers see it.
   *
   * @param code The end of its address.
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * const { title, amount, state } = await duka.payments.link('7KQ2M9XA4C');
   * ```
   * @see `GET /api/payment-links/{link}`
   */
  link(code: string, options?: CallOptions): Promise<PublicPaymentLink> {
    return this.call({ method: 'GET', path: path`/payment-links/${code}` }, options);
  }

  /**
   * Makes the order that a payment link asks for, and keeps what opens it.
   *
   * @param input `amount` in minor units, when the link leaves it to the buyer.
   * @throws DukaConflictError `payment_link_closed` (`problem.state`).
   * @example
   * ```ts
   * const { id } = await duka.payments.openLink('7KQ2M9XA4C', { amount: 50000 });
   * const payment = await duka.payments.start(id, { phone });
   * ```
   * @see `POST /api/payment-links/{link}/orders`
   */
  async openLink(code: string, input: PayLinkInput = {}, options?: CallOptions): Promise<Order> {
    const { order, clientSecret } = await this.call<Sum>(
      { method: 'POST', path: path`/payment-links/${code}/orders`, body: input },
      options,
    );
    this.open(clientSecret);
    return order;
  }

  /**
   * Shows that an order was paid from the phone's own menu, and waits for what M-Pesa says of it.
   *
   * @param receipt The receipt number, or the whole message that holds it.
   * @returns The check: `applied` with the `payment`, `refused` with the `reason`, or `unanswered`: it may be shown again.
   * @throws DukaConflictError `receipt_used`, `receipt_check_unavailable`, `order_paid`; DukaRateLimitError.
   * @example
   * ```ts
   * const { state, reason } = await duka.payments.submitReceipt(order.id, 'UKO8F2K9QX Confirmed. Ksh250.00 …');
   * ```
   * @see `POST /api/orders/{order}/receipts`
   */
  async submitReceipt(order: string, receipt: string, options: SecretOptions = {}): Promise<ReceiptCheck> {
    const { signal, ...rest } = options;
    const secret = this.kept.secretOf(order, options);
    const to = path`/orders/${order}/receipts`;
    let check = await this.call<ReceiptCheck>({ method: 'POST', path: to, body: { receipt }, secret }, options);
    while (check.state === 'asking') {
      await pause(2_000, signal);
      check = await this.call<ReceiptCheck>(
        { method: 'GET', path: path`/orders/${order}/receipts/${check.id}`, secret },
        { ...rest, signal },
      );
    }
    return check;
  }

  /**
   * A payment attempt as it stands.
   *
   * @throws DukaNotFoundError, DukaAuthError `secret_required` when its order was made elsewhere and no `secret` is given.
   * @example
   * ```ts
   * const { state, reason } = await duka.payments.get('pay_…');
   * ```
   * @see `GET /api/payments/{payment}`
   */
  async get(payment: string, options: SecretOptions = {}): Promise<Payment> {
    const secret = this.kept.secretOf(this.kept.orderOf(payment) ?? '', options);
    const found = await this.call<Payment>({ method: 'GET', path: path`/payments/${payment}`, secret }, options);
    this.kept.saw(found);
    return found;
  }

  /**
   * Follows a payment: yields it as it stands, then at each change, and ends when it is final. Live where the line allows, else by asking
   * every 2 to 8 s; at once when the page comes back into sight or the line returns. Trouble on the line never changes a payment: it is
   * told to `onConnection`, and the watching goes on.
   *
   * @throws DukaAbortedError when `signal` ends it; DukaNotFoundError, DukaAuthError when it may not be read.
   * @example
   * ```ts
   * for await (const payment of duka.payments.watch(id, { signal, onConnection: showLine })) show(payment.state);
   * ```
   * @see `GET /api/orders/{order}/events`, `GET /api/payments/{payment}`
   */
  watch(payment: string, options: WatchOptions = {}): AsyncIterableIterator<Payment> {
    return new Watch(this.setup, this.kept, payment, options).states();
  }

  /**
   * Waits for the outcome.
   *
   * @returns The payment, succeeded.
   * @throws DukaPaymentError `payment_failed` with the `reason`: no money moved by this attempt.
   * @example
   * ```ts
   * const { receiptNumber } = await duka.payments.outcome(payment.id);
   * ```
   */
  async outcome(payment: string, options: WatchOptions = {}): Promise<Payment> {
    let last: Payment | undefined;
    for await (const state of this.watch(payment, options)) last = state;
    if (last?.state === 'succeeded') return last;
    throw new DukaPaymentError(`The payment came to nothing: ${last?.reason ?? 'no reason given'}`, {
      code: 'payment_failed',
      reason: last?.reason ?? null,
      retryable: last?.retryable ?? false,
    });
  }

  /**
   * What a crash, a reload or a dead line left over, newest first. Reads this browser's storage only.
   *
   * @example
   * ```ts
   * for (const { payment } of duka.payments.pending()) if (payment) follow(payment);
   * ```
   */
  pending(): PendingPayment[] {
    const unanswered = this.calls.all().map((call) => {
      const [cart, order] = isCheckout(call) ? [call.about, null] : [null, call.about];
      return { cart, order, payment: null, startedAt: call.startedAt };
    });
    const undecided = this.kept.allUndecided().map((attempt) => ({ cart: null, ...attempt }));
    return [...unanswered, ...undecided].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
  }
}
