import type { ReactiveController } from 'lit';
import { codeOf } from '../core/codes.js';
import type { DukaElement } from '../core/duka-element.js';
import type { Loading } from '../core/loaded.js';

/** Loads for an element that has its own way to ask: again when what it depends on changes, when the line returns, or on `again`. */
export class Feed<T> implements ReactiveController {
  now: Loading<T> = { state: 'waiting' };
  private readonly host: DukaElement;
  private readonly dependsOn: () => string;
  private readonly load: (signal: AbortSignal) => Promise<T> | undefined;
  private readonly done: (value: T) => void;
  private readonly failed: (error: unknown) => void;
  private seen: string | undefined;
  private running: AbortController | undefined;

  /** @param load Undefined while there is nothing to ask with. */
  constructor(
    host: DukaElement,
    dependsOn: () => string,
    load: (signal: AbortSignal) => Promise<T> | undefined,
    done: (value: T) => void,
    failed: (error: unknown) => void,
  ) {
    this.host = host;
    this.dependsOn = dependsOn;
    this.load = load;
    this.done = done;
    this.failed = failed;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('online', this.whenOnline);
  }

  hostDisconnected(): void {
    removeEventListener('online', this.whenOnline);
    this.running?.abort();
    this.seen = undefined;
  }

  hostUpdate(): void {
    const seen = this.dependsOn();
    if (seen === this.seen) return;
    this.seen = seen;
    void this.run();
  }

  /** Loads now, keeping what is shown until the answer is there. */
  readonly again = (): void => void this.run();

  private readonly whenOnline = (): void => {
    if (this.now.state === 'failed') void this.run();
  };

  private async run(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    const { value } = this.now;
    this.set(value === undefined ? { state: 'waiting' } : { state: 'waiting', value });
    try {
      const answer = await this.load(running.signal);
      if (running.signal.aborted || answer === undefined) return;
      this.set({ state: 'ready', value: answer });
      this.done(answer);
    } catch (error) {
      if (running.signal.aborted) return;
      this.set({ ...this.now, state: 'failed', error });
      const detail = { code: codeOf(error), retry: this.again };
      this.host.dispatchEvent(new CustomEvent('duka-load-error', { detail, bubbles: true, composed: true }));
      this.failed(error);
    }
  }

  private set(now: Loading<T>): void {
    this.now = now;
    this.host.requestUpdate();
  }
}
