import { Decimal128, Double, Int32, Long, MongoServerError, ObjectId } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { useServer } from './kit.js';

const bench = useServer();

describe('insert', () => {
  it('gives a document an _id and keeps its fields in order', async () => {
    const items = bench.db().collection('items');
    const { insertedId } = await items.insertOne({ b: 1, a: 2 });
    expect(Object.keys((await items.findOne({}))!)).toEqual(['_id', 'b', 'a']);
    expect(insertedId).toBeInstanceOf(ObjectId);
  });

  it('refuses an _id that is taken, with the error drivers know', async () => {
    const items = bench.db().collection<{ _id: string }>('items');
    await items.insertOne({ _id: 'x' });
    const error = await items.insertOne({ _id: 'x' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MongoServerError);
    expect(error).toMatchObject({ code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 'x' } });
    expect((error as Error).message).toMatch(
      /^E11000 duplicate key error collection: .+\.items index: _id_ dup key: \{ _id: "x" \}$/,
    );
  });

  it('stops an ordered batch at the first error and finishes an unordered one', async () => {
    const items = bench.db().collection<{ _id: number }>('items');
    const batch = [{ _id: 1 }, { _id: 1 }, { _id: 2 }];
    await expect(items.insertMany(batch)).rejects.toMatchObject({ insertedCount: 1 });
    await items.deleteMany({});
    await expect(items.insertMany(batch, { ordered: false })).rejects.toMatchObject({ insertedCount: 2 });
  });

  it('keeps int, double, long and decimal apart', async () => {
    const items = bench.db().collection('items');
    const numbers = {
      int: new Int32(1),
      double: new Double(1),
      long: Long.fromNumber(1),
      decimal: Decimal128.fromString('1.00'),
    };
    await items.insertOne(numbers);
    const stored = await items.findOne({}, { promoteValues: false });
    expect(stored).toMatchObject(numbers);
    expect(await items.countDocuments({ int: 1, double: 1, long: 1, decimal: 1 })).toBe(1);
  });

  it.each([[[1]], [/x/]])('refuses %j as an _id', async (id) => {
    await expect(
      bench
        .db()
        .collection('items')
        .insertOne({ _id: id as never }),
    ).rejects.toMatchObject({ code: 2 });
  });

  it('refuses a document over 16 MiB', async () => {
    const items = bench.db().collection('items');
    await items.insertOne({ fits: 'x'.repeat(16 * 1024 * 1024 - 100) });
    const refused = await bench.db().command({ insert: 'items', documents: [{ big: 'x'.repeat(16 * 1024 * 1024) }] });
    expect(refused).toMatchObject({ n: 0, writeErrors: [{ code: 10334 }] });
  });
});

describe('names that JavaScript is touchy about', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is an ordinary field', async (name) => {
    const items = bench.db().collection('items');
    await items.updateOne({ k: 1 }, { $set: Object.fromEntries([[`${name}.polluted`, true]]) }, { upsert: true });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(await items.countDocuments(Object.fromEntries([[`${name}.polluted`, true]]))).toBe(1);
  });
});

describe('find', () => {
  it('filters, sorts, skips, limits and projects', async () => {
    const items = bench.db().collection<{ _id: number; tag: string }>('items');
    await items.insertMany(Array.from({ length: 20 }, (_, i) => ({ _id: i, tag: i % 2 ? 'odd' : 'even' })));
    const found = await items.find({ tag: 'odd' }).sort({ _id: -1 }).skip(1).limit(3).project({ tag: 0 }).toArray();
    expect(found).toEqual([{ _id: 17 }, { _id: 15 }, { _id: 13 }]);
  });

  it('hands out a large result in batches, as of the moment it was asked for', async () => {
    const items = bench.db().collection<{ _id: number }>('items');
    await items.insertMany(Array.from({ length: 500 }, (_, i) => ({ _id: i })));
    const cursor = items.find({}, { batchSize: 50 });
    const first = await cursor.next();
    await items.deleteMany({});
    expect([first, ...(await cursor.toArray())]).toHaveLength(500);
  });

  it('answers 43 for a cursor it does not know', async () => {
    await expect(bench.db().command({ getMore: Long.fromNumber(12345), collection: 'x' })).rejects.toMatchObject({
      code: 43,
    });
  });

  it('refuses a field it does not know, since it would change what is meant', async () => {
    const db = bench.db();
    for (const command of [
      { find: 'a', fiter: {} },
      { update: 'a', updates: [{ q: {}, u: { $set: { a: 1 } }, mutli: true }] },
      { delete: 'a', deletes: [{ q: {}, limit: 1, sort: {} }] },
    ]) {
      await expect(db.command(command)).rejects.toMatchObject({ code: 40415 });
    }
    const out = db.collection('a').aggregate([{ $out: 'b' }], { readConcern: { level: 'linearizable' } });
    await expect(out.toArray()).rejects.toMatchObject({ code: 72 });
  });

  it('numbers records when asked, each as long as it lives', async () => {
    const items = bench.db().collection<{ _id: number; n?: number }>('items');
    await items.insertMany([{ _id: 1 }, { _id: 2 }]);
    const numbers = async () => (await items.find({}, { showRecordId: true }).toArray()).map((doc) => ({ ...doc }));
    expect(await numbers()).toEqual([
      { _id: 1, $recordId: 1 },
      { _id: 2, $recordId: 2 },
    ]);
    await items.deleteOne({ _id: 1 });
    await items.insertOne({ _id: 3 });
    await items.updateOne({ _id: 2 }, { $set: { n: 1 } });
    expect(await numbers()).toEqual([
      { _id: 2, n: 1, $recordId: 2 },
      { _id: 3, $recordId: 3 },
    ]);
  });

  it('ends with 50 when the time it was given is up', async () => {
    const db = bench.db();
    const admin = bench.client.db('admin');
    await db.collection('items').insertOne({});
    await admin.command({
      configureFailPoint: 'failCommand',
      mode: { times: 1 },
      data: { failCommands: ['find'], errorCode: 50 },
    });
    await expect(db.collection('items').findOne({}, { maxTimeMS: 5 })).rejects.toMatchObject({ code: 50 });
  });
});

