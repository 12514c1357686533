import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The longest that a token lasts; what is assumed when nobody says when it ends. */
const longestMs = 15 * 60_000;
/** So long before its end a new one is asked for, or when a quarter of its time is left. */
const earlyMs = 60_000;

/** Says in time that a token is about to end. */
export class TokenClock implements ReactiveController {
  private readonly wanted: () => { token: string; expires: string };
  private readonly ring: () => void;
  private timer = 0;
  private seen = '';

  constructor(host: ReactiveControllerHost, wanted: () => { token: string; expires: string }, ring: () => void) {
    this.wanted = wanted;
    this.ring = ring;
    host.addController(this);
  }

  hostUpdate(): void {
    const { token, expires } = this.wanted();
    const seen = `${token} ${expires}`;
    if (seen === this.seen) return;
    this.seen = seen;
    clearTimeout(this.timer);
    if (!token) return;
    const said = Date.parse(expires) - Date.now();
    const left = Number.isNaN(said) ? longestMs : said;
    this.timer = window.setTimeout(this.ring, Math.max(0, left - Math.min(earlyMs, left / 4)));
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.seen = '';
  }
}
