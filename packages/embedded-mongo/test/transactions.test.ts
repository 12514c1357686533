import { Long, type MongoServerError, UUID, type ClientSession, type Collection, type Db } from 'mongodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freshName, rawConnection, useServer } from './kit.js';

const bench = useServer();

interface Account {
  _id: string;
  balance: number;
}

async function accounts(): Promise<{ db: Db; accounts: Collection<Account> }> {
  const db = bench.db();
  const list = db.collection<Account>('accounts');
  await list.insertMany([
    { _id: 'a', balance: 100 },
    { _id: 'b', balance: 0 },
  ]);
  return { db, accounts: list };
}

function begin(): ClientSession {
  const session = bench.client.startSession();
  onTestFinished(() => session.endSession());
  session.startTransaction();
  return session;
}

describe('a transaction', () => {
  it('shows its writes to itself at once, to others when committed, all together', async () => {
    const { accounts: list, db } = await accounts();
    const session = begin();
    await list.updateOne({ _id: 'a' }, { $inc: { balance: -30 } }, { session });
    await list.updateOne({ _id: 'b' }, { $inc: { balance: 30 } }, { session });
    await db.collection('ledger').insertOne({ amount: 30 }, { session });
    expect((await list.find({}, { session, sort: { _id: 1 } }).toArray()).map((one) => one.balance)).toEqual([70, 30]);
    expect((await list.find({}, { sort: { _id: 1 } }).toArray()).map((one) => one.balance)).toEqual([100, 0]);
    expect(await db.collection('ledger').estimatedDocumentCount()).toBe(0);
    await session.commitTransaction();
    expect((await list.find({}, { sort: { _id: 1 } }).toArray()).map((one) => one.balance)).toEqual([70, 30]);
    expect(await db.collection('ledger').estimatedDocumentCount()).toBe(1);
  });

  it('leaves nothing behind when aborted, not even the collection it made', async () => {
    const { accounts: list, db } = await accounts();
    const session = begin();
    await list.deleteOne({ _id: 'a' }, { session });
    await list.updateOne({ _id: 'b' }, { $set: { balance: 1 } }, { session });
    await db.collection('made').insertOne({}, { session });
    await session.abortTransaction();
    expect(await list.find({}, { sort: { _id: 1 } }).toArray()).toEqual([
      { _id: 'a', balance: 100 },
      { _id: 'b', balance: 0 },
    ]);
    expect(await db.listCollections({ name: 'made' }).toArray()).toEqual([]);
  });

  it('reads as of its beginning, through indexes too, whatever others commit meanwhile', async () => {
    const { accounts: list } = await accounts();
    await list.createIndex({ balance: 1 });
    const session = begin();
    expect(await list.findOne({ _id: 'b' }, { session })).toMatchObject({ balance: 0 });
    await list.updateOne({ _id: 'b' }, { $set: { balance: 500 } });
    await list.deleteOne({ _id: 'a' });
    await list.insertOne({ _id: 'c', balance: 0 });
    expect(await list.find({ balance: 0 }, { session }).toArray()).toEqual([{ _id: 'b', balance: 0 }]);
    expect(await list.find({}, { session, sort: { balance: -1 } }).toArray()).toEqual([
      { _id: 'a', balance: 100 },
      { _id: 'b', balance: 0 },
    ]);
    await session.commitTransaction();
    expect(await list.find({ balance: 0 }).toArray()).toEqual([{ _id: 'c', balance: 0 }]);
  });

  it('is refused at once, and may be tried again, when another one was first', async () => {
    const { accounts: list } = await accounts();
    const [first, second] = [begin(), begin()];
    await list.updateOne({ _id: 'a' }, { $inc: { balance: 1 } }, { session: first });
    const error = await list
      .updateOne({ _id: 'a' }, { $inc: { balance: 1 } }, { session: second })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 112, codeName: 'WriteConflict' });
    expect((error as MongoServerError).hasErrorLabel('TransientTransactionError')).toBe(true);
    await second.abortTransaction();
    await first.commitTransaction();
    expect(await list.findOne({ _id: 'a' })).toMatchObject({ balance: 101 });
  });

  it('is refused when a document changed since it began', async () => {
    const { accounts: list } = await accounts();
    const session = begin();
    await list.findOne({ _id: 'b' }, { session });
    await list.updateOne({ _id: 'a' }, { $inc: { balance: 1 } });
    await expect(list.updateOne({ _id: 'a' }, { $inc: { balance: 1 } }, { session })).rejects.toMatchObject({
      code: 112,
    });
  });

  it('holds unique keys against others until it ends', async () => {
    const users = bench.db().collection('users');
    await users.createIndex({ email: 1 }, { unique: true });
    const [first, second] = [begin(), begin()];
    await users.insertOne({ email: 'a@x.io' }, { session: first });
    await expect(users.insertOne({ email: 'a@x.io' }, { session: second })).rejects.toMatchObject({ code: 112 });
    const plain = users.insertOne({ email: 'a@x.io' }).catch((e: unknown) => e);
    await first.commitTransaction();
    expect(await plain).toMatchObject({ code: 11000 });
  });

  it('may move a unique key from one document to another', async () => {
    const users = bench.db().collection<{ _id: number; email: string }>('users');
    await users.createIndex({ email: 1 }, { unique: true });
    await users.insertOne({ _id: 1, email: 'a@x.io' });
    const session = begin();
    await users.updateOne({ _id: 1 }, { $set: { email: 'old' } }, { session });
    await users.insertOne({ _id: 2, email: 'a@x.io' }, { session });
    await session.commitTransaction();
    expect(await users.findOne({ email: 'a@x.io' })).toEqual({ _id: 2, email: 'a@x.io' });
    await expect(users.insertOne({ _id: 3, email: 'old' })).rejects.toMatchObject({ code: 11000 });
  });

  it('makes a plain write wait, which then looks again at what it finds', async () => {
    const { accounts: list } = await accounts();
    const session = begin();
    await list.updateOne({ _id: 'a' }, { $set: { balance: 5 } }, { session });
    const plain = list.updateOne({ _id: 'a', balance: { $gte: 50 } }, { $inc: { balance: -50 } });
    await session.commitTransaction();
    expect(await plain).toMatchObject({ matchedCount: 0 });
    expect(await list.findOne({ _id: 'a' })).toMatchObject({ balance: 5 });
  });

  it('is over after any error inside it', async () => {
    const { accounts: list } = await accounts();
    const session = begin();
    await list.updateOne({ _id: 'b' }, { $set: { balance: 7 } }, { session });
    await expect(list.insertOne({ _id: 'a', balance: 1 }, { session })).rejects.toMatchObject({ code: 11000 });
    const error = await list.findOne({}, { session }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 251, codeName: 'NoSuchTransaction' });
    expect((error as MongoServerError).hasErrorLabel('TransientTransactionError')).toBe(true);
    expect(await list.findOne({ _id: 'b' })).toMatchObject({ balance: 0 });
  });

  it('may be committed again, and refuses what is not allowed inside', async () => {
    const { accounts: list, db } = await accounts();
    const session = begin();
    await list.updateOne({ _id: 'b' }, { $set: { balance: 7 } }, { session });
    await session.commitTransaction();
    await session.commitTransaction();
    session.startTransaction();
    await expect(db.command({ drop: 'accounts' }, { session })).rejects.toMatchObject({ code: 263 });
    await session.abortTransaction();
    expect(await list.estimatedDocumentCount()).toBe(2);
  });

  it.each([
    ['linearizable', 'items', 72],
    ['available', 'items', 72],
    ['local', 'admin', 263],
  ] as const)('is refused with read concern %s on %s', async (level, place, code) => {
    const db = place === 'admin' ? bench.client.db('admin') : bench.db();
    await bench.client.withSession(async (session) => {
      session.startTransaction({ readConcern: { level } });
      await expect(db.collection('items').findOne({}, { session })).rejects.toMatchObject({ code });
    });
  });

  it('rolls back collections and indexes made inside it', async () => {
    const db = bench.db();
    const session = begin();
    await db.createCollection('made', { session });
    await db.collection('made').createIndex({ a: 1 }, { session });
    await session.abortTransaction();
    expect(await db.listCollections().toArray()).toEqual([]);
    session.startTransaction();
    await db.createCollection('made', { session });
    await db.collection('made').createIndex({ a: 1 }, { session, unique: true });
    await db.collection('made').insertOne({ a: 1 }, { session });
    await session.commitTransaction();
    await expect(db.collection('made').insertOne({ a: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  it('lets withTransaction carry every one of many colliding transfers through', async () => {
    const { accounts: list, db } = await accounts();
    await db.createCollection('ledger');
    const transfer = () =>
      bench.client.withSession((session) =>
        session.withTransaction(async () => {
          const from = await list.findOne({ _id: 'a' }, { session });
          await list.updateOne({ _id: 'a' }, { $set: { balance: from!.balance - 1 } }, { session });
          await list.updateOne({ _id: 'b' }, { $inc: { balance: 1 } }, { session });
          await db.collection('ledger').insertOne({ amount: 1 }, { session });
        }),
      );
    await Promise.all(Array.from({ length: 12 }, transfer));
    expect(await list.find({}, { sort: { _id: 1 } }).toArray()).toEqual([
      { _id: 'a', balance: 88 },
      { _id: 'b', balance: 12 },
    ]);
    expect(await db.collection('ledger').estimatedDocumentCount()).toBe(12);
  });
});

describe('a retryable write', () => {
  it('is carried out once, however often it is sent', async () => {
    const db = bench.db();
    const raw = await rawConnection(bench.server.uri);
    // The same bytes twice, as a driver sends them when a reply was lost.
    const insert = {
      insert: 'items',
      documents: [{ _id: 1 }],
      lsid: { id: new UUID() },
      txnNumber: Long.fromNumber(1),
      $db: db.databaseName,
    };
    const replies = [await raw.command(insert), await raw.command(insert)];
    expect(replies.map((reply) => reply['n'])).toEqual([1, 1]);
    expect(await db.collection('items').countDocuments({})).toBe(1);
    const push = {
      update: 'items',
      updates: [{ q: { _id: 1 }, u: { $push: { log: 'x' } } }],
      lsid: insert.lsid,
      txnNumber: Long.fromNumber(2),
      $db: db.databaseName,
    };
    await Promise.all([raw.command(push), (await rawConnection(bench.server.uri)).command(push)]);
    expect(await db.collection('items').findOne({})).toEqual({ _id: 1, log: ['x'] });
    expect(await raw.command(insert)).toMatchObject({ ok: 0, code: 225 });
  });

  it('is sent again by the driver when the line breaks, and done once', async () => {
    const items = bench.client.db(freshName()).collection('items');
    await items.insertOne({ n: 0 });
    await bench.client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times: 1 },
      data: { failCommands: ['update'], errorCode: 91, errorLabels: ['RetryableWriteError'] },
    });
    await items.updateOne({}, { $inc: { n: 1 } });
    expect(await items.findOne({}, { projection: { _id: 0 } })).toEqual({ n: 1 });
  });
});

