import { MongoError } from '../errors.js';
import { collationOf, wholeCollation } from './collation.js';
import { equalValues } from '../values/compare.js';
import { ownGet, type Doc } from '../values/document.js';
import { isDoc } from '../values/types.js';
import { asBoolean, asNumber } from '../arguments.js';
import type { TextIndex } from '../match/index.js';
import { readText } from './text-spec.js';
import { readWildcardProjection, wildcardFields, wildcardOf } from './wildcard.js';

export interface IndexField {
  path: readonly string[];
  name: string;
  direction: 1 | -1;
}

/** An index as asked for, checked. `document` is what `listIndexes` shows. */
export interface IndexSpec {
  name: string;
  key: Doc;
  fields: readonly IndexField[];
  unique: boolean;
  sparse: boolean;
  hidden: boolean;
  partial?: Doc;
  expireAfterSeconds?: number;
  collation?: Doc;
  /** Paths of places. Such an index vouches that they are places; it does not lead to them. */
  geo?: readonly string[];
  /** A wildcard index covers every path below this one (all, for an empty text); `fields` are then a path and a value. */
  wildcard?: string;
  /** Whether a wildcard index has the values at a path, as far as its projection goes. */
  covers?: ((path: string) => boolean) | undefined;
  /** What a text index covers; `fields` is then empty. */
  text?: TextIndex;
  /** Fields before the text: a search must say what they equal. */
  textPrefix?: readonly string[];
  document: Doc;
  /** The specification as it was given. */
  source: Doc;
}

const knownOptions = new Set([
  'v',
  'key',
  'name',
  'ns',
  'unique',
  'sparse',
  'hidden',
  'prepareUnique',
  'background',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
  'storageEngine',
  'comment',
]);
const geoKinds = new Set<unknown>(['2d', '2dsphere']);
const geoOptions = new Set(['2dsphereIndexVersion', 'bits', 'min', 'max']);
const refusedKinds = new Set(['geoHaystack', 'columnstore']);

/**
 * Checks what `createIndexes` was given for one index.
 * @throws MongoError 67 for keys that cannot be indexed, 197 for unknown options, 9 and 14 for malformed ones.
 */
export function readIndexSpec(input: Doc): IndexSpec {
  const key = ownGet(input, 'key');
  if (!isDoc(key)) throw new MongoError(9, "The 'key' field is a required property of an index specification");
  const name = ownGet(input, 'name');
  if (typeof name !== 'string')
    throw new MongoError(9, "The 'name' field is a required property of an index specification");
  if (name === '') throw new MongoError(67, 'The index name cannot be empty');
  if (Object.values(key).includes('text')) return readTextSpec(input, key, name);
  const wildcard = wildcardOf(key);
  const fields =
    wildcard === undefined
      ? Object.entries(key).map(([path, kind]) => readField(path, kind))
      : readWildcard(key, wildcard);
  if (fields.length === 0) throw new MongoError(67, 'Index keys cannot be an empty object');
  const geo = Object.keys(key).filter((path) => geoKinds.has(key[path]));
  for (const option of Object.keys(input)) {
    const isOwn =
      (geo.length > 0 && geoOptions.has(option)) || (wildcard !== undefined && option === 'wildcardProjection');
    if (!knownOptions.has(option) && !isOwn) {
      throw new MongoError(
        197,
        `The field '${option}' is not valid for an index specification. Specification: ${name}`,
      );
    }
  }
  const isId = fields.length === 1 && fields[0]!.name === '_id' && fields[0]!.direction === 1;
  if (name === '_id_' && !isId) throw new MongoError(2, "The index name '_id_' is reserved for the _id index");
  const unique = asBoolean(ownGet(input, 'unique'), 'unique');
  // On its way to being unique: from now on nothing new may collide, what is there already may.
  const prepareUnique = asBoolean(ownGet(input, 'prepareUnique'), 'prepareUnique');
  const sparse = asBoolean(ownGet(input, 'sparse'), 'sparse');
  const hidden = asBoolean(ownGet(input, 'hidden'), 'hidden');
  const partial = ownGet(input, 'partialFilterExpression');
  if (partial !== undefined && !isDoc(partial)) throw new MongoError(14, "'partialFilterExpression' must be an object");
  if (partial && sparse) throw new MongoError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  if (isId && (partial || sparse || hidden))
    throw new MongoError(197, `The field is not valid for an _id index specification: ${name}`);
  const collation = readIndexCollation(ownGet(input, 'collation'));
  const expires = ownGet(input, 'expireAfterSeconds');
  if (expires !== undefined) checkExpiry(expires, fields, isId);

  const document: Doc = { v: 2, key, name: isId ? '_id_' : name };
  if (wildcard !== undefined && (unique || expires !== undefined)) {
    throw new MongoError(
      67,
      `Index type 'wildcard' does not support the ${unique ? 'unique' : 'expireAfterSeconds'} option`,
    );
  }
  const covers = wildcard === undefined ? undefined : readWildcardProjection(input, key, wildcard);
  if (input['wildcardProjection'] !== undefined) document['wildcardProjection'] = input['wildcardProjection'];
  if (geo.some((path) => key[path] === '2dsphere')) document['2dsphereIndexVersion'] = 3;
  for (const option of ['bits', 'min', 'max']) if (geo.length > 0 && option in input) document[option] = input[option];
  if (geo.length > 0 && (unique || expires !== undefined)) {
    throw new MongoError(67, 'a geo index of this embedded server can neither be unique nor expire documents');
  }
  if (unique && !isId) document['unique'] = true;
  if (prepareUnique) document['prepareUnique'] = true;
  if (sparse) document['sparse'] = true;
  if (hidden) document['hidden'] = true;
  if (partial) document['partialFilterExpression'] = partial;
  if (expires !== undefined) document['expireAfterSeconds'] = expires;
  if (collation) document['collation'] = collation;
  if (ownGet(input, 'background') !== undefined) document['background'] = asBoolean(input['background'], 'background');
  return {
    name: isId ? '_id_' : name,
    key,
    fields,
    unique: unique || isId || prepareUnique,
    sparse,
    hidden,
    document,
    source: input,
    ...(geo.length > 0 ? { geo } : {}),
    ...(wildcard === undefined ? {} : { wildcard, covers }),
    ...(partial ? { partial } : {}),
    ...(collation ? { collation } : {}),
    ...(expires === undefined ? {} : { expireAfterSeconds: asNumber(expires, 'expireAfterSeconds') }),
  };
}

