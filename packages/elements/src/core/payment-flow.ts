import {
  isDukaError,
  toE164,
  type DukaBuyer,
  type Order,
  type Payment,
  type WatchConnection,
} from '@smartduka/sdk/buyer';
import { codeOf } from './codes.js';
import { isPaid, isUndecided, restAfter, stateOf, type PayState } from './pay-rules.js';

/** What is to be paid: an order, or something that becomes one. */
export interface Subject {
  /** The order, once there is one. */
  readonly order?: string | undefined;
  readonly secret?: string | undefined;
  /**
   * Makes the order, and asks for the money when `phone` is given. Must be safe to call again. Undefined when it did not come to an order, and
   * the buyer has been told why.
   */
  begin?(
    phone: string | undefined,
    signal: AbortSignal,
  ): Promise<{ order: Order; payment: Payment | null } | undefined>;
}

/** Those who hear of the flow. `tell` is false when an event was prevented. */
export interface Listener {
  changed(): void;
  tell(event: string, detail: object, cancelable?: boolean): boolean;
}

const retryPausesMs = [1_000, 2_000, 4_000, 8_000, 15_000];
const orderPollMs = 5_000;
/** M-Pesa's receipt number may come a little after the money. */
const receiptPausesMs = [3_000, 8_000, 20_000, 60_000];

/**
 * One buyer paying for one thing, from the first tap to the receipt; without a screen. The server decides; this follows. Trouble on the line never
 * changes what is known of a payment, and no second prompt is asked for while a first is undecided.
 */
export class PaymentFlow {
  state: PayState = 'idle';
  payment: Payment | null = null;
  order: Order | null = null;
  /** Why it failed: a payment's reason, or the code of a refusal. */
  reason = '';
  phoneError: '' | 'required' | 'invalid' = '';
  connection: WatchConnection = 'live';
  /** Seconds until the prompt runs out. */
  secondsLeft = 0;
  /** Seconds until another prompt may be sent. */
  restLeft = 0;
  private readonly client: DukaBuyer;
  private readonly subject: () => Subject;
  private readonly listener: Listener;
  private run = new AbortController();
  private beat = 0;
  private restUntil = 0;
  /** Open on top of whatever the attempt is doing. */
  private menu = false;
  private told = '';

  constructor(client: DukaBuyer, subject: () => Subject, listener: Listener) {
    this.client = client;
    this.subject = subject;
    this.listener = listener;
  }

  /** Finds what a reload, a crash or another tab left under way, and follows it. Asks nothing of anybody's phone. */
  async resume(): Promise<void> {
    const { order, secret } = this.subject();
    if (!order) return;
    const signal = this.restart();
    try {
      this.takeOrder(await this.client.orders.get(order, { secret, signal }));
    } catch (error) {
      if (signal.aborted) return;
      // The button still works: what is wrong with the order is told when the buyer taps it.
      if (isDukaError(error) && error.status) return;
      await this.pause(retryPausesMs[2] as number, signal);
      if (!signal.aborted) await this.resume();
    }
  }

  /** Takes over an attempt made elsewhere. */
  adopt(order: Order, payment: Payment | null): void {
    this.restart();
    this.order = order;
    if (payment) this.follow(payment);
    else this.takeOrder(order);
  }

  /** The buyer wants to pay. Asks for a number first when there is none; does nothing while an attempt is undecided. */
  async pay(phone: string): Promise<void> {
    if (isUndecided(this.state) || isPaid(this.state) || this.restLeft > 0) return;
    if (this.payment && !this.payment.final) return this.closeMenu();
    this.menu = false;
    const number = toE164(phone);
    if (!number) {
      this.phoneError = this.state === 'asking-phone' || phone ? (phone.trim() ? 'invalid' : 'required') : '';
      return this.show('asking-phone');
    }
    this.phoneError = '';
    if (!this.listener.tell('duka-payment-start', { orderId: this.subject().order ?? null }, true)) return;
    this.payment = null;
    this.told = '';
    await this.ask(number, this.restart());
  }

  /** The buyer would rather give another number. */
  askPhone(): void {
    if (isUndecided(this.state) || isPaid(this.state) || (this.payment && !this.payment.final)) return;
    this.menu = false;
    this.phoneError = '';
    this.show('asking-phone');
  }

  /** Opens the panel for paying from the M-Pesa menu, making the order first if need be; a prompt under way stays under way. */
  async openMenu(): Promise<void> {
    if (isPaid(this.state)) return;
    const { order, secret, begin } = this.subject();
    if (!this.order) {
      const signal = this.run.signal;
      try {
        const made = order
          ? { order: await this.client.orders.get(order, { secret, signal }), payment: null }
          : await begin?.(undefined, signal);
        if (!made) return;
        this.order = made.order;
      } catch (error) {
        if (!signal.aborted) await this.refused(error);
        return;
      }
    }
    this.menu = true;
    this.show('fallback');
    if (!this.payment || this.payment.final) void this.watchOrder(this.run.signal);
  }