describe('a snapshot session', () => {
  it('reads on in further batches', async () => {
    const items = bench.client.db(freshName()).collection<{ _id: number }>('batches');
    await items.insertMany(Array.from({ length: 5 }, (_, _id) => ({ _id })));
    const session = bench.client.startSession({ snapshot: true });
    expect(await items.find({}, { session, batchSize: 2 }).toArray()).toHaveLength(5);
    await session.endSession();
  });

  it('sees one and the same moment in all its reads', async () => {
    const { accounts: list } = await accounts();
    const session = bench.client.startSession({ snapshot: true });
    onTestFinished(() => session.endSession());
    expect(await list.findOne({ _id: 'a' }, { session })).toMatchObject({ balance: 100 });
    await list.updateOne({ _id: 'a' }, { $set: { balance: 1 } });
    await list.deleteOne({ _id: 'b' });
    expect(await list.distinct('balance', {}, { session })).toEqual([100, 0]);
    expect(await list.countDocuments({}, { session })).toBe(2);
    expect(await list.countDocuments({})).toBe(1);
  });
});

describe('fail points', () => {
  it('strike one collection only, count, and can use up the time of a command', async () => {
    const db = bench.db();
    const admin = bench.client.db('admin');
    const data = { failCommands: ['insert'], errorCode: 8, namespace: `${db.databaseName}.a` };
    const before = await admin.command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data });
    await db.collection('b').insertOne({});
    await expect(db.collection('a').insertOne({})).rejects.toMatchObject({ code: 8 });
    const after = await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
    expect(after['count'] - before['count']).toBe(1);
    await admin.command({ configureFailPoint: 'maxTimeAlwaysTimeOut', mode: { times: 1 } });
    await expect(db.collection('a').findOne({}, { maxTimeMS: 60_000 })).rejects.toMatchObject({ code: 50 });
    await expect(admin.command({ configureFailPoint: 'nonsense', mode: 'off' })).rejects.toMatchObject({ code: 188 });
  });

  it('let a driver lose the reply of a write, or the write itself, and it is done once', async () => {
    const items = bench.client.db(freshName()).collection<{ _id: number }>('items');
    const arm = (data: object) =>
      bench.client.db('admin').command({ configureFailPoint: 'onPrimaryTransactionalWrite', mode: { times: 1 }, data });
    await items.insertOne({ _id: 0 });
    await arm({});
    await items.insertMany([{ _id: 1 }, { _id: 2 }]);
    await arm({ failBeforeCommitExceptionCode: 1 });
    await items.insertOne({ _id: 3 });
    expect(await items.distinct('_id')).toEqual([0, 1, 2, 3]);
  });
});
