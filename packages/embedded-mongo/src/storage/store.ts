import type { Binary } from 'bson';
import { MongoError } from '../errors.js';
import type { Index } from '../indexes/index.js';
import { Clock } from '../sessions/clock.js';
import type { Doc } from '../values/index.js';
import type { Transaction } from '../txn/transaction.js';
import type { Manner } from '../txn/writer.js';
import { Collection } from './collection.js';
import { refuseView } from './views.js';

/** One thing that happened. Journal, snapshot and change streams are all made from these. */
export type Change =
  | { op: 'insert'; collection: Collection; id: string; doc: Doc }
  | { op: Manner; collection: Collection; id: string; doc: Doc; old: Doc }
  /** `evicted`: it made room in a capped collection, of which no change stream tells. */
  | { op: 'delete'; collection: Collection; id: string; old: Doc; evicted?: true }
  | { op: 'create'; collection: Collection }
  | { op: 'drop'; collection: Collection; replaced?: true }
  | { op: 'rename'; collection: Collection; from: string; dropped?: Binary }
  | { op: 'modify'; collection: Collection }
  | { op: 'createIndex'; collection: Collection; index: Index }
  | { op: 'dropIndex'; collection: Collection; name: string }
  | { op: 'dropDatabase'; db: string };

/** What a session must remember across a crash: the last write it was told of, so that a repeat gets the same reply. */
export interface SessionRecord {
  /** The session's id as text. */
  id: string;
  txnNumber: number;
  /** The reply of a retryable write; none for a committed transaction. */
  reply?: Doc;
}

/** Everything committed at one instant. */
export interface Commit {
  ts: number;
  changes: readonly Change[];
  session?: SessionRecord | undefined;
}

/** All databases, and the one place where something becomes committed. */
export class Store {
  readonly clock: Clock = new Clock();
  readonly databases = new Map<string, Map<string, Collection>>();
  readonly #snapshots = new Set<Transaction>();
  readonly #listeners: ((commit: Commit) => void)[] = [];
  /** The instant of the latest commit. */
  lastCommit = 0;

  /** Called for each commit, in order, as it happens. */
  onCommit(listener: (commit: Commit) => void): void {
    this.#listeners.push(listener);
  }

  commit(ts: number, changes: readonly Change[], session?: SessionRecord): void {
    this.lastCommit = ts;
    for (const listener of this.#listeners) listener({ ts, changes, session });
  }

  find(db: string, name: string): Collection | undefined {
    return this.databases.get(db)?.get(name);
  }

  /**
   * The collection of that name, to be written to.
   * @throws MongoError 166 when it is a view.
   */
  base(db: string, name: string): Collection | undefined {
    const collection = this.find(db, name);
    refuseView(collection);
    return collection;
  }

  *collections(): Generator<Collection> {
    for (const database of this.databases.values()) yield* database.values();
  }

  /** Adds an empty collection, without a word to the journal. */
  make(db: string, name: string, options: Doc): Collection {
    checkNamespace(db, name);
    const collection = new Collection(db, name, options);
    this.place(collection);
    return collection;
  }

  place(collection: Collection): void {
    const database = this.databases.get(collection.db) ?? new Map<string, Collection>();
    this.databases.set(collection.db, database);
    database.set(collection.name, collection);
  }

  unmake(collection: Collection): void {
    const database = this.databases.get(collection.db);
    if (database?.get(collection.name) !== collection) return;
    database.delete(collection.name);
    if (database.size === 0) this.databases.delete(collection.db);
  }

  get hasSnapshots(): boolean {
    return this.#snapshots.size > 0;
  }

  openSnapshot(transaction: Transaction): void {
    this.#snapshots.add(transaction);
  }

  closeSnapshot(transaction: Transaction): void {
    this.#snapshots.delete(transaction);
    let oldest = Infinity;
    for (const { readTs } of this.#snapshots) oldest = Math.min(oldest, readTs);
    for (const collection of this.collections()) collection.forget(oldest);
  }
}

const maxNamespaceBytes = 255;

/** @throws MongoError 73 for names MongoDB does not take. */
export function checkNamespace(db: string, name: string): void {
  checkDatabase(db);
  if (name === '' || name.includes('\0') || name.startsWith('.') || name.endsWith('.')) {
    throw new MongoError(73, `Invalid collection name specified '${db}.${name}'`);
  }
  if (name.includes('$')) throw new MongoError(73, `Invalid collection name: ${name}`);
  if (Buffer.byteLength(`${db}.${name}`) > maxNamespaceBytes) {
    throw new MongoError(
      73,
      `Fully qualified namespace is too long. Namespace: ${db}.${name} Max: ${maxNamespaceBytes}`,
    );
  }
}

export function checkDatabase(db: string): void {
  if (db === '' || /[\s/\\."$\0]/.test(db) || Buffer.byteLength(db) >= 64) {
    throw new MongoError(73, `Invalid namespace specified '${db}': not a valid database name`);
  }
}
