import { MongoError } from '../errors.js';
import type { Engine } from '../engine.js';
import { documentOf, integerOf } from '../arguments.js';
import { Deadline } from '../sessions/deadline.js';
import type { Session } from '../sessions/sessions.js';
import type { Collection } from '../storage/collection.js';
import type { Change } from '../storage/store.js';
import { PlainWrite } from '../txn/plain.js';
import type { Transaction } from '../txn/transaction.js';
import { latest, type View } from '../txn/view.js';
import { HeldByTransaction, type Writer } from '../txn/writer.js';
import { ownGet, type Doc } from '../values/index.js';

/** What the server remembers of one connection. */
export interface Connection {
  id: number;
  appName: string | undefined;
}

/** One command being carried out: what it says, who says it, and the ways to read and write that suit it. */
export class CommandContext {
  readonly engine: Engine;
  readonly connection: Connection;
  readonly name: string;
  readonly db: string;
  readonly body: Doc;
  readonly deadline: Deadline;
  readonly session: Session | undefined;
  readonly transaction: Transaction | undefined;
  /** Set for a snapshot read outside a transaction. */
  readonly snapshot: Transaction | undefined;
  /** Set for a retryable write: its number in the session. */
  readonly txnNumber: number | undefined;
  /** Something was committed, so the reply may have to wait for the disk. */
  hasCommitted = false;
  /** About a change stream: drivers open a new one by themselves after some errors. */
  ofChangeStream = false;
  /** A fail point wants the line cut instead of a reply. */
  hangsUp = false;

  constructor(parts: {
    engine: Engine;
    connection: Connection;
    name: string;
    db: string;
    body: Doc;
    session: Session | undefined;
    transaction: Transaction | undefined;
    snapshot: Transaction | undefined;
    txnNumber: number | undefined;
  }) {
    this.engine = parts.engine;
    this.connection = parts.connection;
    this.name = parts.name;
    this.db = parts.db;
    this.body = parts.body;
    this.session = parts.session;
    this.transaction = parts.transaction;
    this.snapshot = parts.snapshot;
    this.txnNumber = parts.txnNumber;
    const maxTimeMs = parts.name === 'getMore' ? 0 : integerOf(parts.body, 'maxTimeMS', 0);
    if (maxTimeMs < 0) throw new MongoError(2, 'maxTimeMS must be a non-negative value');
    this.deadline = new Deadline(maxTimeMs);
  }

  /** How this command sees the documents. */
  get view(): View {
    return (this.transaction ?? this.snapshot)?.view ?? latest;
  }

  /** Names what cursors opened by this command belong to. */
  get owner(): string {
    if (!this.session) return '';
    return this.transaction ? `${this.session.id}:${this.session.txnNumber}` : this.session.id;
  }

  /** The collection named by the command's first field. */
  get collectionName(): string {
    const name = ownGet(this.body, this.name);
    if (typeof name !== 'string' || name === '') {
      throw new MongoError(73, `collection name has invalid type or is empty in '${this.name}'`);
    }
    return name;
  }

  /** The collection named; a view is refused with 166, since what asks for this writes, or is about indexes. */
  get collection(): Collection | undefined {
    return this.engine.store.base(this.db, this.collectionName);
  }

  /** A command's `let`, as given. */
  get variables(): Doc | undefined {
    return documentOf(this.body, 'let');
  }

  /**
   * Runs the writes of this command, all of them in one go. Outside a transaction they are committed together with the reply; should one
   * meet something that an open transaction holds, all is taken back and done again once that transaction has ended.
   */
  async write(run: (writer: Writer, statement: <T>(body: () => T) => T) => Doc): Promise<Doc> {
    if (this.transaction) return run(this.transaction, (body) => body());
    for (;;) {
      const write = new PlainWrite(this.engine.store);
      try {
        const reply = run(write, (body) => write.statement(body));
        const { session, txnNumber } = this;
        // Remembered before the commit: a snapshot taken right after it must not miss it.
        if (session && txnNumber !== undefined) {
          this.#failHere(write);
          session.reply = reply;
        }
        write.commit(session && txnNumber !== undefined ? { id: session.id, txnNumber, reply } : undefined);
        if (write.hasChanges) this.hasCommitted = true;
        return reply;
      } catch (error) {
        write.rollBack();
        if (!(error instanceof HeldByTransaction)) throw error;
        await this.deadline.wait(error.holder.ended);
      }
    }
  }

  /**
   * Waits until no open transaction has made or written to the collection: definitions change only beneath nobody.
   * @throws MongoError 26 when the collection went away meanwhile.
   */
  async quiet(collection: Collection): Promise<void> {
    const holder = () => collection.creator ?? first(collection.locks);
    for (let open = holder(); open; open = holder()) await this.deadline.wait(open.ended);
    const { db, name } = collection;
    if (this.engine.store.find(db, name) !== collection) throw new MongoError(26, `ns does not exist: ${db}.${name}`);
  }

  /** The place of the fail point `onPrimaryTransactionalWrite`. */
  #failHere(write: PlainWrite): void {
    const fault = write.hasChanges ? this.engine.failPoints.retryableWrite() : undefined;
    if (fault?.closeConnection) this.hangsUp = true;
    if (fault?.errorCode !== undefined) throw new MongoError(fault.errorCode, 'Failing write via fail point');
  }

  /** Commits changes to collections or indexes. */
  define(...changes: Change[]): void {
    this.engine.store.commit(this.engine.store.clock.tick(), changes);
    this.hasCommitted = true;
  }
}

function first(locks: ReadonlyMap<string, Transaction>): Transaction | undefined {
  for (const holder of locks.values()) return holder;
  return undefined;
}

/** One command: what it does, and where it may be used. */
export interface Command {
  run(context: CommandContext): Doc | Promise<Doc>;
  /** May be used inside a transaction. */
  inTransaction?: true;
  /** May read as of an earlier moment (read concern `snapshot`). */
  fromSnapshot?: true;
  /** May carry a transaction number outside one, to be repeated safely. */
  retryable?: true;
  /** Changes something: takes a write concern. */
  writes?: true;
  /** Only on the `admin` database. */
  adminOnly?: true;
}

export type Commands = Readonly<Record<string, Command>>;
