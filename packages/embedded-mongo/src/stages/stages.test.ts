import { Double, Long } from 'bson';
import { describe, expect, it } from 'vitest';
import { encode, formatValue, type Doc } from '../values/index.js';
import { applyUpdate } from '../update/index.js';
import { runPipeline, type PipelineContext } from './index.js';

const dbl = (value: number): Double => new Double(value);
const long = (value: number): Long => Long.fromNumber(value);

const collections: Record<string, Doc[]> = {
  goods: [
    { _id: 'milk', price: 60, tags: ['food', 'cold'] },
    { _id: 'soap', price: 120, tags: [] },
    { _id: 'bread', price: 65 },
  ],
  staff: [
    { _id: 1, name: 'Asha' },
    { _id: 2, name: 'Brian', boss: 1 },
    { _id: 3, name: 'Chebet', boss: 2 },
    { _id: 4, name: 'Dan', boss: 2 },
  ],
};
const context: PipelineContext = {
  collection: (name) => collections[name] ?? [],
  now: new Date(0),
  db: 'shop',
  coll: 'orders',
};

const orders: Doc[] = [
  { _id: 1, sku: 'milk', n: 2, at: { town: 'Kisumu' } },
  { _id: 2, sku: 'soap', n: 1, at: { town: 'Nairobi' } },
  { _id: 3, sku: 'milk', n: 3, at: { town: 'Nairobi' } },
  { _id: 4, n: 4 },
];

const run = (stages: Doc[], input: Doc[] = orders, more: Partial<PipelineContext> = {}): Doc[] => [
  ...runPipeline(stages, input, { ...context, ...more }),
];

