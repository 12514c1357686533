import { MongoError } from '../errors.js';
import { compileSort } from '../project/sort.js';
import { compareValues, keyOf, type Collation } from '../values/compare.js';
import { ownSet, type Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { toNumber, type Numeric } from '../values/numbers.js';
import { isDoc, isNumeric, typeOf } from '../values/types.js';
import { positiveCount } from './list-arguments.js';
import { positional } from './arguments.js';
import { compileExpression, constant, type Env, type Expr, type OperatorCompiler } from './compile.js';
import { Deviation, Percentiles, Sum } from './sums.js';

/** Takes in the values of a group one by one. */
export interface Accumulator {
  add(value: unknown): void;
  result(): unknown;
}

/** A compiled accumulator of `$group`: what to take from each document, and where to gather it. */
export interface GroupField {
  readonly input: Expr;
  start(): Accumulator;
}

type Compile = (operand: unknown, env: Env, name: string) => GroupField;

/** An accumulator with one expression as its operand. */
function single(start: (collation: Collation | undefined) => Accumulator): Compile {
  return (operand, env, name) => {
    if (Array.isArray(operand)) throw new MongoError(40237, `The ${name} accumulator is a unary operator`);
    return { input: compileExpression(operand, env), start: () => start(env.collation) };
  };
}

function sum(): Accumulator {
  const total = new Sum();
  return { add: (value) => total.add(value), result: () => total.total() };
}

function average(): Accumulator {
  const total = new Sum();
  return { add: (value) => total.add(value), result: () => total.average() };
}

function extreme(direction: 1 | -1): (collation: Collation | undefined) => Accumulator {
  return (collation) => {
    let best: unknown = null;
    return {
      add(value) {
        if (value == null) return;
        if (best === null || direction * compareValues(value, best, collation) > 0) best = value;
      },
      result: () => best,
    };
  };
}

function first(): Accumulator {
  let held: unknown;
  let isSet = false;
  return {
    add(value) {
      if (!isSet) held = value;
      isSet = true;
    },
    result: () => held ?? null,
  };
}

function last(): Accumulator {
  let held: unknown;
  return { add: (value) => (held = value), result: () => held ?? null };
}

function push(): Accumulator {
  const list: unknown[] = [];
  return {
    add(value) {
      if (value !== undefined) list.push(value);
    },
    result: () => list,
  };
}

function addToSet(collation: Collation | undefined): Accumulator {
  const found = new Map<string, unknown>();
  return {
    add(value) {
      if (value === undefined) return;
      const key = keyOf(value, collation);
      if (!found.has(key)) found.set(key, value);
    },
    result: () => [...found.values()],
  };
}

function mergeObjects(): Accumulator {
  const merged: Doc = {};
  return {
    add(value) {
      if (value == null) return;
      if (!isDoc(value))
        throw new MongoError(
          40400,
          `$mergeObjects requires object inputs, but input ${formatValue(value)} is of type ${typeOf(value)}`,
        );
      for (const name of Object.keys(value)) ownSet(merged, name, value[name]);
    },
    result: () => merged,
  };
}

function deviation(isSample: boolean): () => Accumulator {
  return () => new Deviation(isSample);
}

const count: Compile = (operand, _env, name) => {
  if (!isDoc(operand) || Object.keys(operand).length > 0)
    throw new MongoError(14, `${name} takes no arguments, i.e. $count:{}`);
  return { input: constant(1), start: sum };
};

function options(operand: unknown, name: string, allowed: readonly string[]): Doc {
  if (!isDoc(operand))
    throw new MongoError(5787801, `specification must be an object; found ${name} :${formatValue(operand)}`);
  for (const key of Object.keys(operand)) {
    if (!allowed.includes(key)) throw new MongoError(5787901, `Unknown argument to ${name}: ${key}`);
  }
  for (const key of allowed) {
    if (!Object.hasOwn(operand, key)) throw new MongoError(5787906, `Missing value for '${key}' in ${name}`);
  }
  return operand;
}

/** `$firstN` and relatives: gather all, choose at the end. */
function takeN(choose: (values: unknown[], n: number, collation: Collation | undefined) => unknown[]): Compile {
  return (operand, env, name) => {
    const { input, n } = options(operand, name, ['input', 'n']);
    const amount = compileExpression(n, env);
    return {
      input: compileExpression(input, env),
      start: () => {
        const values: unknown[] = [];
        return {
          add: (value) => values.push(value ?? null),
          result: () => choose(values, positiveCount(amount({}), name), env.collation),
        };
      },
    };
  };
}

function ordered(direction: 1 | -1): (values: unknown[], n: number, collation: Collation | undefined) => unknown[] {
  return (values, n, collation) =>
    values
      .filter((value) => value !== null)
      .sort((a, b) => direction * compareValues(a, b, collation))
      .slice(0, n);
}

/** `$top`, `$bottom` and their N forms: order the documents of the group, then take an expression of the first or last. */
function ranked(fromEnd: boolean, many: boolean): Compile {
  return (operand, env, name) => {
    const { sortBy, output, n } = options(operand, name, many ? ['n', 'sortBy', 'output'] : ['sortBy', 'output']);
    if (!isDoc(sortBy))
      throw new MongoError(5788604, `expected 'sortBy' to already be an object in the arguments to ${name}`);
    const compare = compileSort(sortBy, env.collation);
    const give = compileExpression(output, env);
    const amount = many ? compileExpression(n, env) : constant(1);
    return {
      input: (root) => root,
      start: () => {
        const docs: Doc[] = [];
        return {
          add: (doc) => docs.push(doc as Doc),
          result() {
            const take = positiveCount(amount({}), name);
            docs.sort(compare);
            const chosen = (fromEnd ? docs.slice(-take) : docs.slice(0, take)).map((doc) => give(doc) ?? null);
            return many ? chosen : (chosen[0] ?? null);
          },
        };
      },
    };
  };
}

function fractions(p: unknown): number[] {
  const list: readonly unknown[] = Array.isArray(p) ? p : [];
  if (
    list.length === 0 ||
    !list.every((entry) => isNumeric(entry) && toNumber(entry as Numeric) >= 0 && toNumber(entry as Numeric) <= 1)
  ) {
    throw new MongoError(
      7750301,
      `The $percentile 'p' field must be an array of numbers from [0.0, 1.0], but found: ${formatValue(p)}`,
    );
  }
  return list.map((entry) => toNumber(entry as Numeric));
}

function checkMethod(method: unknown): void {
  if (method !== 'approximate')
    throw new MongoError(2, "Currently only 'approximate' can be used as percentile 'method'.");
}

const percentile: Compile = (operand, env, name) => {
  const { input, p, method } = options(operand, name, ['input', 'p', 'method']);
  checkMethod(method);
  const at = fractions(compileExpression(p, env)({}));
  return {
    input: compileExpression(input, env),
    start: () => {
      const numbers = new Percentiles();
      return { add: (value) => numbers.add(value), result: () => numbers.at(at) };
    },
  };
};

const median: Compile = (operand, env, name) => {
  const { input, method } = options(operand, name, ['input', 'method']);
  checkMethod(method);
  return {
    input: compileExpression(input, env),
    start: () => {
      const numbers = new Percentiles();
      return { add: (value) => numbers.add(value), result: () => numbers.at([0.5])[0] };
    },
  };
};

const groupAccumulators: ReadonlyMap<string, Compile> = new Map<string, Compile>([
  ['$sum', single(sum)],
  ['$avg', single(average)],
  ['$min', single(extreme(-1))],
  ['$max', single(extreme(1))],
  ['$first', single(first)],
  ['$last', single(last)],
  ['$push', single(push)],
  ['$addToSet', single(addToSet)],
  ['$mergeObjects', single(mergeObjects)],
  ['$stdDevPop', single(deviation(false))],
  ['$stdDevSamp', single(deviation(true))],
  ['$count', count],
  ['$firstN', takeN((values, n) => values.slice(0, n))],
  ['$lastN', takeN((values, n) => values.slice(-n))],
  ['$minN', takeN(ordered(1))],
  ['$maxN', takeN(ordered(-1))],
  ['$top', ranked(false, false)],
  ['$bottom', ranked(true, false)],
  ['$topN', ranked(false, true)],
  ['$bottomN', ranked(true, true)],
  ['$percentile', percentile],
  ['$median', median],
]);

export function isAccumulator(name: string): boolean {
  return groupAccumulators.has(name);
}

/** `{$sum: '$amount'}` as a field of `$group`. */
export function compileAccumulator(field: string, spec: unknown, env: Env): GroupField {
  if (!isDoc(spec)) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  const names = Object.keys(spec);
  if (names.length !== 1) throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  const [name] = names as [string];
  const compile = groupAccumulators.get(name);
  if (!compile) throw new MongoError(15952, `unknown group operator '${name}'`);
  return compile(spec[name], env, name);
}

/** `$sum` and friends as expressions: over the elements of a single array, or over several arguments. */
function asExpression(start: (collation: Collation | undefined) => Accumulator): OperatorCompiler {
  return positional(0, Infinity, (args, { collation }) => (root) => {
    const accumulator = start(collation);
    const values = args.map((arg) => arg(root));
    const over: readonly unknown[] = values.length === 1 && Array.isArray(values[0]) ? values[0] : values;
    for (const value of over) accumulator.add(value);
    return accumulator.result();
  });
}

function percentileExpression(many: boolean): OperatorCompiler {
  return (operand, env, name) => {
    const { input, start } = (many ? percentile : median)(operand, env, name);
    return (root) => {
      const value = input(root);
      const accumulator = start();
      for (const element of Array.isArray(value) ? (value as unknown[]) : [value]) accumulator.add(element);
      return accumulator.result();
    };
  };
}

export const accumulatorExpressions: ReadonlyArray<[string, OperatorCompiler]> = [
  ['$sum', asExpression(sum)],
  ['$avg', asExpression(average)],
  ['$min', asExpression(extreme(-1))],
  ['$max', asExpression(extreme(1))],
  ['$stdDevPop', asExpression(deviation(false))],
  ['$stdDevSamp', asExpression(deviation(true))],
  ['$percentile', percentileExpression(true)],
  ['$median', percentileExpression(false)],
];
