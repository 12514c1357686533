import { MongoError } from '../errors.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { isIndex, splitPath } from '../values/paths.js';
import { isDoc, typeOf } from '../values/types.js';
import { operators, type FieldChange } from './operators.js';

/** The changes of an update as a tree of field names: a leaf holds what happens to that field. */
export interface Branch {
  readonly path: string;
  /** Names, positions, `$`, `$[]` and `$[id]`, in the order in which MongoDB works through them. */
  readonly children: Map<string, Branch>;
  change?: FieldChange;
  /** Whether anything below would bring a missing field into being. */
  creates: boolean;
}

export interface ParsedUpdate {
  readonly tree: Branch;
  /** Identifiers used as `$[id]`. */
  readonly identifiers: ReadonlySet<string>;
  readonly usesPosition: boolean;
}

export function isPipeline(update: unknown): update is readonly Doc[] {
  return Array.isArray(update);
}

export function isReplacement(update: Doc): boolean {
  const first = Object.keys(update)[0];
  return first === undefined || !first.startsWith('$');
}

/** @throws MongoError 9 for unknown operators, 40 for changes that meet, 56, 52, 2 for paths that can't be. */
export function parseOperators(update: Doc): ParsedUpdate {
  const tree: Branch = { path: '', children: new Map(), creates: false };
  const identifiers = new Set<string>();
  let usesPosition = false;
  for (const name of Object.keys(update)) {
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (!operator) {
      throw new MongoError(
        9,
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    const fields = update[name];
    if (!isDoc(fields)) {
      throw new MongoError(
        9,
        `Modifiers operate on fields but we found type ${typeOf(fields)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${formatValue(fields)}}`,
      );
    }
    for (const path of Object.keys(fields)) {
      for (const [target, change] of operator(fields[path], path, name)) {
        const steps = parsePath(target);
        for (const step of steps) {
          if (step === '$') usesPosition = true;
          else if (step.startsWith('$[') && step !== '$[]') identifiers.add(step.slice(2, -1));
        }
        plant(tree, steps, target, change);
      }
    }
  }
  sortBranches(tree);
  return { tree, identifiers, usesPosition };
}

function parsePath(path: string): string[] {
  if (path === '') throw new MongoError(56, 'An empty update path is not valid.');
  const steps = splitPath(path);
  for (const [i, step] of steps.entries()) {
    if (step === '') {
      throw new MongoError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
    }
    if (!step.startsWith('$')) continue;
    if (step === '$' || /^\$\[[^\]]*\]$/.test(step)) {
      if (i === 0)
        throw new MongoError(2, `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
    } else if (!(i > 0 && ['$id', '$ref', '$db'].includes(step))) {
      throw new MongoError(
        52,
        `The dollar ($) prefixed field '${step}' in '${path}' is not allowed in the context of an update. Consider using $getField or $setField.`,
      );
    }
  }
  if (steps.filter((step) => step === '$').length > 1) {
    throw new MongoError(2, `Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  return steps;
}

function conflict(path: string, at: string): MongoError {
  return new MongoError(40, `Updating the path '${path}' would create a conflict at '${at}'`);
}

function plant(tree: Branch, steps: readonly string[], path: string, change: FieldChange): void {
  let branch = tree;
  let walked = '';
  for (const step of steps) {
    if (branch.change) throw conflict(path, branch.path);
    branch.creates ||= change.creates;
    walked = walked === '' ? step : `${walked}.${step}`;
    let child = branch.children.get(step);
    if (!child) {
      child = { path: walked, children: new Map(), creates: false };
      branch.children.set(step, child);
    }
    branch = child;
  }
  if (branch.change || branch.children.size > 0) throw conflict(path, walked);
  branch.change = change;
  branch.creates = change.creates;
}

/** Lexicographic, positions by number. */
function compareSteps(a: string, b: string): number {
  if (isIndex(a) && isIndex(b)) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function sortBranches(branch: Branch): void {
  const sorted = [...branch.children].sort(([a], [b]) => compareSteps(a, b));
  branch.children.clear();
  for (const [step, child] of sorted) {
    branch.children.set(step, child);
    sortBranches(child);
  }
}

/** Two sets of changes for the same element, as `$[]` and `$[id]` can give. */
export function mergeBranches(a: Branch, b: Branch): Branch {
  if (a.change || b.change) throw conflict(b.path, a.path);
  const merged: Branch = { path: a.path, children: new Map(a.children), creates: a.creates || b.creates };
  for (const [step, child] of b.children) {
    const other = merged.children.get(step);
    merged.children.set(step, other ? mergeBranches(other, child) : child);
  }
  sortBranches(merged);
  return merged;
}
