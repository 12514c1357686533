import { documentOf } from '../../arguments.js';
import { collationOf } from '../../indexes/collation.js';
import { compileFilter } from '../../match/index.js';
import { compileProjection, usesPosition } from '../../project/index.js';
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
  return {
    filter,
    matcher: compileFilter(filter, { collation, let: context.variables, now: new Date() }),
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
  if (!usesPosition(spec)) return (doc) => project(doc);
  return (doc) => project(doc, { position: search.matcher.positions(doc) });
}
