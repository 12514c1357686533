import { type Binary, UUID } from 'bson';
import { Index, type HashedKey } from '../indexes/index.js';
import { idIndex } from '../indexes/spec.js';
import type { Matcher } from '../match/index.js';
import { encodedLength, type Collation, type Doc } from '../values/index.js';
import type { Cap } from './capped.js';
import type { Series } from './series.js';
import type { ViewDefinition } from './views.js';
import type { Transaction } from '../txn/transaction.js';

/** The latest committed version of one document. Never changed: an update stores another. */
export interface Stored {
  readonly doc: Doc;
  readonly ts: number;
}

/** A version that an open snapshot may still see: valid from `ts` until `until`. */
interface Past extends Stored {
  readonly until: number;
}

/** The keys of one document in one index. */
export type IndexKeys = readonly HashedKey[];

/**
 * The documents of one collection: the latest committed version of each by id, their indexes, and older versions for as long as an
 * open transaction could read them. Ids are the canonical text of `_id`. Nothing here waits or checks; see `txn/`.
 */
export class Collection {
  readonly db: string;
  readonly name: string;
  readonly uuid: Binary;
  options: Doc;
  /** The collection's default collation and its validator, compiled. */
  collation: Collation | undefined;
  validator: Matcher | undefined;
  /** Set for a view: it has a definition and no documents. */
  view: ViewDefinition | undefined;
  /** Set for a time series, which is a view of its measurements. */
  series: Series | undefined;
  /** Set for a capped collection. */
  cap: Cap | undefined;
  readonly records = new Map<string, Stored>();
  readonly indexes = new Map<string, Index>();
  /** Who holds the right to write a document until its transaction ends. */
  readonly locks = new Map<string, Transaction>();
  /** The transaction that brought this collection into being and has not committed. */
  creator: Transaction | undefined;
  #numbers = new Map<string, number>();
  #lastNumber = 0;
  readonly #history = new Map<string, Past[]>();
  #idIndexIsBuilt = false;
  /** Size of all documents; kept for capped collections only. */
  #bytes = 0;

  constructor(db: string, name: string, options: Doc, uuid: Binary = new UUID().toBinary()) {
    this.db = db;
    this.name = name;
    this.options = options;
    this.uuid = uuid;
    this.indexes.set('_id_', new Index(idIndex, { collation: undefined, partial: undefined }));
  }

  /** The same collection under another name: documents, indexes and identity move along. */
  renamed(name: string): Collection {
    const twin = new Collection(this.db, name, this.options, this.uuid);
    twin.collation = this.collation;
    twin.validator = this.validator;
    twin.view = this.view;
    twin.cap = this.cap;
    twin.#bytes = this.#bytes;
    for (const [id, stored] of this.records) twin.records.set(id, stored);
    for (const index of this.indexes.values()) if (index.spec !== idIndex) twin.indexes.set(index.spec.name, index);
    return twin;
  }

  /** A number for each record, kept while this process runs: given when first asked for, in the order of the records. */
  numbers(): ReadonlyMap<string, number> {
    const numbers = new Map<string, number>();
    for (const id of this.records.keys()) numbers.set(id, this.#numbers.get(id) ?? ++this.#lastNumber);
    this.#numbers = numbers;
    return numbers;
  }

  get ns(): string {
    return `${this.db}.${this.name}`;
  }

  /** The index over `_id`. Equality goes by `records`, so its keys are gathered only when a range or a sort wants them. */
  idIndex(): Index {
    const index = this.indexes.get('_id_')!;
    if (!this.#idIndexIsBuilt) {
      this.#idIndexIsBuilt = true;
      for (const [id, { doc }] of this.records) index.add(id, index.keys(doc));
    }
    return index;
  }

  /** The indexes whose keys must be kept up at every write. */
  kept(): Index[] {
    const indexes = [...this.indexes.values()];
    return this.#idIndexIsBuilt ? indexes : indexes.slice(1);
  }

  put(id: string, stored: Stored, keys?: ReadonlyMap<Index, IndexKeys>): void {
    const old = this.records.get(id);
    for (const index of this.kept()) {
      const fresh = keys?.get(index) ?? index.keys(stored.doc);
      if (old) {
        const stale = index.keys(old.doc);
        if (sameKeys(stale, fresh)) continue;
        index.remove(id, stale);
      }
      index.add(id, fresh);
    }
    if (this.cap) this.#bytes += encodedLength(stored.doc) - (old ? encodedLength(old.doc) : 0);
    this.records.set(id, stored);
  }

  /** The oldest document of a capped collection that holds more than it may. */
  overflow(): string | undefined {
    const { cap, records } = this;
    if (!cap || (records.size <= cap.documents && this.#bytes <= cap.bytes)) return undefined;
    const [oldest] = records.keys();
    return oldest;
  }

  /** Puts back the oldest document of a capped collection. */
  putFirst(id: string, stored: Stored): void {
    const younger = [...this.records];
    this.put(id, stored);
    for (const [other, record] of younger) {
      this.records.delete(other);
      this.records.set(other, record);
    }
  }

  delete(id: string): void {
    const old = this.records.get(id);
    if (!old) return;
    for (const index of this.kept()) index.remove(id, index.keys(old.doc));
    if (this.cap) this.#bytes -= encodedLength(old.doc);
    this.records.delete(id);
  }

  /** Adds an index over what is there already. Uniqueness is the caller's concern. */
  addIndex(index: Index): void {
    for (const [id, { doc }] of this.records) index.add(id, index.keys(doc));
    this.indexes.set(index.spec.name, index);
  }

  /** Keeps a version that was just replaced (or removed) at `until`, for snapshots older than that. */
  remember(id: string, old: Stored, until: number): void {
    const versions = this.#history.get(id);
    const past = { doc: old.doc, ts: old.ts, until };
    if (versions) versions.push(past);
    else this.#history.set(id, [past]);
  }

  /** Lets go of versions that no snapshot from `oldest` on can see. */
  forget(oldest: number): void {
    for (const [id, versions] of this.#history) {
      const live = versions.filter((version) => version.until > oldest);
      if (live.length === 0) this.#history.delete(id);
      else if (live.length < versions.length) this.#history.set(id, live);
    }
  }

  /** The document as it was at `ts`. */
  at(id: string, ts: number): Doc | undefined {
    const current = this.records.get(id);
    if (current && current.ts <= ts) return current.doc;
    return this.#history.get(id)?.find((version) => version.ts <= ts && ts < version.until)?.doc;
  }

  /** Was the document changed, made or removed after `ts`? */
  changedSince(id: string, ts: number): boolean {
    const current = this.records.get(id);
    if (current && current.ts > ts) return true;
    return this.#history.get(id)?.some((version) => version.until > ts) ?? false;
  }

  /** Ids that had another version at `ts`: an index, which knows only the present, may miss them. */
  *replacedSince(ts: number): Generator<string> {
    for (const [id, versions] of this.#history) {
      if (versions.some((version) => version.until > ts)) yield id;
    }
  }
}

function sameKeys(a: IndexKeys, b: IndexKeys): boolean {
  return a.length === b.length && a.every(({ hash }, i) => hash === b[i]!.hash);
}
