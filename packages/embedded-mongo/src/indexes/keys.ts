import { MongoError } from '../errors.js';
import { ownGet, type Doc } from '../values/document.js';
import { isDoc } from '../values/types.js';

/** One key of an index: a value per indexed field. A missing field is null; an empty array is `undefined`, which sorts before null. */
export type Key = readonly unknown[];

export interface KeySet {
  keys: Key[];
  /** An array was spread: one document may have many keys. */
  multikey: boolean;
  /** Not one of the indexed fields is there (a sparse index leaves such a document out). */
  absent: boolean;
}

/** The one key of a document that has no array on any of the paths; undefined when one has. Most documents are so, and this is quick. */
export function plainKeyOf(doc: Doc, paths: readonly (readonly string[])[]): { key: Key; absent: boolean } | undefined {
  const key: unknown[] = [];
  let absent = true;
  for (const path of paths) {
    let at: unknown = doc;
    for (let i = 0; i < path.length && at !== undefined; i++) {
      at = i === 0 || isDoc(at) ? ownGet(at as Doc, path[i]!) : undefined;
      if (Array.isArray(at)) return undefined;
    }
    if (at !== undefined) absent = false;
    key.push(at ?? null);
  }
  return { key, absent };
}

/** A field on its way down the document: where it stands and what is still to walk. */
interface Walk {
  at: unknown;
  rest: readonly string[];
}

/**
 * The keys a document has in an index over `paths`.
 * @throws MongoError 171 when two different arrays would have to be spread against each other.
 */
export function keysOf(doc: Doc, paths: readonly (readonly string[])[]): KeySet {
  const found: KeySet = { keys: [], multikey: false, absent: true };
  const walks = paths.map((path): Walk => ({ at: doc, rest: path }));
  spread(walks, found, paths);
  return found;
}

function spread(walks: Walk[], found: KeySet, paths: readonly (readonly string[])[]): void {
  let list: unknown[] | undefined;
  const stopped = walks.map((walk, field) => {
    const here = descend(walk);
    if (Array.isArray(here.at) && !isDone(here)) {
      if (list !== undefined && list !== here.at) {
        throw new MongoError(
          171,
          `cannot index parallel arrays [${paths[field]!.at(-1)}] [${paths.find((p) => p !== paths[field])?.at(-1)}]`,
        );
      }
      list = here.at;
    }
    return here;
  });
  if (list === undefined) {
    for (const { at } of stopped) if (at !== undefined) found.absent = false;
    found.keys.push(stopped.map(({ at }) => (at === emptyArray ? undefined : (at ?? null))));
    return;
  }
  found.multikey = true;
  const elements: readonly unknown[] = list.length === 0 ? [emptyArray] : list;
  for (const element of elements) {
    const inside = stopped.map((walk): Walk => {
      if (walk.at !== list) return walk;
      if (element === emptyArray) return { at: walk.rest.length === 0 ? emptyArray : undefined, rest: [] };
      // An array inside the array is a value of its own, not spread again.
      if (walk.rest.length === 0) return { at: element, rest: done };
      return isDoc(element) ? { at: element, rest: walk.rest } : { at: undefined, rest: [] };
    });
    spread(inside, found, paths);
  }
}

const emptyArray = Symbol('empty array');
const done: readonly string[] = Object.freeze([]);

function isDone(walk: Walk): boolean {
  return walk.rest === done;
}

/** Walks through documents up to the end of the path or to an array. A number may name an element of that array. */
function descend(walk: Walk): Walk {
  let { at, rest } = walk;
  if (rest === done) return walk;
  while (rest.length > 0) {
    const name = rest[0]!;
    if (Array.isArray(at)) {
      if (!/^\d+$/.test(name) || Number(name) >= at.length) break;
      at = at[Number(name)];
    } else {
      at = isDoc(at) ? ownGet(at, name) : undefined;
    }
    rest = rest.slice(1);
  }
  return { at, rest };
}
