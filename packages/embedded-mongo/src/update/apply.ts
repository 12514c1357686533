import { MongoError } from '../errors.js';
import { ownGet, ownSet, without, type Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { identical } from '../values/identical.js';
import { isIndex } from '../values/paths.js';
import { isDoc } from '../values/types.js';
import { removed, type ChangeContext } from './operators.js';
import { mergeBranches, type Branch } from './parse.js';

export interface TreeContext extends ChangeContext {
  /** The index that `$` stands for; throws when the filter gave none. */
  position(): number;
  /** Does the element pass the array filter `id`? */
  passes(id: string, element: unknown): boolean;
}

/** Positions further out would fill memory with nulls. */
const maxPadding = 1_500_000;

/** The value with the changes of a branch made; the very same value when nothing changed. */
export function applyBranch(branch: Branch, value: unknown, context: TreeContext, name: string): unknown {
  if (branch.change) {
    const next = branch.change.apply(value, context, name);
    return next !== removed && identical(next, value) ? value : next;
  }
  const children = resolve(branch, value, context);
  if (Array.isArray(value)) return applyToArray(children, value, context, name);
  if (value !== undefined && !isDoc(value)) {
    for (const [step, child] of children) if (wouldCreate(child, context, step)) throw notViable(step, name, value);
    return value;
  }
  let next: Doc | undefined;
  for (const [step, child] of children) {
    const before = value === undefined ? undefined : ownGet(value, step);
    const after = applyBranch(child, before, context, step);
    if (Object.is(after, before)) continue;
    next ??= { ...value };
    if (after === removed) next = without(next, step);
    else ownSet(next, step, after);
  }
  return next ?? value;
}

/** Would the changes bring something into being where there is nothing? `$setOnInsert` and `$rename` may not. */
function wouldCreate(branch: Branch, context: TreeContext, name: string): boolean {
  return branch.creates && applyBranch(branch, undefined, context, name) !== undefined;
}

function applyToArray(
  children: ReadonlyMap<string, Branch>,
  list: unknown[],
  context: TreeContext,
  name: string,
): unknown {
  let next: unknown[] | undefined;
  for (const [step, child] of children) {
    if (!isIndex(step)) {
      if (wouldCreate(child, context, step)) throw notViable(step, name, list);
      continue;
    }
    const index = Number(step);
    const before = index < list.length ? list[index] : undefined;
    const after = applyBranch(child, before, context, step);
    if (Object.is(after, before)) continue;
    next ??= [...list];
    if (index - next.length > maxPadding) {
      throw new MongoError(
        2,
        `Cannot pad an array by ${index - next.length} elements, at most ${maxPadding} are allowed`,
      );
    }
    while (next.length < index) next.push(null);
    next[index] = after === removed ? null : after;
  }
  return next ?? list;
}

function notViable(step: string, name: string, value: unknown): MongoError {
  return new MongoError(28, `Cannot create field '${step}' in element {${name}: ${formatValue(value)}}`);
}

/** Turns `$`, `$[]` and `$[id]` into the positions they stand for. */
function resolve(branch: Branch, value: unknown, context: TreeContext): ReadonlyMap<string, Branch> {
  let isDynamic = false;
  for (const step of branch.children.keys()) {
    if (step === '$' || step.startsWith('$[')) isDynamic = true;
  }
  if (!isDynamic) return branch.children;
  const children = new Map<string, Branch>();
  const add = (step: string, child: Branch): void => {
    const other = children.get(step);
    children.set(step, other ? mergeBranches(other, child) : child);
  };
  for (const [step, child] of branch.children) {
    if (step === '$') add(String(context.position()), child);
    else if (step.startsWith('$[')) {
      const id = step.slice(2, -1);
      elementsOf(branch.path, value).forEach((element, i) => {
        if (id === '' || context.passes(id, element)) add(String(i), child);
      });
    } else add(step, child);
  }
  return children;
}

function elementsOf(path: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value === undefined) {
    throw new MongoError(2, `The path '${path}' must exist in the document in order to apply array updates.`);
  }
  throw new MongoError(
    2,
    `Cannot apply array updates to non-array element ${path.split('.').at(-1)}: ${formatValue(value)}`,
  );
}
