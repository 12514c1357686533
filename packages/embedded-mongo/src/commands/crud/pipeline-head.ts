import { documentsOf, integerOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import type { Collection } from '../../storage/collection.js';
import type { Search } from '../../storage/find.js';
import { isDoc, type Doc } from '../../values/index.js';
import type { CommandContext } from '../context.js';
import { searchFor } from './query.js';

/** The name of a stage, empty for one that has none. */
export function stageName(stage: Doc | undefined): string {
  return (stage && Object.keys(stage)[0]) ?? '';
}

/**
 * The head of a pipeline that a search can do, by an index where there is one: `$match`, then `$sort`, then `$limit`.
 * The stages left over work on what it finds.
 */
export function splitPipeline(
  context: CommandContext,
  collection: Collection | undefined,
  body: Doc,
): { search: Search; rest: Doc[] } {
  const stages = documentsOf(body, 'pipeline');
  let at = 0;
  const filters: Doc[] = [];
  for (; stageName(stages[at]) === '$match' && Object.keys(stages[at]!).length === 1; at++) {
    const filter = stages[at]!['$match'];
    if (!isDoc(filter)) throw new MongoError(15959, 'the match filter must be an expression in an object');
    filters.push(filter);
  }
  let sort: Doc | undefined;
  const order = stages[at]?.['$sort'];
  if (isDoc(order) && Object.keys(order).length > 0 && Object.keys(stages[at]!).length === 1) {
    sort = order;
    at++;
  }
  let limit = 0;
  if (stages[at] && Object.hasOwn(stages[at]!, '$limit') && Object.keys(stages[at]!).length === 1) {
    limit = integerOf(stages[at]!, '$limit', 0);
    if (limit > 0) at++;
    else limit = 0;
  }
  const filter = filters.length > 1 ? { $and: filters } : (filters[0] ?? {});
  return {
    search: searchFor(context, collection, filter, body, { sort, limit }, { near: false }),
    rest: stages.slice(at),
  };
}
