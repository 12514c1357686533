import { MongoError } from '../errors.js';
import type { PathBounds } from '../match/index.js';
import { ownGet, type Doc } from '../values/document.js';
import { isDoc } from '../values/types.js';
import { pointsOf } from './interval.js';
import type { IndexField } from './spec.js';

/** The keys of a wildcard index are pairs: a path, and one value there. */
export const wildcardFields: readonly IndexField[] = [
  { path: ['$_path'], name: '$_path', direction: 1 },
  { path: ['$_value'], name: '$_value', direction: 1 },
];

/** The path below which a key such as `{'a.$**': 1}` indexes everything; undefined for a key without a wildcard. */
export function wildcardOf(key: Doc): string | undefined {
  const names = Object.keys(key);
  const [wild, second] = names.filter((name) => name === '$**' || name.endsWith('.$**'));
  if (wild === undefined) return undefined;
  if (second !== undefined) throw new MongoError(67, 'an index can have one wildcard field only');
  return wild.slice(0, -'$**'.length).replace(/\.$/, '');
}

/**
 * What a `wildcardProjection` leaves in a wildcard index: `{a: 1}` keeps `a` and all below it, `{a: 0}` leaves it out.
 * Further fields of a compound index do not lead anywhere by themselves: the documents found by the wildcard are tested for them.
 * @throws MongoError 67 for one that both keeps and leaves out, or is missing where a compound index covers everything.
 */
export function readWildcardProjection(input: Doc, key: Doc, root: string): ((path: string) => boolean) | undefined {
  const given = ownGet(input, 'wildcardProjection');
  if (given === undefined) {
    if (root !== '' || Object.keys(key).length === 1) return undefined;
    throw new MongoError(67, "a compound wildcard index on '$**' must have a 'wildcardProjection'");
  }
  if (root !== '') throw new MongoError(67, "'wildcardProjection' is only allowed for a wildcard index on '$**'");
  if (!isDoc(given) || Object.keys(given).length === 0) {
    throw new MongoError(67, "The 'wildcardProjection' must be an object that is not empty");
  }
  const kept = Object.keys(given).filter((path) => Boolean(given[path]));
  const left = Object.keys(given).filter((path) => !given[path]);
  const keeps = kept.some((path) => path !== '_id') || left.length === 0;
  if (keeps && left.some((path) => path !== '_id')) {
    throw new MongoError(67, "The 'wildcardProjection' cannot both include and exclude fields");
  }
  const within = (path: string, paths: readonly string[]): boolean =>
    paths.some((above) => path === above || path.startsWith(`${above}.`));
  return (path) => {
    if (path === '_id' || path.startsWith('_id.')) return kept.includes('_id');
    return keeps ? within(path, kept) : !within(path, left);
  };
}

/** Each path and value of a document below the root of the index. Arrays are spread, nested documents walked into, `_id` is left out. */
export function wildcardKeys(
  doc: Doc,
  root: string,
  covers?: (path: string) => boolean,
): [path: string, value: unknown][] {
  const all = keysBelow(doc, root, covers?.('_id') === true);
  return covers ? all.filter(([path]) => covers(path)) : all;
}

function keysBelow(doc: Doc, root: string, withId: boolean): [path: string, value: unknown][] {
  const keys: [string, unknown][] = [];
  const add = (path: string, value: unknown): void => {
    if (Array.isArray(value)) {
      if (value.length === 0) keys.push([path, undefined]);
      for (const element of value as unknown[]) {
        if (Array.isArray(element)) keys.push([path, element]);
        else add(path, element);
      }
    } else if (isDoc(value) && Object.keys(value).length > 0) {
      for (const name of Object.keys(value)) add(`${path}.${name}`, value[name]);
    } else keys.push([path, value]);
  };
  if (root === '') {
    for (const name of Object.keys(doc)) if (name !== '_id' || withId) add(name, doc[name]);
    return keys;
  }
  const walk = (at: unknown, steps: readonly string[]): void => {
    if (Array.isArray(at) && steps.length > 0) for (const element of at as unknown[]) walk(element, steps);
    else if (steps.length === 0) {
      if (at !== undefined) add(root, at);
    } else if (isDoc(at)) walk(ownGet(at, steps[0]!), steps.slice(1));
  };
  walk(doc, root.split('.'));
  return keys;
}

/** Can the index tell which documents have such a value at the path? Not missing ones, nor whole documents, nor places in arrays. */
export function wildcardServes(root: string, path: string, bound: PathBounds): boolean {
  if (path === '' || path.startsWith('$') || path === '_id' || path.startsWith('_id.') || /\.\d+(\.|$)/.test(path))
    return false;
  if (root !== '' && path !== root && !path.startsWith(`${root}.`)) return false;
  const values = pointsOf(bound) ?? [bound.min?.value, bound.max?.value].filter((value) => value !== undefined);
  return values.length > 0 && values.every((value) => value != null && !isDoc(value) && !Array.isArray(value));
}
