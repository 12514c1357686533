import { Long } from 'bson';
import { countOf, documentOf, flagOf, integerOf, stringOf } from '../../arguments.js';
import { firstBatchSize, listSource, takeBatch, type Source } from '../../cursors/cursors.js';
import { MongoError } from '../../errors.js';
import { search, type Search } from '../../storage/find.js';
import { keyOf, ownGet, type Doc } from '../../values/index.js';
import { spreadAt } from '../../values/paths.js';
import type { Command, CommandContext, Commands } from '../context.js';
import { searchFor, shaperFor } from './query.js';

const refused: Readonly<Record<string, string>> = {
  min: "'min' is not supported by this embedded server",
  max: "'max' is not supported by this embedded server",
  returnKey: "'returnKey' is not supported by this embedded server",
  showRecordId: "'showRecordId' is not supported by this embedded server",
};

/** What a find command looks for. */
export function findSearch(context: CommandContext, body: Doc): Search {
  for (const [option, why] of Object.entries(refused)) {
    const value = ownGet(body, option);
    if (value !== undefined && value !== false) throw new MongoError(2, why);
  }
  if (flagOf(body, 'tailable')) {
    throw new MongoError(2, 'error processing query: tailable cursor requested on non capped collection');
  }
  const collection = context.engine.store.find(context.db, stringOf(body, 'find'));
  const sort = documentOf(body, 'sort');
  return searchFor(context, collection, documentOf(body, 'filter') ?? {}, body, {
    sort: sort && Object.keys(sort).length > 0 ? sort : undefined,
    skip: countOf(body, 'skip', 0),
    limit: Math.abs(integerOf(body, 'limit', 0)),
  });
}

const find: Command = {
  inTransaction: true,
  fromSnapshot: true,
  run(context) {
    const { body, collection } = context;
    const wanted = findSearch(context, body);
    const shape = shaperFor(context, documentOf(body, 'projection'), wanted);
    const documents = collection ? search(collection, context.view, wanted).found.map(({ doc }) => doc) : [];
    const source = listSource(documents, shape, !collection || wanted.sort !== undefined || Boolean(wanted.limit));
    const single = flagOf(body, 'singleBatch') || integerOf(body, 'limit', 0) < 0;
    return cursorReply(context, `${context.db}.${context.collectionName}`, source, {
      batchSize: ownGet(body, 'batchSize') === undefined ? undefined : countOf(body, 'batchSize', 0),
      single,
      noTimeout: flagOf(body, 'noCursorTimeout'),
    });
  },
};

/** The first batch, and a cursor kept open for the rest. */
export function cursorReply(
  context: CommandContext,
  ns: string,
  source: Source,
  options: { batchSize?: number | undefined; single?: boolean; noTimeout?: boolean },
): Doc {
  const size = options.batchSize ?? firstBatchSize;
  const start = { source, held: undefined as Doc | undefined };
  const { batch, done } = takeBatch(start, size);
  let id = Long.ZERO;
  if (!done && !options.single) {
    const opened = context.engine.cursors.open({
      ns,
      source,
      owner: context.owner,
      noTimeout: options.noTimeout ?? false,
      live: undefined,
    });
    opened.held = start.held;
    id = opened.id;
  }
  return { cursor: { firstBatch: batch, id, ns } };
}

const getMore: Command = {
  inTransaction: true,
  async run(context) {
    const { body, engine } = context;
    const id = ownGet(body, 'getMore');
    if (!Long.isLong(id)) throw new MongoError(14, "Field 'getMore' must be of type long");
    const ns = `${context.db}.${stringOf(body, 'collection')}`;
    const cursor = engine.cursors.find(id, ns);
    if (cursor.owner !== context.owner && (cursor.owner.includes(':') || context.transaction)) {
      throw new MongoError(
        50738,
        `Cannot run getMore on cursor ${id.toString()}, which was created in another session or transaction`,
      );
    }
    const size = countOf(body, 'batchSize', 0) || Number.MAX_SAFE_INTEGER;
    let taken = takeBatch(cursor, size);
    if (cursor.live) {
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
    } else if (taken.done) {
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
    const { body, collection } = context;
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
    const { body, collection } = context;
    const path = stringOf(body, 'key');
    const wanted = searchFor(context, collection, documentOf(body, 'query') ?? {}, body);
    const values = new Map<string, unknown>();
    if (collection) {
      for (const { doc } of search(collection, context.view, wanted).found) {
        for (const value of spreadAt(doc, path)) {
          const key = keyOf(value, wanted.collation);
          if (!values.has(key)) values.set(key, value);
        }
      }
    }
    return { values: [...values.values()] };
  },
};

export const findCommands: Commands = { find, getMore, killCursors, count, distinct };
