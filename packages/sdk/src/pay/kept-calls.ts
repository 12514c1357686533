import { isDukaError } from '../core/errors.js';
import type { DukaError } from '../core/errors.js';
import { exclusively } from '../core/exclusively.js';
import { untilAborted } from '../core/pause.js';
import { newKey } from '../core/send.js';
import type { Setup } from '../core/setup.js';
import { shortHash, week } from '../core/storage.js';

/** A call that asks for money and has not been answered. */
export interface KeptCall {
  key: string;
  /** The cart or order that it is about, and what opens that. */
  about: string;
  secret: string | null;
  /** Tells whether another call asks for the same. */
  print: string;
  startedAt: string;
}

/**
 * Calls whose idempotency key outlives the page: written down before they leave, struck out when the answer is final. So a second tap, a
 * reload or another tab repeats the same call, and the server answers it once. reliability.md I8
 */
export class KeptCalls {
  private readonly setup: Setup;
  private readonly flying = new Map<string, Promise<unknown>>();

  constructor(setup: Setup) {
    this.setup = setup;
  }

  /**
   * Runs the call, joins it if it is under way in this tab, waits for it if it is in another.
   *
   * @param answered Looks whether the one we waited for has had the answer.
   */
  run<T>(
    {
      about,
      secret,
      body,
      signal,
    }: { about: string; secret: string | null; body: unknown; signal: AbortSignal | undefined },
    answered: () => Promise<T | null>,
    send: (key: string) => Promise<T>,
  ): Promise<T> {
    const print = shortHash(JSON.stringify(body));
    const name = `${about} ${print}`;
    const work = async (): Promise<T> => {
      const before = await answered();
      if (before) return before;
      const call = this.find(about, print) ?? this.write({ about, secret, print }, body);
      try {
        const answer = await send(call.key);
        this.strike(call);
        return answer;
      } catch (error) {
        if (isDukaError(error) && isDecided(error)) this.strike(call);
        throw error;
      }
    };
    let mine = this.flying.get(name) as Promise<T> | undefined;
    if (!mine) {
      mine = exclusively(this.setup.shelf.nameOf(about), work).finally(() => this.flying.delete(name));
      this.flying.set(name, mine);
    }
    return untilAborted(mine, signal);
  }

  all(): KeptCall[] {
    const calls = this.setup.shelf.get<KeptCall[]>('calls') ?? [];
    return calls.filter(({ startedAt }) => Date.parse(startedAt) > Date.now() - week);
  }

  about(id: string): KeptCall[] {
    return this.all().filter(({ about }) => about === id);
  }

  /** What a checkout asked for. Kept in this tab only, since there is a phone number in it (reliability.md B4). */
  bodyOf<T>(call: KeptCall): T | null {
    return this.setup.tabShelf.get<T>(call.key);
  }

  /** Takes out all calls about a cart or order that needs no answer any more. */
  settle(about: string): void {
    for (const call of this.about(about)) this.strike(call);
  }

  private strike(call: KeptCall): void {
    const rest = this.all().filter(({ key }) => key !== call.key);
    this.setup.shelf.set('calls', rest.length ? rest : null);
    this.setup.tabShelf.set(call.key, null);
  }

  private find(about: string, print: string): KeptCall | undefined {
    return this.about(about).find((call) => call.print === print);
  }

  private write(about: Pick<KeptCall, 'about' | 'secret' | 'print'>, body: unknown): KeptCall {
    const call = { ...about, key: newKey(), startedAt: new Date().toISOString() };
    this.setup.shelf.set('calls', [call, ...this.all()]);
    if (isCheckout(call)) this.setup.tabShelf.set(call.key, body);
    return call;
  }
}

/** Or else it asks for another payment of an order. */
export function isCheckout({ about }: KeptCall): boolean {
  return about.startsWith('cart_');
}

/** A refusal settles a call. Nothing else does: no answer, a fault, "still running" and "not now" leave it open. */
export function isDecided(error: DukaError): boolean {
  const { status, code } = error;
  return status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status) && code !== 'idempotency_in_progress';
}
