import { describe, expect, it } from 'vitest';
import { stagesOf, useServer } from './kit.js';

const bench = useServer();

async function goods() {
  const items = bench.db().collection<{ _id: number; name: string; tags?: string[]; about?: string }>('goods');
  await items.createIndex({ name: 'text', about: 'text', tags: 'text' }, { weights: { name: 10 }, name: 'words' });
  await items.insertMany([
    { _id: 1, name: 'Fresh milk', about: 'Whole milk from Kinangop, in bottles' },
    { _id: 2, name: 'Bottled water', about: 'Still' },
    { _id: 3, name: 'Café blend', about: 'Roasted coffee beans', tags: ['hot drinks'] },
    { _id: 4, name: 'Soap', about: 'Not for drinking' },
  ]);
  return items;
}

describe('$text', () => {
  it.each<[string, number[]]>([
    ['milk', [1]],
    ['bottle', [1, 2]],
    ['DRINK', [3, 4]],
    ['cafe', [3]],
    ['milk soap', [1, 4]],
    ['bottle -milk', [2]],
    ['"whole milk"', [1]],
    ['"milk whole"', []],
    ['not for', []],
    ['-milk', []],
    ['', []],
  ])('finds %j', async ($search, expected) => {
    const items = await goods();
    const found = await items.find({ $text: { $search } }).sort({ _id: 1 }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(expected);
  });

  it('scores what it finds, for projection and order', async () => {
    const items = await goods();
    const score = { $meta: 'textScore' } as const;
    const found = await items
      .find({ $text: { $search: 'bottle' } }, { projection: { score } })
      .sort({ score })
      .toArray();
    expect(found.map(({ _id }) => _id)).toEqual([2, 1]);
    const [first] = await items
      .aggregate([{ $match: { $text: { $search: 'bottle' } } }, { $sort: { score } }, { $project: { score } }])
      .toArray();
    expect(first).toEqual({ _id: 2, score: found[0]!['score' as never] });
    expect(first!['score']).toBe(7.5);
  });

  it('is served by its index, together with other conditions', async () => {
    const items = await goods();
    const found = items.find({ $text: { $search: 'bottle' }, _id: { $gt: 1 } });
    expect(await found.toArray()).toMatchObject([{ _id: 2 }]);
    expect(stagesOf(await items.find({ $text: { $search: 'bottle' } }).explain())).toContain('IXSCAN');
    await items.updateOne({ _id: 2 }, { $set: { name: 'Juice' } });
    expect(await items.countDocuments({ $text: { $search: 'bottled' } })).toBe(1);
  });

  it('may have fields before it, which a search must give', async () => {
    const items = bench.db().collection<{ _id: number; shop: number; name: string }>('shops');
    await items.createIndex({ shop: 1, name: 'text' });
    await items.createIndex({ shop: 1, name: 'text' }); // the same again
    await items.insertMany([
      { _id: 1, shop: 1, name: 'Red shoes' },
      { _id: 2, shop: 2, name: 'Red hat' },
    ]);
    const red = { $text: { $search: 'red' } };
    expect(await items.distinct('_id', { ...red, shop: 2 })).toEqual([2]);
    await expect(items.findOne(red)).rejects.toMatchObject({ code: 291 });
    expect((await items.indexes())[1]).toMatchObject({
      key: { shop: 1, _fts: 'text', _ftsx: 1 },
      weights: { name: 1 },
    });
  });

  it('needs an index, and not two', async () => {
    const items = bench.db().collection('plain');
    await items.insertOne({ name: 'x' });
    await expect(items.findOne({ $text: { $search: 'x' } })).rejects.toMatchObject({ code: 27 });
    await items.createIndex({ name: 'text' });
    await expect(items.createIndex({ other: 'text' })).rejects.toMatchObject({ code: 85 });
    expect(await items.indexes()).toContainEqual({
      v: 2,
      key: { _fts: 'text', _ftsx: 1 },
      name: 'name_text',
      weights: { name: 1 },
      default_language: 'english',
      language_override: 'language',
      textIndexVersion: 3,
    });
  });
});
