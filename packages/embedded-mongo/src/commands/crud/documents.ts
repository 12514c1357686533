import { ObjectId } from 'bson';
import { MongoError } from '../../errors.js';
import type { Collection } from '../../storage/collection.js';
import { encodedLength, isDoc, typeOf, type Doc } from '../../values/index.js';

const maxDocumentBytes = 16 * 1024 * 1024;

/** A document ready to be stored: with an `_id`, as its first field. */
export function withId(doc: Doc): Doc {
  if (!Object.hasOwn(doc, '_id')) return { _id: new ObjectId(), ...doc };
  if (Object.keys(doc)[0] === '_id') return doc;
  return { _id: doc['_id'], ...doc };
}

/** @throws MongoError 10334 when too large, 2 or 52 for an `_id` that cannot be one, 121 when the collection's validator refuses it. */
export function checkStorable(collection: Collection, doc: Doc, bypassValidation: boolean): void {
  checkId(doc['_id']);
  const bytes = encodedLength(doc);
  if (bytes > maxDocumentBytes) {
    throw new MongoError(10334, `BSONObj size: ${bytes} is invalid. Size must be between 0 and ${maxDocumentBytes}`);
  }
  if (bypassValidation || !collection.validator || collection.validator.test(doc)) return;
  if (collection.options['validationAction'] === 'warn' || collection.options['validationLevel'] === 'off') return;
  throw new MongoError(121, 'Document failed validation', {
    errInfo: {
      failingDocumentId: doc['_id'],
      details: { operatorName: 'validator', reason: 'document does not match' },
    },
  });
}

function checkId(id: unknown): void {
  if (Array.isArray(id) || typeOf(id) === 'regex') {
    throw new MongoError(2, `The '_id' value cannot be of type ${Array.isArray(id) ? 'array' : 'regex'}`);
  }
  if (!isDoc(id)) return;
  const dollar = Object.keys(id).find((name) => name.startsWith('$'));
  if (dollar !== undefined) {
    throw new MongoError(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
  }
}
