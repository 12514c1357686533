import { DukaError, type DukaBuyer } from '@smartduka/sdk/buyer';
import type { ReactiveController } from 'lit';
import { codeOf } from './codes.js';
import type { DukaElement } from './duka-element.js';

/** How far a piece of data has come. The last value stays while a newer one is on its way. */
export type Loading<T> =
  | { readonly state: 'waiting'; readonly value?: T }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown; readonly value?: T };

/** A page without a client by now is one that nobody has set up: say so, rather than look busy for ever. */
const clientWithinMs = 3_000;

/**
 * Loads something for an element: again when what it depends on changes, when the line returns, or on `retry`. A newer load ends an older one.
 */
export class Loaded<T> implements ReactiveController {
  now: Loading<T> = { state: 'waiting' };
  private readonly host: DukaElement;
  private readonly load: (client: DukaBuyer, signal: AbortSignal) => Promise<T> | undefined;
  private readonly dependsOn: () => unknown;
  private readonly done: ((value: T) => void) | undefined;
  private seen: string | undefined;
  private client: DukaBuyer | undefined;
  private running: AbortController | undefined;
  private patience = 0;

  /**
   * @param dependsOn What a change of which asks for another load, as plain JSON.
   * @param load Undefined when there is nothing to load yet.
   */
  constructor(
    host: DukaElement,
    dependsOn: () => unknown,
    load: (client: DukaBuyer, signal: AbortSignal) => Promise<T> | undefined,
    done?: (value: T) => void,
  ) {
    this.host = host;
    this.dependsOn = dependsOn;
    this.load = load;
    this.done = done;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('online', this.whenOnline);
  }

  hostDisconnected(): void {
    removeEventListener('online', this.whenOnline);
    this.running?.abort();
    clearTimeout(this.patience);
    this.seen = undefined;
  }

  hostUpdate(): void {
    const seen = JSON.stringify(this.dependsOn());
    if (seen === this.seen && this.host.client === this.client) return;
    this.seen = seen;
    this.client = this.host.client;
    void this.run();
  }

  /** Loads again now, keeping what is shown until the answer is there. */
  readonly retry = (): void => void this.run();

  private readonly whenOnline = (): void => {
    if (this.now.state === 'failed') void this.run();
  };

  private async run(): Promise<void> {
    this.running?.abort();
    const { client } = this;
    const running = new AbortController();
    this.running = running;
    const asked = client && this.load(client, running.signal);
    this.set(
      'value' in this.now && this.now.value !== undefined
        ? { state: 'waiting', value: this.now.value }
        : { state: 'waiting' },
    );
    clearTimeout(this.patience);
    if (!client) this.patience = window.setTimeout(this.giveUp, clientWithinMs);
    if (!asked) return;
    try {
      const value = await asked;
      if (running.signal.aborted) return;
      this.set({ state: 'ready', value });
      this.done?.(value);
    } catch (error) {
      if (running.signal.aborted) return;
      this.fail(error);
    }
  }

  private readonly giveUp = (): void =>
    this.fail(new DukaError('This page names no shop: see data-key, duka-provider or useDuka', { code: 'setup' }));

  private fail(error: unknown): void {
    this.set({ ...this.now, state: 'failed', error });
    const detail = { code: codeOf(error), retry: this.retry };
    this.host.dispatchEvent(new CustomEvent('duka-load-error', { detail, bubbles: true, composed: true }));
  }

  private set(now: Loading<T>): void {
    this.now = now;
    this.host.requestUpdate();
  }
}
