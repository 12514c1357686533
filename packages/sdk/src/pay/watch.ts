import { isDukaError } from '../core/errors.js';
import type { DukaError } from '../core/errors.js';
import { path } from '../core/path.js';
import { untilAborted } from '../core/pause.js';
import { send } from '../core/send.js';
import type { Answer } from '../core/send.js';
import type { Setup } from '../core/setup.js';
import { readEvents } from '../core/sse.js';
import { isHidden, onWake } from '../core/wake.js';
import type { SecretOptions } from '../resources/carts.js';
import type { OrderEvent, Payment } from '../types.js';
import type { KeptOrders } from './kept-orders.js';

/**
 * How the client hears of a payment: `live` events as they happen, `polling` asks now and then, `offline` cannot reach the server.
 *
 * @public
 */
export type WatchConnection = 'live' | 'polling' | 'offline';

/**
 * How to watch a payment.
 *
 * @public
 */
export interface WatchOptions extends Pick<SecretOptions, 'signal' | 'timeout' | 'secret'> {
  /** Hears how we are connected. It says nothing about the payment. */
  onConnection?: ((connection: WatchConnection) => void) | undefined;
}

/** Pauses between questions while there is no live stream. */
const pollPausesMs = [2_000, 3_000, 5_000, 8_000];
/** The server's heartbeat is 25 s: a stream that is silent for longer is dead, whatever the socket says. */
const longestSilenceMs = 35_000;
/** A new stream speaks at once. One that does not is held back by something in between, and will be for good. */
const firstWordMs = 6_000;
/** A stream that lasted this long was a good one: what ended it is a new trouble. */
const goodStreamMs = 10_000;

/** How long to wait before the next question. A stream that was just cut is worth one question at once: news may have cut it. */
export function pauseBefore(troubles: number, wasAlive: boolean, atLeastMs: number): number {
  const step = wasAlive ? troubles - 1 : troubles;
  return Math.max(atLeastMs, step < 0 ? 0 : (pollPausesMs[Math.min(step, pollPausesMs.length - 1)] as number));
}

/** Events repeat after a reconnect, and answers overtake each other: only what is newer, and different, is news. */
export function isNews(seen: Payment | null, heard: Payment): boolean {
  if (!seen) return true;
  return !seen.final && heard.updatedAt >= seen.updatedAt && JSON.stringify(heard) !== JSON.stringify(seen);
}

/** One watching of one payment. */
export class Watch {
  private readonly setup: Setup;
  private readonly kept: KeptOrders;
  private readonly id: string;
  private readonly options: WatchOptions;
  private seen: Payment | null = null;
  private etag: string | null = null;
  private lastEventId = '';
  private streams = true;
  private connection: WatchConnection | null = null;
  /** What we are waiting for now: a question, a stream, a pause. */
  private waiting = new AbortController();
  private waitingSince = 0;
  /** Somebody looks, or the line is back, since we last asked. */
  private woken = false;

  constructor(setup: Setup, kept: KeptOrders, id: string, options: WatchOptions) {
    this.setup = setup;
    this.kept = kept;
    this.id = id;
    this.options = options;
  }

  async *states(): AsyncGenerator<Payment, void, undefined> {
    const { signal } = this.options;
    const stop = (): void => this.waiting.abort();
    const endWake = onWake(() => {
      this.woken = true;
      // A line that slept is dead without saying so: hang up and ask anew. What began just now is on a line that is awake.
      if (Date.now() - this.waitingSince > 1_000) stop();
    });
    signal?.addEventListener('abort', stop);
    try {
      for (let troubles = 0; ; troubles++) {
        await untilAborted(Promise.resolve(), signal);
        const atLeastMs = yield* this.ask();
        if (this.seen?.final) return;
        const livedMs = yield* this.listen();
        if (this.seen?.final) return;
        if (livedMs > goodStreamMs) troubles = 0;
        await this.rest(pauseBefore(troubles, livedMs > 0, atLeastMs));
      }
    } finally {
      endWake();
      signal?.removeEventListener('abort', stop);
      stop();
    }
  }

