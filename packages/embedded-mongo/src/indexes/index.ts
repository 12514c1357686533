import { MongoError } from '../errors.js';
import { shapeOf } from '../geo/shapes.js';
import { formatValue } from '../values/format.js';
import { anyAt } from '../values/paths.js';
import { termScores, type Matcher } from '../match/index.js';
import { compareValues, equalValues, keyOf, type Collation, type Doc } from '../values/index.js';
import { keysOf, plainKeyOf, type Key } from './keys.js';
import type { Transaction } from '../txn/transaction.js';
import { Ordered } from './ordered.js';
import type { IndexSpec } from './spec.js';
import { wildcardKeys } from './wildcard.js';

/** A key and the text that equal keys share. */
export interface HashedKey {
  hash: string;
  key: Key;
}

/** All documents that share one key. One id is kept bare: most keys have one. */
interface Entry {
  key: Key;
  ids: string | Set<string>;
}

/** A key of a unique index that an open transaction has taken but not committed. */
export interface Reservation {
  owner: Transaction;
  id: string;
}

/**
 * One index over the latest committed documents: a hash for equality, and an order that is built when a range or a sort first asks for it.
 *
 * It maps keys to record ids (the canonical text of `_id`). Whoever reads through it re-checks the filter.
 */
export class Index {
  readonly spec: IndexSpec;
  readonly collation: Collation | undefined;
  readonly #partial: Matcher | undefined;
  readonly #paths: readonly (readonly string[])[];
  readonly #entries = new Map<string, Entry>();
  #ordered: Ordered<Entry> | undefined;
  /** Keys taken by open transactions; only for unique indexes. */
  readonly reserved = new Map<string, Reservation>();
  /** Some document, now or earlier, had an array here: a sort cannot lean on this index, nor can two bounds of one range. */
  multikey = false;
  /** How many searches went by this index, and since when. */
  uses = 0;
  readonly since: Date = new Date();

  constructor(spec: IndexSpec, compiled: { collation: Collation | undefined; partial: Matcher | undefined }) {
    this.spec = spec;
    this.collation = compiled.collation;
    this.#partial = compiled.partial;
    this.#paths = spec.fields.map((field) => field.path);
  }

