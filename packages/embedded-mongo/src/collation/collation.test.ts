import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../match/index.js';
import { sortDocs } from '../project/index.js';
import { runPipeline } from '../stages/index.js';
import { applyUpdate } from '../update/index.js';
import { equalValues, keyOf, type Doc } from '../values/index.js';
import { compileCollation } from './index.js';

const ignoringCase = compileCollation({ locale: 'en', strength: 2 })!;
const ignoringAccents = compileCollation({ locale: 'en', strength: 1 })!;

describe('a collation', () => {
  it('decides what is equal', () => {
    const matches = (filter: Doc, doc: Doc): boolean => compileFilter(filter, { collation: ignoringCase }).test(doc);
    expect(matches({ a: 'milk' }, { a: 'MILK' })).toBe(true);
    expect(matches({ a: 'cafe' }, { a: 'café' })).toBe(false);
    expect(matches({ a: { $in: ['X', 'milk'] } }, { a: ['Milk'] })).toBe(true);
    expect(matches({ a: { $in: ['a', 'b', 'c', 'd', 'e', 'MILK'] } }, { a: 'milk' })).toBe(true);
    expect(matches({ a: { b: 'MILK' } }, { a: { b: 'milk' } })).toBe(true);
    expect(matches({ $expr: { $eq: ['$a', 'MILK'] } }, { a: 'milk' })).toBe(true);
    expect(compileFilter({ a: 'cafe' }, { collation: ignoringAccents }).test({ a: 'CAFÉ' })).toBe(true);
  });

  it('decides the order', () => {
    const names = ['b', 'A', 'a', 'B', 'ä'].map((name) => ({ name }));
    const sorted = (collation: Doc): unknown[] =>
      sortDocs(names, { name: 1 }, compileCollation(collation)).map(({ name }) => name);
    expect(sorted({ locale: 'en' })).toEqual(['a', 'A', 'ä', 'b', 'B']);
    expect(sorted({ locale: 'en', caseFirst: 'upper' })).toEqual(['A', 'a', 'ä', 'B', 'b']);
    expect(sorted({ locale: 'sv' })).toEqual(['a', 'A', 'b', 'B', 'ä']);
    expect(sorted({ locale: 'simple' })).toEqual(['A', 'B', 'a', 'b', 'ä']);
    const numbers = ['a10', 'a9'].map((name) => ({ name }));
    expect(sortDocs(numbers, { name: 1 }, compileCollation({ locale: 'en', numericOrdering: true }))[0]).toEqual({
      name: 'a9',
    });
  });

  it('groups and updates by it', () => {
    const docs = [{ a: 'Milk' }, { a: 'milk' }, { a: 'soap' }];
    const context = { collection: () => [], now: new Date(0), db: '', coll: '', collation: ignoringCase };
    expect([...runPipeline([{ $group: { _id: '$a', n: { $sum: 1 } } }], docs, context)]).toEqual([
      { _id: 'Milk', n: 2 },
      { _id: 'soap', n: 1 },
    ]);
    const update = (change: Doc): Doc =>
      applyUpdate({ a: ['Milk'] }, change, { now: new Date(0), collation: ignoringCase }).doc;
    expect(update({ $addToSet: { a: 'MILK' } })).toEqual({ a: ['Milk'] });
    expect(update({ $pull: { a: 'MILK' } })).toEqual({ a: [] });
  });

  it('gives equal strings, and only them, one key', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'A', 'ä', 'á', 'b', 'ß', 's', ' ', '-', 'e\u0301', 'é'),
      maxLength: 3,
    });
    for (const strength of [1, 2, 3]) {
      const collation = compileCollation({ locale: 'en', strength })!;
      fc.assert(
        fc.property(text, text, (a, b) => {
          expect(keyOf(a, collation) === keyOf(b, collation)).toBe(equalValues(a, b, collation));
        }),
      );
    }
  });

  it.each<[Doc, number]>([
    [{}, 40414],
    [{ locale: 5 }, 14],
    [{ locale: 'xx' }, 2],
    [{ locale: 'en', strength: 9 }, 51024],
    [{ locale: 'en', caseFirst: 'middle' }, 2],
    [{ locale: 'en', nope: 1 }, 40415],
  ])('%j is refused with code %i', (spec, code) => {
    expect(() => compileCollation(spec)).toThrow(expect.objectContaining({ code }));
  });
});
