import type { Expr } from '../expressions/index.js';
import { ownGet, ownSet, type Doc } from '../values/doc.js';
import { isDoc } from '../values/types.js';

/** What happens to one field. */
export type Action =
  | { kind: 'include' }
  | { kind: 'exclude' }
  | { kind: 'compute'; expr: Expr }
  /** Changes a value that is there; `undefined` drops it. */
  | { kind: 'transform'; apply: (value: unknown, context: unknown) => unknown };

/** Fields and, below them, their subfields. */
export interface FieldTree {
  readonly children: Map<string, FieldTree | Action>;
  /** Whether anything below is computed, so that it appears even where the document has nothing. */
  computes: boolean;
}

/** What becomes of fields the tree does not name: `include` drops them, `exclude` and `add` keep them. */
export type Policy = 'include' | 'exclude' | 'add';

export function isTree(node: FieldTree | Action): node is FieldTree {
  return 'children' in node;
}

export function newTree(): FieldTree {
  return { children: new Map(), computes: false };
}

/** Puts an action at a path. False when the path, its parent or something below it has been named already. */
export function plantAction(tree: FieldTree, steps: readonly string[], action: Action): boolean {
  let at = tree;
  for (const step of steps.slice(0, -1)) {
    if (action.kind === 'compute') at.computes = true;
    let child = at.children.get(step);
    if (child === undefined) {
      child = newTree();
      at.children.set(step, child);
    }
    if (!isTree(child)) return false;
    at = child;
  }
  if (action.kind === 'compute') at.computes = true;
  const last = steps.at(-1)!;
  if (at.children.has(last)) return false;
  at.children.set(last, action);
  return true;
}

export function applyTree(tree: FieldTree, policy: Policy, doc: Doc, root: Doc, context?: unknown): Doc {
  const out: Doc = {};
  const { children } = tree;
  for (const name of Object.keys(doc)) {
    const child = children.get(name);
    const value = doc[name];
    if (child === undefined) {
      if (policy !== 'include') ownSet(out, name, value);
      continue;
    }
    const next = applyNode(child, policy, value, root, context);
    if (next !== undefined) ownSet(out, name, next);
  }
  if (!tree.computes) return out;
  for (const [name, child] of children) {
    if (isTree(child)) {
      if (child.computes && !Object.hasOwn(doc, name)) ownSet(out, name, applyTree(child, policy, {}, root, context));
    } else if (child.kind === 'compute' && !(policy === 'add' && Object.hasOwn(doc, name))) {
      const value = child.expr(root);
      if (value !== undefined) ownSet(out, name, value);
    }
  }
  return out;
}

function applyNode(node: FieldTree | Action, policy: Policy, value: unknown, root: Doc, context: unknown): unknown {
  if (isTree(node)) return applyBelow(node, policy, value, root, context);
  switch (node.kind) {
    case 'include':
      return value;
    case 'exclude':
      return undefined;
    case 'transform':
      return node.apply(value, context);
    default: // computed: in its old place when fields are added, otherwise after the others
      return policy === 'add' ? node.expr(root) : undefined;
  }
}

function applyBelow(tree: FieldTree, policy: Policy, value: unknown, root: Doc, context: unknown): unknown {
  if (isDoc(value)) return applyTree(tree, policy, value, root, context);
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const element of value) {
      const next = applyBelow(tree, policy, element, root, context);
      if (next !== undefined) list.push(next);
    }
    return list;
  }
  if (tree.computes) return applyTree(tree, policy, {}, root, context);
  return policy === 'include' ? undefined : value;
}

/** The document with `_id` in front. */
export function withIdFirst(doc: Doc): Doc {
  const id = ownGet(doc, '_id');
  if (id === undefined) return doc;
  for (const name in doc) {
    if (name === '_id') return doc;
    break;
  }
  return { _id: id, ...doc };
}
