import { MongoError } from '../errors.js';
import { noSuchTransaction } from '../sessions/sessions.js';
import { isDoc, ownGet, type Doc } from '../values/index.js';
import type { Command, CommandContext, Commands } from './context.js';

const commitTransaction: Command = {
  adminOnly: true,
  inTransaction: true,
  writes: true,
  run(context) {
    const session = sessionOf(context);
    const { transaction } = context;
    // Asked again after the commit: the first answer may have been lost.
    if (!transaction) {
      context.hasCommitted = true;
      return {};
    }
    // The stage first: the commit is put into the journal together with it.
    session.stage = 'committed';
    session.transaction = undefined;
    transaction.commit({ id: session.id, txnNumber: session.txnNumber });
    context.hasCommitted = true;
    closeCursors(context);
    return {};
  },
};

const abortTransaction: Command = {
  adminOnly: true,
  inTransaction: true,
  writes: true,
  run(context) {
    const session = sessionOf(context);
    if (!context.transaction) throw noSuchTransaction(session.txnNumber);
    session.abort();
    closeCursors(context);
    return {};
  },
};

function sessionOf(context: CommandContext): NonNullable<CommandContext['session']> {
  if (!context.session || context.body['autocommit'] !== false) {
    throw new MongoError(125, `${context.name} may only be run within a transaction`);
  }
  return context.session;
}

function closeCursors(context: CommandContext): void {
  const owner = `${context.session!.id}:${context.session!.txnNumber}`;
  context.engine.cursors.closeWhere((cursor) => cursor.owner === owner);
}

function lsidsOf(body: Doc, field: string): unknown[] {
  const list = ownGet(body, field);
  if (!Array.isArray(list)) throw new MongoError(14, `BSON field '${field}' must be an array of sessions`);
  return list as unknown[];
}

const endSessions: Command = {
  run({ body, engine }) {
    const ended = engine.sessions.end(lsidsOf(body, 'endSessions'));
    engine.cursors.closeWhere(({ owner }) => ended.has(owner.split(':')[0]!));
    return {};
  },
};

const killSessions: Command = {
  run({ body, engine }) {
    const lsids = lsidsOf(body, 'killSessions');
    engine.sessions.kill(lsids.length > 0 ? lsids : undefined);
    return {};
  },
};

const refreshSessions: Command = {
  run({ body, engine }) {
    for (const lsid of lsidsOf(body, 'refreshSessions')) if (isDoc(lsid)) engine.sessions.of(lsid);
    return {};
  },
};

export const sessionCommands: Commands = {
  commitTransaction,
  abortTransaction,
  endSessions,
  killSessions,
  refreshSessions,
  killAllSessions: {
    run({ engine }) {
      engine.sessions.kill();
      return {};
    },
  },
};
