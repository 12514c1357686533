import { ownGet, type Doc } from './doc.js';
import { isDoc } from './types.js';

/** Says yes or no to one value; `undefined` stands for a missing field. */
export type Test = (value: unknown) => boolean;

/** Where a match was found: the index in the outermost array on its path, -1 while no array was involved. */
export interface Trace {
  position: number;
}

const indexPattern = /^(?:0|[1-9]\d*)$/;

/** Could this step of a path be a position in an array? */
export function isIndex(step: string): boolean {
  return indexPattern.test(step);
}

/** The field `step` of a document, or the element at that position of an array (which has no other fields, no `length`). */
export function stepInto(at: object, step: string): unknown {
  return Array.isArray(at) && !isIndex(step) ? undefined : ownGet(at, step);
}

export function splitPath(path: string): string[] {
  return path.split('.');
}

/**
 * Does any value at the path pass the test? Arrays on the way are entered, each element in turn; a step that is a number also means
 * a position. At the end of the path the elements of an array are tried and then the array itself; with `leafWhole` only the array.
 */
export function anyAt(root: object, steps: readonly string[], test: Test, leafWhole: boolean, trace: Trace): boolean {
  return walk(root, steps, 0, test, leafWhole, trace, -1);
}

function walk(
  root: object,
  steps: readonly string[],
  from: number,
  test: Test,
  leafWhole: boolean,
  trace: Trace,
  outer: number,
): boolean {
  const last = steps.length - 1;
  let at = root;
  for (let i = from; i < last; i++) {
    const child = stepInto(at, steps[i]!);
    if (Array.isArray(child)) return walkArray(child, steps, i + 1, test, leafWhole, trace, outer);
    if (!isDoc(child)) return found(test(undefined), trace, outer);
    at = child;
  }
  return testLeaf(stepInto(at, steps[last]!), test, leafWhole, trace, outer);
}

function walkArray(
  list: readonly unknown[],
  steps: readonly string[],
  i: number,
  test: Test,
  leafWhole: boolean,
  trace: Trace,
  outer: number,
): boolean {
  const step = steps[i]!;
  const wanted = isIndex(step) ? Number(step) : -1;
  const isLast = i === steps.length - 1;
  for (let k = 0; k < list.length; k++) {
    const element = list[k];
    const position = outer < 0 ? k : outer;
    if (isDoc(element) && walk(element, steps, i, test, leafWhole, trace, position)) return true;
    if (k !== wanted) continue;
    if (isLast) {
      if (found(test(element), trace, position)) return true;
    } else if (isDoc(element) || Array.isArray(element)) {
      if (walk(element, steps, i + 1, test, leafWhole, trace, outer)) return true;
    }
  }
  return false;
}

/** Tries the value at the end of a path; the elements of an array first. */
export function testLeaf(value: unknown, test: Test, leafWhole: boolean, trace: Trace, outer: number): boolean {
  if (!leafWhole && Array.isArray(value)) {
    for (let k = 0; k < value.length; k++) {
      if (test(value[k])) return found(true, trace, outer < 0 ? k : outer);
    }
  }
  return found(test(value), trace, outer);
}

function found(matched: boolean, trace: Trace, position: number): boolean {
  if (matched && position >= 0) trace.position = position;
  return matched;
}

/**
 * The values an index holds for a document: the elements of arrays on the path, not the arrays (an empty one stands for itself).
 * `undefined` among them means that the field is missing, at least in one element. Never empty; may repeat itself.
 * Whatever a filter on the path can equal, other than a whole array, is among them.
 */
export function valuesAt(doc: Doc, path: string): unknown[] {
  const values: unknown[] = [];
  const gather: Test = (value) => {
    if (Array.isArray(value) && value.length > 0) for (const element of value) values.push(element);
    else values.push(value);
    return false;
  };
  anyAt(doc, splitPath(path), gather, true, { position: -1 });
  return values.length > 0 ? values : [undefined];
}

/** The values at a path, as `distinct` lists them: arrays are spread (not nested ones), missing fields and empty arrays give nothing. */
export function spreadAt(doc: Doc, path: string): unknown[] {
  const values: unknown[] = [];
  const gather: Test = (value) => {
    if (Array.isArray(value)) for (const element of value) values.push(element);
    else if (value !== undefined) values.push(value);
    return false;
  };
  anyAt(doc, splitPath(path), gather, true, { position: -1 });
  return values;
}
