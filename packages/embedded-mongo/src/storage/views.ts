import { MongoError } from '../errors.js';
import { isDoc, type Doc } from '../values/index.js';
import type { Collection } from './collection.js';
import type { Store } from './store.js';

/** What a view is made of: the collection (or view) it is over, and the stages that make it. */
export interface ViewDefinition {
  readonly on: string;
  readonly stages: readonly Doc[];
}

const maxDepth = 20;

/** Reads a view's definition from a collection's options; undefined for an ordinary collection. */
export function viewOf(options: Doc): ViewDefinition | undefined {
  const on = options['viewOn'];
  if (typeof on !== 'string') return undefined;
  const stages = Array.isArray(options['pipeline']) ? options['pipeline'] : [];
  return { on, stages: stages.filter(isDoc) };
}

/** What a name stands for: a collection, and the stages to send its documents through when the name is a view's. */
export interface Resolved {
  /** The collection at the bottom; undefined when there is none yet. */
  collection: Collection | undefined;
  name: string;
  stages: readonly Doc[];
  /** The view that was named, if it was one. */
  view: Collection | undefined;
}

/**
 * Follows views down to the collection they are over.
 * @throws MongoError 165 when they stand on each other too deeply.
 */
export function resolve(store: Store, db: string, name: string): Resolved {
  const named = store.find(db, name);
  let collection = named;
  let at = name;
  let stages: readonly Doc[] = [];
  for (let depth = 0; collection?.view; depth++) {
    if (depth >= maxDepth) throw new MongoError(165, `View depth too deep, max is ${maxDepth}`);
    stages = [...collection.view.stages, ...stages];
    at = collection.view.on;
    collection = store.find(db, at);
  }
  return { collection, name: at, stages, view: named?.view ? named : undefined };
}

/** @throws MongoError 166 for the name of a view, which cannot be written to or have indexes. */
export function refuseView(collection: Collection | undefined): void {
  if (collection?.view) throw new MongoError(166, `Namespace ${collection.ns} is a view, not a collection`);
}

/** @throws MongoError 5 when the view `name` would stand on itself. */
export function refuseCycle(store: Store, db: string, name: string, on: string): void {
  let at: string | undefined = on;
  for (let depth = 0; at !== undefined && depth <= maxDepth; depth++) {
    if (at === name) throw new MongoError(5, `View cycle detected: ${db}.${name} stands on itself`);
    at = store.find(db, at)?.view?.on;
  }
  if (at !== undefined) throw new MongoError(165, `View depth too deep, max is ${maxDepth}`);
}
