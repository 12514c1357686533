import { documentOf, documentsOf, flagOf, stringOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { wholeCollation } from '../../indexes/collation.js';
import { readIndexSpec } from '../../indexes/spec.js';
import { runPipeline } from '../../stages/index.js';
import { readCapped } from '../../storage/capped.js';
import { applyOptions, compileIndex } from '../../storage/definitions.js';
import { bucketsOf, readSeries } from '../../storage/series.js';
import { checkNamespace } from '../../storage/store.js';
import { refuseCycle } from '../../storage/views.js';
import { equalValues, isDoc, ownGet, type Doc } from '../../values/index.js';
import type { Command, CommandContext } from '../context.js';

/** Options of `create` that this server honours, and those it cannot. */
const optionsKept = [
  'collation',
  'validator',
  'validationLevel',
  'validationAction',
  'changeStreamPreAndPostImages',
  'clusteredIndex',
] as const;
const optionsRefused: Readonly<Record<string, string>> = {
  encryptedFields: 'client-side encryption',
};

export const create: Command = {
  writes: true,
  inTransaction: true,
  run(context) {
    const { body, db, engine, transaction } = context;
    const name = context.collectionName;
    for (const [option, what] of Object.entries(optionsRefused)) {
      const value = ownGet(body, option);
      if (value !== undefined && value !== false && value !== null) {
        throw new MongoError(72, `${what} are not supported by this embedded server (option '${option}')`);
      }
    }
    const options: Doc = {};
    for (const option of optionsKept)
      if (isDoc(body[option]) || typeof body[option] === 'string') options[option] = body[option];
    const collation = documentOf(body, 'collation');
    if (collation?.['locale'] === 'simple') delete options['collation'];
    else if (collation) options['collation'] = wholeCollation(collation);
    const clustered = documentOf(body, 'clusteredIndex');
    if (clustered) options['clusteredIndex'] = clusteredIndex(clustered);
    if (flagOf(body, 'capped')) Object.assign(options, readCapped(body));
    else if (ownGet(body, 'size') !== undefined || ownGet(body, 'max') !== undefined) {
      throw new MongoError(
        72,
        "the 'capped' field needs to be true when either the 'size' or 'max' fields are present",
      );
    }
    if (ownGet(body, 'viewOn') !== undefined) Object.assign(options, readView(context, options, body));
    else if (ownGet(body, 'pipeline') !== undefined) {
      throw new MongoError(72, "'pipeline' requires 'viewOn' to also be specified");
    }
    if (ownGet(body, 'timeseries') !== undefined) return createSeries(context, options);
    if (ownGet(body, 'expireAfterSeconds') !== undefined) {
      throw new MongoError(
        72,
        "'expireAfterSeconds' is only supported on time-series collections by this embedded server",
      );
    }
    const existing = engine.store.find(db, name);
    if (existing) {
      if (equalValues(existing.options, options)) return {};
      throw new MongoError(48, `Collection ${existing.ns} already exists.`);
    }
    if (transaction) {
      applyOptions(transaction.open(db, name), options);
      return {};
    }
    const collection = engine.store.make(db, name, {});
    try {
      applyOptions(collection, options);
    } catch (error) {
      engine.store.unmake(collection);
      throw error;
    }
    context.define({ op: 'create', collection });
    return {};
  },
};

/** Makes a time series, and the collection its measurements lie in. */
function createSeries(context: CommandContext, options: Doc): Doc {
  const { body, db, engine, transaction } = context;
  const name = context.collectionName;
  if (transaction) throw new MongoError(263, 'Cannot create a time-series collection in a multi-document transaction.');
  const unfit = Object.keys(options).find((option) => option !== 'collation');
  if (unfit) throw new MongoError(72, `Option not supported on a time-series collection: '${unfit}'`);
  const timeseries = readSeries(documentOf(body, 'timeseries')!);
  const expiry = ownGet(body, 'expireAfterSeconds');
  Object.assign(options, { timeseries, ...(expiry === undefined ? {} : { expireAfterSeconds: expiry }) });
  const existing = engine.store.find(db, name);
  if (existing) {
    if (equalValues(existing.options, options)) return {};
    throw new MongoError(48, `Collection ${existing.ns} already exists.`);
  }
  const ttl =
    expiry === undefined
      ? []
      : [
          compileIndex(
            readIndexSpec({
              key: { [`d.${String(timeseries['timeField'])}`]: 1 },
              name: 'expiry',
              expireAfterSeconds: expiry,
            }),
          ),
        ];
  const buckets = engine.store.make(db, bucketsOf(name), {});
  for (const index of ttl) buckets.addIndex(index);
  const series = engine.store.make(db, name, {});
  applyOptions(series, options);
  context.define({ op: 'create', collection: buckets }, { op: 'create', collection: series });
  return {};
}

/** Documents lie by `_id` here anyway, so a clustered collection differs in name only. */
function clusteredIndex(given: Doc): Doc {
  const isId = equalValues(ownGet(given, 'key'), { _id: 1 });
  if (!isId || !flagOf(given, 'unique')) {
    throw new MongoError(72, 'a clusteredIndex must be unique and have the key { _id: 1 }');
  }
  return { v: 2, key: { _id: 1 }, name: ownGet(given, 'name') ?? '_id_', unique: true };
}

const notOnViews = ['capped', 'validator', 'clusteredIndex', 'changeStreamPreAndPostImages'];

/** @throws MongoError 72 for what a view cannot have, and what a wrong pipeline is refused with. */
export function readView(context: CommandContext, options: Doc, body: Doc): Doc {
  const { db, engine } = context;
  const name = context.collectionName;
  const unfit = notOnViews.find((option) => options[option] !== undefined);
  if (unfit) throw new MongoError(72, `Option not supported on a view: '${unfit}'`);
  const viewOn = stringOf(body, 'viewOn');
  checkNamespace(db, viewOn);
  const pipeline = ownGet(body, 'pipeline') === undefined ? [] : documentsOf(body, 'pipeline');
  const writes = pipeline.find((stage) => Object.hasOwn(stage, '$out') || Object.hasOwn(stage, '$merge'));
  if (writes) throw new MongoError(167, `${Object.keys(writes)[0]} is not allowed in a view definition`);
  refuseCycle(engine.store, db, name, viewOn);
  runPipeline(pipeline, [], { db, coll: name, now: new Date(), collection: () => [] });
  return { viewOn, pipeline };
}
