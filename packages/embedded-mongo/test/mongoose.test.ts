import { Mongoose, Schema, type Connection } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedMongo, type EmbeddedMongo } from '../src/index.js';

let server: EmbeddedMongo;
let connection: Connection;
// One of its own: what others set for all of mongoose is not meant here.
const mongoose = new Mongoose();
mongoose.set('overwriteModels', true);

beforeAll(async () => {
  server = await startEmbeddedMongo();
  connection = await mongoose.createConnection(server.uri, { dbName: 'shop' }).asPromise();
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

const itemSchema = new Schema(
  {
    sku: { type: String, required: true, unique: true },
    price: { amount: Number, currency: { type: String, default: 'KES' } },
    available: { type: Number, default: 0 },
    tags: [String],
  },
  { timestamps: true, optimisticConcurrency: true },
);

describe('mongoose', () => {
  it('makes its indexes, saves, finds, populates and refuses duplicates', async () => {
    const Item = connection.model('Item', itemSchema);
    const Line = connection.model(
      'Line',
      new Schema({ item: { type: Schema.Types.ObjectId, ref: 'Item' }, quantity: Number }),
    );
    await Item.init();
    expect(await Item.listIndexes()).toHaveLength(2);
    const item = await Item.create({ sku: 'UNGA-2KG', price: { amount: 21_000 }, tags: ['flour'] });
    const line = await Line.create({ item: item._id, quantity: 2 });
    const found = await Line.findById(line._id).populate<{ item: { sku: string } }>('item').orFail();
    expect(found.item.sku).toBe('UNGA-2KG');
    await expect(Item.create({ sku: 'UNGA-2KG' })).rejects.toMatchObject({ code: 11000 });
    expect(await Item.countDocuments({ tags: 'flour' })).toBe(1);
    expect(await Item.exists({ sku: 'nope' })).toBeNull();
  });

  it('notices that a document was changed behind its back', async () => {
    const Item = connection.model('Item', itemSchema);
    const { _id } = await Item.create({ sku: 'SUGAR' });
    const [mine, yours] = [await Item.findById(_id).orFail(), await Item.findById(_id).orFail()];
    mine.available = 1;
    yours.available = 2;
    await mine.save();
    await expect(yours.save()).rejects.toThrow(mongoose.Error.VersionError);
  });

  it('commits and rolls back what happens inside a transaction', async () => {
    const Item = connection.model('Item', itemSchema);
    const Order = connection.model('Order', new Schema({ lines: [{ sku: String, quantity: Number }], state: String }));
    await Order.init();
    await Item.create({ sku: 'MILK', available: 1 });
    const buy = () =>
      connection.transaction(async (session) => {
        const taken = await Item.updateOne(
          { sku: 'MILK', available: { $gte: 1 } },
          { $inc: { available: -1 } },
          { session },
        );
        await Order.create([{ lines: [{ sku: 'MILK', quantity: 1 }], state: 'open' }], { session });
        if (taken.modifiedCount === 0) throw new Error('out of stock');
      });
    const results = await Promise.allSettled([buy(), buy(), buy()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await Order.countDocuments()).toBe(1);
    expect(await Item.findOne({ sku: 'MILK' })).toMatchObject({ available: 0 });
  });

  it('reads and writes by discriminators, cursors and batches', async () => {
    const Event = connection.model('Event', new Schema({ name: String, at: Date }, { timestamps: true }));
    const Sale = Event.discriminator(
      'Sale',
      new Schema({ amount: Schema.Types.Decimal128, big: BigInt, of: { type: Map, of: String } }),
    );
    await Sale.create({ name: 'sale', amount: '1.50', big: 9_007_199_254_740_993n, of: { till: '3' } });
    const result = await Event.bulkWrite([
      { insertOne: { document: { name: 'a' } } },
      { updateOne: { filter: { name: 'a' }, update: { $set: { name: 'b' } } } },
      { replaceOne: { filter: { name: 'c' }, replacement: { name: 'c' }, upsert: true } },
      { deleteOne: { filter: { name: 'b' } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 1 });
    await Event.bulkSave([new Event({ name: 'd' }), new Event({ name: 'e' })]);
    const names: string[] = [];
    for await (const { name } of Event.find().sort({ name: 1 }).batchSize(1).cursor()) names.push(name!);
    expect(names).toEqual(['c', 'd', 'e', 'sale']);
    const grouped = Event.aggregate<{ _id: string | null }>([{ $group: { _id: '$__t' } }, { $sort: { _id: 1 } }]);
    const kinds: (string | null)[] = [];
    for await (const { _id } of grouped.cursor({ batchSize: 1 })) kinds.push(_id);
    expect(kinds).toEqual([null, 'Sale']);
    expect((await Sale.findOne().orFail()).big).toBe(9_007_199_254_740_993n);
    const stages = await Event.find({ name: 'c' })
      .maxTimeMS(5000)
      .comment('why')
      .hint({ _id: 1 })
      .explain('executionStats');
    expect(stages).toMatchObject({ executionStats: { nReturned: 1 } });
  });

  it('makes capped collections, views, time series and indexes of every kind', async () => {
    const Log = connection.model('Log', new Schema({ n: Number }, { capped: { size: 4096, max: 2 } }));
    await Log.init();
    for (const n of [1, 2, 3]) await Log.create({ n });
    expect(await Log.distinct('n')).toEqual([2, 3]);
    const Seen = connection.model('Seen', new Schema({ n: Number }, { autoCreate: false, autoIndex: false }));
    await Seen.createCollection({ viewOn: Log.collection.name, pipeline: [{ $match: { n: 3 } }] });
    expect(await Seen.countDocuments()).toBe(1);
    const series = { timeField: 'at', metaField: 'where', granularity: 'hours' } as const;
    const Reading = connection.model(
      'Reading',
      new Schema({ at: Date, where: Object }, { timeseries: series, autoCreate: false }),
    );
    await Reading.createCollection();
    await Reading.create({ at: new Date(), where: { shop: 1 } });
    expect(await Reading.find().lean()).toMatchObject([{ where: { shop: 1 } }]);
    const place = new Schema({
      name: String,
      at: { type: { type: String }, coordinates: { type: [Number], default: undefined } },
    });
    place
      .index({ at: '2dsphere' })
      .index({ name: 'text' })
      .index({ name: 1 }, { collation: { locale: 'en', strength: 2 } });
    const Place = connection.model('Place', place);
    await Place.syncIndexes();
    expect(await Place.diffIndexes()).toEqual({ toDrop: [], toCreate: [] });
    await Place.create({ name: 'Gikomba', at: { type: 'Point', coordinates: [36.84, -1.28] } });
    const near = Place.find()
      .where('at')
      .near({ center: { type: 'Point', coordinates: [36.8, -1.3] }, maxDistance: 10_000 });
    expect(await near).toHaveLength(1);
    expect(await Place.find({ name: 'GIKOMBA' }).collation({ locale: 'en', strength: 2 })).toHaveLength(1);
    expect(await Place.find({ $text: { $search: 'gikomba' } })).toHaveLength(1);
  });
});