  /** An empty index of the same kind. */
  twin(): Index {
    return new Index(this.spec, { collation: this.collation, partial: this.#partial });
  }

  /** The distinct keys of a document here; none when the index leaves it out. */
  keys(doc: Doc): readonly HashedKey[] {
    if (this.spec.text) {
      this.multikey = true;
      return Array.from(termScores(doc, this.spec.text).keys(), (term) => ({ hash: this.hash([term]), key: [term] }));
    }
    if (this.#partial && !this.#partial.test(doc)) return [];
    if (this.spec.geo) {
      for (const path of this.spec.geo) refuseNoPlace(doc, path);
      return [];
    }
    if (this.spec.wildcard !== undefined) {
      this.multikey = true;
      const distinct = new Map<string, HashedKey>();
      for (const key of wildcardKeys(doc, this.spec.wildcard, this.spec.covers)) {
        const hash = this.hash(key);
        distinct.set(hash, { hash, key });
      }
      return [...distinct.values()];
    }
    const plain = plainKeyOf(doc, this.#paths);
    if (plain) {
      if (this.spec.sparse && plain.absent) return [];
      return [{ hash: this.hash(plain.key), key: plain.key }];
    }
    const { keys, absent } = keysOf(doc, this.#paths);
    if (this.spec.sparse && absent) return [];
    this.multikey = true;
    const distinct = new Map<string, HashedKey>();
    for (const key of keys) {
      const hash = this.hash(key);
      distinct.set(hash, { hash, key });
    }
    return [...distinct.values()];
  }

  /** The text that equal keys share. */
  hash(key: Key): string {
    if (key.length === 1) return keyOf(key[0], this.collation);
    let text = '';
    for (const value of key) {
      const part = keyOf(value, this.collation);
      text += `${part.length}:${part}`;
    }
    return text;
  }

  /** Ids of the documents with exactly this key. */
  lookUp(hash: string): Iterable<string> {
    const entry = this.#entries.get(hash);
    if (!entry) return [];
    return typeof entry.ids === 'string' ? [entry.ids] : entry.ids;
  }

  count(hash: string): number {
    const ids = this.#entries.get(hash)?.ids;
    return ids === undefined ? 0 : typeof ids === 'string' ? 1 : ids.size;
  }

  add(id: string, keys: readonly HashedKey[]): void {
    for (const { hash, key } of keys) {
      const entry = this.#entries.get(hash);
      if (!entry) {
        const fresh: Entry = { key, ids: id };
        this.#entries.set(hash, fresh);
        this.#ordered?.insert(fresh);
      } else if (typeof entry.ids === 'string') {
        if (entry.ids !== id) entry.ids = new Set([entry.ids, id]);
      } else {
        entry.ids.add(id);
      }
    }
  }

  remove(id: string, keys: readonly HashedKey[]): void {
    for (const { hash } of keys) {
      const entry = this.#entries.get(hash);
      if (!entry) continue;
      if (typeof entry.ids !== 'string') {
        entry.ids.delete(id);
        if (entry.ids.size > 0) continue;
      } else if (entry.ids !== id) {
        continue;
      }
      this.#entries.delete(hash);
      this.#ordered?.delete(entry);
    }
  }

  /** Ids in the order of the index, for the keys inside `range`. */
  *scan(range: Range, backwards = false): Generator<string> {
    this.#ordered ??= new Ordered<Entry>((a, b) => this.order(a.key, b.key), this.#entries.values());
    const { fields } = this.spec;
    const position = (entry: Entry): number => {
      if (range.within) return range.within(entry.key);
      for (let i = 0; i < range.prefix.length; i++) {
        const order = compareValues(entry.key[i], range.prefix[i], this.collation);
        if (order !== 0) return order * fields[i]!.direction;
      }
      if (!range.interval) return 0;
      const field = range.prefix.length;
      return range.interval.position(entry.key[field], this.collation) * fields[field]!.direction;
    };
    for (const { ids } of this.#ordered.range(position, backwards)) {
      if (typeof ids === 'string') yield ids;
      else if (backwards) yield* [...ids].reverse();
      else yield* ids;
    }
  }

  /** Which of two keys comes first in the order of the index. */
  order(a: Key, b: Key): number {
    const { fields } = this.spec;
    for (let i = 0; i < fields.length; i++) {
      const order = compareValues(a[i], b[i], this.collation);
      if (order !== 0) return order * fields[i]!.direction;
    }
    return 0;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** How `E11000` names a key: `{ email: "a@x.io" }` as text, and as documents. */
  keyValue(key: Key): Doc {
    const value: Doc = {};
    this.spec.fields.forEach(({ name }, i) =>
      Object.defineProperty(value, name, { value: key[i] ?? null, ...ordinary }),
    );
    return value;
  }

  hasSameKey(pattern: Doc): boolean {
    return equalValues(pattern, this.spec.key);
  }
}

/** @throws MongoError 16755 for a value at the path of a geo index that is no place. */
function refuseNoPlace(doc: Doc, path: string): void {
  const values: unknown[] = [];
  anyAt(doc, path.split('.'), (value) => values.push(value) < 0, true, { position: -1 });
  for (const value of values) {
    if (value == null || shapeOf(value)) continue;
    const isList = Array.isArray(value) && value.every((item) => shapeOf(item));
    if (!isList)
      throw new MongoError(16755, `Can't extract geo keys: ${formatValue(doc)} ${path} is no point or GeoJSON`);
  }
}

const ordinary = { writable: true, enumerable: true, configurable: true };

/** Where a value stands to an interval of one field: before (-1), inside (0) or after it (1). */
export interface Interval {
  position(value: unknown, collation: Collation | undefined): number;
}

/** Keys that begin with `prefix` and whose next field lies inside `interval`. */
export interface Range {
  prefix: readonly unknown[];
  interval?: Interval;
  /** Instead of both: where a whole key stands to the range. */
  within?: (key: Key) => number;
}
