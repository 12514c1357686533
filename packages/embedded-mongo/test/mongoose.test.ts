import mongoose, { Schema } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedMongo, type EmbeddedMongo } from '../src/index.js';

let server: EmbeddedMongo;
let connection: mongoose.Connection;

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
});