  /** Back from the menu panel to what the attempt is doing. */
  closeMenu(): void {
    if (!this.menu) return;
    this.menu = false;
    if (this.payment && !this.payment.final) this.show(stateOf(this.payment, this.client.now()));
    else this.show('asking-phone');
  }

  /** Asks the server once more, now. */
  async check(): Promise<void> {
    const { payment, run } = this;
    if (!payment) return;
    try {
      this.take(await this.client.payments.get(payment.id, { signal: run.signal, retries: 0 }));
    } catch (error) {
      // Nothing learned, so nothing changes; the watch goes on.
      if (!isDukaError(error)) throw error;
    }
  }

  /** Forgets an attempt that is decided, so that the button starts afresh. */
  reset(): void {
    if (isUndecided(this.state)) return;
    this.restart();
    this.menu = false;
    this.payment = null;
    this.order = null;
    this.reason = '';
    this.restUntil = 0;
    this.show('idle');
  }

  /** Lets go: of timers and requests, not of the payment. */
  stop(): void {
    this.run.abort();
    clearInterval(this.beat);
    this.beat = 0;
  }

  private restart(): AbortSignal {
    this.run.abort();
    this.run = new AbortController();
    return this.run.signal;
  }

  /** Sends the request, as often as it takes to get an answer: always the same one, by its idempotency key. */
  private async ask(phone: string, signal: AbortSignal): Promise<void> {
    this.show('sending');
    for (let failed = 0; !signal.aborted; failed++) {
      try {
        if (!navigator.onLine) await this.queue(signal, Infinity);
        const { order = this.order?.id, secret, begin } = this.subject();
        if (order) return this.follow(await this.client.payments.start(order, { phone }, { secret, signal }));
        const made = await begin?.(phone, signal);
        if (signal.aborted) return;
        if (!made) return this.show('idle');
        this.order = made.order;
        if (made.payment) return this.follow(made.payment);
      } catch (error) {
        if (signal.aborted) return;
        if (!mayStillCome(error)) return await this.refused(error);
        // No answer is no refusal: the phone may be ringing already. So the state is "no connection", and the same call goes out again.
        await this.queue(signal, retryPausesMs[Math.min(failed, retryPausesMs.length - 1)] as number);
      }
    }
  }

  private async queue(signal: AbortSignal, ms: number): Promise<void> {
    this.show('offline-queued');
    await this.pause(ms, signal);
    if (!signal.aborted) this.show('sending');
  }

  /** A clear no. What it means depends on the code. */
  private async refused(error: unknown): Promise<void> {
    const code = codeOf(error);
    const problem = isDukaError(error) ? error.problem : null;
    const { order = this.order?.id, secret } = this.subject();
    if (problem?.errors?.some(({ path }) => path.endsWith('phone'))) {
      this.phoneError = 'invalid';
      return this.show('asking-phone');
    }
    const { signal } = this.run;
    if (code === 'payment_in_progress' && problem?.payment)
      return this.follow(await this.client.payments.get(problem.payment, { secret, signal }));
    if (code === 'order_paid' && order) return this.takeOrder(await this.client.orders.get(order, { secret, signal }));
    this.fail(code, (isDukaError(error) && error.retryAfter) || restAfter(code));
  }

  private fail(reason: string, rest: number): void {
    this.reason = reason;
    this.restUntil = Date.now() + rest * 1000;
    this.show('failed');
  }

  /** An order as it stands: paid, being paid, or waiting for somebody to pay. */
  private takeOrder(order: Order): void {
    this.order = order;
    const last = order.payments[0];
    if (last && !last.final) return this.follow(last);
    if (order.paymentStatus === 'paid') {
      this.payment = order.payments.find(({ state }) => state === 'succeeded') ?? null;
      this.menu = false;
      this.paid(this.payment?.late ? 'late' : 'succeeded');
    } else if (this.state !== 'fallback') this.show(this.state);
  }

  private follow(payment: Payment): void {
    this.take(payment);
    if (!payment.final) void this.watch(payment.id, this.run.signal);
  }

  private async watch(id: string, signal: AbortSignal): Promise<void> {
    const { secret } = this.subject();
    const onConnection = (connection: WatchConnection): void => {
      this.connection = connection;
      this.listener.changed();
    };
    for (let failed = 0; !signal.aborted; failed++) {
      try {
        for await (const payment of this.client.payments.watch(id, { signal, secret, onConnection }))
          this.take(payment);
        return;
      } catch (error) {
        if (signal.aborted) return;
        // The watch itself rides out a dead line. Whatever else stops it, the payment may still be made.
        if (!isDukaError(error)) throw error;
        await this.pause(retryPausesMs[Math.min(failed + 2, retryPausesMs.length - 1)] as number, signal);
      }
    }
  }

