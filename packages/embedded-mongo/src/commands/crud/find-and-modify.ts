import { documentOf, flagOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { search } from '../../storage/find.js';
import type { Writer } from '../../txn/writer.js';
import { ownGet, type Doc } from '../../values/index.js';
import type { Command, CommandContext, Commands } from '../context.js';
import { searchFor, shaperFor } from './query.js';
import { readStatement, update } from './update.js';

const findAndModify: Command = {
  writes: true,
  retryable: true,
  inTransaction: true,
  run(context) {
    const { body } = context;
    const removes = flagOf(body, 'remove');
    const change = ownGet(body, 'update');
    if (removes === (change !== undefined && change !== null)) {
      throw new MongoError(
        9,
        removes ? 'Cannot specify both an update and remove=true' : 'Either an update or remove=true must be specified',
      );
    }
    if (removes && flagOf(body, 'new')) {
      throw new MongoError(
        9,
        "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
      );
    }
    if (removes && flagOf(body, 'upsert')) throw new MongoError(9, 'Cannot specify both upsert=true and remove=true');
    return context.write((writer) => (removes ? removeOne(context, writer) : changeOne(context, writer)));
  },
};

function removeOne(context: CommandContext, writer: Writer): Doc {
  const { collection } = context;
  const query = documentOf(context.body, 'query') ?? {};
  const wanted = searchFor(context, collection, query, context.body, {
    limit: 1,
    sort: documentOf(context.body, 'sort'),
  });
  const found = collection && search(collection, writer.view, wanted).found[0];
  if (!found) return { lastErrorObject: { n: 0 }, value: null };
  const value = shaperFor(context, documentOf(context.body, 'fields'), wanted)(found.doc);
  writer.remove(collection, found.id);
  return { lastErrorObject: { n: 1 }, value };
}

function changeOne(context: CommandContext, writer: Writer): Doc {
  const statement = readStatement({ ...context.body, multi: false }, { query: 'query', update: 'update' });
  const done = update(context, writer, context.collectionName, statement);
  const shape = shaperFor(
    context,
    documentOf(context.body, 'fields'),
    searchFor(context, context.collection, statement.query, context.body),
  );
  const value = flagOf(context.body, 'new') ? done.after : done.before;
  return {
    lastErrorObject: done.upserted
      ? { n: 1, updatedExisting: false, upserted: done.upserted['_id'] }
      : { n: done.matched, updatedExisting: done.matched > 0 },
    value: value ? shape(value) : null,
  };
}

export const modifyCommands: Commands = { findAndModify, findandmodify: findAndModify };
