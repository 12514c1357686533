import { Binary, Long, Timestamp } from 'bson';
import { asNumber, documentOf, integerOf } from '../arguments.js';
import type { Engine } from '../engine.js';
import { MongoError } from '../errors.js';
import type { Fault } from '../failpoints/failpoints.js';
import { fromTimestamp, toTimestamp } from '../sessions/clock.js';
import { noSuchTransaction, type Session } from '../sessions/sessions.js';
import type { Transaction } from '../txn/transaction.js';
import { formatValue } from '../values/format.js';
import { isDoc, ownGet, type Doc } from '../values/index.js';
import { checkDatabase } from '../storage/store.js';
import { CommandContext, type Command, type Connection } from './context.js';
import { refuseUnknownFields } from './fields.js';
import { labelsFor } from './labels.js';
import { commands } from './table.js';

/** What to do with the socket after a command: answer, or cut the line (a fail point's wish). */
export type Outcome = { reply: Doc } | { close: true };

/** Carries out one command from its bytes' meaning to its reply. Never throws: what goes wrong is an error reply. */
export async function dispatch(engine: Engine, connection: Connection, body: Doc): Promise<Outcome> {
  const name = nameOf(body);
  const fault =
    name === 'configureFailPoint'
      ? undefined
      : engine.failPoints.command(name, connection.appName, namespaceOf(name, body));
  const outlasted = fault && fault.blockMs > 0 ? await pause(fault.blockMs, body) : false;
  const tooLate = outlasted || (Number(ownGet(body, 'maxTimeMS') ?? 0) > 0 && engine.failPoints.timesOut());
  if (fault?.closeConnection) return { close: true };
  const refusal = refusalOf(fault, tooLate);
  const { reply, hangsUp } = await answer(engine, connection, name, body, refusal, fault);
  if (hangsUp) return { close: true };
  const now = toTimestamp(engine.store.clock.tick());
  return { reply: { ...reply, $clusterTime: { clusterTime: now, signature: noSignature }, operationTime: now } };
}

const noSignature = { hash: new Binary(new Uint8Array(20)), keyId: Long.ZERO };

function namespaceOf(name: string, body: Doc): string {
  const target = ownGet(body, name === 'getMore' ? 'collection' : name);
  return `${String(ownGet(body, '$db'))}.${typeof target === 'string' ? target : '$cmd'}`;
}

/** The first field names the command. `isMaster` has been spelled in every way. */
function nameOf(body: Doc): string {
  const name = Object.keys(body)[0] ?? '';
  const lower = name.toLowerCase();
  return lower === 'ismaster' ? 'isMaster' : lower === 'hello' ? 'hello' : name;
}

/** Waits as a fail point wants it, but no longer than the command may take. @returns whether the command's time is up. */
async function pause(ms: number, body: Doc): Promise<boolean> {
  const limit = ownGet(body, 'maxTimeMS');
  const allowed = limit === undefined ? Infinity : asNumber(limit, 'maxTimeMS') || Infinity;
  await new Promise((resolve) => setTimeout(resolve, Math.min(ms, allowed)));
  return ms >= allowed;
}

function refusalOf(fault: Fault | undefined, tooLate: boolean): MongoError | undefined {
  if (tooLate) return new MongoError(50, 'operation exceeded time limit');
  if (fault?.errorCode === undefined) return undefined;
  return new MongoError(fault.errorCode, "Failing command via 'failCommand' failpoint");
}

