import { bracketOf } from '../values/index.js';
import { PlainWrite } from '../txn/plain.js';
import { HeldByTransaction } from '../txn/writer.js';
import type { Collection } from './collection.js';
import type { Store } from './store.js';

const dateBracket = 45;
const batchSize = 500;

/** Removes what has outlived its TTL index. What a transaction holds is left for the next round. */
export function expireDocuments(store: Store, now: number = Date.now()): number {
  let removed = 0;
  for (const collection of [...store.collections()]) {
    const expired = expiredIn(collection, now);
    for (let at = 0; at < expired.length; at += batchSize) {
      const write = new PlainWrite(store);
      for (const id of expired.slice(at, at + batchSize)) {
        try {
          write.remove(collection, id);
          removed++;
        } catch (error) {
          if (!(error instanceof HeldByTransaction)) throw error;
        }
      }
      write.commit();
    }
  }
  return removed;
}

function expiredIn(collection: Collection, now: number): string[] {
  const expired = new Set<string>();
  for (const index of collection.indexes.values()) {
    const seconds = index.spec.expireAfterSeconds;
    if (seconds === undefined) continue;
    const limit = now - seconds * 1000;
    const position = (value: unknown): number => {
      const away = bracketOf(value) - dateBracket;
      return away !== 0 ? Math.sign(away) : (value as Date).getTime() <= limit ? 0 : 1;
    };
    for (const id of index.scan({ prefix: [], interval: { position } })) expired.add(id);
  }
  return [...expired];
}
