import { describe, expect, it } from 'vitest';
import { freshFolder, connect, startOn, useServer } from './kit.js';

const server = useServer();

describe('a view', () => {
  it('shows what its pipeline makes of a collection, to every way of reading', async () => {
    const db = server.db();
    await db.collection<{ _id: number }>('items').insertMany([2, 4, 6, 8].map((x, i) => ({ _id: i, x, s: 'flour' })));
    await db.createCollection('dear', { viewOn: 'items', pipeline: [{ $match: { x: { $gt: 2 } } }, { $unset: 's' }] });
    await db.createCollection('dearest', { viewOn: 'dear', pipeline: [{ $match: { x: { $gt: 4 } } }] });
    const dear = db.collection('dear');
    expect(
      await dear
        .find({ x: { $lt: 8 } })
        .sort({ x: -1 })
        .skip(1)
        .project({ _id: 0 })
        .toArray(),
    ).toEqual([{ x: 4 }]);
    expect(await dear.countDocuments()).toBe(3);
    expect(await dear.estimatedDocumentCount()).toBe(3);
    expect(await dear.distinct('x', { x: { $ne: 6 } })).toEqual([4, 8]);
    expect(await db.collection('dearest').find().toArray()).toEqual([
      { _id: 2, x: 6 },
      { _id: 3, x: 8 },
    ]);
    const joined = db
      .collection('items')
      .aggregate([
        { $match: { x: 6 } },
        { $lookup: { from: 'dearest', localField: 'x', foreignField: 'x', as: 'found' } },
        { $unionWith: 'dearest' },
      ]);
    expect(await joined.toArray()).toMatchObject([{ found: [{ x: 6 }] }, { x: 6 }, { x: 8 }]);
    expect(await db.listCollections({ type: 'view' }, { nameOnly: true }).toArray()).toHaveLength(2);
  });

  it('cannot be written to, indexed, renamed, or stand on itself', async () => {
    const db = server.db();
    const view = await db.createCollection('v', { viewOn: 'a', pipeline: [] });
    for (const refused of [
      () => view.insertOne({}),
      () => view.updateOne({}, { $set: { a: 1 } }, { upsert: true }),
      () => view.deleteMany({}),
      () => view.findOneAndUpdate({}, { $set: { a: 1 } }),
      () => view.createIndex({ a: 1 }),
      () => view.listIndexes().toArray(),
      () => view.rename('w'),
      () =>
        db
          .collection('a')
          .aggregate([{ $out: 'v' }])
          .toArray(),
    ]) {
      await expect(refused()).rejects.toMatchObject({ code: 166 });
    }
    await expect(view.insertOne({})).rejects.toMatchObject({ code: 166 });
    await expect(db.createCollection('w', { viewOn: 'w' })).rejects.toMatchObject({ code: 5 });
    await expect(db.createCollection('v', { viewOn: 'other' })).rejects.toMatchObject({ code: 48 });
    await expect(db.createCollection('w', { viewOn: 'a', pipeline: [{ $nope: 1 }] })).rejects.toMatchObject({
      code: 40324,
    });
    expect(await view.drop()).toBe(true);
  });

  it('is still there after a restart, as it was last defined', async () => {
    const dir = await freshFolder();
    const first = await startOn(dir);
    const db = (await connect(first.uri)).db('shop');
    await db.collection('items').insertMany([{ x: 1 }, { x: 2 }]);
    await db.createCollection('v', { viewOn: 'items', pipeline: [] });
    await db.command({ collMod: 'v', viewOn: 'items', pipeline: [{ $match: { x: 2 } }] });
    await first.stop();
    const second = await startOn(dir);
    expect(await (await connect(second.uri)).db('shop').collection('v').countDocuments()).toBe(1);
  });
});