  /** Asks for the payment; returns how long the server wants to be left alone. A network error is never news of the payment. */
  private async *ask(): AsyncGenerator<Payment, number, undefined> {
    this.woken = false;
    const headers: Record<string, string> = this.etag ? { 'If-None-Match': this.etag } : {};
    try {
      const answer = await this.send(path`/payments/${this.id}`, { headers });
      this.etag = answer.headers.get('etag');
      this.tell('polling');
      if (answer.status !== 304) yield* this.take(answer.value as Payment);
    } catch (error) {
      if (!isDukaError(error) || !this.mayPass(error)) throw error;
      // Our own hanging up, and being told to ask less often, say nothing of the line.
      if (error.code !== 'aborted' && error.status !== 429) this.tell('offline');
      return (error.retryAfter ?? 0) * 1000;
    }
    return 0;
  }

  /** Follows the order's events until the stream ends; returns for how long it was alive, 0 when it never was. */
  private async *listen(): AsyncGenerator<Payment, number, undefined> {
    const order = this.seen?.order;
    if (!order || !this.streams || this.connection === 'offline' || isHidden()) return 0;
    const headers = { Accept: 'text/event-stream', ...(this.lastEventId && { 'Last-Event-ID': this.lastEventId }) };
    let bornAt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let silent = false;
    const waitForWord = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        silent = true;
        this.waiting.abort();
      }, ms);
    };
    try {
      const { body, headers: got } = await this.send(path`/orders/${order}/events`, { headers, stream: true });
      this.streams = !!body && !!got.get('content-type')?.startsWith('text/event-stream');
      if (!body || !this.streams) return 0;
      waitForWord(firstWordMs);
      const events = readEvents(body, () => {
        bornAt ||= Date.now();
        this.tell('live');
        waitForWord(longestSilenceMs);
      });
      for await (const { id, data } of events) {
        this.lastEventId = id || this.lastEventId;
        // Text that is no JSON ends the stream; the next one goes on behind it.
        const { payment } = JSON.parse(data) as Partial<OrderEvent>;
        if (payment?.id === this.id) yield* this.take(payment);
        if (this.seen?.final) break;
      }
    } catch (error) {
      // Refused, or never a word: from here on we ask instead.
      if (isDukaError(error) && !this.mayPass(error)) this.streams = false;
    } finally {
      clearTimeout(timer);
      this.waiting.abort();
    }
    if (silent && !bornAt) this.streams = false;
    return bornAt && Date.now() - bornAt + 1;
  }

  /** Waits; out of sight, until somebody looks again. */
  private rest(ms: number): Promise<void> {
    if (this.woken) return Promise.resolve();
    const { signal } = this.wait();
    this.waitingSince = 0;
    return new Promise((resolve) => {
      const timer = isHidden() ? undefined : setTimeout(resolve, ms);
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      if (signal.aborted) wake();
      signal.addEventListener('abort', wake);
    });
  }

  private send(
    to: string,
    { headers, stream = false }: { headers: Record<string, string>; stream?: boolean },
  ): Promise<Answer> {
    const secret = this.kept.secretOf(this.seen?.order ?? this.kept.orderOf(this.id) ?? '', this.options);
    const { signal } = this.wait();
    return send(
      this.setup,
      { method: 'GET', path: to, secret, headers, stream },
      { signal, timeout: this.options.timeout, retries: 0 },
    );
  }

  private wait(): AbortController {
    this.waitingSince = Date.now();
    this.waiting = new AbortController();
    if (this.options.signal?.aborted) this.waiting.abort();
    return this.waiting;
  }

  private *take(heard: Payment): Generator<Payment, void, undefined> {
    if (!isNews(this.seen, heard)) return;
    this.seen = heard;
    this.kept.saw(heard);
    yield heard;
  }

  private tell(connection: WatchConnection): void {
    if (connection === this.connection) return;
    this.connection = connection;
    this.options.onConnection?.(connection);
  }

  /** Trouble of the line or the server, or our own hanging up. All else is a refusal. */
  private mayPass({ retryable, status, code }: DukaError): boolean {
    return retryable || status >= 500 || code === 'aborted';
  }
}
