import { MongoError } from '../errors.js';
import { toTimestamp } from '../sessions/clock.js';
import type { Change, Commit, Store } from '../storage/store.js';
import type { Collection } from '../storage/collection.js';
import { isDoc, keyOf, type Doc } from '../values/index.js';
import { difference } from './difference.js';
import { tokenOf } from './token.js';

/** Which changes a stream is about, and how much of each it shows. */
export interface Interest {
  db?: string | undefined;
  collection?: string | undefined;
  fullDocument: string;
  before: string;
  expanded: boolean;
}

/** The event for one change of a commit, or undefined when the stream is not about it. */
export function eventOf(store: Store, { ts, changes }: Commit, index: number, interest: Interest): Doc | undefined {
  const change = changes[index]!;
  const body = bodyOf(store, change, interest);
  if (!body) return undefined;
  const clusterTime = toTimestamp(ts);
  const { operationType, ...rest } = body;
  return {
    _id: tokenOf({ ts, index }),
    operationType,
    clusterTime,
    wallTime: new Date(clusterTime.getHighBitsUnsigned() * 1000),
    ...(interest.expanded && change.op !== 'dropDatabase' ? { collectionUUID: change.collection.uuid } : {}),
    ...rest,
  };
}

/** Does this change end a stream over one collection (or one database)? */
export function ends(change: Change, { db, collection }: Interest): boolean {
  if (db === undefined) return false;
  if (collection === undefined) return change.op === 'dropDatabase' && change.db === db;
  if (change.op === 'drop') {
    return !change.replaced && change.collection.db === db && change.collection.name === collection;
  }
  if (change.op !== 'rename' || change.collection.db !== db) return false;
  return change.from === collection || change.collection.name === collection;
}

function bodyOf(store: Store, change: Change, interest: Interest): Doc | undefined {
  if (change.op === 'dropDatabase') {
    if (interest.collection !== undefined || (interest.db !== undefined && interest.db !== change.db)) return undefined;
    return { operationType: 'dropDatabase', ns: { db: change.db } };
  }
  const { db, name } = change.collection;
  if (name.startsWith('system.')) return undefined;
  const named = change.op === 'rename' ? [change.from, name] : [name];
  if (interest.db !== undefined && interest.db !== db) return undefined;
  if (interest.collection !== undefined && !named.includes(interest.collection)) return undefined;
  const ns = { db, coll: change.op === 'rename' ? change.from : name };
  switch (change.op) {
    case 'insert':
      return { operationType: 'insert', ns, documentKey: keyDoc(change.doc), fullDocument: change.doc };
    case 'replace':
      return {
        operationType: 'replace',
        ns,
        documentKey: keyDoc(change.doc),
        ...was(change, interest),
        fullDocument: change.doc,
      };
    case 'update':
      return {
        operationType: 'update',
        ns,
        documentKey: keyDoc(change.doc),
        updateDescription: difference(change.old, change.doc, interest.expanded),
        ...was(change, interest),
        ...now(store, change, ns, interest),
      };
    case 'delete':
      if (change.evicted) return undefined;
      return { operationType: 'delete', ns, documentKey: keyDoc(change.old), ...was(change, interest) };
    case 'drop':
      return change.replaced ? undefined : { operationType: 'drop', ns };
    case 'rename':
      return {
        operationType: 'rename',
        ns,
        to: { db, coll: name },
        ...(interest.expanded
          ? {
              operationDescription: {
                ...(change.dropped ? { dropTarget: change.dropped } : {}),
                to: { db, coll: name },
              },
            }
          : {}),
      };
    case 'create':
      return interest.expanded
        ? { operationType: 'create', ns, operationDescription: { idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } } }
        : undefined;
    case 'createIndex':
      return interest.expanded
        ? { operationType: 'createIndexes', ns, operationDescription: { indexes: [change.index.spec.document] } }
        : undefined;
    case 'dropIndex':
      return interest.expanded
        ? { operationType: 'dropIndexes', ns, operationDescription: { indexes: [{ name: change.name }] } }
        : undefined;
    case 'modify':
      return interest.expanded ? { operationType: 'modify', ns, operationDescription: {} } : undefined;
  }
}

function keyDoc(doc: Doc): Doc {
  return { _id: doc['_id'] };
}

type Written = Extract<Change, { old: Doc }>;

/** Images of documents are kept only where the collection was told to. @throws MongoError 47 for a required one that was not. */
function image(doc: Doc, { options }: Collection, mode: string, which: string): Doc | null {
  const kept = options['changeStreamPreAndPostImages'];
  if (isDoc(kept) && kept['enabled'] === true) return doc;
  if (mode !== 'required') return null;
  throw new MongoError(
    47,
    `Change stream was configured to require a ${which} for all update, delete and replace events, but the ${which} was not found`,
  );
}

function was({ old, collection }: Written, { before }: Interest): Doc {
  return before === 'off' ? {} : { fullDocumentBeforeChange: image(old, collection, before, 'pre-image') };
}

function now(
  store: Store,
  { doc, collection }: Extract<Written, { doc: Doc }>,
  ns: { db: string; coll: string },
  { fullDocument }: Interest,
): Doc {
  if (fullDocument === 'default') return {};
  if (fullDocument !== 'updateLookup') return { fullDocument: image(doc, collection, fullDocument, 'post-image') };
  return { fullDocument: store.find(ns.db, ns.coll)?.records.get(keyOf(doc['_id']))?.doc ?? null };
}
