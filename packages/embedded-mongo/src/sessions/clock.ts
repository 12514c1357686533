import { Timestamp } from 'bson';

/**
 * Instants are one number, `seconds * 2^21 + counter`: cheap to compare, exact in a double until the year 2100, and turned into a BSON
 * Timestamp where a driver sees it.
 */
const perSecond = 2 ** 21;

/** A clock that never stands still and never goes back, also not when the machine's does. */
export class Clock {
  #last = 0;

  /** The next instant. No two calls give the same one. */
  tick(): number {
    this.#last = Math.max(this.#last + 1, Math.floor(Date.now() / 1000) * perSecond + 1);
    return this.#last;
  }

  /** The latest instant given out. */
  get now(): number {
    return this.#last;
  }

  /** Makes sure that all further instants lie after `instant`: what a journal already holds must stay in the past. */
  passed(instant: number): void {
    this.#last = Math.max(this.#last, instant);
  }
}

export function toTimestamp(instant: number): Timestamp {
  return new Timestamp({ t: Math.floor(instant / perSecond), i: instant % perSecond });
}

export function fromTimestamp(timestamp: Timestamp): number {
  return timestamp.getHighBitsUnsigned() * perSecond + timestamp.getLowBitsUnsigned();
}
