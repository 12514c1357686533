import { Double, Long } from 'bson';
import { flagOf, integerOf, stringOf } from '../arguments.js';
import { MongoError } from '../errors.js';
import { encodedLength, ownGet, type Doc } from '../values/index.js';
import type { Command, Commands } from './context.js';
import { operationsNow } from './crud/pipeline.js';

const fsync: Command = {
  adminOnly: true,
  async run({ engine, body }) {
    if (flagOf(body, 'lock')) throw new MongoError(115, 'fsync with lock is not supported by this embedded server');
    await engine.flushed();
    return { numFiles: 1 };
  },
};

const profile: Command = {
  run({ body }) {
    const level = integerOf(body, 'profile', -1);
    if (level > 0) throw new MongoError(115, 'the profiler is not supported by this embedded server');
    return { was: 0, slowms: 100, sampleRate: new Double(1) };
  },
};

const dataSize: Command = {
  run({ engine, body }) {
    const ns = stringOf(body, 'dataSize');
    const dot = ns.indexOf('.');
    if (dot <= 0) throw new MongoError(73, `Invalid namespace specified '${ns}'`);
    const collection = engine.store.base(ns.slice(0, dot), ns.slice(dot + 1));
    let bytes = 0;
    for (const { doc } of collection?.records.values() ?? []) bytes += encodedLength(doc);
    return {
      size: Long.fromNumber(bytes),
      numObjects: Long.fromNumber(collection?.records.size ?? 0),
      millis: Long.ZERO,
      estimate: false,
    };
  },
};

const getLog: Command = {
  adminOnly: true,
  run({ body }) {
    const asked = ownGet(body, 'getLog');
    if (asked === '*') return { names: ['global', 'startupWarnings'] };
    if (asked !== 'global' && asked !== 'startupWarnings') {
      throw new MongoError(96, `No log named '${String(asked)}'`);
    }
    return { totalLinesWritten: 0, log: [] };
  },
};

const replSetGetConfig: Command = {
  adminOnly: true,
  run: ({ engine }): Doc => ({
    config: {
      _id: 'rs0',
      version: 1,
      term: Long.ONE,
      members: [{ _id: 0, host: engine.address, arbiterOnly: false, hidden: false, priority: 1, votes: 1 }],
      writeConcernMajorityJournalDefault: true,
    },
  }),
};

/** What shells and viewers ask a server before they show anything. */
export const toolCommands: Commands = {
  currentOp: { adminOnly: true, run: (context) => ({ inprog: operationsNow(context) }) },
  dataSize,
  fsync,
  getDefaultRWConcern: {
    adminOnly: true,
    run: () => ({
      defaultReadConcern: { level: 'local' },
      defaultWriteConcern: { w: 'majority', wtimeout: 0 },
      defaultWriteConcernSource: 'implicit',
      defaultReadConcernSource: 'implicit',
    }),
  },
  getLog,
  profile,
  replSetGetConfig,
  usersInfo: { run: () => ({ users: [] }) },
};
