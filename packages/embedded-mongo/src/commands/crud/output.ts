import { documentOf, stringOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { evaluate } from '../../expressions/index.js';
import type { Index } from '../../indexes/index.js';
import { Collection } from '../../storage/collection.js';
import { applyOptions, compileIndex } from '../../storage/definitions.js';
import type { Change } from '../../storage/store.js';
import { checkNamespace } from '../../storage/store.js';
import { duplicateKey, type Writer } from '../../txn/writer.js';
import { applyUpdate, validateUpdate, type Update } from '../../update/index.js';
import { isDoc, keyOf, ownGet, type Doc } from '../../values/index.js';
import type { CommandContext } from '../context.js';
import { checkStorable, withId } from './documents.js';

/** Carries out the `$out` or `$merge` that ends a pipeline. */
export async function writeOutput(context: CommandContext, stage: Doc, documents: readonly Doc[]): Promise<void> {
  if (Object.hasOwn(stage, '$out'))
    await replaceCollection(context, targetOf(context, stage['$out'], '$out'), documents);
  else await merge(context, stage['$merge'], documents);
}

interface Target {
  db: string;
  name: string;
}

function targetOf(context: CommandContext, spec: unknown, stage: string): Target {
  if (typeof spec === 'string') return { db: context.db, name: spec };
  if (!isDoc(spec)) throw new MongoError(16990, `${stage} only supports a string or object argument`);
  if (ownGet(spec, 'timeseries') !== undefined) {
    throw new MongoError(72, `${stage} into a time series is not supported by this embedded server`);
  }
  const db = ownGet(spec, 'db') === undefined ? context.db : stringOf(spec, 'db');
  return { db, name: stringOf(spec, 'coll') };
}

/** Puts a new collection in the place of the old one, with its options and indexes; readers see the one or the other. */
async function replaceCollection(
  context: CommandContext,
  { db, name }: Target,
  documents: readonly Doc[],
): Promise<void> {
  const { store } = context.engine;
  checkNamespace(db, name);
  const old = store.base(db, name);
  if (old?.cap) throw new MongoError(17152, `namespace '${db}.${name}' is capped so it can't be used for $out`);
  if (old) await context.quiet(old);
  const fresh = new Collection(db, name, {});
  applyOptions(fresh, old?.options ?? {});
  for (const index of old?.indexes.values() ?? []) {
    if (index.spec.name !== '_id_') fresh.addIndex(compileIndex(index.spec));
  }
  const ts = store.clock.tick();
  const changes: Change[] = old ? [{ op: 'drop', collection: old }] : [];
  changes.push({ op: 'create', collection: fresh });
  for (const given of documents) {
    const doc = withId(given);
    checkStorable(fresh, doc, true);
    const id = keyOf(doc['_id']);
    if (fresh.records.has(id)) throw duplicateKey(fresh, fresh.indexes.get('_id_')!, [doc['_id']]);
    refuseTaken(fresh, doc);
    fresh.put(id, { doc, ts });
    changes.push({ op: 'insert', collection: fresh, id, doc });
  }
  store.place(fresh);
  context.define(...changes);
}

function refuseTaken(collection: Collection, doc: Doc): void {
  for (const index of collection.indexes.values()) {
    if (!index.spec.unique || index.spec.name === '_id_') continue;
    for (const { hash, key } of index.keys(doc)) if (index.count(hash) > 0) throw duplicateKey(collection, index, key);
  }
}

const whenMatchedNames = new Set(['replace', 'keepExisting', 'merge', 'fail']);
const whenNotMatchedNames = new Set(['insert', 'discard', 'fail']);

async function merge(context: CommandContext, spec: unknown, documents: readonly Doc[]): Promise<void> {
  const options: Doc = isDoc(spec) ? spec : { into: spec };
  const target = targetOf(context, ownGet(options, 'into'), '$merge');
  const whenMatched = ownGet(options, 'whenMatched') ?? 'merge';
  const whenNotMatched = ownGet(options, 'whenNotMatched') ?? 'insert';
  if (!Array.isArray(whenMatched) && !whenMatchedNames.has(whenMatched as string)) {
    throw new MongoError(2, `$merge: unknown whenMatched ${JSON.stringify(whenMatched)}`);
  }
  if (!whenNotMatchedNames.has(whenNotMatched as string)) {
    throw new MongoError(2, `$merge: unknown whenNotMatched ${JSON.stringify(whenNotMatched)}`);
  }
  if (Array.isArray(whenMatched)) validateUpdate(whenMatched, {});
  const on = onFields(options);
  await context.write((writer) => {
    const collection = writer.open(target.db, target.name);
    const index = uniqueIndexOn(collection, on);
    for (const doc of documents) {
      mergeOne(writer, collection, index, on, withId(doc), {
        whenMatched,
        whenNotMatched,
        variables: documentOf(options, 'let'),
      });
    }
    return {};
  });
}

function onFields(options: Doc): string[] {
  const on = ownGet(options, 'on') ?? '_id';
  const fields = Array.isArray(on) ? on : [on];
  if (fields.length === 0 || fields.some((field) => typeof field !== 'string')) {
    throw new MongoError(51186, "$merge 'on' must be a field name or a list of them");
  }
  return fields as string[];
}

function uniqueIndexOn(collection: Collection, on: readonly string[]): Index {
  for (const index of collection.indexes.values()) {
    const names = index.spec.fields.map((field) => field.name);
    if (
      index.spec.unique &&
      !index.spec.partial &&
      names.length === on.length &&
      names.every((name) => on.includes(name))
    )
      return index;
  }
  throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
}

/** The variables of `$merge` are expressions over the incoming document. */
function variablesOf(variables: Doc | undefined, doc: Doc): Doc {
  const now = new Date();
  const values: Doc = { new: { $literal: doc } };
  for (const name of Object.keys(variables ?? {})) {
    values[name] = { $literal: evaluate(variables![name], { now, root: doc }) ?? null };
  }
  return values;
}

function mergeOne(
  writer: Writer,
  collection: Collection,
  index: Index,
  on: readonly string[],
  doc: Doc,
  how: { whenMatched: unknown; whenNotMatched: unknown; variables: Doc | undefined },
): void {
  const hash = index.keys(doc)[0]?.hash;
  const id = index.spec.name === '_id_' ? keyOf(doc['_id']) : [...index.lookUp(hash ?? '')][0];
  const existing = id === undefined ? undefined : writer.view.get(collection, id);
  if (id === undefined || !existing) {
    if (how.whenNotMatched === 'fail')
      throw new MongoError(13113, '$merge could not find a matching document in the target collection');
    if (how.whenNotMatched === 'discard') return;
    checkStorable(collection, doc, true);
    writer.insert(collection, doc);
    return;
  }
  if (how.whenMatched === 'keepExisting') return;
  if (how.whenMatched === 'fail') {
    throw duplicateKey(collection, index, index.keys(doc)[0]?.key ?? []);
  }
  const incoming = on.includes('_id') ? doc : { ...doc, _id: existing['_id'] };
  let next: Doc;
  if (Array.isArray(how.whenMatched)) {
    const update = how.whenMatched as Update;
    next = applyUpdate(existing, update, { let: variablesOf(how.variables, doc), now: new Date() }).doc;
  } else {
    next = how.whenMatched === 'replace' ? incoming : { ...existing, ...incoming };
  }
  checkStorable(collection, next, true);
  writer.replace(collection, id, next, how.whenMatched === 'replace' ? 'replace' : 'update');
}
