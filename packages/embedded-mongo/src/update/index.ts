import { MongoError } from '../errors.js';
import { environment } from '../expressions/index.js';
import type { FilterOptions, Matcher } from '../match/index.js';
import { compileUpdatePipeline } from '../stages/index.js';
import { compareValues } from '../values/compare.js';
import type { Doc } from '../values/doc.js';
import { formatValue } from '../values/format.js';
import { identical } from '../values/identical.js';
import { isDoc, typeOf } from '../values/types.js';
import { applyBranch, type TreeContext } from './apply.js';
import { checkIdentifiers, compileArrayFilters } from './array-filters.js';
import { isPipeline, isReplacement, parseOperators, type ParsedUpdate } from './parse.js';
import { idFirst } from './seed.js';

export { upsertSeed } from './seed.js';

/** Operators, a replacement, or a pipeline. */
export type Update = Doc | readonly Doc[];

export interface UpdateOptions extends FilterOptions {
  /** The filter that found the document, for `$`. */
  matcher?: Pick<Matcher, 'positions'> | undefined;
  arrayFilters?: readonly unknown[] | undefined;
  /** The document is the seed of an upsert: `$setOnInsert` applies, and `_id` may still be given. */
  isUpsertInsert?: boolean | undefined;
  now: Date;
}

interface Compiled {
  readonly parsed: ParsedUpdate;
  readonly filters: ReadonlyMap<string, Matcher>;
  readonly options: { arrayFilters: unknown; collation: unknown; let: unknown };
}

/** An update is read once for all the documents of a statement. */
const compiledUpdates = new WeakMap<object, Compiled>();

function compile(update: Doc, options: Partial<UpdateOptions>): Compiled {
  const known = compiledUpdates.get(update);
  const { arrayFilters = [], collation, let: variables } = options;
  if (
    known &&
    known.options.collation === collation &&
    known.options.let === variables &&
    known.options.arrayFilters === options.arrayFilters
  ) {
    return known;
  }
  const parsed = parseOperators(update);
  const filters = compileArrayFilters(arrayFilters, { collation, let: variables });
  checkIdentifiers(parsed.identifiers, filters, update);
  const compiled = {
    parsed,
    filters,
    options: { arrayFilters: options.arrayFilters, collation, let: variables },
  };
  compiledUpdates.set(update, compiled);
  return compiled;
}

/**
 * Refuses an update that no document could take, before any document is looked for.
 *
 * @throws MongoError 9 (unknown operator, `multi` with a replacement, unused array filter), 40, 52, 56, 14 and others.
 */
export function validateUpdate(
  update: unknown,
  options: { multi?: boolean | undefined } & Partial<UpdateOptions> = {},
): asserts update is Update {
  if (isPipeline(update)) return validatePipeline(update, options);
  if (!isDoc(update)) {
    throw new MongoError(9, 'Update argument must be either an object or an array');
  }
  if (!isReplacement(update)) {
    compile(update, options);
    return undefined;
  }
  if (options.multi) throw new MongoError(9, 'multi update is not supported for replacement-style update');
  if (options.arrayFilters && options.arrayFilters.length > 0) {
    throw new MongoError(9, 'arrayFilters may not be specified for replacement-style updates');
  }
  const dollar = Object.keys(update).find((name) => name.startsWith('$'));
  if (dollar !== undefined) {
    throw new MongoError(
      52,
      `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  return undefined;
}

function validatePipeline(update: readonly Doc[], options: Partial<UpdateOptions>): void {
  if (options.arrayFilters && options.arrayFilters.length > 0) {
    throw new MongoError(9, 'arrayFilters may not be specified for pipeline-style updates');
  }
  try {
    pipelineOf(update, options);
  } catch (error) {
    // Variables may be known only once the update is applied.
    const namesVariable = error instanceof MongoError && (error.code === 17276 || error.code === 51144);
    if (!namesVariable || options.let || options.now) throw error;
  }
}

type Change = (doc: Doc) => Doc;
const compiledPipelines = new WeakMap<object, { change: Change; now: unknown; collation: unknown; let: unknown }>();

function pipelineOf(stages: readonly Doc[], options: Partial<UpdateOptions>): Change {
  const { now, collation, let: variables } = options;
  const known = compiledPipelines.get(stages);
  if (known && known.now === now && known.collation === collation && known.let === variables) return known.change;
  const change = compileUpdatePipeline(stages, environment(options));
  compiledPipelines.set(stages, { change, now, collation, let: variables });
  return change;
}

function throughPipeline(doc: Doc, stages: readonly Doc[], options: UpdateOptions): Doc {
  const next = pipelineOf(stages, options)(doc);
  const kept = Object.hasOwn(next, '_id') || !Object.hasOwn(doc, '_id') ? next : { _id: doc['_id'], ...next };
  return identical(kept, doc) ? doc : kept;
}

/**
 * The document as the update leaves it. The document given is not touched; when nothing changes it is returned itself, `modified: false`.
 *
 * @throws MongoError 66 for a change of `_id`, 28, 14, 2 … where the document does not fit the update.
 */
export function applyUpdate(doc: Doc, update: Update, options: UpdateOptions): { doc: Doc; modified: boolean } {
  validateUpdate(update, options);
  const next = idFirstOnInsert(updated(doc, update, options), options);
  checkId(doc, next, update);
  return { doc: next, modified: next !== doc };
}

function updated(doc: Doc, update: Update, options: UpdateOptions): Doc {
  if (isPipeline(update)) return throughPipeline(doc, update, options);
  if (isReplacement(update)) {
    const next = Object.hasOwn(doc, '_id') ? { _id: doc['_id'], ...update } : idFirst(update);
    return identical(next, doc) ? doc : next;
  }
  const { parsed, filters } = compile(update, options);
  const context: TreeContext = {
    doc,
    now: options.now,
    isInsert: options.isUpsertInsert ?? false,
    collation: options.collation,
    position() {
      const position = options.matcher?.positions(doc);
      if (position !== undefined) return position;
      throw new MongoError(2, 'The positional operator did not find the match needed from the query.');
    },
    passes: (id, element) => filters.get(id)!.test({ [id]: element }),
  };
  return applyBranch(parsed.tree, doc, context, '') as Doc;
}

function idFirstOnInsert(doc: Doc, { isUpsertInsert }: UpdateOptions): Doc {
  return isUpsertInsert ? idFirst(doc) : doc;
}

function checkId(before: Doc, after: Doc, update: Update): void {
  if (before === after || !Object.hasOwn(before, '_id')) return;
  const [old, id] = [before['_id'], after['_id']];
  if (old === id || (typeOf(old) === typeOf(id) && compareValues(old, id) === 0)) return;
  if (!isPipeline(update) && !isReplacement(update)) {
    throw new MongoError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  throw new MongoError(
    66,
    `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${formatValue(id)}`,
  );
}
