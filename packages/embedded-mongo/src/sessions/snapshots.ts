import { MongoError } from '../errors.js';
import type { Store } from '../storage/store.js';
import { Transaction } from '../txn/transaction.js';

const idleMs = 60_000;

interface Kept {
  transaction: Transaction;
  lastUsed: number;
}

/** Moments that snapshot sessions read from: each is held like a transaction that never writes, until nobody has asked for it for a minute. */
export class Snapshots {
  readonly #store: Store;
  readonly #kept = new Map<number, Kept>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Holds on to the present. */
  take(): Transaction {
    const transaction = new Transaction(this.#store);
    this.#kept.set(transaction.readTs, { transaction, lastUsed: Date.now() });
    return transaction;
  }

  /** @throws MongoError 239 for a moment that is not held, or no longer. */
  at(ts: number): Transaction {
    const kept = this.#kept.get(ts);
    if (!kept) throw new MongoError(239, 'Read timestamp is older than the oldest available timestamp.');
    kept.lastUsed = Date.now();
    return kept.transaction;
  }

  sweep(now: number = Date.now()): void {
    for (const [ts, { transaction, lastUsed }] of this.#kept) {
      if (now - lastUsed <= idleMs) continue;
      transaction.abort();
      this.#kept.delete(ts);
    }
  }
}
