import { describe, expect, it } from 'vitest';
import { useServer } from './kit.js';

const bench = useServer();

describe('collections', () => {
  it('are made, listed, renamed and dropped', async () => {
    const db = bench.db();
    await db.createCollection('a', { validator: { n: { $type: 'number' } } });
    await expect(db.createCollection('a')).rejects.toMatchObject({ code: 48 });
    await expect(db.collection('a').insertOne({ n: 'x' })).rejects.toMatchObject({ code: 121 });
    await db.collection('a').insertOne({ n: 1 });
    await db.renameCollection('a', 'b');
    await expect(db.renameCollection('a', 'c')).rejects.toMatchObject({ code: 26 });
    expect(await db.listCollections({ name: 'b' }).toArray()).toMatchObject([
      { name: 'b', type: 'collection', options: { validator: { n: { $type: 'number' } } } },
    ]);
    expect(await db.collection('b').countDocuments()).toBe(1);
    expect(await db.dropCollection('b')).toBe(true);
    expect(await db.dropCollection('b')).toBe(true);
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  it('with encrypted fields are refused, not quietly made ordinary', async () => {
    const made = bench.db().createCollection('a', { encryptedFields: { fields: [] } });
    await expect(made).rejects.toMatchObject({ code: 72 });
  });

  it('take no option they do not know, nor one that would be forgotten', async () => {
    const db = bench.db();
    await expect(db.command({ create: 'a', sizes: 1 })).rejects.toMatchObject({ code: 40415 });
    const clusteredIndex = { key: { _id: 1 }, unique: true };
    await expect(db.createCollection('a', { clusteredIndex, expireAfterSeconds: 1 })).rejects.toMatchObject({
      code: 72,
    });
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  it.each(['', 'a$b', '.a', 'x'.repeat(300)])('cannot be called %j', async (name) => {
    await expect(bench.db().command({ insert: name, documents: [{}] })).rejects.toMatchObject({ code: 73 });
  });

  it('appear among the databases, and go with theirs', async () => {
    const db = bench.db();
    await db.collection('a').insertOne({});
    const names = async () => (await bench.client.db().admin().listDatabases()).databases.map(({ name }) => name);
    expect(await names()).toContain(db.databaseName);
    await db.dropDatabase();
    expect(await names()).not.toContain(db.databaseName);
  });
});

describe('an index', () => {
  it('becomes unique when no two documents stand in the way', async () => {
    const db = bench.db();
    const items = db.collection<{ _id: number; x?: number }>('items');
    await items.createIndex({ x: 1 });
    await items.insertMany([
      { _id: 1, x: 1 },
      { _id: 2, x: 1 },
    ]);
    const change = (how: object) => db.command({ collMod: 'items', index: { keyPattern: { x: 1 }, ...how } });
    await change({ prepareUnique: true });
    await expect(items.insertOne({ _id: 3, x: 1 })).rejects.toMatchObject({ code: 11000 });
    await expect(change({ unique: true })).rejects.toMatchObject({
      code: 359,
      errorResponse: { violations: [{ ids: [1, 2] }] },
    });
    await items.deleteOne({ _id: 2 });
    await change({ unique: true });
    expect((await items.indexes())[1]).toMatchObject({ unique: true });
  });

  it('expires sooner when told so', async () => {
    const db = bench.db();
    await db.collection('items').createIndex({ at: 1 }, { expireAfterSeconds: 100 });
    expect(await db.command({ collMod: 'items', index: { name: 'at_1', expireAfterSeconds: 5 } })).toMatchObject({
      expireAfterSeconds_old: 100,
      expireAfterSeconds_new: 5,
    });
    expect((await db.collection('items').indexes())[1]).toMatchObject({ expireAfterSeconds: 5 });
  });
});

describe('tools', () => {
  it.each<[object, object]>([
    [{ currentOp: 1 }, { inprog: [{ command: { currentOp: 1 } }] }],
    [{ fsync: 1 }, { numFiles: 1 }],
    [{ getLog: 'startupWarnings' }, { log: [] }],
    [{ getDefaultRWConcern: 1 }, { defaultWriteConcern: { w: 'majority' } }],
    [{ profile: -1 }, { was: 0 }],
    [{ replSetGetConfig: 1 }, { config: { _id: 'rs0', members: [{ host: expect.stringContaining(':') }] } }],
    [{ usersInfo: 1 }, { users: [] }],
  ])('are answered %j', async (command, reply) => {
    expect(await bench.client.db('admin').command(command)).toMatchObject(reply);
  });

  it.each<[object, number]>([
    [{ fsync: 1, lock: true }, 115],
    [{ profile: 2 }, 115],
    [{ getLog: 'other' }, 96],
  ])('are refused %j with %i', async (command, code) => {
    await expect(bench.client.db('admin').command(command)).rejects.toMatchObject({ code });
  });

  it('learn the size of a collection, and how often an index was used', async () => {
    const db = bench.db();
    const items = db.collection<{ _id: number; n: number }>('items');
    await items.createIndex({ n: 1 });
    await items.insertOne({ _id: 1, n: 1 });
    await items.findOne({ n: 1 });
    expect(await db.command({ dataSize: `${db.databaseName}.items` })).toMatchObject({ numObjects: 1, size: 21 });
    expect(await items.aggregate([{ $indexStats: {} }]).toArray()).toMatchObject([
      { name: '_id_', accesses: { ops: 0 } },
      { name: 'n_1', key: { n: 1 }, accesses: { ops: 1, since: expect.any(Date) } },
    ]);
    await expect(items.aggregate([{ $search: {} }]).toArray()).rejects.toMatchObject({ code: 31082 });
  });
});

describe('an aggregation', () => {
  it('writes its result into a collection, in the place of another or into it', async () => {
    const db = bench.db();
    await db.collection('sales').insertMany([
      { shop: 'a', n: 1 },
      { shop: 'b', n: 2 },
      { shop: 'a', n: 3 },
    ]);
    const totals = db.collection<{ _id: string; n: number }>('totals');
    await totals.insertMany([
      { _id: 'a', n: 0 },
      { _id: 'z', n: 9 },
    ]);
    const group = { $group: { _id: '$shop', n: { $sum: '$n' } } };
    await db
      .collection('sales')
      .aggregate([group, { $merge: { into: 'totals' } }])
      .toArray();
    expect(await totals.find({}, { sort: { _id: 1 } }).toArray()).toEqual([
      { _id: 'a', n: 4 },
      { _id: 'b', n: 2 },
      { _id: 'z', n: 9 },
    ]);
    await db
      .collection('sales')
      .aggregate([group, { $out: 'totals' }])
      .toArray();
    expect(await totals.countDocuments()).toBe(2);
  });

  it('goes by an index for its first filter, and for the other side of a join', async () => {
    const db = bench.db();
    await db.collection('a').createIndex({ k: 1 });
    await db.collection('a').insertMany(Array.from({ length: 50 }, (_, i) => ({ k: i, ref: i % 3 })));
    await db.collection('b').insertMany([{ _id: 1 as never, name: 'one' }]);
    const pipeline = [
      { $match: { k: 4 } },
      { $lookup: { from: 'b', localField: 'ref', foreignField: '_id', as: 'refs' } },
    ];
    expect(await db.collection('a').aggregate(pipeline).toArray()).toMatchObject([{ k: 4, refs: [{ name: 'one' }] }]);
    const explained = await db.collection('a').aggregate(pipeline).explain('queryPlanner');
    expect(JSON.stringify(explained)).toContain('IXSCAN');
  });
});
