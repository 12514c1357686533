import { MongoError } from '../errors.js';
import { pathSteps } from '../expressions/compile.js';
import { ownGet, ownSet, without, type Doc } from '../values/doc.js';
import { makeLong } from '../values/numbers.js';
import { isDoc } from '../values/types.js';
import type { StageCompiler } from './context.js';
import { needFieldPath, onlyKnown } from './spec.js';

/** One document per element of an array. What is no array counts as its only element. */
export const unwind: StageCompiler = (spec) => {
  const options: Doc = typeof spec === 'string' ? { path: spec } : (spec as Doc);
  if (typeof spec !== 'string' && !isDoc(spec)) {
    throw new MongoError(15981, 'expected either a string or an object as specification for $unwind stage');
  }
  onlyKnown(options, '$unwind stage', ['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'], 28811);
  const { path, preserveNullAndEmptyArrays: keepEmpty = false, includeArrayIndex: indexName } = options;
  if (path === undefined) throw new MongoError(28812, 'no path specified to $unwind stage');
  const steps = pathSteps(needFieldPath(path, 'path option to $unwind stage', { type: 28808, prefix: 28818 }));
  if (typeof keepEmpty !== 'boolean')
    throw new MongoError(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
  if (indexName !== undefined && (typeof indexName !== 'string' || indexName === '')) {
    throw new MongoError(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage');
  }
  if (indexName?.startsWith('$'))
    throw new MongoError(
      28822,
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${indexName}`,
    );
  const indexSteps = indexName === undefined ? undefined : pathSteps(indexName);
  const withIndex = (doc: Doc, index: unknown): Doc => (indexSteps ? setAt(doc, indexSteps, 0, index) : doc);
  return function* (input) {
    for (const doc of input) {
      const value = plainAt(doc, steps);
      if (!Array.isArray(value)) {
        if (value != null || keepEmpty) yield withIndex(doc, null);
      } else if (value.length === 0) {
        if (keepEmpty) yield withIndex(setAt(doc, steps, 0, undefined), null);
      } else {
        for (let i = 0; i < value.length; i++) yield withIndex(setAt(doc, steps, 0, value[i]), makeLong(i));
      }
    }
  };
};

/** The value at a path through documents only. */
function plainAt(doc: Doc, steps: readonly string[]): unknown {
  let at: unknown = doc;
  for (const step of steps) {
    if (!isDoc(at)) return undefined;
    at = ownGet(at, step);
  }
  return at;
}

/** A copy with another value at the path; `undefined` takes the field away. */
export function setAt(doc: Doc, steps: readonly string[], i: number, value: unknown): Doc {
  const step = steps[i]!;
  if (i === steps.length - 1 && value === undefined) return without(doc, step);
  const copy = { ...doc };
  const child = ownGet(doc, step);
  ownSet(copy, step, i === steps.length - 1 ? value : setAt(isDoc(child) ? child : {}, steps, i + 1, value));
  return copy;
}
