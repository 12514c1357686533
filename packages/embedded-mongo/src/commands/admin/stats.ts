import { Double, Long } from 'bson';
import { documentOf, flagOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { compileFilter } from '../../match/index.js';
import type { Collection } from '../../storage/collection.js';
import { encodedLength, type Doc } from '../../values/index.js';
import type { Command, Commands } from '../context.js';

function bytesOf(collection: Collection): number {
  let bytes = 0;
  for (const { doc } of collection.records.values()) bytes += encodedLength(doc);
  return bytes;
}

/** A count in the smallest integer type that holds it, as the server reports sizes. */
function whole(value: number): number | Long {
  return value < 2 ** 31 ? value : Long.fromNumber(value);
}

export function collectionStats(collection: Collection | undefined, ns: string): Doc {
  const bytes = collection ? bytesOf(collection) : 0;
  const count = collection?.records.size ?? 0;
  const indexSizes: Doc = {};
  for (const index of collection?.indexes.values() ?? []) indexSizes[index.spec.name] = whole(index.size * 64);
  return {
    ns,
    size: whole(bytes),
    count,
    ...(count > 0 ? { avgObjSize: Math.round(bytes / count) } : {}),
    storageSize: whole(bytes),
    capped: collection?.cap !== undefined,
    ...(collection?.cap
      ? {
          maxSize: whole(collection.cap.bytes),
          max: Number.isFinite(collection.cap.documents) ? collection.cap.documents : -1,
        }
      : {}),
    nindexes: collection?.indexes.size ?? 0,
    indexSizes,
    totalIndexSize: whole(Object.values(indexSizes).reduce((sum: number, size) => sum + Number(size), 0)),
    totalSize: whole(bytes),
    scaleFactor: 1,
  };
}

const collStats: Command = {
  run: (context) => collectionStats(context.collection, `${context.db}.${context.collectionName}`),
};

const dbStats: Command = {
  run({ engine, db }) {
    const all = [...(engine.store.databases.get(db)?.values() ?? [])];
    const collections = all.filter(({ view }) => !view);
    const objects = collections.reduce((sum, collection) => sum + collection.records.size, 0);
    const bytes = collections.reduce((sum, collection) => sum + bytesOf(collection), 0);
    return {
      db,
      collections: collections.length,
      views: all.length - collections.length,
      objects: whole(objects),
      avgObjSize: new Double(objects > 0 ? bytes / objects : 0),
      dataSize: new Double(bytes),
      storageSize: new Double(bytes),
      indexes: collections.reduce((sum, collection) => sum + collection.indexes.size, 0),
      indexSize: new Double(0),
      totalSize: new Double(bytes),
      scaleFactor: new Double(1),
    };
  },
};

const listDatabases: Command = {
  adminOnly: true,
  run({ engine, body }) {
    const matcher = compileFilter(documentOf(body, 'filter') ?? {});
    const nameOnly = flagOf(body, 'nameOnly');
    const databases: Doc[] = [];
    let total = 0;
    for (const [name, collections] of engine.store.databases) {
      const bytes = [...collections.values()].reduce((sum, collection) => sum + bytesOf(collection), 0);
      const whole_ = { name, sizeOnDisk: Long.fromNumber(bytes), empty: bytes === 0 };
      if (!matcher.test(whole_)) continue;
      total += bytes;
      databases.push(nameOnly ? { name } : whole_);
    }
    databases.sort((a, b) => (String(a['name']) < String(b['name']) ? -1 : 1));
    return nameOnly
      ? { databases }
      : { databases, totalSize: Long.fromNumber(total), totalSizeMb: Long.fromNumber(Math.floor(total / 2 ** 20)) };
  },
};

/** Checks that every index holds exactly the keys of the documents. */
const validate: Command = {
  run(context) {
    const { collection } = context;
    if (!collection)
      throw new MongoError(26, `Collection '${context.db}.${context.collectionName}' does not exist to validate.`);
    const errors: string[] = [];
    const keysPerIndex: Doc = {};
    for (const index of collection.indexes.values()) {
      if (index.spec.name === '_id_') {
        keysPerIndex['_id_'] = collection.records.size;
        continue;
      }
      let keys = 0;
      for (const [id, { doc }] of collection.records) {
        for (const { hash } of index.keys(doc)) {
          keys++;
          if (![...index.lookUp(hash)].includes(id))
            errors.push(`index ${index.spec.name} lacks a key of document ${id}`);
        }
      }
      keysPerIndex[index.spec.name] = keys;
    }
    return {
      ns: collection.ns,
      nrecords: collection.records.size,
      nIndexes: collection.indexes.size,
      keysPerIndex,
      valid: errors.length === 0,
      errors,
      warnings: [],
    };
  },
};

export const statsCommands: Commands = {
  collStats,
  collstats: collStats,
  dbStats,
  dbstats: dbStats,
  listDatabases,
  validate,
};
