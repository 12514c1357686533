import { MongoError } from '../errors.js';

/** The time a command may take (`maxTimeMS`). */
export class Deadline {
  readonly #at: number;

  /** @param maxTimeMs 0 for no limit. */
  constructor(maxTimeMs: number) {
    this.#at = maxTimeMs > 0 ? performance.now() + maxTimeMs : Infinity;
  }

  /** @throws MongoError 50 when the time is up. */
  check(): void {
    if (performance.now() > this.#at) throw new MongoError(50, 'operation exceeded time limit');
  }

  /** Waits for `event`, but no longer than allowed. */
  async wait(event: Promise<unknown>): Promise<void> {
    if (this.#at === Infinity) {
      await event;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, Math.ceil(this.#at - performance.now())) + 1);
    });
    await Promise.race([event, late]);
    clearTimeout(timer);
    this.check();
  }
}
