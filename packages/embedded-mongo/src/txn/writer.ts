import { MongoError } from '../errors.js';
import type { Index } from '../indexes/index.js';
import type { Key } from '../indexes/keys.js';
import type { Collection, IndexKeys } from '../storage/collection.js';
import { formatValue } from '../values/format.js';
import type { Doc } from '../values/index.js';
import type { Transaction } from './transaction.js';
import type { View } from './view.js';

/** How a new version came about: change streams tell an update from a replacement. */
export type Manner = 'update' | 'replace';

/** Whatever may change documents: one plain command, or a transaction. */
export interface Writer {
  readonly view: View;
  /** The collection, made on the spot when it does not exist yet. */
  open(db: string, name: string): Collection;
  /** @throws MongoError 11000 when `_id` or another unique key is taken. */
  insert(collection: Collection, doc: Doc): void;
  replace(collection: Collection, id: string, doc: Doc, manner: Manner): void;
  remove(collection: Collection, id: string): void;
}

/** Thrown out of a plain write that met a document, or a unique key, which an open transaction holds. It starts over once that has ended. */
export class HeldByTransaction extends Error {
  readonly holder: Transaction;
  constructor(holder: Transaction) {
    super('held by a transaction');
    this.holder = holder;
  }
}

/** The keys of `doc` in every index of the collection. */
export function keysByIndex(collection: Collection, doc: Doc): Map<Index, IndexKeys> {
  const keys = new Map<Index, IndexKeys>();
  for (const index of collection.kept()) keys.set(index, index.keys(doc));
  return keys;
}

/** The error that drivers and mongoose take apart by its text. */
export function duplicateKey(collection: Collection, index: Index, key: Key): MongoError {
  const keyValue = index.keyValue(key);
  const shown = Object.entries(keyValue)
    .map(([name, value]) => `${name}: ${formatValue(value)}`)
    .join(', ');
  const collation = index.spec.collation ? ` collation: ${formatValue(index.spec.collation)}` : '';
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${collection.ns} index: ${index.spec.name}${collation} dup key: { ${shown} }`,
    { keyPattern: index.spec.key, keyValue },
  );
}