/** A text index keeps one key per term, so it cannot be unique, partial or ordered. */
function readTextSpec(input: Doc, key: Doc, name: string): IndexSpec {
  const { text, key: whole, prefix, options } = readText(input, key, name);
  const isBackground = ownGet(input, 'background') !== undefined;
  return {
    name,
    key: whole,
    fields: [],
    unique: false,
    sparse: false,
    hidden: false,
    text,
    textPrefix: prefix,
    source: input,
    document: {
      v: 2,
      key: whole,
      name,
      ...(isBackground ? { background: asBoolean(input['background'], 'background') } : {}),
      ...options,
    },
  };
}

export const idIndex: IndexSpec = readIndexSpec({ key: { _id: 1 }, name: '_id_' });

function readWildcard(key: Doc, root: string): readonly IndexField[] {
  for (const [path, kind] of Object.entries(key)) {
    if (typeof kind === 'string') throw new MongoError(67, `Index type '${kind}' cannot be a wildcard`);
    if (!path.endsWith('$**')) readField(path, kind);
  }
  if (root !== '') readField(root, 1);
  return wildcardFields;
}

function readField(path: string, kind: unknown): IndexField {
  if (path === '' || path.split('.').includes(''))
    throw new MongoError(67, 'Index keys cannot contain an empty field name');
  if (path.split('.').some((part) => part.startsWith('$'))) {
    throw new MongoError(67, `Index key contains an illegal field name: field name starts with '$': ${path}`);
  }
  if (geoKinds.has(kind)) return { path: path.split('.'), name: path, direction: 1 };
  if (typeof kind === 'string') {
    if (kind === 'text' || kind === 'hashed' || refusedKinds.has(kind)) {
      if (kind === 'hashed') return { path: path.split('.'), name: path, direction: 1 };
      throw new MongoError(67, `Index type '${kind}' is not supported by this embedded server`);
    }
    throw new MongoError(67, `Unknown index plugin '${kind}'`);
  }
  const direction = asNumber(kind, path, 67);
  if (direction === 0 || Number.isNaN(direction)) {
    throw new MongoError(67, `Values in the index key pattern cannot be 0: { ${path}: ${String(kind)} }`);
  }
  return { path: path.split('.'), name: path, direction: direction < 0 ? -1 : 1 };
}

function checkExpiry(expires: unknown, fields: readonly IndexField[], isId: boolean): void {
  const seconds = asNumber(expires, 'expireAfterSeconds', 67);
  if (seconds < 0 || seconds > 2147483647) {
    throw new MongoError(
      67,
      `TTL index 'expireAfterSeconds' option must be within an acceptable range, not ${seconds}`,
    );
  }
  if (isId || fields.length > 1) {
    throw new MongoError(
      67,
      'TTL indexes are single-field indexes, compound indexes and the _id index do not support TTL',
    );
  }
}

function readIndexCollation(collation: unknown): Doc | undefined {
  if (collation === undefined) return undefined;
  if (!isDoc(collation)) throw new MongoError(14, "The field 'collation' must be an object");
  return collationOf(collation) && wholeCollation(collation);
}

/**
 * What stands between a wanted index and those that exist.
 * @returns true when the very same index is there already.
 * @throws MongoError 85 or 86 when one is there under the same name, or for the same key, that is not the same.
 */
export function alreadyExists(wanted: IndexSpec, existing: Iterable<IndexSpec>): boolean {
  for (const other of existing) {
    if (wanted.text && other.text) {
      const [mine, theirs] = [wanted, other].map(({ document }) =>
        Object.entries(document).filter(([option]) => option !== 'background'),
      );
      if (equalValues(mine, theirs)) return true;
      throw new MongoError(
        85,
        `An index with other options exists already: only one text index per collection is allowed, found ${other.name}`,
      );
    }
    const sameKey =
      equalValues(wanted.key, other.key) && equalValues(wanted.collation ?? null, other.collation ?? null);
    const samePartial = equalValues(wanted.partial ?? null, other.partial ?? null);
    if (wanted.name === other.name) {
      const same = sameKey && samePartial && wanted.unique === other.unique && wanted.sparse === other.sparse;
      if (!same) {
        throw new MongoError(
          86,
          'An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can ' +
            `cause conflicts. Please refer to our documentation. Requested index: ${shown(wanted)}, existing index: ${shown(other)}`,
        );
      }
      if (wanted.expireAfterSeconds !== other.expireAfterSeconds || wanted.hidden !== other.hidden) {
        throw new MongoError(
          85,
          `An equivalent index already exists with the same name but different options. Requested index: ${shown(wanted)}, ` +
            `existing index: ${shown(other)}`,
        );
      }
      return true;
    }
    if (sameKey && samePartial) {
      if (other.name === '_id_') return true;
      throw new MongoError(85, `Index already exists with a different name: ${other.name}`);
    }
  }
  return false;
}

function shown(spec: IndexSpec): string {
  return JSON.stringify(spec.document);
}
