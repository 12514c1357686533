import { MongoError } from '../errors.js';
import type { Index } from '../indexes/index.js';
import type { Collection } from '../storage/collection.js';
import type { Change, SessionRecord, Store } from '../storage/store.js';
import { keyOf, type Doc } from '../values/index.js';
import type { Found, View } from './view.js';
import { duplicateKey, keysByIndex, type Manner, type Writer } from './writer.js';

/** A document as the transaction left it (null: removed), and the unique keys held for it. */
interface Own {
  doc: Doc | null;
  reserved: [Index, string][];
}

/**
 * Snapshot isolation: reads see what was committed when the transaction began, and its own writes. The first writer of a document (or of
 * a unique key) wins; the second learns of it at once, as error 112.
 */
export class Transaction implements Writer {
  readonly view: View;
  /** Sees commits up to here. */
  readonly readTs: number;
  readonly startedAt: number = Date.now();
  /** Resolves when it is over, either way. */
  readonly ended: Promise<void>;
  #end!: () => void;
  #isOpen = true;
  readonly #store: Store;
  readonly #own = new Map<Collection, Map<string, Own>>();
  readonly #changes: Change[] = [];
  readonly #undo: (() => void)[] = [];
  /** Indexes over the transaction's own writes, each made when first asked for. */
  readonly #twins = new Map<Index, Index>();

