import { Long } from 'bson';
import { asNumber, documentOf, flagOf, stringOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { collationOf, wholeCollation } from '../../indexes/collation.js';
import { measureFrom } from '../../geo/operators.js';
import { compileFilter, distanceAt } from '../../match/index.js';
import type { Deadline } from '../../sessions/deadline.js';
import { runPipeline, type PipelineContext } from '../../stages/index.js';
import type { Collection } from '../../storage/collection.js';
import { search, type Search } from '../../storage/find.js';
import { refuseView, resolve, type Resolved } from '../../storage/views.js';
import type { Found } from '../../txn/view.js';
import { setAt } from '../../stages/unwind.js';
import { equalValues, isDoc, ownGet, type Doc } from '../../values/index.js';
import { valuesAt } from '../../values/paths.js';
import { collectionStats } from '../admin/stats.js';
import type { CommandContext } from '../context.js';
import { geoPathOf, searchFor } from './query.js';
import { splitPipeline, stageName } from './pipeline-head.js';

/**
 * What a pipeline makes of the documents of a collection or view; of none, when it is about the whole database (no `target`).
 * The stage that is to write the result somewhere is not carried out, but handed back as `output`.
 */
export function runAggregate(
  context: CommandContext,
  target: string | undefined,
  stages: readonly Doc[],
): { documents: Doc[]; output: Doc | undefined } {
  const { db, engine } = context;
  const base = target === undefined ? undefined : resolve(engine.store, db, target);
  const head = stageName(stages[0]);
  if (base?.view && aboutCollections.has(head)) refuseView(base.view);
  if (context.transaction && (aboutCollections.has(head) || aboutServers.has(head))) refuseInTransaction(head);
  const all = base ? [...base.stages, ...stages] : stages;
  const { output, rest, input, collation, meta } = read(context, base, all);
  if (output && documentOf(context.body, 'readConcern')?.['level'] === 'linearizable') {
    throw new MongoError(72, `${stageName(output)} cannot be used with a 'linearizable' read concern`);
  }
  if (output && context.transaction) refuseInTransaction(stageName(output));
  const pipeline: PipelineContext = {
    db,
    coll: target ?? '',
    now: new Date(),
    ...(context.variables ? { let: context.variables } : {}),
    ...(collation ? { collation } : {}),
    meta,
    collection: (name) => documentsIn(context, pipeline, name),
    find: (name, filter, other) => found(context, pipeline, name, filter, other),
    hasIndex: (name, path) => hasIndex(context, name, path),
  };
  return { documents: Array.from(timed(runPipeline(rest, input, pipeline), context.deadline)), output };
}

/** Stages that tell about a collection, which a view is not. */
const aboutCollections = new Set(['$collStats', '$indexStats', '$listSearchIndexes', '$planCacheStats']);
const aboutServers = new Set(['$currentOp', '$listLocalSessions']);

function refuseInTransaction(stage: string): never {
  throw new MongoError(
    263,
    `Operation not permitted in transaction :: caused by :: Aggregation stage ${stage} cannot run within a multi-document transaction`,
  );
}

const writing = new Set(['$out', '$merge']);

/** Takes a pipeline apart: where its documents come from, what is done to them, where they go. */
function read(context: CommandContext, base: Resolved | undefined, stages: readonly Doc[]) {
  const last = stages.at(-1);
  const output = writing.has(stageName(last)) ? last : undefined;
  const body = output ? stages.slice(0, -1) : stages;
  const misplaced = body.find((stage) => writing.has(stageName(stage)));
  if (misplaced) throw new MongoError(40601, `${stageName(misplaced)} can only be the final stage in the pipeline`);
  if (!base) {
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
  const { collection } = base;
  const source = metadata(context, collection, body[0]) ?? geoNear(context, collection, body[0]);
  if (source) return { output, rest: body.slice(1), input: source, collation: undefined, meta: undefined };
  const { search: wanted, rest } = splitPipeline(context, collection, {
    ...context.body,
    pipeline: body,
    ...collationOfView(context, base),
  });
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
function aboutServer(context: CommandContext, stage: string): Doc[] | undefined {
  if (stage === '$listLocalSessions') return context.engine.sessions.list();
  if (stage !== '$currentOp') return undefined;
  if (context.db !== 'admin') throw new MongoError(73, '$currentOp must be run against the admin database');
  return operationsNow(context);
}

/** The one operation that is under way: this. */
export function operationsNow({ engine, connection, body, db, name }: CommandContext): Doc[] {
  return [
    {
      type: 'op',
      host: engine.address,
      desc: `conn${connection.id}`,
      connectionId: connection.id,
      active: true,
      op: 'command',
      ns: `${db}.$cmd${name === 'aggregate' ? '.aggregate' : ''}`,
      command: body,
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
    return [...(collection?.indexes.values() ?? [])].map(({ spec, uses, since }) => ({
      name: spec.name,
      key: spec.document['key'],
      host: context.engine.address,
      accesses: { ops: Long.fromNumber(uses), since },
      spec: spec.document,
    }));
  }
  // Plans are made anew for each query.
  if (stageName(stage) === '$planCacheStats') return [];
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

/** `$geoNear`: the documents near a point, nearest first, each with its distance. */
function geoNear(
  context: CommandContext,
  collection: Collection | undefined,
  stage: Doc | undefined,
): Doc[] | undefined {
  if (stageName(stage) !== '$geoNear') return undefined;
  const spec = documentOf(stage!, '$geoNear') ?? {};
  if (!collection) return [];
  const key = ownGet(spec, 'key') === undefined ? undefined : stringOf(spec, 'key');
  const path = geoPathOf(collection, key);
  const measure = measureFrom({
    near: ownGet(spec, 'near'),
    spherical: flagOf(spec, 'spherical'),
    min: ownGet(spec, 'minDistance'),
    max: ownGet(spec, 'maxDistance'),
  });
  const target = stringOf(spec, 'distanceField').split('.');
  const places = ownGet(spec, 'includeLocs') === undefined ? undefined : stringOf(spec, 'includeLocs').split('.');
  const factor =
    ownGet(spec, 'distanceMultiplier') === undefined ? 1 : asNumber(spec['distanceMultiplier'], 'distanceMultiplier');
  const wanted = searchFor(context, collection, documentOf(spec, 'query') ?? {}, context.body, {}, { near: false });
  const distanceOf = distanceAt(path, measure);
  return search(collection, context.view, wanted)
    .found.flatMap(({ doc }) => {
      const distance = distanceOf(doc);
      return distance === undefined ? [] : [{ doc, distance }];
    })
    .sort((a, b) => a.distance - b.distance)
    .map(({ doc, distance }) => {
      const measured = setAt(doc, target, 0, distance * factor);
      return places ? setAt(measured, places, 0, valuesAt(doc, path)[0]) : measured;
    });
}

/** A view compares strings by its own collation, whatever the collection under it does. */
function collationOfView({ body }: CommandContext, { view }: Resolved): Doc {
  if (!view) return {};
  const own = documentOf(view.options, 'collation');
  const asked = documentOf(body, 'collation');
  if (asked && !equalValues(collationOf(asked) && wholeCollation(asked), own)) {
    throw new MongoError(167, `Cannot override the default collation of the view ${view.ns}`);
  }
  return { collation: own ?? { locale: 'simple' } };
}

function* documentsIn(context: CommandContext, pipeline: PipelineContext, name: string): Generator<Doc> {
  const { collection, stages } = resolve(context.engine.store, context.db, name);
  const documents = collection ? docsOf(context.view.all(collection)) : [];
  yield* stages.length > 0 ? runPipeline(stages, documents, { ...pipeline, let: undefined }) : documents;
}

function* docsOf(all: Iterable<Found>): Generator<Doc> {
  for (const { doc } of all) yield doc;
}

/** Is there an index that finds every document by the values at `path`? */
function hasIndex(context: CommandContext, name: string, path: string): boolean {
  const collection = context.engine.store.find(context.db, name);
  return [...(collection?.indexes.values() ?? [])].some(
    ({ spec }) => spec.fields[0]?.name === path && !spec.partial && !spec.sparse && !spec.collation && !spec.hidden,
  );
}

function found(
  context: CommandContext,
  pipeline: PipelineContext,
  name: string,
  filter: Doc,
  collation: Search['collation'],
): Doc[] {
  const { collection, view } = resolve(context.engine.store, context.db, name);
  const matcher = compileFilter(filter, { collation });
  if (view) return [...documentsIn(context, pipeline, name)].filter((doc) => matcher.test(doc));
  if (!collection) return [];
  return search(collection, context.view, {
    filter,
    matcher,
    collation,
    deadline: context.deadline,
  }).found.map(({ doc }) => doc);
}
