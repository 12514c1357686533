import { MongoError } from '../errors.js';
import { compileExpression, environment, type Env } from '../expressions/index.js';
import type { Doc } from '../values/doc.js';
import { isDoc, typeOf } from '../values/types.js';
import { basicStages } from './basic.js';
import type { PipelineContext, Stage, StageCompiler } from './context.js';
import { densify, fill } from './fill.js';
import { bucket, bucketAuto, group, sortByCount } from './group.js';
import { facet, graphLookup, lookup, unionWith } from './join.js';
import { unwind } from './unwind.js';
import { setWindowFields } from './windows.js';

export type { PipelineContext } from './context.js';

const stageCompilers: ReadonlyMap<string, StageCompiler> = new Map<string, StageCompiler>([
  ...basicStages,
  ['$unwind', unwind],
  ['$group', group],
  ['$sortByCount', sortByCount],
  ['$bucket', bucket],
  ['$bucketAuto', bucketAuto],
  ['$lookup', lookup],
  ['$unionWith', unionWith],
  ['$facet', facet],
  ['$graphLookup', graphLookup],
  ['$documents', documents],
  ['$setWindowFields', setWindowFields],
  ['$fill', fill],
  ['$densify', densify],
]);

const atlasOnly = new Set(['$search', '$searchMeta', '$vectorSearch', '$listSearchIndexes']);

function documents(spec: unknown, { env }: { env: Env }): Stage {
  const list = compileExpression(spec, env)({});
  if (!Array.isArray(list) || !list.every(isDoc)) {
    throw new MongoError(
      5858203,
      'an array is expected to be the argument of $documents, and its elements to be objects',
    );
  }
  return function* (input) {
    yield* input;
    yield* list;
  };
}

function stageName(stage: unknown): string {
  if (!isDoc(stage)) throw new MongoError(14, "Each element of the 'pipeline' array must be an object");
  const names = Object.keys(stage);
  if (names.length !== 1) {
    throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return names[0]!;
}

function compilePipeline(stages: readonly unknown[], env: Env, context: PipelineContext): Stage {
  const compiled = stages.map((stage, i): Stage => {
    const name = stageName(stage);
    if (name === '$out' || name === '$merge') {
      throw new MongoError(40601, `${name} can only be the final stage in the pipeline`);
    }
    if (name === '$documents' && i > 0)
      throw new MongoError(40602, `${name} is only valid as the first stage in a pipeline`);
    if (atlasOnly.has(name)) {
      throw new MongoError(31082, `${name} exists only in Atlas: this embedded server has no search indexes.`);
    }
    if (name === '$geoNear') throw new MongoError(40602, '$geoNear is only valid as the first stage in a pipeline');
    const compile = stageCompilers.get(name);
    if (!compile) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
    return compile(
      (stage as Doc)[name],
      { env, context, compile: (inner, innerEnv) => compilePipeline(inner, innerEnv, context) },
      name,
    );
  });
  return (input) => compiled.reduce((docs, run) => run(docs), input);
}

/**
 * Runs a pipeline over documents, lazily where its stages allow. Everything is compiled, and so refused, before the first document.
 *
 * @throws MongoError 40324 for an unknown stage, 40323 for a stage of several names, and what the stages themselves refuse.
 */
export function runPipeline(stages: readonly unknown[], input: Iterable<Doc>, context: PipelineContext): Iterable<Doc> {
  return compilePipeline(stages, environment(context), context)(input);
}

/** The stages an update may consist of. */
const updateStages = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** Compiles the pipeline form of an update. */
export function compileUpdatePipeline(stages: readonly unknown[], env: Env): (doc: Doc) => Doc {
  for (const stage of stages) {
    const name = stageName(stage);
    if (!stageCompilers.has(name)) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
    if (!updateStages.has(name)) throw new MongoError(72, `${name} is not allowed to be used within an update`);
  }
  const context: PipelineContext = { collection: () => [], now: new Date(0), db: '', coll: '' };
  const run = compilePipeline(stages, env, context);
  return (doc) => {
    for (const next of run([doc])) return next;
    throw new MongoError(1, `A pipeline update of a ${typeOf(doc)} gave nothing`);
  };
}
