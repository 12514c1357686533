import { documentOf, documentsOf, integerOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { plan, type Plan } from '../../indexes/planner.js';
import { idIndex, type IndexSpec } from '../../indexes/spec.js';
import type { Collection } from '../../storage/collection.js';
import { search, type Search } from '../../storage/find.js';
import { resolve } from '../../storage/views.js';
import { latest } from '../../txn/view.js';
import { ownGet, typeOf, type Doc } from '../../values/index.js';
import type { Command, CommandContext, Commands } from '../context.js';
import { findSearch } from './find.js';
import { splitPipeline } from './pipeline-head.js';
import { searchFor } from './query.js';

const verbosities = new Set(['queryPlanner', 'executionStats', 'allPlansExecution']);

const explain: Command = {
  run(context) {
    const inner = documentOf(context.body, 'explain');
    if (!inner) throw new MongoError(9, "The 'explain' field must be a command document");
    const verbosity = ownGet(context.body, 'verbosity') ?? 'allPlansExecution';
    if (typeof verbosity !== 'string' || !verbosities.has(verbosity)) {
      throw new MongoError(
        9,
        `verbosity string must be one of {'queryPlanner', 'executionStats', 'allPlansExecution'}`,
      );
    }
    return explained(context, inner, verbosity);
  },
};

/** How a command would be carried out; nothing is written. */
export function explained(context: CommandContext, inner: Doc, verbosity: string): Doc {
  const name = Object.keys(inner)[0] ?? '';
  const target = inner[name];
  if (typeof target !== 'string') {
    throw new MongoError(73, `Cannot explain '${name}' on something of type ${typeOf(target)}`);
  }
  const { collection, stages, view } = resolve(context.engine.store, context.db, target);
  // A command on a view is a pipeline over what the view is made of.
  const wanted = view
    ? searchOf(context, collection, 'aggregate', { aggregate: target, pipeline: [...stages, ...stagesOf(name, inner)] })
    : searchOf(context, collection, name, inner);
  return {
    explainVersion: '1',
    ...explainSearch(collection, `${context.db}.${target}`, wanted, verbosity),
    command: { ...inner, $db: context.db },
    serverInfo: { host: context.engine.address, version: '7.0.0' },
  };
}

function stagesOf(name: string, inner: Doc): Doc[] {
  if (name === 'aggregate') return documentsOf(inner, 'pipeline');
  return [{ $match: documentOf(inner, name === 'find' ? 'filter' : 'query') ?? {} }];
}

function searchOf(context: CommandContext, collection: Collection | undefined, name: string, inner: Doc): Search {
  const sort = documentOf(inner, 'sort');
  switch (name) {
    case 'find':
      return findSearch(context, inner);
    case 'aggregate':
      return splitPipeline(context, collection, inner).search;
    case 'count':
    case 'distinct':
      return searchFor(context, collection, documentOf(inner, 'query') ?? {}, inner, {
        limit: Math.abs(integerOf(inner, 'limit', 0)),
      });
    case 'findAndModify':
    case 'findandmodify':
      return searchFor(context, collection, documentOf(inner, 'query') ?? {}, inner, { limit: 1, sort });
    case 'update':
    case 'delete': {
      const statement = documentsOf(inner, `${name}s`)[0];
      if (!statement) throw new MongoError(16, 'Write batch sizes must be between 1 and 100000. Got 0 operations.');
      return searchFor(context, collection, documentOf(statement, 'q') ?? {}, statement);
    }
    default:
      throw new MongoError(59, `Explain failed due to unknown command: ${name}`);
  }
}

function explainSearch(collection: Collection | undefined, namespace: string, wanted: Search, verbosity: string): Doc {
  const chosen = collection && plan(collection, wanted);
  const shape = chosen ? withSort(chosen, wanted, stageOf(chosen, wanted)) : { stage: 'EOF' };
  const queryPlanner = {
    namespace,
    indexFilterSet: false,
    parsedQuery: wanted.filter,
    maxIndexedOrSolutionsReached: false,
    winningPlan: shape,
    rejectedPlans: [],
  };
  if (verbosity === 'queryPlanner') return { queryPlanner };
  const began = performance.now();
  const result = collection ? search(collection, latest, wanted) : { found: [], docsExamined: 0, keysExamined: 0 };
  return {
    queryPlanner,
    executionStats: {
      executionSuccess: true,
      nReturned: result.found.length,
      executionTimeMillis: Math.round(performance.now() - began),
      totalKeysExamined: result.keysExamined,
      totalDocsExamined: result.docsExamined,
      executionStages: { ...shape, nReturned: result.found.length },
    },
  };
}

function stageOf(chosen: Plan, wanted: Search): Doc {
  const filter = Object.keys(wanted.filter).length > 0 ? { filter: wanted.filter } : {};
  if (chosen.kind === 'all')
    return { stage: 'COLLSCAN', ...filter, direction: chosen.backwards ? 'backward' : 'forward' };
  if (chosen.kind === 'ids') {
    if (chosen.ids.length === 1 && Object.keys(wanted.filter).length === 1) return { stage: 'IDHACK' };
    return { stage: 'FETCH', ...filter, inputStage: indexStage(idIndex, false, false) };
  }
  const { spec, multikey } = chosen.index;
  return { stage: 'FETCH', ...filter, inputStage: indexStage(spec, multikey, chosen.backwards) };
}

function indexStage({ name, key, unique, sparse, partial }: IndexSpec, isMultiKey: boolean, backwards: boolean): Doc {
  return {
    stage: 'IXSCAN',
    keyPattern: key,
    indexName: name,
    isMultiKey,
    isUnique: unique,
    isSparse: sparse,
    isPartial: partial !== undefined,
    indexVersion: 2,
    direction: backwards ? 'backward' : 'forward',
  };
}

function withSort(chosen: Plan, wanted: Search, stage: Doc): Doc {
  const limit = wanted.limit ? { limitAmount: wanted.limit } : {};
  const sorted: Doc =
    wanted.sort && !chosen.sorted ? { stage: 'SORT', sortPattern: wanted.sort, ...limit, inputStage: stage } : stage;
  const skipped: Doc = wanted.skip ? { stage: 'SKIP', skipAmount: wanted.skip, inputStage: sorted } : sorted;
  return wanted.limit && sorted === stage ? { stage: 'LIMIT', ...limit, inputStage: skipped } : skipped;
}

export const explainCommands: Commands = { explain };
