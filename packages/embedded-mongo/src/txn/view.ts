import type { Index } from '../indexes/index.js';
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
  /**
   * Ids whose document, as seen here, may not be what the index goes by. What the viewer wrote itself is sought by `lookUp` in an index
   * over just that, so that a large transaction does not read all its writes for each of its statements.
   */
  strays(collection: Collection, index: Index, lookUp: (own: Index) => Iterable<string>): Iterable<string>;
}

/** What is committed now. */
export const latest: View = {
  get: (collection, id) => collection.records.get(id)?.doc,
  *all(collection) {
    for (const [id, { doc }] of collection.records) yield { id, doc };
  },
  strays: () => [],
};
