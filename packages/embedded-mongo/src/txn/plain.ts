import type { Index } from '../indexes/index.js';
import type { Collection, IndexKeys, Stored } from '../storage/collection.js';
import type { Change, SessionRecord, Store } from '../storage/store.js';
import { keyOf, type Doc } from '../values/index.js';
import { latest } from './view.js';
import { duplicateKey, HeldByTransaction, keysByIndex, type Manner, type Writer } from './writer.js';

/**
 * The writes of one command outside a transaction. They are in force as they are made, since nothing else runs meanwhile, and become
 * durable together: `commit` makes one journal record of them, `rollBack` takes them back as if they had not been.
 */
export class PlainWrite implements Writer {
  readonly view = latest;
  readonly #store: Store;
  readonly #ts: number;
  readonly #changes: Change[] = [];
  readonly #undo: (() => void)[] = [];
  readonly #before = new Map<Collection, Map<string, Stored | undefined>>();

  constructor(store: Store) {
    this.#store = store;
    this.#ts = store.clock.tick();
  }

  open(db: string, name: string): Collection {
    const existing = this.#store.base(db, name);
    if (existing && !existing.creator) return existing;
    // Made by a transaction that is still open: from now on it exists whatever becomes of that transaction.
    const collection = existing ?? this.#store.make(db, name, {});
    const { creator } = collection;
    collection.creator = undefined;
    this.#changes.push({ op: 'create', collection }, ...indexesOf(collection));
    this.#undo.push(() => {
      if (existing) collection.creator = creator;
      else this.#store.unmake(collection);
    });
    return collection;
  }

  insert(collection: Collection, doc: Doc): void {
    const id = keyOf(doc['_id']);
    this.#mayWrite(collection, id);
    if (collection.records.has(id)) throw duplicateKey(collection, collection.indexes.get('_id_')!, [doc['_id']]);
    const keys = this.#uniqueKeys(collection, id, doc);
    collection.put(id, { doc, ts: this.#ts }, keys);
    this.#note(collection, id, undefined, () => collection.delete(id));
    this.#changes.push({ op: 'insert', collection, id, doc });
    if (collection.cap) this.#evict(collection, id);
  }

  replace(collection: Collection, id: string, doc: Doc, manner: Manner): void {
    this.#mayWrite(collection, id);
    const old = collection.records.get(id)!;
    const keys = this.#uniqueKeys(collection, id, doc);
    collection.put(id, { doc, ts: this.#ts }, keys);
    this.#note(collection, id, old, () => collection.put(id, old));
    this.#changes.push({ op: manner, collection, id, doc, old: old.doc });
  }

  remove(collection: Collection, id: string): void {
    this.#mayWrite(collection, id);
    const old = collection.records.get(id)!;
    collection.delete(id);
    this.#note(collection, id, old, () => collection.put(id, old));
    this.#changes.push({ op: 'delete', collection, id, old: old.doc });
  }

  /** Makes room in a capped collection: the oldest go. */
  #evict(collection: Collection, newest: string): void {
    for (let id = collection.overflow(); id !== undefined && id !== newest; id = collection.overflow()) {
      const oldest = id;
      const old = collection.records.get(oldest)!;
      collection.delete(oldest);
      this.#note(collection, oldest, old, () => collection.putFirst(oldest, old));
      this.#changes.push({ op: 'delete', collection, id: oldest, old: old.doc, evicted: true });
    }
  }

  get hasChanges(): boolean {
    return this.#changes.length > 0;
  }

  /** Runs one statement; whatever it changed is undone if it throws. */
  statement<T>(run: () => T): T {
    const undo = this.#undo.length;
    const changes = this.#changes.length;
    try {
      return run();
    } catch (error) {
      this.#backTo(undo);
      this.#changes.length = changes;
      throw error;
    }
  }

  /** Puts everything into the journal as one record, with the reply a repeated command is to get. */
  commit(session?: SessionRecord): void {
    if (this.#changes.length === 0) return;
    if (this.#store.hasSnapshots) {
      for (const [collection, olds] of this.#before) {
        for (const [id, old] of olds) if (old) collection.remember(id, old, this.#ts);
      }
    }
    this.#store.commit(this.#ts, this.#changes, session);
  }

  rollBack(): void {
    this.#backTo(0);
  }

  #backTo(length: number): void {
    while (this.#undo.length > length) this.#undo.pop()!();
  }

  #note(collection: Collection, id: string, old: Stored | undefined, undo: () => void): void {
    this.#undo.push(undo);
    const olds = this.#before.get(collection) ?? new Map<string, Stored | undefined>();
    this.#before.set(collection, olds);
    if (!olds.has(id)) olds.set(id, old);
  }

  #mayWrite(collection: Collection, id: string): void {
    const holder = collection.locks.get(id);
    if (holder) throw new HeldByTransaction(holder);
  }

  #uniqueKeys(collection: Collection, id: string, doc: Doc): Map<Index, IndexKeys> {
    const byIndex = keysByIndex(collection, doc);
    for (const [index, keys] of byIndex) {
      if (!index.spec.unique) continue;
      for (const { hash, key } of keys) {
        const reservation = index.reserved.get(hash);
        if (reservation) throw new HeldByTransaction(reservation.owner);
        for (const other of index.lookUp(hash)) {
          if (other === id) continue;
          this.#mayWrite(collection, other); // its holder may yet remove it, or change the key
          throw duplicateKey(collection, index, key);
        }
      }
    }
    return byIndex;
  }
}

function* indexesOf(collection: Collection): Generator<Change> {
  for (const index of collection.indexes.values()) {
    if (index.spec.name !== '_id_') yield { op: 'createIndex', collection, index };
  }
}
