import type { Collection } from '../storage/collection.js';
import type { Doc } from '../values/index.js';

/** A document and the text its collection knows it by. */
export interface Found {
  id: string;
  doc: Doc;
}

/** The documents as somebody sees them: the latest committed ones, or a transaction's snapshot with its own writes on top. */
export interface View {
  get(collection: Collection, id: string): Doc | undefined;
  /** Everything, in natural order. */
  all(collection: Collection): Iterable<Found>;
  /** Ids whose document, as seen here, may not be what the indexes go by. */
  strays(collection: Collection): Iterable<string>;
}

/** What is committed now. */
export const latest: View = {
  get: (collection, id) => collection.records.get(id)?.doc,
  *all(collection) {
    for (const [id, { doc }] of collection.records) yield { id, doc };
  },
  strays: () => [],
};
