import { MongoError } from '../errors.js';
import { compareValues, type Collation } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { toNumber, type Numeric } from '../values/numbers.js';
import { anyAt, splitPath } from '../values/paths.js';
import { isDoc, isNumeric } from '../values/types.js';

interface SortPart {
  readonly direction: 1 | -1;
  key(doc: Doc): unknown;
}

export type Comparator = (a: Doc, b: Doc) => number;

/**
 * The order a sort specification asks for. Arrays count by their least element, descending by their greatest; a missing field is null.
 *
 * @param metaKey gives the value for `{$meta: 'textScore'}` and the like.
 * @throws MongoError 15975 for a direction other than 1 and -1, 15974 for something else than a number.
 */
export function compileSort(spec: Doc, collation?: Collation, metaKey?: MetaKey): Comparator {
  const parts = parseSort(spec, collation, metaKey);
  return (a, b) => {
    for (const { direction, key } of parts) {
      const order = compareValues(key(a), key(b), collation);
      if (order !== 0) return direction * order;
    }
    return 0;
  };
}

export type MetaKey = (name: string) => (doc: Doc) => unknown;

/** Sorts (stably, into a new list), working out the keys of each document once. */
export function sortDocs(docs: Iterable<Doc>, spec: Doc, collation?: Collation, metaKey?: MetaKey): Doc[] {
  const parts = parseSort(spec, collation, metaKey);
  const keyed = Array.from(docs, (doc) => ({ doc, keys: parts.map((part) => part.key(doc)) }));
  keyed.sort((a, b) => {
    for (let i = 0; i < parts.length; i++) {
      const order = compareValues(a.keys[i], b.keys[i], collation);
      if (order !== 0) return parts[i]!.direction * order;
    }
    return 0;
  });
  return keyed.map(({ doc }) => doc);
}

function parseSort(spec: Doc, collation?: Collation, metaKey?: MetaKey): SortPart[] {
  return Object.keys(spec).map((path) => {
    const direction = spec[path];
    if (isDoc(direction) && typeof direction['$meta'] === 'string' && metaKey) {
      return { direction: -1, key: metaKey(direction['$meta']) };
    }
    if (!isNumeric(direction)) {
      throw new MongoError(15974, `Illegal key in $sort specification: ${path}: ${formatValue(direction)}`);
    }
    const sign = toNumber(direction as Numeric);
    if (sign !== 1 && sign !== -1) {
      throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    if (path === '' || path.split('.').includes('')) {
      throw new MongoError(path === '' ? 40352 : 15998, 'FieldPath field names may not be empty strings.');
    }
    if (path.startsWith('$'))
      throw new MongoError(
        16410,
        `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    return { direction: sign, key: sortKey(path, sign, collation) };
  });
}

/** In a sort key an empty array comes before null, and a missing field is null; `undefined` is what sorts before null. */
const emptyArray = undefined;

function sortKey(path: string, direction: 1 | -1, collation?: Collation): (doc: Doc) => unknown {
  const steps = splitPath(path);
  const isPlain = steps.length === 1 && !(path in Object.prototype);
  return (doc) => {
    if (isPlain) {
      const value = doc[path];
      if (!Array.isArray(value)) return value ?? null;
    }
    let best: unknown;
    let found = false;
    const take = (value: unknown): void => {
      if (!found || direction * compareValues(value, best, collation) < 0) best = value;
      found = true;
    };
    anyAt(
      doc,
      steps,
      (value) => {
        if (!Array.isArray(value)) take(value ?? null);
        else if (value.length === 0) take(emptyArray);
        else value.forEach(take);
        return false;
      },
      true,
      { position: -1 },
    );
    return found ? best : null;
  };
}
