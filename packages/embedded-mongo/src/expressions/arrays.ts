import { MongoError } from '../errors.js';
import { compareValues, equalValues, type Collation } from '../values/compare.js';
import { ownSet, type Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { isDoc, typeOf } from '../values/types.js';
import { namedArguments, positional, unary } from './arguments.js';
import { compileExpression, type Expr, type OperatorCompiler } from './compile.js';
import { bound, int32, list, positiveCount, type List } from './list-arguments.js';

const size = positional(
  1,
  1,
  ([arg]) =>
    (root) =>
      list(arg!(root), 17124, (type) => `The argument to $size must be an array, but was of type: ${type}`).length,
);

const inOperator = positional(2, 2, ([wanted, within], { collation }) => (root) => {
  const values = list(within!(root), 40081, (type) => `$in requires an array as a second argument, found: ${type}`);
  const value = wanted!(root);
  return values.some((element) => equalValues(element, value, collation));
});

const elementAt = positional(2, 2, ([array, index]) => (root) => {
  const values = array!(root);
  const at = index!(root);
  if (values == null || at == null) return null;
  const elements = list(values, 28689, (type) => `$arrayElemAt's first argument must be an array, but is ${type}`);
  const position = int32(at, 28690, "$arrayElemAt's second argument must be a numeric value", 28691);
  return elements[position < 0 ? elements.length + position : position];
});

function edge(last: boolean): OperatorCompiler {
  return unary((value, name) => {
    const elements = list(value, 28689, (type) => `${name}'s argument must be an array, but is ${type}`);
    return elements.at(last ? -1 : 0);
  });
}

const slice = positional(2, 3, ([array, first, second]) => (root) => {
  const values = array!(root);
  const a = first!(root);
  const b = second?.(root);
  if (values == null || a == null || (second && b == null)) return null;
  const elements = list(values, 28724, (type) => `First argument to $slice must be an array, but is of type: ${type}`);
  const from = int32(a, 28725, 'Second argument to $slice must be a numeric value', 28726);
  if (!second) return from < 0 ? elements.slice(from) : elements.slice(0, from);
  const count = int32(b, 28727, 'Third argument to $slice must be numeric', 28728);
  if (count <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${count}`);
  const start = from < 0 ? Math.max(elements.length + from, 0) : from;
  return elements.slice(start, start + count);
});

const concat = positional(0, Infinity, (args) => (root) => {
  const parts: List[] = [];
  for (const arg of args) {
    const value = arg(root);
    if (value == null) return null;
    parts.push(list(value, 28664, (type) => `$concatArrays only supports arrays, not ${type}`));
  }
  return parts.flat();
});

const zip: OperatorCompiler = (operand, env, name) => {
  const args = namedArguments(operand, env, name, ['inputs', 'useLongestLength', 'defaults'], {
    shape: 34460,
    unknown: 34464,
    missing: 34465,
  });
  const inputs = args.raw('inputs');
  if (!Array.isArray(inputs))
    throw new MongoError(34461, `inputs must be an array of expressions, found ${typeOf(inputs)}`);
  const useLongest = args.raw('useLongestLength') ?? false;
  if (typeof useLongest !== 'boolean') throw new MongoError(34463, 'useLongestLength must be a bool');
  const defaults = args.raw('defaults');
  if (defaults !== undefined && !Array.isArray(defaults))
    throw new MongoError(34462, 'defaults must be an array of expressions');
  if (defaults !== undefined && !useLongest)
    throw new MongoError(34466, 'cannot specify defaults unless useLongestLength is true');
  if (defaults !== undefined && defaults.length !== inputs.length)
    throw new MongoError(34467, 'defaults and inputs must have the same length');
  const exprs = inputs.map((input: unknown) => compileExpression(input, env));
  const fallbacks = defaults?.map((entry: unknown) => compileExpression(entry, env));
  return (root) => {
    const lists: List[] = [];
    for (const expr of exprs) {
      const value = expr(root);
      if (value == null) return null;
      lists.push(list(value, 34468, (type) => `$zip found a non-array expression in input: ${type}`));
    }
    const lengths = lists.map(({ length }) => length);
    const length = lengths.length === 0 ? 0 : useLongest ? Math.max(...lengths) : Math.min(...lengths);
    return Array.from({ length }, (_, i) =>
      lists.map((elements, k) => (i < elements.length ? elements[i] : (fallbacks?.[k]?.(root) ?? null))),
    );
  };
};

const range = positional(2, 3, ([start, end, step]) => (root) => {
  const from = int32(start!(root), 34443, '$range requires a numeric starting value', 34444);
  const to = int32(end!(root), 34445, '$range requires a numeric ending value', 34446);
  const by = step ? int32(step(root), 34447, '$range requires a numeric step value', 34448) : 1;
  if (by === 0) throw new MongoError(34449, '$range requires a non-zero step value');
  const values: number[] = [];
  for (let i = from; by > 0 ? i < to : i > to; i += by) {
    if (values.length >= 4_000_000) throw new MongoError(146, '$range would use too much memory');
    values.push(i);
  }
  return values;
});

const reverse = unary((value) =>
  [
    ...list(value, 34435, (type) => `The argument to $reverseArray must be an array, but was of type: ${type}`),
  ].reverse(),
);

const indexOf = positional(2, 4, ([array, wanted, start, end], { collation }) => (root) => {
  const value = array!(root);
  if (value == null) return null;
  const elements = list(value, 40090, (type) => `$indexOfArray requires an array as a first argument, found: ${type}`);
  const from = start ? bound(start(root), '$indexOfArray', 'starting') : 0;
  const to = end ? bound(end(root), '$indexOfArray', 'ending') : elements.length;
  const searched = wanted!(root);
  for (let i = from; i < Math.min(to, elements.length); i++) {
    if (equalValues(elements[i], searched, collation)) return i;
  }
  return -1;
});

const arrayToObject = unary((value) => {
  const entries = list(value, 40386, (type) => `$arrayToObject requires an array input, found: ${type}`);
  const doc: Doc = {};
  for (const entry of entries) {
    const [key, held] = pairOf(entry);
    if (typeof key !== 'string') {
      throw new MongoError(
        Array.isArray(entry) ? 40395 : 40394,
        `$arrayToObject requires an array of key-value pairs, where the key must be of type string. Found key type: ${typeOf(key)}`,
      );
    }
    if (key.includes('\0')) throw new MongoError(4940400, 'Key field cannot contain an embedded null byte');
    ownSet(doc, key, held);
  }
  return doc;
});

function pairOf(entry: unknown): [unknown, unknown] {
  if (Array.isArray(entry)) {
    if (entry.length !== 2)
      throw new MongoError(
        40397,
        `$arrayToObject requires an array of size 2 arrays,found array of size: ${entry.length}`,
      );
    return [entry[0], entry[1]];
  }
  if (!isDoc(entry)) throw new MongoError(40398, `Unrecognised input type format for $arrayToObject: ${typeOf(entry)}`);
  if (Object.keys(entry).length !== 2) {
    throw new MongoError(
      40392,
      `$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:${Object.keys(entry).length}`,
    );
  }
  if (!Object.hasOwn(entry, 'k') || !Object.hasOwn(entry, 'v')) {
    throw new MongoError(
      40393,
      `$arrayToObject requires an object with keys 'k' and 'v'. Missing either or both keys from: ${formatValue(entry)}`,
    );
  }
  return [entry['k'], entry['v']];
}

const objectToArray = unary((value) => {
  if (!isDoc(value)) throw new MongoError(40390, `$objectToArray requires a document input, found: ${typeOf(value)}`);
  return Object.keys(value).map((k) => ({ k, v: value[k] }));
});

/** `$firstN`, `$lastN`, `$minN`, `$maxN` on an array. */
function takeN(pick: (elements: List, n: number, collation: Collation | undefined) => unknown[]): OperatorCompiler {
  return (operand, env, name) => {
    const args = namedArguments(operand, env, name, ['input', 'n'], {
      shape: 5787801,
      unknown: 5787901,
      missing: 5787906,
    });
    const [input, count] = [args.need('input'), args.need('n')];
    return (root) => {
      const value = input(root);
      const n = positiveCount(count(root), name);
      return pick(
        list(value, 5788200, () => 'Input must be an array'),
        n,
        env.collation,
      );
    };
  };
}

function sortedBy(direction: 1 | -1): Parameters<typeof takeN>[0] {
  return (elements, n, collation) =>
    elements
      .filter((element) => element != null)
      .sort((a, b) => direction * compareValues(a, b, collation))
      .slice(0, n);
}

const isArray = positional(
  1,
  1,
  ([arg]): Expr =>
    (root) =>
      Array.isArray(arg!(root)),
);

export const arrays: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$size', size],
  ['$in', inOperator],
  ['$arrayElemAt', elementAt],
  ['$first', edge(false)],
  ['$last', edge(true)],
  ['$slice', slice],
  ['$concatArrays', concat],
  ['$zip', zip],
  ['$range', range],
  ['$reverseArray', reverse],
  ['$indexOfArray', indexOf],
  ['$isArray', isArray],
  ['$arrayToObject', arrayToObject],
  ['$objectToArray', objectToArray],
  ['$firstN', takeN((elements, n) => elements.slice(0, n))],
  ['$lastN', takeN((elements, n) => elements.slice(-n))],
  ['$minN', takeN(sortedBy(1))],
  ['$maxN', takeN(sortedBy(-1))],
];
