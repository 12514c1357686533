import { documentOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { collationOf } from '../../indexes/collation.js';
import { compileFilter, type Matcher, type TextIndex } from '../../match/index.js';
import { compileProjection, usesPosition, type MetaKey } from '../../project/index.js';
import type { Collection } from '../../storage/collection.js';
import type { Search } from '../../storage/find.js';
import type { Collation, Doc } from '../../values/index.js';
import { isDoc, ownGet } from '../../values/index.js';
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
): Search {
  const collation = collationFor(collection, source);
  const hint = ownGet(source, 'hint');
  const matcher = compileFilter(filter, {
    collation,
    let: context.variables,
    now: new Date(),
    text: textIndexOf(collection),
  });
  return {
    filter,
    matcher,
    meta: metaOf(matcher),
    collation,
    ...more,
    deadline: context.deadline,
    ...(hint === undefined || hint === null || (isDoc(hint) && Object.keys(hint).length === 0) ? {} : { hint }),
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
