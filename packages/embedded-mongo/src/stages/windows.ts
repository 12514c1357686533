import { MongoError } from '../errors.js';
import { compileAccumulator, isAccumulator, type GroupField } from '../expressions/accumulators.js';
import { compileExpression, type Env, type Expr } from '../expressions/index.js';
import { sortDocs } from '../project/sort.js';
import { compareValues, keyOf } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { pathSteps } from '../expressions/compile.js';
import { isDoc } from '../values/types.js';
import type { StageCompiler } from './context.js';
import { needDoc, onlyKnown } from './spec.js';
import { setAt } from './unwind.js';
import { compileWindow, type Window } from './window-bounds.js';
import { windowFunctions, type WindowFunction } from './window-functions.js';

/** What one output field is for each document of a partition, in its order. */
type Output = (docs: readonly Doc[]) => unknown[];

/** `$setWindowFields`: fields computed over the neighbours of each document in its partition. */
export const setWindowFields: StageCompiler = (spec, { env }, name) => {
  const options = needDoc(spec, name, 9);
  onlyKnown(options, name, ['partitionBy', 'sortBy', 'output'], 40415);
  const { partitionBy, sortBy, output } = options;
  if (!isDoc(output))
    throw new MongoError(40414, "BSON field '$setWindowFields.output' is missing but a required field");
  if (sortBy !== undefined && !isDoc(sortBy)) throw new MongoError(14, `${name} 'sortBy' must be an object`);
  const by: Expr = partitionBy === undefined ? () => null : compileExpression(partitionBy, env);
  const order: Doc = sortBy ?? {};
  sortDocs([], order, env.collation);
  const outputs = Object.keys(output).map((field): [string[], Output] => [
    pathSteps(field),
    compileOutput(field, output[field], order, env),
  ]);
  return function* (input) {
    for (const docs of partitions(input, by, order, env)) {
      const computed = outputs.map(([, compute]) => compute(docs));
      for (const [i, doc] of docs.entries()) {
        yield outputs.reduce((changed, [steps], k) => setAt(changed, steps, 0, computed[k]![i] ?? null), doc);
      }
    }
  };
};

function partitions(input: Iterable<Doc>, by: Expr, order: Doc, env: Env): Doc[][] {
  const groups = new Map<string, { value: unknown; docs: Doc[] }>();
  for (const doc of input) {
    const value = by(doc) ?? null;
    if (Array.isArray(value))
      throw new MongoError(14, 'An expression used to partition cannot evaluate to value of type array');
    const key = keyOf(value, env.collation);
    const found = groups.get(key);
    if (found) found.docs.push(doc);
    else groups.set(key, { value, docs: [doc] });
  }
  return [...groups.values()]
    .sort((a, b) => compareValues(a.value, b.value, env.collation))
    .map(({ docs }) => (Object.keys(order).length === 0 ? docs : sortDocs(docs, order, env.collation)));
}

function compileOutput(field: string, spec: unknown, order: Doc, env: Env): Output {
  if (!isDoc(spec)) throw new MongoError(9, `The field '${field}' must be an object`);
  const names = Object.keys(spec).filter((name) => name !== 'window');
  const [name] = names;
  if (names.length !== 1 || name === undefined) {
    throw new MongoError(9, `Expected exactly one window function for the field '${field}'`);
  }
  const make = windowFunctions.get(name);
  if (make) {
    const compute: WindowFunction = make(spec[name], { env, order, window: spec['window'], name });
    return compute;
  }
  if (!isAccumulator(name)) throw new MongoError(9, `Unrecognized window function, ${name}`);
  return overWindow(compileAccumulator(field, { [name]: spec[name] }, env), compileWindow(spec['window'], order));
}

function overWindow(accumulator: GroupField, window: Window): Output {
  return (docs) => {
    const values = docs.map((doc) => accumulator.input(doc));
    const bounds = window.over(docs);
    if (!window.growsOnly) {
      return docs.map((_doc, i) => {
        const { from, to } = bounds(i);
        const state = accumulator.start();
        for (let k = from; k < to; k++) state.add(values[k]);
        return state.result();
      });
    }
    const state = accumulator.start();
    let added = 0;
    return docs.map((_doc, i) => {
      const { to } = bounds(i);
      for (; added < to; added++) state.add(values[added]);
      const result = state.result();
      return Array.isArray(result) ? [...(result as unknown[])] : isDoc(result) ? { ...result } : result;
    });
  };
}
