import { documentOf, flagOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import type { Collection } from '../../storage/collection.js';
import { search, type Search } from '../../storage/find.js';
import type { Writer } from '../../txn/writer.js';
import { applyUpdate, upsertSeed, validateUpdate, type Update, type UpdateOptions } from '../../update/index.js';
import { ownGet, ownSet, type Doc } from '../../values/index.js';
import type { CommandContext } from '../context.js';
import { checkStorable, withId } from './documents.js';
import { searchFor } from './query.js';

/** One update, read and checked: what to look for and what to make of it. */
export interface UpdateStatement {
  query: Doc;
  update: Update;
  multi: boolean;
  upsert: boolean;
  sort: Doc | undefined;
  /** The command or statement that holds collation, hint and array filters. */
  source: Doc;
}

export interface Updated {
  matched: number;
  modified: number;
  /** The first document found, and what became of it. */
  before: Doc | undefined;
  after: Doc | undefined;
  upserted: Doc | undefined;
}

export function readStatement(source: Doc, names: { query: string; update: string }): UpdateStatement {
  const query = documentOf(source, names.query) ?? {};
  const update = ownGet(source, names.update);
  const statement = {
    query,
    multi: flagOf(source, 'multi'),
    upsert: flagOf(source, 'upsert'),
    sort: documentOf(source, 'sort'),
    source,
  };
  const arrayFilters = arrayFiltersOf(source);
  validateUpdate(update, { multi: statement.multi, arrayFilters });
  return { ...statement, update };
}

function arrayFiltersOf(source: Doc): readonly unknown[] | undefined {
  const filters = ownGet(source, 'arrayFilters');
  if (filters === undefined || filters === null) return undefined;
  if (!Array.isArray(filters)) throw new MongoError(14, "BSON field 'arrayFilters' must be an array");
  return filters as unknown[];
}

/** Carries out one update statement. Finding and changing is one step: nothing else runs in between. */
export function update(context: CommandContext, writer: Writer, name: string, statement: UpdateStatement): Updated {
  const collection = context.engine.store.base(context.db, name);
  const wanted = searchFor(context, collection, statement.query, statement.source, {
    sort: statement.sort,
    limit: statement.multi ? 0 : 1,
  });
  const arrayFilters = arrayFiltersOf(statement.source);
  const options: UpdateOptions = {
    matcher: wanted.matcher,
    collation: wanted.collation,
    let: variablesOf(context, statement),
    now: new Date(),
    ...(arrayFilters ? { arrayFilters } : {}),
  };
  const bypass = flagOf(context.body, 'bypassDocumentValidation');
  const result: Updated = { matched: 0, modified: 0, before: undefined, after: undefined, upserted: undefined };
  const manner = Array.isArray(statement.update) || isOperators(statement.update as Doc) ? 'update' : 'replace';
  if (collection) {
    for (const { id, doc } of search(collection, writer.view, wanted).found) {
      const { doc: next, modified } = applyUpdate(doc, statement.update, options);
      if (modified) {
        checkStorable(collection, next, bypass);
        writer.replace(collection, id, next, manner);
        result.modified++;
      }
      result.matched++;
      result.before ??= doc;
      result.after ??= next;
    }
  }
  if (result.matched === 0 && statement.upsert) {
    const target = writer.open(context.db, name);
    result.upserted = result.after = insertInstead(target, writer, statement, wanted, options, bypass);
  }
  return result;
}

/** The variables of the command, and with them the constants (`c`) that one statement gives its pipeline. */
function variablesOf({ variables }: CommandContext, { source, update: change }: UpdateStatement): Doc | undefined {
  const constants = documentOf(source, 'c');
  if (!constants) return variables;
  if (!Array.isArray(change)) throw new MongoError(51198, 'Constant values may only be specified for pipeline updates');
  const all: Doc = { ...variables };
  for (const name of Object.keys(constants)) ownSet(all, name, { $literal: constants[name] });
  return all;
}

function isOperators(update: Doc): boolean {
  return Object.keys(update)[0]?.startsWith('$') === true;
}

function insertInstead(
  collection: Collection,
  writer: Writer,
  { query, update: change }: UpdateStatement,
  wanted: Search,
  options: UpdateOptions,
  bypass: boolean,
): Doc {
  const doc = withId(applyUpdate(upsertSeed(wanted.filter ?? query), change, { ...options, isUpsertInsert: true }).doc);
  checkStorable(collection, doc, bypass);
  writer.insert(collection, doc);
  return doc;
}
