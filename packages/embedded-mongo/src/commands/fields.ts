import { MongoError } from '../errors.js';
import type { Doc } from '../values/index.js';

/** What any command may carry, whatever it is about. */
const anywhere = new Set(
  (
    '$db $clusterTime $readPreference $queryOptions $audit $client $configServerState $oplogQueryData $replData ' +
    'lsid txnNumber autocommit startTransaction stmtId stmtIds readConcern writeConcern maxTimeMS maxTimeMSOpOnly comment ' +
    'apiVersion apiStrict apiDeprecationErrors databaseVersion shardVersion mayBypassWriteBlocking expectPrefix'
  ).split(' '),
);

const list = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** The fields of the commands that read and write; what is not among them would change what is meant, so it is refused. */
const known: Readonly<Record<string, ReadonlySet<string>>> = {
  find: list(
    'filter projection sort hint skip limit batchSize ntoreturn singleBatch allowDiskUse let collation max min returnKey showRecordId ' +
      'tailable oplogReplay noCursorTimeout awaitData allowPartialResults readOnce includeQueryStatsMetrics',
  ),
  getMore: list('collection batchSize term lastKnownCommittedOpTime includeQueryStatsMetrics'),
  insert: list('documents ordered bypassDocumentValidation'),
  update: list('updates ordered bypassDocumentValidation let'),
  delete: list('deletes ordered let'),
  findAndModify: list(
    'query fields sort hint collation arrayFilters remove update upsert new let bypassDocumentValidation ordered',
  ),
  aggregate: list(
    'pipeline explain allowDiskUse cursor bypassDocumentValidation hint collation let collectionUUID fromMongos needsMerge ' +
      'exchange isMapReduceCommand includeQueryStatsMetrics',
  ),
  count: list('query limit skip hint collation fields'),
  distinct: list('key query collation hint'),
  create: list(
    'capped autoIndexId size max idIndex storageEngine indexOptionDefaults validator validationLevel validationAction viewOn pipeline ' +
      'collation clusteredIndex timeseries expireAfterSeconds changeStreamPreAndPostImages encryptedFields temp flags',
  ),
  createIndexes: list('indexes commitQuorum ignoreUnknownIndexOptions'),
  dropIndexes: list('index'),
  drop: list('collectionUUID'),
  listCollections: list('cursor filter nameOnly authorizedCollections'),
  listIndexes: list('cursor includeBuildUUIDs includeIndexBuildInfo'),
};

const aliases: Readonly<Record<string, string>> = { findandmodify: 'findAndModify', deleteIndexes: 'dropIndexes' };

const statements: Readonly<Record<string, { list: string; fields: ReadonlySet<string> }>> = {
  update: { list: 'updates', fields: list('q u c multi upsert arrayFilters collation hint upsertSupplied sampleId') },
  delete: { list: 'deletes', fields: list('q limit collation hint sampleId') },
};

/** @throws MongoError 40415 for a field that the command, or one of its statements, does not have. */
export function refuseUnknownFields(name: string, body: Doc): void {
  const command = aliases[name] ?? name;
  const fields = known[command];
  if (!fields) return;
  for (const field of Object.keys(body)) {
    if (field !== name && !fields.has(field) && !anywhere.has(field)) throw unknown(command, field);
  }
  const inner = statements[command];
  const items = inner && body[inner.list];
  if (!inner || !Array.isArray(items)) return;
  for (const item of items as unknown[]) {
    if (typeof item !== 'object' || item === null) continue;
    for (const field of Object.keys(item)) {
      if (!inner.fields.has(field)) throw unknown(`${command}.${inner.list}`, field);
    }
  }
}

function unknown(place: string, field: string): MongoError {
  return new MongoError(40415, `BSON field '${place}.${field}' is an unknown field.`);
}