  /** News of the attempt, in whatever order it comes. */
  private take(payment: Payment): void {
    const before = this.payment;
    if (before?.id === payment.id && before.final && !payment.final) return;
    this.payment = payment;
    const state = stateOf(payment, this.client.now());
    if (isPaid(state)) {
      this.menu = false;
      return this.paid(state);
    }
    if (state === 'failed') {
      this.reason = payment.reason ?? 'unknown';
      const rest = restAfter(this.reason) * 1000 - (this.client.now() - Date.parse(payment.updatedAt));
      this.restUntil = Date.now() + Math.max(0, rest);
      if (this.menu) void this.watchOrder(this.run.signal);
    }
    this.show(state);
  }

  private paid(state: PayState): void {
    const { payment, order } = this;
    if (payment && !payment.receiptNumber && payment.method === 'mpesa')
      void this.awaitReceipt(payment, this.run.signal);
    const detail = {
      orderId: payment?.order ?? order?.id ?? null,
      paymentId: payment?.id ?? null,
      receipt: payment?.receiptNumber ?? null,
    };
    const news = !isPaid(this.state);
    this.show(state);
    if (!news) return;
    if (state === 'late') this.listener.tell('duka-payment-late', detail);
    this.listener.tell('duka-payment-succeeded', detail);
  }

  /** Paid from the menu there is no attempt to follow, only the order. */
  private async watchOrder(signal: AbortSignal): Promise<void> {
    while (this.menu && this.order && !signal.aborted) {
      await this.pause(orderPollMs, signal);
      if (!this.menu || signal.aborted || document.hidden) continue;
      try {
        this.takeOrder(
          await this.client.orders.get(this.order.id, { secret: this.subject().secret, signal, retries: 0 }),
        );
      } catch (error) {
        // Not heard from the server this time; asked again in a moment.
        if (!isDukaError(error)) throw error;
      }
    }
  }

  private async awaitReceipt({ id }: Payment, signal: AbortSignal): Promise<void> {
    for (const ms of receiptPausesMs) {
      await this.pause(ms, signal);
      if (signal.aborted || this.payment?.receiptNumber) return;
      await this.check();
      if (this.payment?.id !== id) return;
    }
  }

  private show(state: PayState): void {
    this.state = this.menu && !isPaid(state) ? 'fallback' : state;
    this.announce(state);
    this.tick();
    this.listener.changed();
  }

  /** One event per state of an attempt, however often its news repeats. */
  private announce(state: PayState): void {
    const { payment, reason } = this;
    const mark = `${payment?.id} ${state}`;
    if (mark === this.told) return;
    this.told = mark;
    const detail = { orderId: payment?.order ?? this.order?.id ?? null, paymentId: payment?.id ?? null };
    if (state === 'prompt-sent') this.listener.tell('duka-payment-prompt', detail);
    else if (state === 'checking' || state === 'unknown') this.listener.tell(`duka-payment-${state}`, detail);
    else if (state === 'failed')
      this.listener.tell('duka-payment-failed', { ...detail, reason, retryable: payment?.retryable ?? true });
  }

  /** Counts down while there is something to count. Decoration: only the server ends a wait. */
  private tick(): void {
    const until = this.payment?.promptExpiresAt;
    const open = this.payment && stateOf(this.payment, this.client.now()) === 'prompt-sent';
    this.secondsLeft = open && until ? Math.max(0, Math.ceil((Date.parse(until) - this.client.now()) / 1000)) : 0;
    this.restLeft = this.state === 'failed' ? Math.max(0, Math.ceil((this.restUntil - Date.now()) / 1000)) : 0;
    const counting = this.secondsLeft > 0 || this.restLeft > 0;
    if (counting && !this.beat) this.beat = window.setInterval(() => this.second(), 1000);
    if (!counting) {
      clearInterval(this.beat);
      this.beat = 0;
    }
  }

  private second(): void {
    this.tick();
    const { payment, secondsLeft } = this;
    if (secondsLeft) this.listener.tell('duka-payment-waiting', { paymentId: payment?.id ?? null, secondsLeft });
    else if (payment && !payment.final) this.show(stateOf(payment, this.client.now()));
    this.listener.changed();
  }

  /** Waits; not longer than until the line returns, or the flow is let go. */
  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        removeEventListener('online', end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = ms === Infinity ? 0 : window.setTimeout(end, ms);
      addEventListener('online', end);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    });
  }
}

/** No answer, or one that says "not now": the request may have been taken in all the same. */
function mayStillCome(error: unknown): boolean {
  return (
    isDukaError(error) &&
    error.retryable &&
    error.code !== 'too_many_prompts' &&
    (error.status === 0 ||
      error.status >= 500 ||
      error.code === 'rate_limited' ||
      error.code === 'idempotency_in_progress')
  );
}
