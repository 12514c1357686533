import { Binary } from 'bson';
import { MongoError } from '../errors.js';
import { isDoc, type Doc } from '../values/index.js';
import type { SessionRecord, Store } from '../storage/store.js';
import { Transaction } from '../txn/transaction.js';

export const sessionLifetimeMinutes = 30;
const transactionLifetimeMs = 60_000;

/** How far the session's latest numbered command has come. */
type Stage = 'none' | 'write' | 'open' | 'committed' | 'aborted';

export class Session {
  readonly id: string;
  lastUsed: number = Date.now();
  /** The highest transaction number seen; commands with a lower one come too late. */
  txnNumber = -1;
  stage: Stage = 'none';
  transaction: Transaction | undefined;
  /** The reply of the latest retryable write, given again to whoever repeats it. */
  reply: Doc | undefined;
  /** The retryable write under way, so that an impatient repeat waits for it instead of running beside it. */
  running: Promise<unknown> | undefined;

  constructor(id: string) {
    this.id = id;
  }

  /** Ends an open transaction, if there is one, without a trace. */
  abort(): void {
    if (this.stage !== 'open') return;
    this.transaction?.abort();
    this.transaction = undefined;
    this.stage = 'aborted';
  }
}

/** All logical sessions, by the text of their id. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The session of a command's `lsid`, made when it is new. */
  of(lsid: unknown): Session | undefined {
    if (lsid === undefined) return undefined;
    const id = idOf(lsid);
    const session = this.#sessions.get(id) ?? new Session(id);
    this.#sessions.set(id, session);
    session.lastUsed = Date.now();
    return session;
  }

  /** What the journal said a session did last. */
  restore(record: SessionRecord): void {
    const session = this.#sessions.get(record.id) ?? new Session(record.id);
    this.#sessions.set(record.id, session);
    session.txnNumber = record.txnNumber;
    session.stage = record.reply ? 'write' : 'committed';
    session.reply = record.reply;
  }

  /** What must survive a restart. */
  *records(): Generator<SessionRecord> {
    for (const { id, txnNumber, stage, reply } of this.#sessions.values()) {
      if (stage === 'committed') yield { id, txnNumber };
      else if (stage === 'write' && reply) yield { id, txnNumber, reply };
    }
  }

  /** Begins transaction `txnNumber`; an older one of the session that is still open is given up. */
  begin(session: Session, txnNumber: number): Transaction {
    this.checkNotOlder(session, txnNumber);
    if (session.txnNumber === txnNumber) {
      throw new MongoError(117, `Given transaction number ${txnNumber} is already in use by this session`);
    }
    session.abort();
    session.txnNumber = txnNumber;
    session.reply = undefined;
    session.stage = 'open';
    session.transaction = new Transaction(this.#store);
    return session.transaction;
  }

  /** The open transaction that a later command of it belongs to. */
  join(session: Session, txnNumber: number): Transaction {
    this.checkNotOlder(session, txnNumber);
    if (session.txnNumber === txnNumber && session.stage === 'committed') {
      throw new MongoError(256, `Transaction ${txnNumber} has been committed.`);
    }
    if (session.txnNumber !== txnNumber || session.stage !== 'open' || !session.transaction) {
      throw noSuchTransaction(txnNumber, session.stage === 'aborted' && session.txnNumber === txnNumber);
    }
    return session.transaction;
  }

  checkNotOlder(session: Session, txnNumber: number): void {
    if (txnNumber < session.txnNumber) {
      throw new MongoError(
        225,
        `Cannot start transaction ${txnNumber} on session ${session.id} because a newer transaction ${session.txnNumber} has already started.`,
      );
    }
  }

  /** @returns the ids of the sessions that are no more. */
  end(lsids: readonly unknown[]): Set<string> {
    const ids = new Set(lsids.map(idOf));
    for (const id of ids) {
      this.#sessions.get(id)?.abort();
      this.#sessions.delete(id);
    }
    return ids;
  }

  /** Gives up the open transactions of the sessions named, or of all. The sessions stay usable. */
  kill(lsids?: readonly unknown[]): void {
    const ids = lsids?.map(idOf) ?? [...this.#sessions.keys()];
    for (const id of ids) this.#sessions.get(id)?.abort();
  }

  /** What `$listLocalSessions` shows. */
  list(): Doc[] {
    return Array.from(this.#sessions.values(), ({ id, lastUsed }) => ({
      _id: { id: new Binary(Buffer.from(id, 'hex'), Binary.SUBTYPE_UUID) },
      lastUse: new Date(lastUsed),
    }));
  }

  /** Lets go of what nobody came back for. */
  sweep(now: number = Date.now()): void {
    for (const [id, session] of this.#sessions) {
      if (session.transaction?.isOpen && now - session.transaction.startedAt > transactionLifetimeMs) session.abort();
      if (now - session.lastUsed > sessionLifetimeMinutes * 60_000 && session.stage !== 'open')
        this.#sessions.delete(id);
    }
  }
}

export function noSuchTransaction(txnNumber: number, aborted = false): MongoError {
  return new MongoError(
    251,
    aborted
      ? `Transaction with { txnNumber: ${txnNumber} } has been aborted.`
      : `Given transaction number ${txnNumber} does not match any in-progress transactions.`,
  );
}

function idOf(lsid: unknown): string {
  const id = isDoc(lsid) ? lsid['id'] : undefined;
  if (!(id instanceof Binary) || id.length() !== 16) {
    throw new MongoError(9, 'lsid must be a document whose id is a UUID');
  }
  return Buffer.from(id.buffer.subarray(0, 16)).toString('hex');
}
