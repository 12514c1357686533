import { documentOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { collationOf } from '../../indexes/collation.js';
import type { Plan } from '../../indexes/planner.js';
import { idIndex } from '../../indexes/spec.js';
import { compileFilter, type Matcher, type TextIndex } from '../../match/index.js';
import { compileProjection, usesPosition, type MetaKey } from '../../project/index.js';
import type { Collection } from '../../storage/collection.js';
import type { Search } from '../../storage/find.js';
import type { Collation, Doc } from '../../values/index.js';
import { isDoc, ownGet, ownSet } from '../../values/index.js';
import { valuesAt } from '../../values/paths.js';
import type { CommandContext } from '../context.js';

/** The collation a command or statement asks for, or else the collection's own. */
function collationFor(collection: Collection | undefined, source: Doc): Collation | undefined {
  const given = documentOf(source, 'collation');
  return given && Object.keys(given).length > 0 ? collationOf(given) : collection?.collation;
}

function textIndexOf(collection: Collection | undefined): TextIndex | undefined {
  for (const { spec } of collection?.indexes.values() ?? []) if (spec.text) return spec.text;
  return undefined;
}

/**
 * The path a collection has places at.
 * @throws MongoError 291 when no index says so, or more than one does and none is named.
 */
export function geoPathOf(collection: Collection, key?: string): string {
  const paths = [...collection.indexes.values()].flatMap(({ spec }) => spec.geo ?? []);
  if (paths.length === 0) {
    throw new MongoError(
      291,
      `error processing query: ns=${collection.ns}: planner returned error :: caused by :: unable to find index for $geoNear query`,
    );
  }
  if (key !== undefined) return key;
  if (new Set(paths).size > 1) throw new MongoError(2, 'There is more than one geo index, so $geoNear needs a key');
  return paths[0]!;
}

/** What `{$meta: name}` gives for the documents a filter finds. */
function metaOf({ score }: Matcher): MetaKey {
  return (name) => {
    if (name !== 'textScore' || !score)
      throw new MongoError(40218, `query requires ${name} metadata, but it is not available`);
    return score;
  };
}

/** A search for the documents a filter names; the collation and the hint come from `source` (a command, or one of its statements). */
export function searchFor(
  context: CommandContext,
  collection: Collection | undefined,
  filter: Doc,
  source: Doc,
  more: { sort?: Doc | undefined; skip?: number; limit?: number } = {},
  options: { near: boolean } = { near: true },
): Search {
  const collation = collationFor(collection, source);
  // A sort by `$natural` is a wish for the order of the collection, as the hint is.
  const natural = more.sort && Object.hasOwn(more.sort, '$natural') ? more.sort : undefined;
  const hint = natural ?? ownGet(source, 'hint');
  const matcher = compileFilter(filter, {
    collation,
    let: context.variables,
    now: new Date(),
    text: textIndexOf(collection),
    near: options.near,
  });
  if (matcher.near && collection) geoPathOf(collection, '');
  return {
    filter,
    matcher,
    meta: metaOf(matcher),
    collation,
    ...more,
    ...(natural ? { sort: undefined } : {}),
    deadline: context.deadline,
    ...(hint === undefined || hint === null || (isDoc(hint) && Object.keys(hint).length === 0) ? {} : { hint }),
  };
}

/** For `returnKey`: of each document only the fields of the index that was used. */
export function keyShaper(plan: Plan | undefined): (doc: Doc) => Doc {
  const fields = plan?.kind === 'index' ? plan.index.spec.fields : plan?.kind === 'ids' ? idIndex.fields : [];
  return (doc) => {
    const key: Doc = {};
    for (const { name } of fields) {
      const [value] = valuesAt(doc, name);
      if (value !== undefined) ownSet(key, name, value);
    }
    return key;
  };
}

/** How documents found by `search` are to look. */
export function shaperFor(context: CommandContext, spec: Doc | undefined, search: Search): (doc: Doc) => Doc {
  if (!spec || Object.keys(spec).length === 0) return (doc) => doc;
  const project = compileProjection(spec, { let: context.variables, collation: search.collation, now: new Date() });
  const needsPosition = usesPosition(spec);
  return (doc) =>
    project(doc, {
      position: needsPosition ? search.matcher.positions(doc) : undefined,
      meta: (name) => search.meta?.(name)(doc),
    });
}
