import type { Engine } from '../engine.js';
import { MongoError } from '../errors.js';
import type { Collection } from '../storage/collection.js';
import type { Doc } from '../values/index.js';
import type { LiveSource } from './cursors.js';

/** What a tailable cursor lets through, and how it shows it. */
export interface TailOptions {
  matches(doc: Doc): boolean;
  shape(doc: Doc): Doc;
  /** The reader wants to wait for more (`awaitData`). */
  waits: boolean;
}

/** The documents of a capped collection, and then those inserted later, in the order they come. */
export class TailSource implements LiveSource {
  readonly #engine: Engine;
  readonly #collection: Collection;
  readonly #options: TailOptions;
  readonly #ready: Doc[];
  /** All commits up to here have been looked at. */
  #place: number;
  #closed = false;

  constructor(engine: Engine, collection: Collection, found: Doc[], options: TailOptions) {
    this.#engine = engine;
    this.#collection = collection;
    this.#ready = found;
    this.#options = options;
    this.#place = engine.store.lastCommit;
  }

  get waits(): boolean {
    return this.#options.waits;
  }

  /** @throws MongoError 136 when more came in meanwhile than is remembered, 175 when the collection is gone. */
  next(): Doc | undefined {
    if (this.#ready.length === 0) this.#look();
    const doc = this.#ready.shift();
    return doc && this.#options.shape(doc);
  }

  async wait(ms: number): Promise<void> {
    if (!this.#closed) await this.#engine.changes.next(ms);
  }

  state(): Doc {
    return {};
  }

  close(): void {
    this.#closed = true;
  }

  #look(): void {
    const { changes, store } = this.#engine;
    const { db, name, ns } = this.#collection;
    if (store.find(db, name) !== this.#collection) throw new MongoError(175, `collection dropped: ${ns}`);
    if (!changes.reachesBackTo(this.#place)) {
      throw new MongoError(136, `the tailable cursor on ${ns} fell too far behind what was inserted`);
    }
    for (const commit of changes.since(this.#place + 1)) {
      this.#place = commit.ts;
      for (const change of commit.changes) {
        if (change.op !== 'insert' || change.collection !== this.#collection) continue;
        if (this.#options.matches(change.doc)) this.#ready.push(change.doc);
      }
    }
  }
}
