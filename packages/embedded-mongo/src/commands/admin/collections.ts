import { asNumber, documentOf, flagOf, integerOf, stringOf } from '../../arguments.js';
import { listSource } from '../../cursors/cursors.js';
import { MongoError } from '../../errors.js';
import type { Index } from '../../indexes/index.js';
import { readIndexSpec } from '../../indexes/spec.js';
import { compileFilter } from '../../match/index.js';
import { readCapped } from '../../storage/capped.js';
import type { Collection } from '../../storage/collection.js';
import { applyOptions, compileIndex } from '../../storage/definitions.js';
import { checkDatabase, checkNamespace } from '../../storage/store.js';
import { refuseView } from '../../storage/views.js';
import { ownGet, type Doc } from '../../values/index.js';
import type { Command, CommandContext, Commands } from '../context.js';
import { cursorReply } from '../crud/reply.js';
import { create, readView } from './create.js';
import { indexOf } from './indexes.js';

const drop: Command = {
  writes: true,
  async run(context) {
    const collection = context.engine.store.find(context.db, context.collectionName);
    if (!collection) {
      checkDatabase(context.db);
      return {};
    }
    const indexes = collection.indexes.size;
    await dropCollection(context, collection);
    return { nIndexesWas: indexes, ns: collection.ns };
  },
};

async function dropCollection(context: CommandContext, collection: Collection): Promise<void> {
  const { engine } = context;
  try {
    await context.quiet(collection);
  } catch (error) {
    if (error instanceof MongoError && error.code === 26) return; // gone already
    throw error;
  }
  const buckets = collection.series && engine.store.find(collection.db, collection.series.buckets);
  if (buckets) await dropCollection(context, buckets);
  engine.store.unmake(collection);
  engine.cursors.closeWhere((cursor) => cursor.ns === collection.ns && !cursor.live);
  context.define({ op: 'drop', collection });
}

const dropDatabase: Command = {
  writes: true,
  async run(context) {
    checkDatabase(context.db);
    const collections = [...(context.engine.store.databases.get(context.db)?.values() ?? [])];
    for (const collection of collections) await dropCollection(context, collection);
    if (collections.length > 0) context.define({ op: 'dropDatabase', db: context.db });
    return collections.length > 0 ? { dropped: context.db } : {};
  },
};

const renameCollection: Command = {
  writes: true,
  adminOnly: true,
  async run(context) {
    const { store } = context.engine;
    const [from, to] = [split(stringOf(context.body, 'renameCollection')), split(stringOf(context.body, 'to'))];
    checkNamespace(to.db, to.name);
    const source = store.find(from.db, from.name);
    if (!source) throw new MongoError(26, `Source collection ${from.db}.${from.name} does not exist`);
    if (from.db === to.db && from.name === to.name) {
      throw new MongoError(20, "Can't rename a collection to itself");
    }
    if (from.db !== to.db)
      throw new MongoError(20, 'renaming a collection into another database is not supported by this embedded server');
    refuseView(source);
    const target = store.base(to.db, to.name);
    if (target && !flagOf(context.body, 'dropTarget')) throw new MongoError(48, 'target namespace exists');
    await context.quiet(source);
    if (target) {
      await context.quiet(target);
      await context.quiet(source);
      store.unmake(target);
      context.engine.cursors.closeWhere((cursor) => cursor.ns === target.ns && !cursor.live);
    }
    store.unmake(source);
    const renamed = source.renamed(to.name);
    store.place(renamed);
    // One commit: whatever happens, there is the one collection or the other.
    if (target) {
      context.define(
        { op: 'drop', collection: target, replaced: true },
        { op: 'rename', collection: renamed, from: from.name, dropped: target.uuid },
      );
    } else context.define({ op: 'rename', collection: renamed, from: from.name });
    return {};
  },
};

function split(namespace: string): { db: string; name: string } {
  const dot = namespace.indexOf('.');
  if (dot <= 0 || dot === namespace.length - 1) throw new MongoError(73, `Invalid namespace specified '${namespace}'`);
  return { db: namespace.slice(0, dot), name: namespace.slice(dot + 1) };
}

const collMod: Command = {
  writes: true,
  async run(context) {
    const { body } = context;
    const collection = context.engine.store.find(context.db, context.collectionName);
    if (!collection) throw new MongoError(26, `ns does not exist: ${context.db}.${context.collectionName}`);
    await context.quiet(collection);
    const options = { ...collection.options };
    for (const option of ['validator', 'validationLevel', 'validationAction', 'changeStreamPreAndPostImages']) {
      if (ownGet(body, option) !== undefined) options[option] = body[option];
    }
    changeShape(context, collection, options);
    applyOptions(collection, options);
    const reply: Doc = {};
    const change = documentOf(body, 'index');
    if (change) changeIndex(collection, change, reply);
    context.define({ op: 'modify', collection });
    return reply;
  },
};

