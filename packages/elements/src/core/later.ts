import { DukaNetworkError } from '@smartduka/sdk/buyer';
import type { ReactiveController } from 'lit';
import type { DukaElement } from './duka-element.js';

/**
 * Code that an element needs only later: loaded when it is first wanted, and again after a failure when somebody asks or the line returns.
 */
export class Later implements ReactiveController {
  ready = false;
  error: unknown;
  private readonly host: DukaElement;
  private readonly load: () => Promise<unknown>;
  private coming = false;

  constructor(host: DukaElement, load: () => Promise<unknown>) {
    this.host = host;
    this.load = load;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('online', this.again);
  }

  hostDisconnected(): void {
    removeEventListener('online', this.again);
  }

  /** Asks for the code, unless it is here, on its way or known to have failed. An element may say so each time that it renders. */
  readonly want = (): void => {
    if (!this.ready && !this.coming && !this.error) void this.fetch();
  };

  /** Asks once more after a failure. */
  readonly again = (): void => {
    if (this.error && !this.coming) void this.fetch();
  };

  private async fetch(): Promise<void> {
    this.coming = true;
    this.error = undefined;
    try {
      await this.load();
      this.ready = true;
    } catch (cause) {
      this.error = new DukaNetworkError('A part of the script did not load', {
        code: 'network_error',
        retryable: true,
        cause,
      });
    }
    this.coming = false;
    this.host.requestUpdate();
  }
}