describe('update', () => {
  it('counts what matched and what really changed', async () => {
    const items = bench.db().collection('items');
    await items.insertMany([{ n: 1 }, { n: 2 }]);
    expect(await items.updateMany({}, { $set: { n: 2 } })).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
  });

  it('inserts what it did not find when told to', async () => {
    const items = bench.db().collection('items');
    const done = await items.updateOne(
      { sku: 'a' },
      { $set: { n: 1 }, $setOnInsert: { made: true } },
      { upsert: true },
    );
    expect(done).toMatchObject({ matchedCount: 0, upsertedCount: 1 });
    expect(await items.findOne({ sku: 'a' })).toMatchObject({ n: 1, made: true, _id: done.upsertedId });
  });

  it('refuses to change an _id', async () => {
    const items = bench.db().collection<{ _id: number }>('items');
    await items.insertOne({ _id: 1 });
    await expect(items.updateOne({ _id: 1 }, { $set: { _id: 2 } })).rejects.toMatchObject({ code: 66 });
  });

  it('sells ten items to fourteen racing buyers exactly ten times', async () => {
    const items = bench.db().collection<{ _id: string; stock: number }>('items');
    await items.insertOne({ _id: 'unga', stock: 10 });
    const tries = Array.from({ length: 14 }, () =>
      items.updateOne({ _id: 'unga', stock: { $gte: 1 } }, { $inc: { stock: -1 } }),
    );
    const sold = (await Promise.all(tries)).reduce((sum, { modifiedCount }) => sum + modifiedCount, 0);
    expect({ sold, left: (await items.findOne({}))!.stock }).toEqual({ sold: 10, left: 0 });
  });

  it('gives the constants of a statement to its pipeline, and to nothing else', async () => {
    const db = bench.db();
    await db.collection<{ _id: number }>('items').insertOne({ _id: 1 });
    const update = (u: unknown) => db.command({ update: 'items', updates: [{ q: { _id: 1 }, u, c: { v: '$x' } }] });
    await update([{ $set: { y: '$$v' } }]);
    expect(await db.collection('items').findOne()).toEqual({ _id: 1, y: '$x' });
    expect(await update({ $set: { y: 2 } })).toMatchObject({ n: 0, writeErrors: [{ code: 51198 }] });
  });

  it('refuses the sort that only MongoDB 8 knows', async () => {
    const command = { update: 'items', updates: [{ q: {}, u: { $set: { a: 1 } }, sort: { a: 1 } }] };
    await expect(bench.db().command(command)).rejects.toThrow(/sort/);
  });
});

describe('findAndModify', () => {
  it('returns the document before or after, or null', async () => {
    const items = bench.db().collection('items');
    await items.insertMany([{ n: 1 }, { n: 5 }]);
    const before = await items.findOneAndUpdate({}, { $inc: { n: 10 } }, { sort: { n: -1 }, projection: { _id: 0 } });
    const after = await items.findOneAndUpdate(
      { n: 15 },
      { $inc: { n: 1 } },
      { returnDocument: 'after', projection: { _id: 0 } },
    );
    expect([before, after]).toEqual([{ n: 5 }, { n: 16 }]);
    expect(await items.findOneAndDelete({ n: 99 })).toBeNull();
    expect(await items.findOneAndDelete({ n: 16 })).toMatchObject({ n: 16 });
    expect(await items.findOneAndReplace({ n: 1 }, { m: 1 }, { returnDocument: 'after' })).toMatchObject({ m: 1 });
  });

  it('gives out consecutive numbers to everybody who asks at once', async () => {
    const counters = bench.db().collection<{ _id: string; next: number }>('counters');
    const next = () =>
      counters.findOneAndUpdate({ _id: 'order' }, { $inc: { next: 1 } }, { upsert: true, returnDocument: 'after' });
    const numbers = (await Promise.all(Array.from({ length: 20 }, next))).map((counter) => counter!.next);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
});

describe('delete', () => {
  it('removes one or all', async () => {
    const items = bench.db().collection('items');
    await items.insertMany([{ a: 1 }, { a: 1 }, { a: 2 }]);
    expect((await items.deleteOne({ a: 1 })).deletedCount).toBe(1);
    expect((await items.deleteMany({})).deletedCount).toBe(2);
  });
});

describe('count, distinct and bulk writes', () => {
  it('agree with each other', async () => {
    const items = bench.db().collection('items');
    await items.bulkWrite([
      { insertOne: { document: { a: [1, 2] } } },
      { updateOne: { filter: { a: 2 }, update: { $push: { a: 3 } as never } } },
      { insertOne: { document: { a: 3 } } },
      { deleteOne: { filter: { a: 9 } } },
    ]);
    expect(await items.estimatedDocumentCount()).toBe(2);
    expect(await items.countDocuments({ a: 3 })).toBe(2);
    expect(await items.distinct('a')).toEqual([1, 2, 3]);
  });
});

describe('a command that is not there', () => {
  it('is refused by its name', async () => {
    await expect(bench.db().command({ mapReduce: 'x' })).rejects.toMatchObject({
      code: 59,
      message: "no such command: 'mapReduce'",
    });
  });
});
