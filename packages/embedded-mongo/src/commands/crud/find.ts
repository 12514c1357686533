import { Long } from 'bson';
import { countOf, documentOf, flagOf, integerOf, stringOf } from '../../arguments.js';
import { listSource, takeBatch } from '../../cursors/cursors.js';
import { TailSource } from '../../cursors/tail.js';
import { MongoError } from '../../errors.js';
import type { Collection } from '../../storage/collection.js';
import { search, type Search } from '../../storage/find.js';
import { keyOf, ownGet, type Doc } from '../../values/index.js';
import { spreadAt } from '../../values/paths.js';
import type { Command, CommandContext, Commands } from '../context.js';
import { runAggregate } from './pipeline.js';
import { keyShaper, searchFor, shaperFor } from './query.js';
import { cursorReply } from './reply.js';

/** What a find command looks for. */
export function findSearch(context: CommandContext, body: Doc): Search {
  const collection = context.engine.store.find(context.db, stringOf(body, 'find'));
  const sort = documentOf(body, 'sort');
  const search = searchFor(context, collection, documentOf(body, 'filter') ?? {}, body, {
    sort: sort && Object.keys(sort).length > 0 ? sort : undefined,
    skip: countOf(body, 'skip', 0),
    limit: Math.abs(integerOf(body, 'limit', 0)),
  });
  const [min, max] = [boundOf(body, 'min'), boundOf(body, 'max')];
  if ((min || max) && search.hint === undefined) {
    throw new MongoError(51173, 'When using min()/max() a hint of which index to use must be provided');
  }
  return { ...search, ...(min ? { min } : {}), ...(max ? { max } : {}) };
}

function boundOf(body: Doc, name: 'min' | 'max'): Doc | undefined {
  const bound = documentOf(body, name);
  return bound && Object.keys(bound).length > 0 ? bound : undefined;
}

const find: Command = {
  inTransaction: true,
  fromSnapshot: true,
  run(context) {
    const { body, db, collectionName } = context;
    const ns = `${db}.${collectionName}`;
    const options = {
      batchSize: ownGet(body, 'batchSize') === undefined ? undefined : countOf(body, 'batchSize', 0),
      single: flagOf(body, 'singleBatch') || integerOf(body, 'limit', 0) < 0,
      noTimeout: flagOf(body, 'noCursorTimeout'),
    };
    const collection = context.engine.store.find(db, collectionName);
    if (collection?.view) {
      return cursorReply(
        context,
        ns,
        listSource(ofView(context, findStages(body)), (doc) => doc, false),
        options,
      );
    }
    const wanted = findSearch(context, body);
    if (flagOf(body, 'tailable')) return tail(context, collection, wanted, options);
    const result = collection && search(collection, context.view, wanted);
    const shape = flagOf(body, 'returnKey')
      ? keyShaper(result?.plan)
      : shaperFor(context, documentOf(body, 'projection'), wanted);
    const numbered = flagOf(body, 'showRecordId') && collection ? numbering(collection, shape) : shape;
    const documents = result?.found.map(({ doc }) => doc) ?? [];
    const knowsEnd = !collection || wanted.sort !== undefined || Boolean(wanted.limit);
    return cursorReply(context, ns, listSource(documents, numbered, knowsEnd), options);
  },
};

/** For `showRecordId`: each document with the number of its record; those of a clustered collection lie by their `_id`. */
function numbering(collection: Collection, shape: (doc: Doc) => Doc): (doc: Doc) => Doc {
  if (Object.hasOwn(collection.options, 'clusteredIndex')) return (doc) => ({ ...shape(doc), $recordId: doc['_id'] });
  const numbers = collection.numbers();
  return (doc) => ({ ...shape(doc), $recordId: Long.fromNumber(numbers.get(keyOf(doc['_id'])) ?? 0) });
}

/** What is found now, and a cursor that goes on with what is inserted later. */
function tail(
  context: CommandContext,
  collection: Collection | undefined,
  wanted: Search,
  options: { batchSize: number | undefined; single: boolean; noTimeout: boolean },
): Doc {
  const { body, db, collectionName } = context;
  if (collection && !collection.cap) {
    throw new MongoError(2, 'error processing query: tailable cursor requested on non capped collection');
  }
  if (wanted.sort) throw new MongoError(2, 'cannot use tailable option with a sort other than {$natural: 1}');
  if (context.transaction)
    throw new MongoError(263, 'Tailable cursors are not allowed in a multi-document transaction');
  const found = collection ? search(collection, context.view, wanted).found.map(({ doc }) => doc) : [];
  const shape = shaperFor(context, documentOf(body, 'projection'), wanted);
  const ns = `${db}.${collectionName}`;
  // There is no place to wait at in a collection without documents.
  if (!collection || collection.records.size === 0)
    return cursorReply(context, ns, listSource(found, shape, true), options);
  const live = new TailSource(context.engine, collection, found, {
    matches: (doc) => wanted.matcher.test(doc),
    shape,
    waits: flagOf(body, 'awaitData'),
  });
  return cursorReply(context, ns, live, { ...options, live });
}

