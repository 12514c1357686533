import { describe, expect, it } from 'vitest';
import { keysOf } from './keys.js';

describe('the keys of a document', () => {
  it.each<[string, object, string[], unknown[][]]>([
    ['a plain field', { a: 1 }, ['a'], [[1]]],
    ['a missing field is null', {}, ['a'], [[null]]],
    ['a path through documents', { a: { b: 1 } }, ['a.b'], [[1]]],
    ['an array gives its elements', { a: [1, 2] }, ['a'], [[1], [2]]],
    ['an array within an array is one key', { a: [[1, 2], 3] }, ['a'], [[[1, 2]], [3]]],
    ['an empty array sorts before null', { a: [] }, ['a'], [[undefined]]],
    ['documents in an array', { a: [{ b: 1 }, { b: [2, 3] }, {}, 5] }, ['a.b'], [[1], [2], [3], [null], [null]]],
    ['a position in an array', { a: [{ b: 1 }, { b: 2 }] }, ['a.1.b'], [[2]]],
    [
      'fields of one array stay together',
      {
        a: [
          { b: 1, c: 2 },
          { b: 3, c: 4 },
        ],
      },
      ['a.b', 'a.c'],
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'an array beside a plain field',
      { a: [1, 2], b: 'x' },
      ['a', 'b'],
      [
        [1, 'x'],
        [2, 'x'],
      ],
    ],
    ['a name that every object inherits', {}, ['constructor'], [[null]]],
  ])('%s', (_, doc, paths, keys) => {
    expect(
      keysOf(
        doc as never,
        paths.map((path) => path.split('.')),
      ).keys,
    ).toEqual(keys);
  });

  it('cannot be told when two arrays would have to be paired', () => {
    expect(() => keysOf({ a: [1], b: [2] }, [['a'], ['b']])).toThrow(/parallel arrays/);
  });
});
