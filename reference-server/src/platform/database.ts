import mongoose, { type ClientSession } from 'mongoose';
import { Refused } from './refusals.js';
import { log } from './log.js';

mongoose.set('strictQuery', 'throw');
mongoose.set('sanitizeFilter', true);
// A missing index would be made while customers wait: in production a migration does it (O4).
mongoose.set('autoIndex', false);
mongoose.set('bufferCommands', false);

/**
 * Marks operators in a filter as our own: `{ expiresAt: trusted({ $gt: now }) }`. Whatever else is found in a filter is taken for a plain value, so
 * that an operator in somebody's input finds nothing (L6).
 */
export const trusted = mongoose.trusted;

/** Connects this process to its database. Correctness lives there and nowhere else (G1). */
export async function connectDatabase(uri: string, options: { makeIndexes: boolean }): Promise<void> {
  await mongoose.connect(uri, {
    serverSelectionTimeoutMS: 10_000,
    maxPoolSize: 50,
    readConcern: { level: 'majority' },
    writeConcern: { w: 'majority', journal: true },
    readPreference: 'primary',
    ignoreUndefined: false,
  });
  if (options.makeIndexes) await makeIndexes();
}

/** Unique indexes of earlier versions that forbid what this one does. */
const obsolete: Readonly<Record<string, string>> = {
  ledger: 'shop_1_mode_1_payment_1_kind_1',
  payment_reviews: 'shop_1_mode_1_payment_1_reason_1',
};

/** Makes the collections and indexes of every model. A transaction cannot make a collection in passing. */
export async function makeIndexes(): Promise<void> {
  for (const name of mongoose.modelNames()) {
    const model = mongoose.model(name);
    await model.createCollection();
    await model.createIndexes();
    const old = obsolete[model.collection.collectionName];
    if (old && (await model.collection.indexes()).some((index) => index.name === old))
      await model.collection.dropIndex(old);
  }
}

/**
 * Collections whose indexes are not all there. The unique ones carry the money rules, so production does not open without them; `npm run migrate:prod`
 * makes them (O4).
 */
export async function collectionsToMigrate(): Promise<string[]> {
  const lacking: string[] = [];
  for (const name of mongoose.modelNames()) {
    const model = mongoose.model(name);
    const there = await model.listIndexes().catch((error: unknown) => {
      if ((error as { codeName?: string }).codeName === 'NamespaceNotFound') return [];
      throw error;
    });
    const wanted = there.length > 0 ? (await model.diffIndexes()).toCreate : model.schema.indexes();
    if (there.length === 0 || wanted.length > 0) lacking.push(model.collection.collectionName);
  }
  return lacking;
}

export async function disconnectDatabase(): Promise<void> {
  await mongoose.disconnect();
}

/** Whether the primary answers, for `/ready`. */
export async function databaseAnswers(): Promise<boolean> {
  if (mongoose.connection.readyState !== mongoose.ConnectionStates.connected) return false;
  try {
    const hello = await mongoose.connection.db?.admin().command({ hello: 1 }, { timeoutMS: 2_000 });
    return hello?.['isWritablePrimary'] === true;
  } catch (error) {
    log.warn({ err: error }, 'database does not answer');
    return false;
  }
}

/** Production needs transactions, and a standalone server has none (O3). */
export async function refuseStandalone(): Promise<void> {
  const hello = await mongoose.connection.db?.admin().command({ hello: 1 });
  if (!hello?.['setName'] && hello?.['msg'] !== 'isdbgrid')
    throw new Error('MONGODB_URI leads to a standalone server; transactions need a replica set or Atlas.');
}

const afterwards = new WeakMap<ClientSession, (() => void)[]>();

/** Runs after the commit, and not at all if there is none. For wake-ups; what must not be lost belongs into the transaction. */
export function afterCommit(tx: ClientSession, run: () => void): void {
  const list = afterwards.get(tx) ?? [];
  list.push(run);
  afterwards.set(tx, list);
}

const deadlineMs = 10_000;

/**
 * Runs `work` in one transaction: snapshot reads, majority writes, journal, 10 s in all (O3). The driver runs the body again after a conflict, so
 * it holds no network call (G3) and awaits its operations one after another.
 *
 * @param options.inTurn Transactions with the same name wait for each other in this process. It spares them conflicts that they would only
 *   repeat; correctness does not lean on it.
 * @throws Refused `unavailable` when the deadline passes: the outcome may be unknown, and the same idempotency key resolves it.
 */
export async function inTransaction<T>(
  work: (tx: ClientSession) => Promise<T>,
  options: { inTurn?: string } = {},
): Promise<T> {
  return options.inTurn ? takeTurn(options.inTurn, () => transact(work)) : transact(work);
}

async function transact<T>(work: (tx: ClientSession) => Promise<T>): Promise<T> {
  const session = await mongoose.connection.startSession();
  try {
    const result = await session.withTransaction(
      async (tx) => {
        afterwards.delete(tx);
        return work(tx);
      },
      {
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority', journal: true },
        readPreference: 'primary',
        timeoutMS: deadlineMs,
      },
    );
    for (const run of afterwards.get(session) ?? []) run();
    return result;
  } catch (error) {
    throw isDatabaseTrouble(error) ? new Refused('unavailable', {}, { cause: error }) : error;
  } finally {
    await session.endSession();
  }
}

const queues = new Map<string, Promise<unknown>>();

/** Runs one after another, in this process, what goes by the same name. */
export async function takeTurn<T>(name: string, run: () => Promise<T>): Promise<T> {
  const before = queues.get(name) ?? Promise.resolve();
  const mine = before.then(run, run);
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  queues.set(name, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(name) === settled) queues.delete(name);
  }
}

const troubles = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoOperationTimeoutError',
  'MongoWriteConcernError',
  'MongoPoolClearedError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
]);

/** The database is away, slow or in a knot: try again later. Anything else thrown by it is a defect of ours. */
export function isDatabaseTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (troubles.has(error.name)) return true;
  const labels = error as { hasErrorLabel?: (label: string) => boolean };
  return (
    typeof labels.hasErrorLabel === 'function' &&
    (labels.hasErrorLabel('TransientTransactionError') || labels.hasErrorLabel('UnknownTransactionCommitResult'))
  );
}

/** A unique index refused: somebody else was first. `on` names a field of that index, to tell one from another. */
export function isDuplicate(error: unknown, on?: string): boolean {
  if (typeof error !== 'object' || error === null || (error as { code?: unknown }).code !== 11000) return false;
  const pattern = (error as { keyPattern?: Record<string, unknown> }).keyPattern;
  return on === undefined || pattern === undefined || on in pattern;
}
