import { countOf, documentOf, documentsOf, flagOf } from '../../arguments.js';
import { openChangeStream } from '../../changes/stream.js';
import { listSource } from '../../cursors/cursors.js';
import { MongoError } from '../../errors.js';
import { compileFilter } from '../../match/index.js';
import type { Deadline } from '../../sessions/deadline.js';
import { runPipeline, type PipelineContext } from '../../stages/index.js';
import type { Collection } from '../../storage/collection.js';
import { search, type Search } from '../../storage/find.js';
import { isDoc, ownGet, type Doc } from '../../values/index.js';
import { collectionStats } from '../admin/stats.js';
import type { Command, CommandContext, Commands } from '../context.js';
import { explained } from './explain.js';
import { cursorReply } from './find.js';
import { writeOutput } from './output.js';
import { searchFor } from './query.js';
import { splitPipeline, stageName } from './pipeline-head.js';

const aggregate: Command = {
  inTransaction: true,
  fromSnapshot: true,
  async run(context) {
    const { body, db, engine } = context;
    const target = ownGet(body, 'aggregate');
    const stages = documentsOf(body, 'pipeline');
    if (flagOf(body, 'explain')) return explained(context, body, 'queryPlanner');
    const cursor = documentOf(body, 'cursor');
    if (!cursor)
      throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const batchSize = ownGet(cursor, 'batchSize') === undefined ? undefined : countOf(cursor, 'batchSize', 0);
    if (stageName(stages[0]) === '$changeStream') return openChangeStream(context, stages, batchSize);

    const isDatabaseWide = typeof target !== 'string';
    const ns = isDatabaseWide ? `${db}.$cmd.aggregate` : `${db}.${target}`;
    const collection = isDatabaseWide ? undefined : engine.store.find(db, target);
    const { output, rest, input, collation, meta } = read(context, collection, stages, isDatabaseWide);
    if (output && context.transaction) {
      throw new MongoError(
        263,
        `Operation not permitted in transaction :: caused by :: Aggregation stage ${stageName(output)} cannot run within a multi-document transaction`,
      );
    }
    const documents = Array.from(
      timed(
        runPipeline(rest, input, {
          db,
          coll: isDatabaseWide ? '' : target,
          now: new Date(),
          ...(context.variables ? { let: context.variables } : {}),
          ...(collation ? { collation } : {}),
          meta,
          collection: (name) => documentsIn(context, name),
          find: (name, filter, other) => found(context, name, filter, other),
          hasIndex: (name, path) => hasIndex(context, name, path),
        }),
        context.deadline,
      ),
    );
    if (output) {
      await writeOutput(context, output, documents);
      documents.length = 0;
    }
    return cursorReply(
      context,
      ns,
      listSource(documents, (doc) => doc, output !== undefined),
      { batchSize },
    );
  },
};

const writing = new Set(['$out', '$merge']);

/** Takes a pipeline apart: where its documents come from, what is done to them, where they go. */
function read(
  context: CommandContext,
  collection: Collection | undefined,
  stages: readonly Doc[],
  isDatabaseWide: boolean,
) {
  const last = stages.at(-1);
  const output = writing.has(stageName(last)) ? last : undefined;
  const body = output ? stages.slice(0, -1) : stages;
  const misplaced = body.find((stage) => writing.has(stageName(stage)));
  if (misplaced) throw new MongoError(40601, `${stageName(misplaced)} can only be the final stage in the pipeline`);
  if (isDatabaseWide) {
    const source = aboutServer(context, stageName(body[0]));
    if (source) return { output, rest: body.slice(1), input: source, collation: undefined, meta: undefined };
    if (stageName(body[0]) !== '$documents') {
      throw new MongoError(
        73,
        "{aggregate: 1} is not valid for this pipeline: it must begin with '$documents' or '$changeStream'",
      );
    }
    return {
      output,
      rest: body,
      input: [],
      collation: searchFor(context, undefined, {}, context.body).collation,
      meta: undefined,
    };
  }
  const source = metadata(context, collection, body[0]);
  if (source) return { output, rest: body.slice(1), input: source, collation: undefined, meta: undefined };
  const { search: wanted, rest } = splitPipeline(context, collection, { ...context.body, pipeline: body });
  const input = collection ? search(collection, context.view, wanted).found.map(({ doc }) => doc) : [];
  return { output, rest, input, collation: wanted.collation, meta: wanted.matcher.score && scoresOf(wanted, input) };
}