describe('a capped collection', () => {
  it('keeps the newest documents, in the order they came, also after a restart', async () => {
    const dir = await freshFolder();
    const first = await startOn(dir);
    const db = (await connect(first.uri)).db('log');
    const byCount = await db.createCollection<{ _id: number }>('count', { capped: true, size: 1e6, max: 3 });
    const bySize = await db.createCollection<{ _id: number; text: string }>('size', { capped: true, size: 1000 });
    for (let i = 0; i < 9; i++) await byCount.insertOne({ _id: i });
    await bySize.insertMany(Array.from({ length: 9 }, (_, i) => ({ _id: i, text: 'x'.repeat(280) })));
    expect(await byCount.isCapped()).toBe(true);
    await first.stop();
    const second = await startOn(dir);
    const again = (await connect(second.uri)).db('log');
    expect(await again.collection('count').find().toArray()).toEqual([{ _id: 6 }, { _id: 7 }, { _id: 8 }]);
    expect(await again.collection('count').find().sort({ $natural: -1 }).limit(1).toArray()).toEqual([{ _id: 8 }]);
    expect(await again.collection('size').distinct('_id')).toEqual([6, 7, 8]);
    await again.collection<{ _id: number }>('count').insertOne({ _id: 9 });
    expect(await again.collection('count').distinct('_id')).toEqual([7, 8, 9]);
  });

  it('loses nothing to a batch that is refused', async () => {
    const log = await server.db().createCollection<{ _id: number }>('log', { capped: true, size: 1000, max: 2 });
    await log.insertMany([{ _id: 1 }, { _id: 2 }]);
    await log.createIndex({ u: 1 }, { unique: true, sparse: true });
    await expect(log.insertMany([{ _id: 3 }, { _id: 3 }])).rejects.toMatchObject({ code: 11000 });
    expect(await log.distinct('_id')).toEqual([2, 3]);
  });

  it('can be followed, and cannot be written to in a transaction', async () => {
    const db = server.db();
    const log = await db.createCollection<{ _id: number; for?: string }>('log', { capped: true, size: 10_000 });
    await log.insertOne({ _id: 1, for: 'me' });
    const tail = log.find({ for: 'me' }, { tailable: true, awaitData: true, maxAwaitTimeMS: 20_000 });
    expect(await tail.next()).toMatchObject({ _id: 1 });
    const next = tail.next();
    await log.insertMany([
      { _id: 2, for: 'you' },
      { _id: 3, for: 'me' },
    ]);
    expect(await next).toMatchObject({ _id: 3 });
    await tail.close();
    await expect(
      db
        .collection('plain')
        .insertOne({})
        .then(() => db.collection('plain').find({}, { tailable: true }).next()),
    ).rejects.toMatchObject({ code: 2 });
    const session = server.client.startSession();
    session.startTransaction();
    await expect(log.insertOne({ _id: 4 }, { session })).rejects.toMatchObject({ code: 263 });
    await session.endSession();
  });
});

describe('a time series', () => {
  it('takes measurements, also with the same _id, and gives them back after a restart', async () => {
    const dir = await freshFolder();
    const first = await startOn(dir);
    const db = (await connect(first.uri)).db('shop');
    const sold = await db.createCollection<{ _id: number; at: Date; shop: string }>('sold', {
      timeseries: { timeField: 'at', metaField: 'shop', granularity: 'minutes' },
      expireAfterSeconds: 604_800,
    });
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    await sold.insertMany([
      { _id: 1, at: at(1), shop: 'a' },
      { _id: 1, at: at(2), shop: 'a' },
      { _id: 2, at: at(3), shop: 'b' },
    ]);
    await expect(sold.insertOne({ _id: 3, shop: 'a' } as never)).rejects.toMatchObject({ code: 2 });
    await expect(sold.updateOne({}, { $set: { shop: 'c' } })).rejects.toMatchObject({ code: 166 });
    expect(await sold.deleteMany({ shop: 'b' })).toMatchObject({ deletedCount: 1 });
    await first.stop();
    const again = (await connect((await startOn(dir)).uri)).db('shop');
    const [series] = await again.listCollections({ name: 'sold' }).toArray();
    expect(series).toMatchObject({
      type: 'timeseries',
      options: { expireAfterSeconds: 604_800, timeseries: { timeField: 'at', granularity: 'minutes' } },
    });
    const kept = again
      .collection('sold')
      .find({ at: { $gte: at(1) } })
      .sort({ at: -1 });
    expect(await kept.toArray()).toEqual([
      { _id: 1, at: at(2), shop: 'a' },
      { _id: 1, at: at(1), shop: 'a' },
    ]);
    await again.collection('sold').drop();
    expect(await again.listCollections().toArray()).toEqual([]);
  });

  it('needs the name of a time field', async () => {
    const make = (timeseries: object) =>
      server.db().createCollection('t', { timeseries: timeseries as { timeField: string } });
    await expect(make({})).rejects.toMatchObject({ code: 40414 });
    await expect(make({ timeField: 'a', granularity: 'weeks' })).rejects.toMatchObject({ code: 2 });
    await expect(make({ timeField: 'a', metaField: 'a' })).rejects.toMatchObject({ code: 72 });
  });
});

describe('min, max and returnKey', () => {
  it('read a part of an index, and show its keys', async () => {
    const items = server.db().collection<{ _id: number }>('items');
    await items.insertMany([5, 3, 4, 1, 2].map((n) => ({ _id: n, a: n % 2, b: n })));
    await items.createIndex({ a: 1, b: -1 });
    const part = items.find().hint({ a: 1, b: -1 });
    expect(
      await part
        .min({ a: 0, b: 2 })
        .max({ a: 1, b: 3 })
        .map(({ _id }) => _id)
        .toArray(),
    ).toEqual([2, 5]);
    expect(
      await items
        .find({ a: 1, b: { $gt: 3 } })
        .returnKey(true)
        .toArray(),
    ).toEqual([{ a: 1, b: 5 }]);
    await expect(items.find().min({ a: 1, b: 1 }).toArray()).rejects.toMatchObject({ code: 51173 });
    await expect(items.find().hint({ a: 1, b: -1 }).min({ a: 1 }).toArray()).rejects.toMatchObject({ code: 51174 });
  });
});
