import { compareValues, keyOf } from '../values/compare.js';
import { positional } from './arguments.js';
import type { OperatorCompiler } from './compile.js';
import { list, type List } from './list-arguments.js';
import { isTrue } from './logic.js';

function eachElement(decide: (elements: List) => boolean, code: number): OperatorCompiler {
  return positional(
    1,
    1,
    ([arg], _env, name) =>
      (root) =>
        decide(list(arg!(root), code, (type) => `${name}'s argument must be an array, but is ${type}`)),
  );
}

type SetPick = (sets: List[], keys: (value: unknown) => string) => unknown;

/** Set operations work on distinct values; their order is not promised, here it is that of first appearance. */
function setOperator(
  min: number,
  max: number,
  code: number,
  nullGives: 'null' | 'error',
  pick: SetPick,
): OperatorCompiler {
  return positional(min, max, (args, { collation }, name) => (root) => {
    const sets: List[] = [];
    for (const arg of args) {
      const value = arg(root);
      if (value == null && nullGives === 'null') return null;
      sets.push(
        list(value, code, (type) => `All operands of ${name} must be arrays. One argument is of type: ${type}`),
      );
    }
    return pick(sets, (value) => keyOf(value, collation));
  });
}

function distinct(elements: Iterable<unknown>, keys: (value: unknown) => string): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const element of elements) {
    const key = keys(element);
    if (!found.has(key)) found.set(key, element);
  }
  return found;
}

const inSetOrder = (values: Iterable<unknown>): unknown[] => [...values].sort((a, b) => compareValues(a, b));

/** Arrays taken as sets. */
export const sets: ReadonlyArray<[string, OperatorCompiler]> = [
  [
    '$setUnion',
    setOperator(0, Infinity, 17043, 'null', (all, keys) => inSetOrder(distinct(all.flat(), keys).values())),
  ],
  [
    '$setIntersection',
    setOperator(0, Infinity, 17047, 'null', ([first = [], ...rest], keys) => {
      const others = rest.map((set) => distinct(set, keys));
      return inSetOrder(
        [...distinct(first, keys)].filter(([key]) => others.every((set) => set.has(key))).map(([, value]) => value),
      );
    }),
  ],
  [
    '$setDifference',
    setOperator(2, 2, 17048, 'null', ([left = [], right = []], keys) => {
      const without = distinct(right, keys);
      return [...distinct(left, keys)].filter(([key]) => !without.has(key)).map(([, value]) => value);
    }),
  ],
  [
    '$setEquals',
    setOperator(2, Infinity, 17044, 'error', (all, keys) => {
      const [first, ...rest] = all.map((set) => distinct(set, keys));
      return rest.every((set) => set.size === first!.size && [...set.keys()].every((key) => first!.has(key)));
    }),
  ],
  [
    '$setIsSubset',
    setOperator(2, 2, 17046, 'error', ([left = [], right = []], keys) => {
      const outer = distinct(right, keys);
      return left.every((value) => outer.has(keys(value)));
    }),
  ],
  ['$allElementsTrue', eachElement((elements) => elements.every(isTrue), 17040)],
  ['$anyElementTrue', eachElement((elements) => elements.some(isTrue), 17041)],
];