/** Scores belong to the documents as they were found: one that a stage has changed has none. */
function scoresOf({ meta }: Search, found: readonly Doc[]): PipelineContext['meta'] {
  const known = new WeakSet<Doc>(found);
  return (name) => {
    const score = meta!(name);
    return (doc) => {
      if (known.has(doc)) return score(doc);
      throw new MongoError(40218, `query requires ${name} metadata, but it is not available`);
    };
  };
}

/** Stages that tell about the server. */
function aboutServer({ engine, connection, name, db }: CommandContext, stage: string): Doc[] | undefined {
  if (stage === '$listLocalSessions') return engine.sessions.list();
  if (stage !== '$currentOp') return undefined;
  if (db !== 'admin') throw new MongoError(73, '$currentOp must be run against the admin database');
  return [
    {
      type: 'op',
      host: engine.address,
      desc: `conn${connection.id}`,
      connectionId: connection.id,
      active: true,
      op: 'command',
      command: { [name]: 1 },
    },
  ];
}

/** Stages that tell about a collection instead of reading it. */
function metadata(
  context: CommandContext,
  collection: Collection | undefined,
  stage: Doc | undefined,
): Doc[] | undefined {
  const ns = `${context.db}.${context.collectionName}`;
  if (stageName(stage) === '$indexStats') {
    return [...(collection?.indexes.values() ?? [])].map(({ spec }) => ({
      name: spec.name,
      key: spec.key,
      spec: spec.document,
    }));
  }
  if (stageName(stage) === '$listSearchIndexes') {
    throw new MongoError(31082, 'Search indexes exist only in Atlas: this embedded server has none.');
  }
  if (stageName(stage) !== '$collStats') return undefined;
  if (!collection) throw new MongoError(26, `Collection [${ns}] not found.`);
  const wanted = stage!['$collStats'];
  const reply: Doc = { ns, host: context.engine.address, localTime: new Date() };
  if (isDoc(wanted) && wanted['storageStats']) reply['storageStats'] = collectionStats(collection, ns);
  if (isDoc(wanted) && wanted['count']) reply['count'] = collection.records.size;
  return [reply];
}

function* timed(documents: Iterable<Doc>, deadline: Deadline): Generator<Doc> {
  let count = 0;
  for (const doc of documents) {
    if (++count % 256 === 0) deadline.check();
    yield doc;
  }
}

function* documentsIn(context: CommandContext, name: string): Generator<Doc> {
  const collection = context.engine.store.find(context.db, name);
  if (collection) for (const { doc } of context.view.all(collection)) yield doc;
}

/** Is there an index that finds every document by the values at `path`? */
function hasIndex(context: CommandContext, name: string, path: string): boolean {
  const collection = context.engine.store.find(context.db, name);
  return [...(collection?.indexes.values() ?? [])].some(
    ({ spec }) => spec.fields[0]?.name === path && !spec.partial && !spec.sparse && !spec.collation && !spec.hidden,
  );
}

function found(context: CommandContext, name: string, filter: Doc, collation: Search['collation']): Doc[] {
  const collection = context.engine.store.find(context.db, name);
  if (!collection) return [];
  const matcher = compileFilter(filter, { collation });
  return search(collection, context.view, {
    filter,
    matcher,
    collation,
    deadline: context.deadline,
  }).found.map(({ doc }) => doc);
}

export const aggregateCommands: Commands = { aggregate };
