/**
 * Stops asking somebody who does not answer: after five failures in a row it opens for 20 seconds, then lets one through to see (P3). In process:
 * it only spares time, and decides nothing about money.
 */
export class Breaker {
  #failures = 0;
  #openUntil = 0;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  get closed(): boolean {
    return this.#now() >= this.#openUntil;
  }

  note(answered: boolean): void {
    this.#failures = answered ? 0 : this.#failures + 1;
    this.#openUntil = this.#failures >= 5 ? this.#now() + 20_000 : 0;
  }
}
