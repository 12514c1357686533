import { Decimal128, Double, Int32, Long, type Document } from 'mongodb';
import { Mongoose, Schema } from 'mongoose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useServer } from './kit.js';

const bench = useServer();

const orders: Document[] = [
  {
    _id: 1,
    sku: 'milk',
    n: 2,
    total: Decimal128.fromString('120.50'),
    at: new Date('2026-03-01T20:30:00Z'),
    town: 'Kisumu',
  },
  {
    _id: 2,
    sku: 'soap',
    n: 1,
    total: Decimal128.fromString('99.90'),
    at: new Date('2026-03-01T21:30:00Z'),
    town: 'Nairobi',
  },
  {
    _id: 3,
    sku: 'milk',
    n: 5,
    total: Decimal128.fromString('301.25'),
    at: new Date('2026-03-02T08:00:00Z'),
    town: 'nairobi',
  },
];

async function filled() {
  const db = bench.db();
  await db.collection('orders').insertMany(orders);
  await db.collection('goods').insertMany([
    { _id: 'milk' as never, name: 'Maziwa', price: 60 },
    { _id: 'soap' as never, name: 'Sabuni', price: 100 },
  ]);
  return db;
}

describe('aggregation through the driver', () => {
  it.each<[string, Document[], Document[], Document?]>([
    [
      'sums decimals exactly by the day in Nairobi',
      [
        {
          $group: {
            _id: { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: 'Africa/Nairobi' } },
            total: { $sum: '$total' },
            orders: { $sum: 1 },
          },
        },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: '2026-03-01', total: Decimal128.fromString('120.50'), orders: 1 },
        { _id: '2026-03-02', total: Decimal128.fromString('401.15'), orders: 2 },
      ],
    ],
    [
      'joins and computes',
      [
        { $lookup: { from: 'goods', localField: 'sku', foreignField: '_id', as: 'good' } },
        { $unwind: '$good' },
        { $project: { name: '$good.name', due: { $multiply: ['$n', '$good.price'] } } },
        { $sort: { due: -1 } },
        { $limit: 2 },
      ],
      [
        { _id: 3, name: 'Maziwa', due: 300 },
        { _id: 1, name: 'Maziwa', due: 120 },
      ],
    ],
    [
      'uses the variables of the command',
      [{ $match: { $expr: { $gte: ['$n', '$$least'] } } }, { $project: { n: 1 } }],
      [{ _id: 3, n: 5 }],
      { let: { least: 3 } },
    ],
    [
      'compares by the collation of the command',
      [{ $match: { town: 'NAIROBI' } }, { $group: { _id: '$town', n: { $sum: '$n' } } }],
      [{ _id: 'Nairobi', n: 6 }],
      { collation: { locale: 'en', strength: 2 } },
    ],
    [
      'ranks',
      [
        {
          $setWindowFields: {
            sortBy: { n: -1 },
            output: { rank: { $rank: {} }, soFar: { $sum: '$n', window: { documents: ['unbounded', 'current'] } } },
          },
        },
        { $project: { rank: 1, soFar: 1 } },
      ],
      [
        { _id: 3, rank: 1, soFar: 5 },
        { _id: 1, rank: 2, soFar: 7 },
        { _id: 2, rank: 3, soFar: 8 },
      ],
    ],
    [
      'facets',
      [{ $facet: { count: [{ $count: 'n' }], skus: [{ $sortByCount: '$sku' }] } }],
      [
        {
          count: [{ n: 3 }],
          skus: [
            { _id: 'milk', count: 2 },
            { _id: 'soap', count: 1 },
          ],
        },
      ],
    ],
  ])('%s', async (_what, pipeline, expected, options = {}) => {
    const db = await filled();
    expect(await db.collection('orders').aggregate(pipeline, options).toArray()).toEqual(expected);
  });

  it('answers with the number types a MongoDB server answers with', async () => {
    const db = await filled();
    const [types] = await db
      .collection('orders')
      .aggregate(
        [
          {
            $group: {
              _id: null,
              sum: { $sum: '$n' },
              avg: { $avg: '$n' },
              big: { $sum: Long.fromNumber(1) },
              age: { $first: { $subtract: ['$at', '$at'] } },
            },
          },
        ],
        { promoteValues: false },
      )
      .toArray();
    expect(types).toMatchObject({
      sum: new Int32(8),
      avg: expect.any(Double),
      big: Long.fromNumber(3),
      age: Long.fromNumber(0),
    });
  });

  it('merges by a pipeline that sees the incoming document', async () => {
    const db = await filled();
    await db.collection('stock').insertOne({ _id: 'milk' as never, sold: 10 });
    await db
      .collection('orders')
      .aggregate([
        { $group: { _id: '$sku', n: { $sum: '$n' } } },
        {
          $merge: {
            into: 'stock',
            whenMatched: [{ $set: { sold: { $add: ['$sold', '$$new.n'] } } }],
            whenNotMatched: 'insert',
          },
        },
      ])
      .toArray();
    expect(await db.collection('stock').find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'milk', sold: 17 },
      { _id: 'soap', n: 1 },
    ]);
  });

  it('updates by pipeline with the variables of the command', async () => {
    const db = await filled();
    const orders = db.collection('orders');
    const { modifiedCount } = await orders.updateMany(
      { sku: 'milk' },
      [{ $set: { n: { $add: ['$n', '$$more'] }, seen: '$$NOW' } }, { $unset: 'town' }],
      { let: { more: 10 } },
    );
    expect(modifiedCount).toBe(2);
    expect(
      await orders.find({ sku: 'milk' }, { projection: { n: 1, town: 1, isDate: { $type: '$seen' } } }).toArray(),
    ).toEqual([
      { _id: 1, n: 12, isDate: 'date' },
      { _id: 3, n: 15, isDate: 'date' },
    ]);
  });

  it('tells of the session it runs in', async () => {
    const found = await bench.client
      .db('admin')
      .aggregate([
        { $listLocalSessions: {} },
        { $limit: 1 },
        { $addFields: { dummy: 'x' } },
        { $project: { _id: 0, dummy: 1 } },
      ])
      .toArray();
    expect(found).toEqual([{ dummy: 'x' }]);
  });

  it('lists distinct values of arrays, none for empty ones', async () => {
    const db = bench.db();
    await db.collection('a').insertMany([{ v: [1, [2]] }, { v: [] }, { v: new Double(1) }, {}, { v: null }]);
    expect(await db.collection('a').distinct('v')).toEqual([1, [2], null]);
  });

  it.each<[Document[], number]>([
    [[{ $nope: 1 }], 40324],
    [[{ $group: { n: { $sum: 1 } } }], 15955],
    [[{ $project: { a: 1, b: 0 } }], 31254],
    [[{ $match: { $expr: { $eq: ['$$nobody', 1] } } }], 17276],
    [[{ $project: { a: { $divide: [1, 0] } } }], 2],
    [[{ $addFields: { a: { $toInt: 'x' } } }], 241],
  ])('%j is refused with code %i', async (pipeline, code) => {
    const db = await filled();
    await expect(db.collection('orders').aggregate(pipeline).toArray()).rejects.toMatchObject({ code });
  });

  it('answers mongoose', async () => {
    const connection = await new Mongoose()
      .createConnection(bench.server.uri, { dbName: 'mongoose_aggregation' })
      .asPromise();
    onTestFinished(() => connection.close());
    const Sale = connection.model(
      'Sale',
      new Schema({ sku: String, n: Number, lines: [{ name: String, quantity: Number }] }),
    );
    await Sale.create([
      {
        sku: 'a',
        n: 1,
        lines: [
          { name: 'x', quantity: 1 },
          { name: 'y', quantity: 2 },
        ],
      },
      { sku: 'b', n: 3, lines: [] },
    ]);
    expect(await Sale.aggregate([{ $group: { _id: null, n: { $sum: '$n' } } }])).toEqual([{ _id: null, n: 4 }]);
    expect(await Sale.distinct('lines.name')).toEqual(['x', 'y']);
    await Sale.updateOne(
      { 'lines.name': 'y' },
      { $inc: { 'lines.$.quantity': 5 }, $push: { lines: { name: 'z', quantity: 1 } } },
    ).catch((error: { code: number }) => expect(error.code).toBe(40));
    await Sale.updateOne(
      { 'lines.name': 'y' },
      { $inc: { 'lines.$[line].quantity': 5 } },
      { arrayFilters: [{ 'line.name': 'y' }] },
    );
    const sale = await Sale.findOne({ sku: 'a' }).orFail();
    expect(sale.lines.map(({ quantity }) => quantity)).toEqual([1, 7]);
    const replaced = await Sale.findOneAndUpdate(
      { sku: 'c' },
      { $setOnInsert: { n: 9 } },
      { upsert: true, returnDocument: 'after' },
    );
    expect(replaced).toMatchObject({ sku: 'c', n: 9 });
  });
});
