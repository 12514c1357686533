import { randomBytes } from 'node:crypto';
import { Long } from 'bson';
import { MongoError } from '../errors.js';
import { encodedLength, type Doc } from '../values/index.js';

const idleMs = 10 * 60_000;
const maxBatchBytes = 16 * 1024 * 1024;
export const firstBatchSize = 101;

/** Where a cursor's documents come from, one by one: what is not fetched is not projected. */
export interface Source {
  next(): Doc | undefined;
  /** Known to be at its end before anybody asks for more. */
  isDone?(): boolean;
}

/** A source that may have more later (a change stream). */
export interface LiveSource extends Source {
  readonly ofChangeStream?: true;
  /** Does asking for more wait for something new to happen, or answer at once? */
  readonly waits: boolean;
  /** Resolves when there may be something new, or after `ms`. */
  wait(ms: number): Promise<void>;
  /** Fields to add beside the batch. */
  state(): Doc;
  close(): void;
}

export interface Cursor {
  id: Long;
  ns: string;
  source: Source;
  live: LiveSource | undefined;
  /** A document read but not sent, because the batch was full. */
  held: Doc | undefined;
  /** The session, and the transaction in it, that opened the cursor. */
  owner: string;
  noTimeout: boolean;
  lastUsed: number;
}

/** The cursors clients hold open. */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>();

  open(cursor: Pick<Cursor, 'ns' | 'source' | 'owner' | 'noTimeout' | 'live'>): Cursor {
    const bytes = randomBytes(8);
    bytes[7]! &= 0x7f;
    bytes[0]! |= 1; // 0 would mean "closed"
    const id = new Long(bytes.readInt32LE(0), bytes.readInt32LE(4));
    const opened: Cursor = { ...cursor, id, held: undefined, lastUsed: Date.now() };
    this.#cursors.set(id.toString(), opened);
    return opened;
  }

  /** @throws MongoError 43 for a cursor that is unknown, used up, or was idle for too long. */
  find(id: Long, ns: string): Cursor {
    const cursor = this.#cursors.get(id.toString());
    if (!cursor) throw new MongoError(43, `cursor id ${id.toString()} not found`);
    if (cursor.ns !== ns) {
      throw new MongoError(
        13,
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    }
    cursor.lastUsed = Date.now();
    return cursor;
  }

  isOpen(cursor: Cursor): boolean {
    return this.#cursors.has(cursor.id.toString());
  }

  close(id: Long): boolean {
    const cursor = this.#cursors.get(id.toString());
    cursor?.live?.close();
    return this.#cursors.delete(id.toString());
  }

  /** Closes all cursors that pass the test: those of an ended session, of a dropped collection. */
  closeWhere(test: (cursor: Cursor) => boolean): void {
    for (const cursor of [...this.#cursors.values()]) if (test(cursor)) this.close(cursor.id);
  }

  sweep(now: number = Date.now()): void {
    this.closeWhere((cursor) => !cursor.noTimeout && now - cursor.lastUsed > idleMs);
  }

  get size(): number {
    return this.#cursors.size;
  }
}

/** Takes up to `count` documents, but no more than fit into one reply. `done`: there is no more. */
export function takeBatch(cursor: Pick<Cursor, 'source' | 'held'>, count: number): { batch: Doc[]; done: boolean } {
  const batch: Doc[] = [];
  let bytes = 0;
  while (batch.length < count) {
    const doc = cursor.held ?? cursor.source.next();
    cursor.held = undefined;
    if (!doc) return { batch, done: true };
    bytes += encodedLength(doc);
    if (batch.length > 0 && bytes > maxBatchBytes) {
      cursor.held = doc;
      return { batch, done: false };
    }
    batch.push(doc);
  }
  return { batch, done: cursor.held === undefined && (cursor.source.isDone?.() ?? false) };
}

export function sourceOf(documents: Iterable<Doc>): Source {
  const iterator = documents[Symbol.iterator]();
  return {
    next() {
      const { done, value } = iterator.next();
      return done === true ? undefined : (value as Doc);
    },
  };
}

/** A source over a list, each document shaped as it is taken. `knowsEnd`: say so as soon as the last one is out. */
export function listSource(documents: readonly Doc[], shape: (doc: Doc) => Doc, knowsEnd: boolean): Source {
  let at = 0;
  return {
    next: () => (at < documents.length ? shape(documents[at++]!) : undefined),
    isDone: () => knowsEnd && at >= documents.length,
  };
}
