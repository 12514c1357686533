import { describe, expect, it } from 'vitest';
import { stagesOf, useServer } from './kit.js';

const bench = useServer();

async function planOf(
  collection: ReturnType<ReturnType<typeof bench.db>['collection']>,
  filter: object,
  sort?: object,
): Promise<string[]> {
  const cursor = collection.find(filter);
  return stagesOf(await (sort ? cursor.sort(sort as never) : cursor).explain('queryPlanner'));
}

describe('a unique index', () => {
  it('keeps out a second document with the key, also by update', async () => {
    const users = bench.db().collection('users');
    await users.createIndex({ email: 1 }, { unique: true });
    await users.insertMany([{ email: 'a@x.io' }, { email: 'b@x.io' }]);
    await expect(users.insertOne({ email: 'a@x.io' })).rejects.toMatchObject({
      code: 11000,
      message: expect.stringContaining('index: email_1 dup key: { email: "a@x.io" }'),
      keyPattern: { email: 1 },
      keyValue: { email: 'a@x.io' },
    });
    await expect(users.updateOne({ email: 'b@x.io' }, { $set: { email: 'a@x.io' } })).rejects.toMatchObject({
      code: 11000,
    });
    await users.deleteOne({ email: 'a@x.io' });
    await users.insertOne({ email: 'a@x.io' });
  });

  it('counts a missing field as null, unless it is sparse or partial', async () => {
    const db = bench.db();
    await db.collection('a').createIndex({ k: 1 }, { unique: true });
    await db.collection('a').insertOne({});
    await expect(db.collection('a').insertOne({ k: null })).rejects.toMatchObject({ code: 11000 });
    await db.collection('b').createIndex({ k: 1 }, { unique: true, sparse: true });
    await db.collection('b').insertMany([{}, {}, { k: 1 }]);
    await expect(db.collection('b').insertOne({ k: 1 })).rejects.toMatchObject({ code: 11000 });
    await db.collection('c').createIndex({ k: 1 }, { unique: true, partialFilterExpression: { live: true } });
    await db.collection('c').insertMany([{ k: 1 }, { k: 1 }, { k: 1, live: true }]);
    await expect(db.collection('c').insertOne({ k: 1, live: true })).rejects.toMatchObject({ code: 11000 });
    await expect(
      db.collection('c').updateOne({ live: { $exists: false } }, { $set: { live: true } }),
    ).rejects.toMatchObject({
      code: 11000,
    });
  });

  it('cannot be built over duplicates', async () => {
    const items = bench.db().collection('items');
    await items.insertMany([{ k: 1 }, { k: 1 }]);
    await expect(items.createIndex({ k: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    expect(await items.indexes()).toHaveLength(1);
  });

  it('lets one document repeat a key in its own array, and no other document have it', async () => {
    const items = bench.db().collection('items');
    await items.createIndex({ tags: 1 }, { unique: true });
    await items.insertOne({ tags: ['a', 'a', 'b'] });
    await expect(items.insertOne({ tags: ['c', 'b'] })).rejects.toMatchObject({ code: 11000 });
  });
});

describe('the planner', () => {
  it('goes by an index for equality, $in, ranges, prefixes and sorts, and reads everything otherwise', async () => {
    const orders = bench.db().collection('orders');
    await orders.createIndex({ shop: 1, state: 1, at: -1 });
    await orders.insertMany(Array.from({ length: 200 }, (_, i) => ({ shop: i % 5, state: i % 3, at: i })));
    expect(await planOf(orders, { shop: 1 })).toEqual(['FETCH', 'IXSCAN']);
    expect(await planOf(orders, { shop: { $in: [1, 2] }, state: 1 })).toEqual(['FETCH', 'IXSCAN']);
    expect(await planOf(orders, { shop: { $gte: 3 } })).toEqual(['FETCH', 'IXSCAN']);
    expect(await planOf(orders, { shop: 1, state: 2 }, { at: -1 })).toEqual(['FETCH', 'IXSCAN']);
    expect(await planOf(orders, { shop: 1, state: 2 }, { at: 1 })).toEqual(['FETCH', 'IXSCAN']);
    expect(await planOf(orders, { shop: 1 }, { at: 1 })).toEqual(['SORT', 'FETCH', 'IXSCAN']);
    expect(await planOf(orders, { state: 1 })).toEqual(['COLLSCAN']);
    expect(await planOf(orders, { _id: 1 })).toEqual(['IDHACK']);
  });

  it('uses a partial index only where the filter implies it, a sparse one only for fields that are there', async () => {
    const items = bench.db().collection('items');
    await items.createIndex({ a: 1 }, { partialFilterExpression: { live: true } });
    await items.createIndex({ b: 1 }, { sparse: true });
    await items.insertMany([{ a: 1 }, { a: 1, live: true }, { b: 1 }]);
    expect(await planOf(items, { a: 1 })).toEqual(['COLLSCAN']);
    expect(await planOf(items, { a: 1, live: true })).toEqual(['FETCH', 'IXSCAN']);
    expect(await planOf(items, { b: 1 })).toEqual(['FETCH', 'IXSCAN']);
    expect(await planOf(items, { b: null })).toEqual(['COLLSCAN']);
    expect(await items.countDocuments({ a: 1 })).toBe(2);
  });

  it('obeys a hint, and refuses one for an index that is not there', async () => {
    const items = bench.db().collection('items');
    await items.createIndex({ a: 1 }, { name: 'by_a' });
    await items.insertMany([{ a: 2 }, { a: 1 }]);
    expect((await items.find({}).hint('by_a').toArray()).map((doc) => doc['a'])).toEqual([1, 2]);
    await expect(items.find({}).hint('nope').toArray()).rejects.toMatchObject({ code: 2 });
  });

  it('answers the same through indexes as without them', async () => {
    const db = bench.db();
    const [plain, indexed, wild] = [db.collection('plain'), db.collection('indexed'), db.collection('wild')];
    await wild.createIndex({ '$**': 1 });
    for (const key of [{ a: 1 }, { b: -1, a: 1 }, { 'c.d': 1 }] as const) await indexed.createIndex(key);
    const values = [
      null,
      0,
      1,
      1.5,
      -3,
      'x',
      'y',
      true,
      new Date(5),
      [],
      [1],
      [1, 'x'],
      [[1]],
      { d: 1 },
      [{ d: 1 }, { d: 3 }, 5],
      { d: [] },
    ];
    const docs = Array.from({ length: 160 }, (_, i) => {
      const doc: Record<string, unknown> = { _id: i };
      if (i % 7) doc['a'] = values[(i * 5) % values.length];
      if (i % 3) doc['b'] = values[(i * 11) % 9];
      if (i % 2) doc['c'] = values[(i * 3) % values.length];
      return doc;
    });
    await plain.insertMany(docs as never);
    await indexed.insertMany(docs as never);
    await wild.insertMany(docs as never);
    const operands = values.filter((value) => !Array.isArray(value));
    const filters: object[] = [];
    for (const path of ['a', 'b', 'c.d', 'c']) {
      for (const value of operands) {
        filters.push(
          { [path]: value },
          { [path]: { $gt: value } },
          { [path]: { $lte: value } },
          { [path]: { $in: [value, 1] } },
        );
        filters.push({ [path]: { $gt: 0, $lt: value } }, { [path]: { $ne: value } }, { b: 1, [path]: value });
      }
    }
    for (const filter of filters) {
      const ids = async (collection: typeof plain) =>
        (await collection.find(filter, { projection: { _id: 1 }, sort: { _id: 1 } }).toArray()).map((doc) => doc._id);
      const [through, without, byWildcard] = await Promise.all([ids(indexed), ids(plain), ids(wild)]);
      expect(through, JSON.stringify(filter)).toEqual(without);
      expect(byWildcard, JSON.stringify(filter)).toEqual(without);
    }
    for (const sort of [{ a: 1 }, { a: -1 }, { b: -1, a: 1 }, { b: 1, a: -1 }, { _id: -1 }] as const) {
      const ordered = async (collection: typeof plain) =>
        (await collection.find({}, { sort: { ...sort, _id: 1 } as never }).toArray()).map((doc) => doc._id);
      expect(await ordered(indexed)).toEqual(await ordered(plain));
    }
  });
});

describe('a wildcard index', () => {
  it('serves equality and ranges on any path below it, follows changes, and is not unique', async () => {
    const items = bench.db().collection<{ _id: number }>('items');
    await items.createIndex({ 'specs.$**': 1 });
    await items.insertMany([
      { _id: 1, specs: { size: 2, tags: ['a', 'b'] } },
      { _id: 2, specs: { size: 5 } },
      { _id: 3, specs: [{ size: 7 }] },
      { _id: 4, size: 5 },
    ] as never);
    const find = async (filter: object) => {
      const stages = stagesOf(await items.find(filter).explain('queryPlanner'));
      return [stages.at(-1), (await items.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id)];
    };
    expect(await find({ 'specs.size': 5 })).toEqual(['IXSCAN', [2]]);
    expect(await find({ 'specs.size': { $gt: 2 } })).toEqual(['IXSCAN', [2, 3]]);
    expect(await find({ 'specs.tags': 'b' })).toEqual(['IXSCAN', [1]]);
    expect(await find({ 'specs.colour': null })).toEqual(['COLLSCAN', [1, 2, 3, 4]]);
    expect(await find({ size: 5 })).toEqual(['COLLSCAN', [4]]);
    await items.updateOne({ _id: 1 }, { $set: { 'specs.size': 5 } });
    await items.deleteOne({ _id: 2 });
    expect(await find({ 'specs.size': 5 })).toEqual(['IXSCAN', [1]]);
    await expect(items.createIndex({ '$**': 1 }, { unique: true })).rejects.toMatchObject({ code: 67 });
  });

  it('may have further fields, and keep to some paths or leave some out', async () => {
    const items = bench.db().collection<{ _id: number }>('items');
    await items.createIndex({ shop: 1, 'specs.$**': 1 });
    await items.createIndex({ '$**': 1 }, { name: 'some', wildcardProjection: { a: 1, 'b.c': 1 } });
    await items.insertMany([
      { _id: 1, shop: 1, specs: { size: 2 }, a: { x: 1 }, b: { c: 1, d: 1 } },
      { _id: 2, shop: 2, specs: { size: 2 }, a: 2, b: 3 },
    ] as never);
    const find = async (filter: object) => {
      const stages = stagesOf(await items.find(filter).explain('queryPlanner'));
      return [stages.at(-1), (await items.find(filter).toArray()).map(({ _id }) => _id)];
    };
    expect(await find({ shop: 2, 'specs.size': 2 })).toEqual(['IXSCAN', [2]]);
    expect(await find({ 'a.x': 1 })).toEqual(['IXSCAN', [1]]);
    expect(await find({ 'b.c': 1 })).toEqual(['IXSCAN', [1]]);
    expect(await find({ 'b.d': 1 })).toEqual(['COLLSCAN', [1]]);
    expect(await find({ b: 3 })).toEqual(['COLLSCAN', [2]]);
    await items.dropIndex('some');
    await items.createIndex({ '$**': 1 }, { name: 'others', wildcardProjection: { a: 0 } });
    expect(await find({ 'a.x': 1 })).toEqual(['COLLSCAN', [1]]);
    expect(await find({ b: 3 })).toEqual(['IXSCAN', [2]]);
  });

  it.each<[object, object]>([
    [{ a: 1, '$**': 1 }, {}],
    [{ 'a.$**': 1, 'b.$**': 1 }, {}],
    [{ 'a.$**': 1 }, { wildcardProjection: { b: 1 } }],
    [{ '$**': 1 }, { wildcardProjection: { a: 1, b: 0 } }],
    [{ '$**': 1 }, { wildcardProjection: {} }],
  ])('is refused as %j with %j', async (key, options) => {
    const made = bench
      .db()
      .collection('items')
      .createIndex(key as never, options);
    await expect(made).rejects.toMatchObject({ code: 67 });
  });
});

describe('index definitions', () => {
  it('are listed, recognised, told apart and dropped', async () => {
    const db = bench.db();
    const items = db.collection('items');
    await expect(db.command({ listIndexes: 'items' })).rejects.toMatchObject({ code: 26 });
    const index = { key: { a: 1 }, name: 'a_1' };
    expect(await db.command({ createIndexes: 'items', indexes: [index] })).toMatchObject({
      numIndexesBefore: 1,
      numIndexesAfter: 2,
      createdCollectionAutomatically: true,
    });
    expect(await db.command({ createIndexes: 'items', indexes: [index] })).toMatchObject({
      note: 'all indexes already exist',
    });
    await expect(items.createIndex({ a: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
    await expect(items.createIndex({ a: 1 }, { name: 'a_1', unique: true })).rejects.toMatchObject({ code: 86 });
    await expect(items.createIndex({ a: 'geoHaystack' })).rejects.toMatchObject({ code: 67 });
    expect(await items.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, ...index },
    ]);
    await expect(items.dropIndex('nope')).rejects.toMatchObject({ code: 27 });
    await items.dropIndex('a_1');
    expect(await items.indexes()).toHaveLength(1);
  });

  it('refuse two arrays in one key', async () => {
    const items = bench.db().collection('items');
    await items.createIndex({ a: 1, b: 1 });
    await expect(items.insertOne({ a: [1], b: [2] })).rejects.toMatchObject({ code: 171 });
    expect(await items.estimatedDocumentCount()).toBe(0);
  });
});

describe('a TTL index', () => {
  it('removes what has expired', async () => {
    const items = bench.db().collection('items');
    await items.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await items.insertMany([{ at: new Date(Date.now() - 61_000) }, { at: new Date() }, { at: 'never' }, {}]);
    await bench.client.db('admin').command({ setParameter: 1, ttlMonitorSleepSecs: 1 });
    await expect.poll(() => items.estimatedDocumentCount(), { timeout: 10_000 }).toBe(3);
    expect(await items.countDocuments({ at: { $lt: new Date(Date.now() - 60_000) } })).toBe(0);
    await bench.client.db('admin').command({ setParameter: 1, ttlMonitorSleepSecs: 60 });
  });
});

describe('a collation', () => {
  it('decides what is equal, in which order things come, and which index may serve', async () => {
    const db = bench.db();
    const names = db.collection('names');
    const collation = { locale: 'sw', strength: 2 };
    await names.createIndex({ name: 1 }, { unique: true, collation });
    await names.insertMany([{ name: 'Unga' }, { name: 'maziwa' }, { name: 'Sukari' }]);
    await expect(names.insertOne({ name: 'UNGA' })).rejects.toMatchObject({ code: 11000 });
    const found = names.find({ name: 'unga' }, { collation });
    expect(await found.clone().toArray()).toMatchObject([{ name: 'Unga' }]);
    expect(stagesOf(await found.explain())).toEqual(['FETCH', 'IXSCAN']);
    expect(await planOf(names, { name: 'Unga' })).toEqual(['COLLSCAN']);
    const ordered = await names.find({}, { collation, sort: { name: 1 } }).toArray();
    expect(ordered.map((doc) => doc['name'])).toEqual(['maziwa', 'Sukari', 'Unga']);
  });

  it('of a collection holds where none is asked for', async () => {
    const names = await bench.db().createCollection('names', { collation: { locale: 'en', strength: 2 } });
    await names.createIndex({ name: 1 });
    await names.insertOne({ name: 'Unga' });
    expect(await names.countDocuments({ name: 'UNGA' })).toBe(1);
    expect(await planOf(names, { name: 'UNGA' })).toEqual(['FETCH', 'IXSCAN']);
    expect(await names.find({ name: 'UNGA' }, { collation: { locale: 'simple' } }).toArray()).toEqual([]);
  });
});