describe('a pipeline', () => {
  it.each<[string, Doc[], Doc[]]>([
    [
      'filters',
      [{ $match: { n: { $gt: 2 } } }, { $project: { n: 1 } }],
      [
        { _id: 3, n: 3 },
        { _id: 4, n: 4 },
      ],
    ],
    [
      'filters by expression',
      [{ $match: { $expr: { $eq: ['$sku', 'soap'] } } }, { $project: { _id: 1 } }],
      [{ _id: 2 }],
    ],
    [
      'projects computed fields after the others',
      [{ $limit: 1 }, { $project: { twice: { $multiply: ['$n', 2] }, sku: 1, _id: 0 } }],
      [{ sku: 'milk', twice: 4 }],
    ],
    [
      'adds fields in place and at the end',
      [{ $limit: 1 }, { $set: { n: 9, 'at.zone': 'W', new: '$n' } }],
      [{ _id: 1, sku: 'milk', n: 9, at: { town: 'Kisumu', zone: 'W' }, new: 2 }],
    ],
    [
      'adds to every element of an array',
      [{ $replaceWith: { a: [{ x: 1 }, 2] } }, { $limit: 1 }, { $addFields: { 'a.y': 5 } }],
      [{ a: [{ x: 1, y: 5 }, { y: 5 }] }],
    ],
    [
      'removes what becomes missing',
      [{ $limit: 1 }, { $set: { at: '$$REMOVE', sku: '$nothing' } }],
      [{ _id: 1, n: 2 }],
    ],
    ['unsets', [{ $limit: 1 }, { $unset: ['at.town', 'sku'] }], [{ _id: 1, n: 2, at: {} }]],
    [
      'groups',
      [
        {
          $group: {
            _id: '$sku',
            total: { $sum: '$n' },
            mean: { $avg: '$n' },
            ids: { $push: '$_id' },
            count: { $count: {} },
            first: { $first: '$n' },
            most: { $max: '$n' },
          },
        },
      ],
      [
        { _id: 'milk', total: 5, mean: 2.5, ids: [1, 3], count: 2, first: 2, most: 3 },
        { _id: 'soap', total: 1, mean: dbl(1), ids: [2], count: 1, first: 1, most: 1 },
        { _id: null, total: 4, mean: dbl(4), ids: [4], count: 1, first: 4, most: 4 },
      ],
    ],
    ['groups all', [{ $group: { _id: null, n: { $sum: 1 } } }], [{ _id: null, n: 4 }]],
    [
      'groups by several fields',
      [{ $group: { _id: { s: '$sku', t: '$at.town' } } }, { $limit: 1 }],
      [{ _id: { s: 'milk', t: 'Kisumu' } }],
    ],
    [
      'picks tops',
      [
        {
          $group: {
            _id: null,
            best: { $top: { sortBy: { n: -1 }, output: '$_id' } },
            two: { $bottomN: { n: 2, sortBy: { n: -1 }, output: '$n' } },
            big: { $maxN: { input: '$n', n: 2 } },
          },
        },
      ],
      [{ _id: null, best: 4, two: [2, 1], big: [4, 3] }],
    ],
    [
      'sorts, skips, limits',
      [{ $sort: { n: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { n: 1, _id: 0 } }],
      [{ n: 3 }, { n: 2 }],
    ],
    ['counts', [{ $match: { sku: 'milk' } }, { $count: 'orders' }], [{ orders: 2 }]],
    ['counts nothing as no document', [{ $match: { sku: 'tea' } }, { $count: 'orders' }], []],
    [
      'replaces the root',
      [{ $limit: 2 }, { $replaceRoot: { newRoot: '$at' } }],
      [{ town: 'Kisumu' }, { town: 'Nairobi' }],
    ],
    ['sorts by count', [{ $sortByCount: '$sku' }, { $limit: 1 }], [{ _id: 'milk', count: 2 }]],
    [
      'fills buckets',
      [{ $bucket: { groupBy: '$n', boundaries: [1, 3, 4], default: 'more', output: { ids: { $push: '$_id' } } } }],
      [
        { _id: 1, ids: [1, 2] },
        { _id: 3, ids: [3] },
        { _id: 'more', ids: [4] },
      ],
    ],
    [
      'makes buckets',
      [{ $bucketAuto: { groupBy: '$n', buckets: 2 } }],
      [
        { _id: { min: 1, max: 3 }, count: 2 },
        { _id: { min: 3, max: 4 }, count: 2 },
      ],
    ],
    [
      'runs facets',
      [{ $facet: { all: [{ $count: 'n' }], milk: [{ $match: { sku: 'milk' } }, { $project: { _id: 1 } }] } }],
      [{ all: [{ n: 4 }], milk: [{ _id: 1 }, { _id: 3 }] }],
    ],
    [
      'looks up by a field',
      [
        { $match: { _id: { $lte: 2 } } },
        { $lookup: { from: 'goods', localField: 'sku', foreignField: '_id', as: 'goods' } },
        { $project: { 'goods.price': 1 } },
      ],
      [
        { _id: 1, goods: [{ price: 60 }] },
        { _id: 2, goods: [{ price: 120 }] },
      ],
    ],
    [
      'looks up missing as null',
      [
        { $match: { _id: 4 } },
        { $lookup: { from: 'staff', localField: 'sku', foreignField: 'boss', as: 'x' } },
        { $project: { 'x.name': 1 } },
      ],
      [{ _id: 4, x: [{ name: 'Asha' }] }],
    ],
    [
      'looks up by a pipeline',
      [
        { $limit: 2 },
        {
          $lookup: {
            from: 'goods',
            let: { sku: '$sku' },
            pipeline: [
              { $match: { $expr: { $and: [{ $eq: ['$_id', '$$sku'] }, { $lt: ['$price', 100] }] } } },
              { $project: { price: 1, _id: 0 } },
            ],
            as: 'cheap',
          },
        },
        { $project: { cheap: 1 } },
      ],
      [
        { _id: 1, cheap: [{ price: 60 }] },
        { _id: 2, cheap: [] },
      ],
    ],
    [
      'looks up by both',
      [
        { $limit: 2 },
        {
          $lookup: {
            from: 'goods',
            localField: 'sku',
            foreignField: '_id',
            let: { n: '$n' },
            pipeline: [
              { $match: { price: { $lt: 100 } } },
              { $project: { sum: { $multiply: ['$price', '$$n'] }, _id: 0 } },
            ],
            as: 'x',
          },
        },
        { $project: { x: 1 } },
      ],
      [
        { _id: 1, x: [{ sum: 120 }] },
        { _id: 2, x: [] },
      ],
    ],
    [
      'joins collections',
      [
        { $match: { _id: 1 } },
        { $unionWith: { coll: 'goods', pipeline: [{ $match: { price: 65 } }] } },
        { $project: { _id: 1 } },
      ],
      [{ _id: 1 }, { _id: 'bread' }],
    ],
    ['starts from documents', [{ $documents: [{ a: 1 }, { a: { $add: [1, 1] } }] }], [{ a: 1 }, { a: 2 }]],
    [
      'redacts',
      [{ $limit: 1 }, { $redact: { $cond: [{ $eq: ['$town', 'Kisumu'] }, '$$PRUNE', '$$DESCEND'] } }],
      [{ _id: 1, sku: 'milk', n: 2 }],
    ],
  ])('%s', (_what, stages, expected) => {
    const input = Object.keys(stages[0]!)[0] === '$documents' ? [] : orders;
    const actual = run(stages, input);
    expect(formatValue(actual)).toBe(formatValue(expected));
    expect(encode({ actual })).toEqual(encode({ actual: expected }));
  });

  it('unwinds arrays', () => {
    const docs = [{ _id: 1, a: [1, 2] }, { _id: 2, a: [] }, { _id: 3 }, { _id: 4, a: 7 }, { _id: 5, a: null }];
    expect(run([{ $unwind: '$a' }], docs)).toEqual([
      { _id: 1, a: 1 },
      { _id: 1, a: 2 },
      { _id: 4, a: 7 },
    ]);
    expect(run([{ $unwind: { path: '$a', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } }], docs)).toEqual([
      { _id: 1, a: 1, i: long(0) },
      { _id: 1, a: 2, i: long(1) },
      { _id: 2, i: null },
      { _id: 3, i: null },
      { _id: 4, a: 7, i: null },
      { _id: 5, a: null, i: null },
    ]);
  });

  it('follows a graph', () => {
    const [found] = run(
      [
        {
          $graphLookup: {
            from: 'staff',
            startWith: '$_id',
            connectFromField: '_id',
            connectToField: 'boss',
            as: 'below',
            depthField: 'depth',
          },
        },
      ],
      [{ _id: 1 }],
    );
    expect((found!['below'] as Doc[]).map(({ name, depth }) => `${String(name)} ${String(depth)}`)).toEqual([
      'Brian 0',
      'Chebet 1',
      'Dan 1',
    ]);
  });

  it('samples without repeating', () => {
    const ids = run([{ $sample: { size: 3 } }]).map((doc) => doc['_id']);
    expect(new Set(ids).size).toBe(3);
  });

  it('knows the variables of the command', () => {
    expect(
      run([{ $match: { $expr: { $eq: ['$sku', '$$wanted'] } } }, { $count: 'n' }], orders, {
        let: { wanted: { $concatArrays: [['x']] } },
      }),
    ).toEqual([]);
    expect(
      run([{ $match: { $expr: { $gt: ['$n', '$$least'] } } }, { $count: 'n' }], orders, {
        let: { least: { $add: [1, 1] } },
      }),
    ).toEqual([{ n: 2 }]);
  });

  it('reads no more than it needs', () => {
    let read = 0;
    const endless = function* (): Iterable<Doc> {
      for (;;) yield { _id: read++ };
    };
    expect([...runPipeline([{ $match: { _id: { $gte: 2 } } }, { $limit: 2 }], endless(), context)]).toEqual([
      { _id: 2 },
      { _id: 3 },
    ]);
    expect(read).toBeLessThan(6);
  });

  it.each<[Doc[], number]>([
    [[{ $nope: 1 }], 40324],
    [[{ $match: {}, $limit: 1 }], 40323],
    [[{ $match: 1 } as Doc], 15959],
    [[{ $group: { n: { $sum: 1 } } }], 15955],
    [[{ $group: { _id: 1, n: { $nope: 1 } } }], 15952],
    [[{ $group: { _id: 1, n: 5 } }], 40234],
    [[{ $sort: {} }], 15976],
    [[{ $sort: { a: 5 } }], 15975],
    [[{ $limit: 0 }], 15958],
    [[{ $limit: -1 }], 5107201],
    [[{ $skip: -1 }], 5107200],
    [[{ $project: {} }], 51272],
    [[{ $project: { a: 1, b: 0 } }], 31254],
    [[{ $unwind: 'a' }], 28818],
    [[{ $unwind: {} }], 28812],
    [[{ $count: '' }], 40157],
    [[{ $out: 'x' }, { $limit: 1 }], 40601],
    [[{ $lookup: { from: 'x' } }], 9],
    [[{ $replaceWith: '$n' }], 40228],
    [[{ $bucket: { groupBy: '$n', boundaries: [1, 2] } }], 40066],
    [[{ $bucket: { groupBy: '$n', boundaries: [2, 1] } }], 40194],
    [[{ $facet: { a: [{ $facet: { b: [] } }] } }], 40600],
    [[{ $sample: {} }], 28749],
  ])('%j is refused with code %i', (stages, code) => {
    expect(() => run(stages)).toThrow(expect.objectContaining({ code }));
  });
});

describe('an update by pipeline', () => {
  const update = (doc: Doc, stages: Doc[]): { doc: Doc; modified: boolean } =>
    applyUpdate(doc, stages, { now: new Date(0) });

  it('computes from the document and keeps its _id', () => {
    expect(update({ _id: 1, a: 2 }, [{ $set: { b: { $add: ['$a', 1] } } }, { $unset: 'a' }]).doc).toEqual({
      _id: 1,
      b: 3,
    });
    expect(update({ _id: 1, a: 2 }, [{ $replaceWith: { c: '$a' } }]).doc).toEqual({ _id: 1, c: 2 });
    expect(update({ _id: 1, a: 2 }, [{ $set: { a: 2 } }]).modified).toBe(false);
  });

  it('refuses other stages and another _id', () => {
    expect(() => update({ _id: 1 }, [{ $match: {} }])).toThrow(expect.objectContaining({ code: 72 }));
    expect(() => update({ _id: 1 }, [{ $nope: {} }])).toThrow(expect.objectContaining({ code: 40324 }));
    expect(() => update({ _id: 1 }, [{ $set: { _id: 2 } }])).toThrow(expect.objectContaining({ code: 66 }));
  });
});
