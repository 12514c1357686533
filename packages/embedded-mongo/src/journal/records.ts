import { type Binary, Long } from 'bson';
import { readIndexSpec } from '../indexes/spec.js';
import type { Engine } from '../engine.js';
import { Collection } from '../storage/collection.js';
import { applyOptions, compileIndex } from '../storage/definitions.js';
import type { Change, Commit, SessionRecord } from '../storage/store.js';
import { decode, encode, isDoc, keyOf, type Doc } from '../values/index.js';

/**
 * A commit in bytes: a head document `{ t, n, s? }` and `n` documents, one per change. Documents of their own, because many changes
 * together may be larger than one BSON document can be.
 */
export function encodeCommit({ ts, changes, session }: Commit): Uint8Array[] {
  const head: Doc = { t: Long.fromNumber(ts), n: changes.length };
  if (session) head['s'] = sessionDoc(session);
  return [encode(head), ...changes.map((change) => encode(encodeChange(change)))];
}

export function sessionDoc({ id, txnNumber, reply }: SessionRecord): Doc {
  return { id, txn: Long.fromNumber(txnNumber), ...(reply ? { reply } : {}) };
}

function readSession(doc: Doc): SessionRecord {
  const record = { id: String(doc['id']), txnNumber: (doc['txn'] as Long).toNumber() };
  return isDoc(doc['reply']) ? { ...record, reply: doc['reply'] } : record;
}

/** A collection without its documents. */
export function definitionOf(collection: Collection): Doc {
  return {
    db: collection.db,
    c: collection.name,
    uuid: collection.uuid,
    options: collection.options,
    indexes: [...collection.indexes.values()].map((index) => index.spec.document),
  };
}

function encodeChange(change: Change): Doc {
  if (change.op === 'dropDatabase') return { o: 'dropDatabase', db: change.db };
  const { collection } = change;
  const place: Doc = { o: change.op, db: collection.db, c: collection.name };
  switch (change.op) {
    case 'insert':
    case 'update':
    case 'replace':
      return { ...place, d: change.doc };
    case 'delete':
      return { ...place, k: change.old['_id'] };
    case 'create':
    case 'modify':
      return { ...definitionOf(collection), o: change.op };
    case 'createIndex':
      return { ...place, index: change.index.spec.document };
    case 'dropIndex':
      return { ...place, name: change.name };
    case 'rename':
      return { ...place, from: change.from };
    case 'drop':
      return place;
  }
}

/** Does again what was done before, from the documents of journals and snapshots. */
export class Replay {
  readonly #engine: Engine;
  /** Changes of the current commit still to come, and its instant. */
  #due = 0;
  #ts = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** The next document of a journal. */
  journal(bytes: Buffer): void {
    const doc = decode(bytes);
    if (this.#due > 0) {
      this.#due--;
      this.#change(doc);
      return;
    }
    this.#due = doc['n'] as number;
    this.#now(doc['t']);
    if (isDoc(doc['s'])) this.#engine.sessions.restore(readSession(doc['s']));
  }

  /** The documents of one frame of a snapshot. @returns what kind of frame it was. */
  snapshot([head, ...rest]: Buffer[]): string {
    const first = decode(head!);
    const kind = String(first['kind']);
    if (kind === 'begin') this.#now(first['t']);
    else if (kind === 'collection') this.#define(first);
    else if (kind === 'sessions') for (const bytes of rest) this.#engine.sessions.restore(readSession(decode(bytes)));
    else if (kind === 'documents') {
      const collection = this.#find(first);
      for (const bytes of rest) this.#put(collection, decode(bytes));
    }
    return kind;
  }

  #now(t: unknown): void {
    this.#ts = (t as Long).toNumber();
    this.#engine.store.lastCommit = this.#ts;
    this.#engine.store.clock.passed(this.#ts);
  }

  #change(doc: Doc): void {
    const { store } = this.#engine;
    switch (doc['o']) {
      case 'insert':
      case 'update':
      case 'replace':
        this.#put(this.#find(doc), doc['d'] as Doc);
        return;
      case 'delete':
        this.#find(doc).delete(keyOf(doc['k']));
        return;
      case 'create':
        this.#define(doc);
        return;
      case 'modify': {
        const collection = this.#find(doc);
        applyOptions(collection, doc['options'] as Doc);
        for (const spec of doc['indexes'] as Doc[]) this.#index(collection, spec);
        return;
      }
      case 'createIndex':
        this.#index(this.#find(doc), doc['index'] as Doc);
        return;
      case 'dropIndex':
        this.#find(doc).indexes.delete(String(doc['name']));
        return;
      case 'drop':
        store.unmake(this.#find(doc));
        return;
      case 'rename': {
        const source = this.#find({ db: doc['db'], c: doc['from'] });
        store.unmake(source);
        store.place(source.renamed(String(doc['c'])));
        return;
      }
      default: // dropDatabase: its collections were dropped one by one
    }
  }

  #define(doc: Doc): void {
    const collection = new Collection(String(doc['db']), String(doc['c']), {}, doc['uuid'] as Binary);
    applyOptions(collection, doc['options'] as Doc);
    this.#engine.store.place(collection);
    for (const spec of doc['indexes'] as Doc[]) this.#index(collection, spec);
  }

  #index(collection: Collection, document: Doc): void {
    const spec = readIndexSpec(document);
    if (spec.name !== '_id_') collection.addIndex(compileIndex(spec));
  }

  #put(collection: Collection, doc: Doc): void {
    collection.put(keyOf(doc['_id']), { doc, ts: this.#ts });
  }

  #find(doc: Doc): Collection {
    const collection = this.#engine.store.find(String(doc['db']), String(doc['c']));
    if (!collection) throw new RangeError(`a change to ${String(doc['db'])}.${String(doc['c'])}, which does not exist`);
    return collection;
  }
}
