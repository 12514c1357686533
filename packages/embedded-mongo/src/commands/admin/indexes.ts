import { documentsOf, stringOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { alreadyExists, readIndexSpec, type IndexSpec } from '../../indexes/spec.js';
import type { Index } from '../../indexes/index.js';
import { listSource } from '../../cursors/cursors.js';
import type { Collection } from '../../storage/collection.js';
import { compileIndex } from '../../storage/definitions.js';
import { firstDuplicate } from '../../storage/find.js';
import type { Change } from '../../storage/store.js';
import { duplicateKey } from '../../txn/writer.js';
import { documentOf, integerOf } from '../../arguments.js';
import { isDoc, ownGet, type Doc } from '../../values/index.js';
import type { Command, CommandContext, Commands } from '../context.js';
import { cursorReply } from '../crud/reply.js';

const maxIndexes = 64;

const createIndexes: Command = {
  writes: true,
  inTransaction: true,
  async run(context) {
    const { engine, db, collectionName: name, transaction } = context;
    const inputs = documentsOf(context.body, 'indexes');
    if (inputs.length === 0) throw new MongoError(2, 'Must specify at least one index to create');
    const specs = inputs.map(readIndexSpec);
    const existing = transaction ? engine.store.base(db, name) : await settled(context, name, specs);
    const changes: Change[] = [];
    const collection = open(context, name, changes);
    const before = collection.indexes.size;
    const built = undoing(
      () => missing(specs, collection).map((spec) => build(collection, spec)),
      () => !existing && !transaction && engine.store.unmake(collection),
    );
    if (before + built.length > maxIndexes)
      throw new MongoError(67, `add index fails, too many indexes for ${collection.ns}`);
    if (transaction && built.length > 0 && collection.creator !== transaction) {
      throw new MongoError(
        263,
        `Cannot create new indexes on existing collection ${collection.ns} in a multi-document transaction.`,
      );
    }
    for (const index of built) {
      collection.addIndex(index);
      changes.push({ op: 'createIndex', collection, index });
    }
    if (transaction) {
      for (const change of changes) transaction.noteDefinition(change, () => undefined);
    } else if (changes.length > 0) context.define(...changes);
    return {
      numIndexesBefore: before,
      numIndexesAfter: collection.indexes.size,
      createdCollectionAutomatically: existing === undefined,
      ...(built.length === 0 ? { note: 'all indexes already exist' } : {}),
    };
  },
};

function undoing<T>(run: () => T, undo: () => unknown): T {
  try {
    return run();
  } catch (error) {
    undo();
    throw error;
  }
}

/** The collection as it is when no open transaction has a hand in it; undisturbed when it has all these indexes already. */
async function settled(
  context: CommandContext,
  name: string,
  specs: readonly IndexSpec[],
): Promise<Collection | undefined> {
  const { store } = context.engine;
  let collection = store.base(context.db, name);
  while (collection?.creator) {
    await context.deadline.wait(collection.creator.ended);
    collection = store.find(context.db, name);
  }
  if (collection && missing(specs, collection).length > 0) await context.quiet(collection);
  return collection;
}

/** The collection the indexes are for, made if need be. */
function open({ engine, db, transaction }: CommandContext, name: string, changes: Change[]): Collection {
  if (transaction) return transaction.open(db, name);
  const existing = engine.store.find(db, name);
  if (existing) return existing;
  const collection = engine.store.make(db, name, {});
  changes.push({ op: 'create', collection });
  return collection;
}

function missing(specs: readonly IndexSpec[], collection: Collection): IndexSpec[] {
  const known = [...collection.indexes.values()].map((index) => index.spec);
  const wanted: IndexSpec[] = [];
  for (const spec of specs) {
    const own = inherit(spec, collection);
    if (!alreadyExists(own, [...known, ...wanted])) wanted.push(own);
  }
  return wanted;
}

/** An index without a collation of its own takes the collection's. */
function inherit(spec: IndexSpec, collection: Collection): IndexSpec {
  const collation = ownGet(collection.options, 'collation');
  const simple = isDoc(spec.source['collation']);
  if (spec.collation || simple || !isDoc(collation)) return spec;
  return { ...spec, collation, document: { ...spec.document, collation } };
}

function build(collection: Collection, spec: IndexSpec): Index {
  const index = compileIndex(spec);
  if (spec.unique) {
    const duplicate = firstDuplicate(collection, index);
    if (duplicate) throw duplicateKey(collection, index, index.keys(duplicate.doc)[0]?.key ?? []);
  }
  return index;
}

function existingCollection(context: CommandContext): Collection {
  const { collection } = context;
  if (!collection || (collection.creator && collection.creator !== context.transaction)) {
    throw new MongoError(26, `ns does not exist: ${context.db}.${context.collectionName}`);
  }
  return collection;
}

const listIndexes: Command = {
  run(context) {
    const collection = existingCollection(context);
    const clustered = ownGet(collection.options, 'clusteredIndex');
    const documents = [...collection.indexes.values()].map(({ spec }) =>
      spec.name === '_id_' && isDoc(clustered) ? { ...clustered, clustered: true } : spec.document,
    );
    const batchSize = integerOf(documentOf(context.body, 'cursor') ?? {}, 'batchSize', Number.MAX_SAFE_INTEGER);
    return cursorReply(
      context,
      collection.ns,
      listSource(documents, (doc) => doc, true),
      { batchSize },
    );
  },
};

const dropIndexes: Command = {
  writes: true,
  async run(context) {
    const collection = existingCollection(context);
    const asked = ownGet(context.body, 'index');
    const before = collection.indexes.size;
    const names = namesToDrop(collection, asked);
    await context.quiet(collection);
    const changes = names.map((name): Change => ({ op: 'dropIndex', collection, name }));
    for (const name of names) collection.indexes.delete(name);
    if (changes.length > 0) context.define(...changes);
    return asked === '*'
      ? { nIndexesWas: before, msg: 'non-_id indexes dropped for collection' }
      : { nIndexesWas: before };
  },
};

function namesToDrop(collection: Collection, asked: unknown): string[] {
  if (asked === '*') return [...collection.indexes.keys()].filter((name) => name !== '_id_');
  if (Array.isArray(asked)) return asked.flatMap((one) => namesToDrop(collection, one));
  const found = [...collection.indexes.values()].find((index) =>
    typeof asked === 'string' ? index.spec.name === asked : isDoc(asked) && index.hasSameKey(asked),
  );
  if (!found) {
    const shown =
      typeof asked === 'string'
        ? `index not found with name [${asked}]`
        : `can't find index with key: ${JSON.stringify(asked)}`;
    throw new MongoError(27, shown);
  }
  if (found.spec.name === '_id_') throw new MongoError(72, 'cannot drop _id index');
  return [found.spec.name];
}

const atlasOnly: Command = {
  run() {
    throw new MongoError(31082, 'Search indexes exist only in Atlas: this embedded server has none.');
  },
};

export const indexCommands: Commands = {
  createSearchIndexes: atlasOnly,
  updateSearchIndex: atlasOnly,
  dropSearchIndex: atlasOnly,
  createIndexes,
  listIndexes,
  dropIndexes,
  deleteIndexes: {
    writes: true,
    run: (context) => dropIndexes.run(context),
  },
};

/** The name of an index as `collMod` gives it: by name or by key. */
export function indexOf(collection: Collection, description: Doc): Index {
  const name = ownGet(description, 'name');
  const pattern = ownGet(description, 'keyPattern');
  for (const index of collection.indexes.values()) {
    if (
      name !== undefined
        ? index.spec.name === stringOf(description, 'name')
        : isDoc(pattern) && index.hasSameKey(pattern)
    )
      return index;
  }
  throw new MongoError(27, `cannot find index ${JSON.stringify(name ?? pattern)} for ns ${collection.ns}`);
}