  constructor(store: Store) {
    this.#store = store;
    this.readTs = store.clock.tick();
    this.ended = new Promise((resolve) => (this.#end = resolve));
    store.openSnapshot(this);
    this.view = {
      get: (collection, id) => this.#get(collection, id),
      all: (collection) => this.#all(collection),
      strays: (collection, index, lookUp) => this.#strays(collection, index, lookUp),
    };
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get hasChanges(): boolean {
    return this.#changes.length > 0;
  }

  open(db: string, name: string): Collection {
    const existing = this.#store.base(db, name);
    if (existing && !existing.creator) return existing;
    if (existing?.creator === this) return existing;
    if (existing) throw writeConflict();
    const collection = this.#store.make(db, name, {});
    collection.creator = this;
    this.noteDefinition({ op: 'create', collection }, () => {
      if (collection.creator === this) this.#store.unmake(collection);
    });
    return collection;
  }

  /** A collection or index made inside the transaction: committed with it, undone with it. */
  noteDefinition(change: Change, undo: () => void): void {
    this.#changes.push(change);
    this.#undo.push(undo);
  }

  insert(collection: Collection, doc: Doc): void {
    const id = keyOf(doc['_id']);
    if (this.#get(collection, id)) throw duplicateKey(collection, collection.indexes.get('_id_')!, [doc['_id']]);
    this.#write(collection, id, doc);
    this.#changes.push({ op: 'insert', collection, id, doc });
  }

  replace(collection: Collection, id: string, doc: Doc, manner: Manner): void {
    const old = this.#get(collection, id)!;
    this.#write(collection, id, doc);
    this.#changes.push({ op: manner, collection, id, doc, old });
  }

  remove(collection: Collection, id: string): void {
    const old = this.#get(collection, id)!;
    this.#write(collection, id, null);
    this.#changes.push({ op: 'delete', collection, id, old });
  }

  /** Makes all of it visible, as one journal record. */
  commit(session?: SessionRecord): void {
    const ts = this.#store.clock.tick();
    this.#close();
    const keeps = this.#store.hasSnapshots;
    for (const [collection, own] of this.#own) {
      if (keeps) {
        for (const id of own.keys()) {
          const old = collection.records.get(id);
          if (old) collection.remember(id, old, ts);
        }
      }
      for (const [id, { doc }] of own) if (!doc) collection.delete(id);
      for (const [id, { doc }] of own) if (doc) collection.put(id, { doc, ts });
    }
    // A collection that a plain write adopted meanwhile is in the journal already.
    const changes = this.#changes.filter((change) => change.op !== 'create' || change.collection.creator === this);
    for (const change of changes) if (change.op === 'create') change.collection.creator = undefined;
    if (changes.length > 0) this.#store.commit(ts, changes, session);
  }

  abort(): void {
    if (!this.#isOpen) return;
    this.#close();
    while (this.#undo.length > 0) this.#undo.pop()!();
  }

  #close(): void {
    this.#isOpen = false;
    for (const [collection, own] of this.#own) {
      for (const [id, { reserved }] of own) {
        collection.locks.delete(id);
        for (const [index, hash] of reserved) index.reserved.delete(hash);
      }
    }
    this.#store.closeSnapshot(this);
    this.#end();
  }

  #get(collection: Collection, id: string): Doc | undefined {
    const own = this.#own.get(collection)?.get(id);
    return own ? (own.doc ?? undefined) : collection.at(id, this.readTs);
  }

  *#all(collection: Collection): Generator<Found> {
    const own = this.#own.get(collection);
    for (const id of collection.records.keys()) {
      const doc = this.#get(collection, id);
      if (doc) yield { id, doc };
    }
    const gone = new Set([...collection.replacedSince(this.readTs), ...(own?.keys() ?? [])]);
    for (const id of gone) {
      if (collection.records.has(id)) continue;
      const doc = this.#get(collection, id);
      if (doc) yield { id, doc };
    }
  }

  #strays(collection: Collection, index: Index, lookUp: (own: Index) => Iterable<string>): Iterable<string> {
    const strays = new Set(collection.replacedSince(this.readTs));
    const own = this.#own.get(collection);
    if (!own || own.size === 0) return strays;
    let twin = this.#twins.get(index);
    if (!twin) {
      twin = index.twin();
      for (const [id, { doc }] of own) if (doc) twin.add(id, twin.keys(doc));
      this.#twins.set(index, twin);
    }
    for (const id of lookUp(twin)) strays.add(id);
    return strays;
  }

  /** Keeps the indexes over the transaction's own writes in step. */
  #reindex(collection: Collection, id: string, before: Doc | null | undefined, after: Doc | null): void {
    for (const [index, twin] of this.#twins) {
      if (collection.indexes.get(index.spec.name) !== index) continue;
      if (before) twin.remove(id, twin.keys(before));
      if (after) twin.add(id, twin.keys(after));
    }
  }

  #write(collection: Collection, id: string, doc: Doc | null): void {
    if (collection.cap) {
      throw new MongoError(
        263,
        `Collection '${collection.ns}' is a capped collection, which a transaction cannot write to`,
      );
    }
    const holder = collection.locks.get(id);
    if (holder ? holder !== this : collection.changedSince(id, this.readTs)) throw writeConflict();
    const owns = this.#own.get(collection) ?? new Map<string, Own>();
    const reserved = doc ? this.#reserve(collection, id, doc) : [];
    for (const [index, hash] of owns.get(id)?.reserved ?? []) {
      if (!reserved.some(([i, h]) => i === index && h === hash)) index.reserved.delete(hash);
    }
    this.#reindex(collection, id, owns.get(id)?.doc, doc);
    collection.locks.set(id, this);
    owns.set(id, { doc, reserved });
    this.#own.set(collection, owns);
  }

  /** Takes the unique keys of a document, or throws and takes none. */
  #reserve(collection: Collection, id: string, doc: Doc): [Index, string][] {
    const wanted: [Index, string][] = [];
    for (const [index, keys] of keysByIndex(collection, doc)) {
      if (!index.spec.unique) continue;
      for (const { hash, key } of keys) {
        const reservation = index.reserved.get(hash);
        if (reservation && reservation.owner !== this) throw writeConflict();
        if (reservation && reservation.id !== id) throw duplicateKey(collection, index, key);
        for (const other of index.lookUp(hash)) {
          if (other === id || this.#own.get(collection)?.has(other)) continue; // what is my own counts by its reservation
          if (collection.locks.has(other) || collection.changedSince(other, this.readTs)) throw writeConflict();
          throw duplicateKey(collection, index, key);
        }
        wanted.push([index, hash]);
      }
    }
    for (const [index, hash] of wanted) index.reserved.set(hash, { owner: this, id });
    return wanted;
  }
}

export function writeConflict(): MongoError {
  return new MongoError(
    112,
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
  );
}