/** A view may be given another definition, a capped collection other limits. */
function changeShape(context: CommandContext, collection: Collection, options: Doc): void {
  const { body } = context;
  const redefines = ownGet(body, 'viewOn') !== undefined || ownGet(body, 'pipeline') !== undefined;
  if (redefines !== (collection.view !== undefined)) {
    throw new MongoError(
      72,
      redefines ? "'viewOn' and 'pipeline' are for views" : 'a view takes only viewOn and pipeline',
    );
  }
  if (redefines) Object.assign(options, readView(context, { collation: options['collation'] }, body));
  const [size, max] = [ownGet(body, 'cappedSize'), ownGet(body, 'cappedMax')];
  if (size === undefined && max === undefined) return;
  if (!collection.cap) throw new MongoError(72, 'Collection must be capped.');
  const { size: oldSize, max: oldMax } = options;
  delete options['max'];
  Object.assign(options, readCapped({ size: size ?? oldSize, max: max ?? oldMax }));
}

/** Expiry and visibility are all that can be changed of an index. */
function changeIndex(collection: Collection, change: Doc, reply: Doc): void {
  const old = indexOf(collection, change);
  const document = { ...old.spec.document };
  const seconds = ownGet(change, 'expireAfterSeconds');
  if (seconds !== undefined) {
    const before = old.spec.document['expireAfterSeconds'];
    if (before !== undefined) reply['expireAfterSeconds_old'] = before;
    reply['expireAfterSeconds_new'] = seconds;
    asNumber(seconds, 'expireAfterSeconds');
    document['expireAfterSeconds'] = seconds;
  }
  if (ownGet(change, 'hidden') !== undefined) {
    reply['hidden_old'] = old.spec.hidden;
    reply['hidden_new'] = flagOf(change, 'hidden');
    if (flagOf(change, 'hidden')) document['hidden'] = true;
    else delete document['hidden'];
  }
  if (flagOf(change, 'prepareUnique')) document['prepareUnique'] = true;
  if (flagOf(change, 'unique')) {
    if (!old.spec.unique) throw new MongoError(72, "cannot make an index unique without 'prepareUnique' first");
    refuseViolations(collection, old);
    document['unique'] = true;
    delete document['prepareUnique'];
    reply['unique_new'] = true;
  }
  collection.addIndex(compileIndex(readIndexSpec(document)));
}

/** @throws MongoError 359 with the ids of documents that share a key. */
function refuseViolations(collection: Collection, index: Index): void {
  const byHash = new Map<string, unknown[]>();
  for (const { doc } of collection.records.values()) {
    for (const { hash } of index.keys(doc)) byHash.set(hash, [...(byHash.get(hash) ?? []), doc['_id']]);
  }
  const violations = [...byHash.values()].filter((ids) => ids.length > 1).map((ids) => ({ ids }));
  if (violations.length > 0) {
    throw new MongoError(
      359,
      'Cannot convert the index to unique. Please resolve conflicting documents before running collMod again.',
      {
        violations,
      },
    );
  }
}

const listCollections: Command = {
  run(context) {
    const { db, body, engine } = context;
    const filter = documentOf(body, 'filter') ?? {};
    const matcher = compileFilter(filter);
    const nameOnly = flagOf(body, 'nameOnly');
    const documents: Doc[] = [];
    for (const collection of engine.store.databases.get(db)?.values() ?? []) {
      if (collection.creator) continue;
      const whole: Doc = collection.view
        ? {
            name: collection.name,
            type: collection.series ? 'timeseries' : 'view',
            options: collection.options,
            info: { readOnly: !collection.series },
          }
        : {
            name: collection.name,
            type: 'collection',
            options: collection.options,
            info: { readOnly: false, uuid: collection.uuid },
            idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
          };
      if (matcher.test(whole)) documents.push(nameOnly ? { name: collection.name, type: whole['type'] } : whole);
    }
    const batchSize = integerOf(documentOf(body, 'cursor') ?? {}, 'batchSize', Number.MAX_SAFE_INTEGER);
    return cursorReply(
      context,
      `${db}.$cmd.listCollections`,
      listSource(documents, (doc) => doc, true),
      { batchSize },
    );
  },
};

export const collectionCommands: Commands = { create, drop, dropDatabase, renameCollection, collMod, listCollections };