async function answer(
  engine: Engine,
  connection: Connection,
  name: string,
  body: Doc,
  refusal: MongoError | undefined,
  fault: Fault | undefined,
): Promise<{ reply: Doc; hangsUp: boolean }> {
  let context: CommandContext | undefined;
  const facts = () => ({
    name,
    inTransaction: body['autocommit'] === false,
    numbered: ownGet(body, 'txnNumber') !== undefined,
    labels: fault?.errorLabels,
    ofChangeStream: context?.ofChangeStream ?? false,
  });
  try {
    if (refusal) throw refusal;
    const command = Object.hasOwn(commands, name) ? commands[name]! : undefined;
    if (!command) throw new MongoError(59, `no such command: '${name}'`);
    refuseUnknownFields(name, body);
    context = open(engine, connection, name, command, body);
    const reply = await run(context, command);
    const concern = command.writes ? await settle(context) : await settleRead(context);
    const failed = fault?.writeConcernError ?? concern;
    const whole = failed ? { ...reply, writeConcernError: failed } : reply;
    return { reply: complete(whole, facts()), hangsUp: context.hangsUp };
  } catch (error) {
    const shown = error instanceof MongoError ? error : new MongoError(1, `internal error: ${describe(error)}`);
    // An error inside a transaction ends it, whatever the client does next.
    if (context?.transaction?.isOpen) context.session?.abort();
    const reply: Doc = { ok: 0, errmsg: shown.message, code: shown.code, codeName: shown.codeName, ...shown.extra };
    return { reply: complete(reply, facts()), hangsUp: context?.hangsUp ?? false };
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function complete(reply: Doc, facts: Parameters<typeof labelsFor>[1]): Doc {
  const labels = labelsFor(reply, facts);
  return { ...reply, ok: reply['ok'] ?? 1, ...(labels.length > 0 ? { errorLabels: labels } : {}) };
}

/** Finds out who asks and whether it may be asked here and now. */
function open(engine: Engine, connection: Connection, name: string, command: Command, body: Doc): CommandContext {
  const db = ownGet(body, '$db');
  if (typeof db !== 'string') throw new MongoError(40414, 'OP_MSG requests require a $db argument');
  checkDatabase(db);
  if (command.adminOnly && db !== 'admin')
    throw new MongoError(13, `${name} may only be run against the admin database.`);
  const level = readLevel(body);
  const session = engine.sessions.of(ownGet(body, 'lsid'));
  const number = ownGet(body, 'txnNumber');
  const txnNumber = number === undefined ? undefined : asNumber(number, 'txnNumber');
  const autocommit = ownGet(body, 'autocommit');
  if (autocommit !== undefined && autocommit !== false) throw new MongoError(72, 'autocommit may only be false');
  if (txnNumber !== undefined && !session)
    throw new MongoError(72, 'Transaction number requires a session ID to also be specified');
  if (autocommit === false && txnNumber === undefined) {
    throw new MongoError(72, "'autocommit' field requires a transaction number to also be specified");
  }
  if (ownGet(body, 'startTransaction') !== undefined && autocommit !== false) {
    throw new MongoError(72, "'startTransaction' field requires 'autocommit' field to also be specified");
  }
  let transaction: Transaction | undefined;
  if (autocommit === false) transaction = enter(engine, session!, txnNumber!, name, command, body);
  else if (txnNumber !== undefined && !command.retryable) {
    throw new MongoError(
      72,
      `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${name} is not a retryable write command.`,
    );
  }
  const retry = autocommit === false ? undefined : txnNumber;
  // The driver names the level with each getMore of a snapshot session too; the cursor has had its moment since its first batch.
  const snapshot =
    level === 'snapshot' && autocommit === undefined && name !== 'getMore'
      ? snapshotFor(engine, name, command, body)
      : undefined;
  return new CommandContext({ engine, connection, name, db, body, session, transaction, snapshot, txnNumber: retry });
}

/** The transaction a command belongs to; none for a commit that has been carried out already. */
function enter(
  engine: Engine,
  session: Session,
  txnNumber: number,
  name: string,
  command: Command,
  body: Doc,
): Transaction | undefined {
  const { sessions } = engine;
  const starts = body['startTransaction'] === true;
  refuseUnfit(name, command, body);
  const again = session.txnNumber === txnNumber;
  if (name === 'commitTransaction' && again && session.stage === 'committed') return undefined;
  if (name === 'commitTransaction' && !again && txnNumber > session.txnNumber) throw noSuchTransaction(txnNumber);
  if (!command.inTransaction) {
    if (again) session.abort();
    throw new MongoError(263, `Cannot run '${name}' in a multi-document transaction.`);
  }
  if (!starts && ownGet(body, 'readConcern') !== undefined) {
    throw new MongoError(72, 'Only the first command in a transaction may specify a readConcern');
  }
  return starts ? sessions.begin(session, txnNumber) : sessions.join(session, txnNumber);
}

const internalDatabases = new Set(['admin', 'config', 'local']);
const transactionLevels = new Set(['local', 'majority', 'snapshot']);

/** @throws MongoError 72 for a read concern that no transaction can have, 263 for the server's own databases. */
function refuseUnfit(name: string, command: Command, body: Doc): void {
  const level = readLevel(body);
  if (level !== undefined && !transactionLevels.has(level)) {
    throw new MongoError(
      72,
      `The readConcern level must be either 'local' (default), 'majority' or 'snapshot' in order to run in a transaction, not '${level}'`,
    );
  }
  const db = String(body['$db']);
  if (command.inTransaction && !command.adminOnly && internalDatabases.has(db)) {
    throw new MongoError(263, `Cannot run command '${name}' against the '${db}' database in a transaction.`);
  }
}

const readLevels = new Set(['local', 'majority', 'linearizable', 'available', 'snapshot']);

function readLevel(body: Doc): string | undefined {
  const level = documentOf(body, 'readConcern')?.['level'];
  if (level === undefined) return undefined;
  if (typeof level !== 'string' || !readLevels.has(level)) {
    throw new MongoError(9, `Unrecognized readConcern level ${formatValue(level)}`);
  }
  return level;
}

/** The moment a snapshot read outside a transaction is about: the one it names, or the present. */
function snapshotFor(engine: Engine, name: string, command: Command, body: Doc): Transaction {
  if (!command.fromSnapshot) {
    throw new MongoError(
      72,
      `readConcern level snapshot is not supported by the command '${name}' outside a transaction`,
    );
  }
  const at = documentOf(body, 'readConcern')?.['atClusterTime'];
  return at instanceof Timestamp ? engine.snapshots.at(fromTimestamp(at)) : engine.snapshots.take();
}

/** A reply to a snapshot read says which moment it shows. */
function withMoment(reply: Doc, snapshot: Transaction | undefined): Doc {
  if (!snapshot) return reply;
  const atClusterTime = toTimestamp(snapshot.readTs);
  return isDoc(reply['cursor'])
    ? { ...reply, cursor: { ...reply['cursor'], atClusterTime } }
    : { ...reply, atClusterTime };
}

async function run(context: CommandContext, command: Command): Promise<Doc> {
  const { session, txnNumber, transaction } = context;
  const refusal = context.engine.durability?.refusal;
  if (refusal && command.writes && context.name !== 'abortTransaction') throw refusal;
  if (transaction) {
    const reply = await command.run(context);
    if (reply['writeErrors'] !== undefined) session!.abort();
    return reply;
  }
  if (!session || txnNumber === undefined) return withMoment(await command.run(context), context.snapshot);

  while (session.running) await session.running;
  context.engine.sessions.checkNotOlder(session, txnNumber);
  if (session.txnNumber === txnNumber) {
    if (session.stage !== 'write') throw new MongoError(50767, 'Cannot retry a transaction as a retryable write');
    if (session.reply) {
      context.hasCommitted = true;
      return session.reply;
    }
  }
  session.abort();
  session.txnNumber = txnNumber;
  session.stage = 'write';
  session.reply = undefined;
  const running = Promise.resolve(command.run(context));
  session.running = running.catch(() => undefined).finally(() => (session.running = undefined));
  return running;
}

/** Who asks for what a majority has must not be shown what a crash could still take back. */
async function settleRead({ body, engine, transaction }: CommandContext): Promise<undefined> {
  const level = readLevel(body);
  if (!transaction && (level === 'majority' || level === 'linearizable')) await engine.flushed();
}

/** Waits for the disk where the write concern asks for it. @returns the `writeConcernError`, if the concern cannot be met. */
async function settle(context: CommandContext): Promise<Doc | undefined> {
  const concern = documentOf(context.body, 'writeConcern') ?? {};
  const w = ownGet(concern, 'w') ?? 'majority';
  const waits = w === 'majority' || concern['j'] === true || concern['j'] === 1;
  if (context.hasCommitted && waits) await context.engine.flushed();
  if (typeof w === 'string') {
    if (w === 'majority') return undefined;
    return {
      code: 79,
      codeName: 'UnknownReplWriteConcern',
      errmsg: `No write concern mode named '${w}' found in replica set configuration`,
    };
  }
  if (isDoc(w) || integerOf({ w }, 'w', 1) <= 1) return undefined;
  return { code: 100, codeName: 'UnsatisfiableWriteConcern', errmsg: 'Not enough data-bearing nodes' };
}
