import { setMaxListeners } from 'node:events';
import { post } from './post.js';
import type { Callback } from './records.js';
import type { Timeline } from './timeline.js';
import type { World } from './world.js';

export type Letter = Pick<Callback, 'kind' | 'about' | 'url' | 'body' | 'forged'> & {
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly delayMs?: number;
  /** How long the receiver may take. */
  readonly patienceMs?: number;
};

/** Longer than any receiver should take; real Safaricom's patience is not published. */
const PATIENCE_MS = 10_000;

/** Carries callbacks: recorded first, sent once, never again by itself. daraja.md §6 */
export class Courier {
  private readonly world: World;
  private readonly time: () => Timeline;
  private readonly stopping = new AbortController();

  constructor(world: World, time: () => Timeline) {
    this.world = world;
    this.time = time;
    setMaxListeners(0, this.stopping.signal); // One for each callback on its way, and there may be many.
  }

  /** Sends now or after `delayMs`. @returns the receiver's status and answer when sent now. */
  async send(letter: Letter): Promise<Callback> {
    const delayMs = letter.delayMs ?? 0;
    const callback = this.record(letter, delayMs > 0 ? 'due' : 'sending', this.time().now() + delayMs);
    if (delayMs === 0) return this.deliver(callback.id, letter.patienceMs);
    this.time().schedule(callback.dueAt, { do: 'deliver', callback: callback.id });
    return callback;
  }

  /** Records a callback that was lost on its way. */
  lose(letter: Letter): Callback {
    return this.record(letter, 'dropped', this.time().now());
  }

  /** Puts a recorded callback on the wire. */
  async deliver(id: string, patienceMs = PATIENCE_MS): Promise<Callback> {
    const { store } = this.world;
    const callback = store.get('callbacks', id);
    if (!callback) throw new RangeError(`callback: there is no ${id}`);
    store.put('callbacks', { ...callback, state: 'sending' });
    store.flush();
    const result = await post({
      url: callback.url,
      body: callback.body,
      headers: callback.headers,
      from: callback.from,
      timeoutMs: patienceMs,
      signal: this.stopping.signal,
    });
    // Left as `sending` on purpose: the next start sends it again, as nobody knows whether it arrived.
    if (this.stopping.signal.aborted) return callback;
    const sent = { ...callback, sentAt: this.time().now() };
    const done: Callback =
      'error' in result
        ? { ...sent, state: 'failed', answer: result.error }
        : {
            ...sent,
            state: result.status >= 200 && result.status < 300 ? 'delivered' : 'failed',
            status: result.status,
            answer: result.answer.slice(0, 500),
          };
    store.put('callbacks', done);
    store.flush();
    return done;
  }

  /** Sends a recorded callback once more, as a record of its own. */
  replay(id: string, delayMs = 0): Promise<Callback> {
    const old = this.world.store.get('callbacks', id);
    if (!old) return Promise.reject(new RangeError(`callback: there is no ${id}`));
    const { kind, about, url, body, forged, headers, from } = old;
    return this.send({ kind, about, url, body, forged, headers, delayMs, ...(from ? { from } : {}) });
  }

  /** Puts a recorded callback on the wire when its time has come, unless it has been forgotten meanwhile. */
  async deliverDue(id: string): Promise<void> {
    if (this.world.store.get('callbacks', id)) await this.deliver(id);
  }

  /** What a kill caught in mid-delivery is due again. */
  resume(): void {
    for (const callback of this.world.store.list('callbacks')) {
      if (callback.state === 'sending') {
        this.time().schedule(this.time().now(), { do: 'deliver', callback: callback.id });
      }
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  private record(letter: Letter, state: Callback['state'], dueAt: number): Callback {
    const { knobs, ids, store } = this.world;
    const from = letter.from ?? (knobs.sourceAddress || undefined);
    const { kind, about, url, body, forged } = letter;
    return store.put('callbacks', {
      id: ids.own('cb'),
      ...{ kind, about, url, body, forged, state, dueAt },
      headers: {
        ...(knobs.forwardedFor ? { 'X-Forwarded-For': knobs.forwardedFor } : {}),
        ...letter.headers,
      },
      ...(from ? { from } : {}),
    });
  }
}
