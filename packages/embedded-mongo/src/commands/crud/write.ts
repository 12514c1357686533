import { documentOf, documentsOf, flagOf, integerOf } from '../../arguments.js';
import { MongoError } from '../../errors.js';
import { search } from '../../storage/find.js';
import { measurement, type Series } from '../../storage/series.js';
import { HeldByTransaction, type Writer } from '../../txn/writer.js';
import { ownGet, type Doc } from '../../values/index.js';
import type { Command, CommandContext, Commands } from '../context.js';
import { checkStorable, withId } from './documents.js';
import { searchFor } from './query.js';
import { readStatement, update } from './update.js';

const maxStatements = 100_000;
type Statement = <T>(body: () => T) => T;

/** The statements of a write command, after the checks they share. */
function statementsOf(context: CommandContext, field: string): Doc[] {
  const statements = documentsOf(context.body, field);
  if (statements.length === 0 || statements.length > maxStatements) {
    throw new MongoError(
      16,
      `Write batch sizes must be between 1 and ${maxStatements}. Got ${statements.length} operations.`,
    );
  }
  const ids = ownGet(context.body, 'stmtIds');
  if (Array.isArray(ids) && ids.length !== statements.length) {
    throw new MongoError(72, 'Number of statement ids must match the number of batch entries');
  }
  return statements;
}

/** Carries out the statements one by one; an ordered batch ends at the first error. */
function each(
  context: CommandContext,
  statements: readonly Doc[],
  statement: Statement,
  run: (statement: Doc, index: number) => void,
): Doc {
  const ordered = ownGet(context.body, 'ordered') === undefined || flagOf(context.body, 'ordered');
  const writeErrors: Doc[] = [];
  for (const [index, item] of statements.entries()) {
    try {
      statement(() => run(item, index));
    } catch (error) {
      if (!(error instanceof MongoError) || error instanceof HeldByTransaction || endsCommand(error)) throw error;
      writeErrors.push({ index, code: error.code, ...error.extra, errmsg: error.message });
      if (ordered || context.transaction) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

/** A write conflict, or time run out, concerns the whole command, not the statement that met it. */
function endsCommand(error: MongoError): boolean {
  return error.code === 112 || error.code === 50;
}

const insert: Command = {
  writes: true,
  retryable: true,
  inTransaction: true,
  run(context) {
    const name = context.collectionName;
    const documents = statementsOf(context, 'documents').map(withId);
    const bypass = flagOf(context.body, 'bypassDocumentValidation');
    const series = context.engine.store.find(context.db, name)?.series;
    if (series && context.transaction)
      throw new MongoError(263, `Cannot write to the time-series collection ${name} in a transaction`);
    return context.write((writer, statement) => {
      let n = 0;
      const collection = writer.open(context.db, series?.buckets ?? name);
      const errors = each(context, documents, statement, (given) => {
        const doc = series ? measurement(series, given) : given;
        checkStorable(collection, doc, bypass);
        writer.insert(collection, doc);
        n++;
      });
      return { n, ...errors };
    });
  },
};

const updateCommand: Command = {
  writes: true,
  retryable: true,
  inTransaction: true,
  run(context) {
    const name = context.collectionName;
    const statements = statementsOf(context, 'updates');
    for (const item of statements) {
      if (context.txnNumber !== undefined && flagOf(item, 'multi')) refuseMulti();
    }
    return context.write((writer, statement) => {
      let [n, nModified] = [0, 0];
      const upserted: Doc[] = [];
      const errors = each(context, statements, statement, (item, index) => {
        if (ownGet(item, 'u') === undefined)
          throw new MongoError(9, "BSON field 'update.updates.u' is missing but a required field");
        const done = update(context, writer, name, readStatement(item, { query: 'q', update: 'u' }));
        n += done.upserted ? 1 : done.matched;
        nModified += done.modified;
        if (done.upserted) upserted.push({ index, _id: done.upserted['_id'] });
      });
      return { n, nModified, ...(upserted.length > 0 ? { upserted } : {}), ...errors };
    });
  },
};

const deleteCommand: Command = {
  writes: true,
  retryable: true,
  inTransaction: true,
  run(context) {
    const statements = statementsOf(context, 'deletes');
    for (const item of statements) {
      const limit = integerOf(item, 'limit', -1);
      if (limit !== 0 && limit !== 1)
        throw new MongoError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
      if (context.txnNumber !== undefined && limit === 0) refuseMulti();
    }
    return context.write((writer, statement) => {
      let n = 0;
      const errors = each(context, statements, statement, (item) => {
        const limit = integerOf(item, 'limit', 0);
        const series = context.engine.store.find(context.db, context.collectionName)?.series;
        if (series) {
          n += removeMeasurements(context, writer, series, item, limit);
          return;
        }
        const { collection } = context;
        const wanted = searchFor(context, collection, documentOf(item, 'q') ?? {}, item, { limit });
        if (!collection) return;
        for (const { id } of search(collection, writer.view, wanted).found) {
          writer.remove(collection, id);
          n++;
        }
      });
      return { n, ...errors };
    });
  },
};

function removeMeasurements(context: CommandContext, writer: Writer, series: Series, item: Doc, limit: number): number {
  if (context.transaction) throw new MongoError(263, 'Cannot write to a time-series collection in a transaction');
  const buckets = context.engine.store.find(context.db, series.buckets);
  const { matcher } = searchFor(context, undefined, documentOf(item, 'q') ?? {}, item);
  const all = buckets ? [...writer.view.all(buckets)] : [];
  const found = all.filter(({ doc }) => matcher.test(doc['d'] as Doc)).slice(0, limit || undefined);
  for (const { id } of found) writer.remove(buckets!, id);
  return found.length;
}

function refuseMulti(): never {
  throw new MongoError(72, 'Cannot use (or request) retryable writes with multi=true');
}

export const writeCommands: Commands = { insert, update: updateCommand, delete: deleteCommand };
