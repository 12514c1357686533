import type { Index } from '../indexes/index.js';
import { plan, type Plan, type Query } from '../indexes/planner.js';
import type { Matcher } from '../match/index.js';
import { sortDocs, type MetaKey } from '../project/index.js';
import type { Deadline } from '../sessions/deadline.js';
import type { Found, View } from '../txn/view.js';
import type { Collection } from './collection.js';

export interface Search extends Query {
  matcher: Matcher;
  skip?: number | undefined;
  deadline?: Deadline | undefined;
  /** What a sort by `{$meta: name}` goes by. */
  meta?: MetaKey | undefined;
}

export interface SearchResult {
  found: Found[];
  plan: Plan;
  docsExamined: number;
  keysExamined: number;
}

const checkEvery = 512;

/** All documents that match, as `view` shows them: ordered, skipped and limited as asked. */
export function search(collection: Collection, view: View, query: Search): SearchResult {
  const chosen = plan(collection, query);
  if (chosen.kind === 'index') chosen.index.uses++;
  else if (chosen.kind === 'ids') collection.indexes.get('_id_')!.uses++;
  const strays =
    chosen.kind === 'index'
      ? [...view.strays(collection, chosen.index, (own) => idsOf({ ...chosen, index: own }))]
      : [];
  const sorted = chosen.sorted && strays.length === 0 && !(chosen.kind === 'all' && query.sort);
  const skip = query.skip ?? 0;
  const near = query.sort ? undefined : query.matcher.near;
  const enough = sorted && !near && query.limit ? skip + query.limit : Infinity;

  const result: SearchResult = { found: [], plan: chosen, docsExamined: 0, keysExamined: 0 };
  for (const candidate of candidates(collection, view, chosen, strays, result)) {
    if (++result.docsExamined % checkEvery === 0) query.deadline?.check();
    if (query.matcher.test(candidate.doc)) {
      result.found.push(candidate);
      if (result.found.length >= enough) break;
    }
  }
  if (query.sort && !sorted) {
    const byDoc = new Map(result.found.map((found) => [found.doc, found]));
    result.found = sortDocs(byDoc.keys(), query.sort, query.collation, query.meta).map((doc) => byDoc.get(doc)!);
  }
  if (near) {
    const measured = result.found.map((found) => ({ found, distance: near(found.doc)! }));
    result.found = measured.sort((a, b) => a.distance - b.distance).map(({ found }) => found);
  }
  if (skip > 0 || query.limit) result.found = result.found.slice(skip, query.limit ? skip + query.limit : undefined);
  return result;
}

function* candidates(
  collection: Collection,
  view: View,
  chosen: Plan,
  strays: readonly string[],
  result: SearchResult,
): Generator<Found> {
  if (chosen.kind === 'all') {
    if (chosen.backwards) yield* [...view.all(collection)].reverse();
    else yield* view.all(collection);
    return;
  }
  const seen = mayRepeat(chosen) || strays.length > 0 ? new Set<string>() : undefined;
  for (const ids of [idsOf(chosen), strays]) {
    for (const id of ids) {
      result.keysExamined++;
      if (seen?.has(id)) continue;
      seen?.add(id);
      const doc = view.get(collection, id);
      if (doc) yield { id, doc };
    }
  }
}

function mayRepeat(chosen: Plan): boolean {
  return chosen.kind === 'index' && chosen.index.multikey;
}

function* idsOf(chosen: Exclude<Plan, { kind: 'all' }>): Generator<string> {
  if (chosen.kind === 'ids') {
    yield* chosen.ids;
    return;
  }
  const { index, hashes, ranges, backwards } = chosen;
  if (hashes) for (const hash of hashes) yield* index.lookUp(hash);
  else for (const range of ranges) yield* index.scan(range, backwards);
}

/** Is this the first document with the key in a unique index? (Used when an index is built over existing documents.) */
export function firstDuplicate(collection: Collection, index: Index): Found | undefined {
  const owners = new Map<string, string>();
  for (const [id, { doc }] of collection.records) {
    for (const { hash } of index.keys(doc)) {
      const owner = owners.get(hash);
      if (owner !== undefined && owner !== id) return { id, doc };
      owners.set(hash, id);
    }
  }
  return undefined;
}