/** The stages that do to a view what a find does to a collection. */
function findStages(body: Doc): Doc[] {
  if (flagOf(body, 'tailable')) throw new MongoError(167, "Option 'tailable' not supported on a view");
  for (const option of ['min', 'max', 'returnKey', 'showRecordId']) {
    const value = ownGet(body, option);
    if (value !== undefined && value !== false) throw new MongoError(167, `Option '${option}' not supported on a view`);
  }
  const [sort, projection] = [documentOf(body, 'sort'), documentOf(body, 'projection')];
  const isNatural = sort && Object.hasOwn(sort, '$natural');
  const stages: Doc[] = [{ $match: documentOf(body, 'filter') ?? {} }];
  if (sort && !isNatural && Object.keys(sort).length > 0) stages.push({ $sort: sort });
  stages.push(...cutStages(body));
  if (projection && Object.keys(projection).length > 0) stages.push({ $project: projection });
  return stages;
}

function cutStages(body: Doc): Doc[] {
  const skip = countOf(body, 'skip', 0);
  const limit = Math.abs(integerOf(body, 'limit', 0));
  return [...(skip > 0 ? [{ $skip: skip }] : []), ...(limit > 0 ? [{ $limit: limit }] : [])];
}

function ofView(context: CommandContext, stages: readonly Doc[]): Doc[] {
  return runAggregate(context, context.collectionName, stages).documents;
}

function viewNamed(context: CommandContext): boolean {
  return context.engine.store.find(context.db, context.collectionName)?.view !== undefined;
}

const getMore: Command = {
  inTransaction: true,
  async run(context) {
    const { body, engine } = context;
    const id = ownGet(body, 'getMore');
    if (!Long.isLong(id)) throw new MongoError(14, "Field 'getMore' must be of type long");
    const ns = `${context.db}.${stringOf(body, 'collection')}`;
    const cursor = engine.cursors.find(id, ns);
    context.ofChangeStream = cursor.live?.ofChangeStream === true;
    const fault = engine.failPoints.getMore();
    if (fault?.closeConnection) context.hangsUp = true;
    if (fault?.errorCode !== undefined) throw new MongoError(fault.errorCode, 'Failing getMore via fail point');
    if (cursor.owner !== context.owner && (cursor.owner.includes(':') || context.transaction)) {
      throw new MongoError(
        50738,
        `Cannot run getMore on cursor ${id.toString()}, which was created in another session or transaction`,
      );
    }
    const size = countOf(body, 'batchSize', 0) || Number.MAX_SAFE_INTEGER;
    let taken = takeBatch(cursor, size);
    if (cursor.live?.waits) {
      const until = performance.now() + integerOf(body, 'maxTimeMS', 1000);
      while (
        taken.batch.length === 0 &&
        !cursor.live.isDone?.() &&
        engine.cursors.isOpen(cursor) &&
        performance.now() < until
      ) {
        await cursor.live.wait(until - performance.now());
        taken = takeBatch(cursor, size);
      }
      if (!engine.cursors.isOpen(cursor))
        throw new MongoError(43, `cursor id ${id.toString()} was killed while waiting`);
    } else if (taken.done && !cursor.live) {
      engine.cursors.close(id);
    }
    const open = engine.cursors.isOpen(cursor);
    return { cursor: { nextBatch: taken.batch, id: open ? id : Long.ZERO, ns, ...cursor.live?.state() } };
  },
};

const killCursors: Command = {
  inTransaction: true,
  run({ body, engine }) {
    const ids = ownGet(body, 'cursors');
    if (!Array.isArray(ids)) throw new MongoError(14, "BSON field 'killCursors.cursors' must be an array");
    const killed: Long[] = [];
    const unknown: Long[] = [];
    for (const id of ids) {
      if (!Long.isLong(id)) throw new MongoError(14, 'cursor ids must be of type long');
      (engine.cursors.close(id) ? killed : unknown).push(id);
    }
    return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] };
  },
};

const count: Command = {
  run(context) {
    const { body } = context;
    if (viewNamed(context)) {
      return { n: ofView(context, [{ $match: documentOf(body, 'query') ?? {} }, ...cutStages(body)]).length };
    }
    const { collection } = context;
    const wanted = searchFor(context, collection, documentOf(body, 'query') ?? {}, body, {
      skip: countOf(body, 'skip', 0),
      limit: Math.abs(integerOf(body, 'limit', 0)),
    });
    if (!collection) return { n: 0 };
    const isPlain = Object.keys(wanted.filter).length === 0 && !wanted.skip && !wanted.limit && !wanted.hint;
    return { n: isPlain ? collection.records.size : search(collection, context.view, wanted).found.length };
  },
};

const distinct: Command = {
  inTransaction: true,
  fromSnapshot: true,
  run(context) {
    const { body } = context;
    const path = stringOf(body, 'key');
    const query = documentOf(body, 'query') ?? {};
    const isView = viewNamed(context);
    const collection = context.engine.store.find(context.db, context.collectionName);
    const wanted = searchFor(context, collection, query, body);
    const documents = isView ? ofView(context, [{ $match: query }]) : [];
    if (collection && !isView)
      for (const { doc } of search(collection, context.view, wanted).found) documents.push(doc);
    const values = new Map<string, unknown>();
    for (const doc of documents) {
      for (const value of spreadAt(doc, path)) {
        const key = keyOf(value, wanted.collation);
        if (!values.has(key)) values.set(key, value);
      }
    }
    return { values: [...values.values()] };
  },
};

export const findCommands: Commands = { find, getMore, killCursors, count, distinct };
