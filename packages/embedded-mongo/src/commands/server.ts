import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';
import { Double, Long } from 'bson';
import { asNumber } from '../arguments.js';
import { MongoError } from '../errors.js';
import { sessionLifetimeMinutes } from '../sessions/sessions.js';
import { isDoc, ownGet, type Doc } from '../values/index.js';
import type { Command, Commands } from './context.js';

/** Drivers speak to us as to MongoDB 7.0, and leave out what only later versions know. */
const version = '7.0.0';
export const maxWireVersion = 21;

const hello: Command = {
  run({ engine, connection, body, name }) {
    const client = ownGet(body, 'client');
    if (isDoc(client)) {
      const application = client['application'];
      if (isDoc(application) && typeof application['name'] === 'string') connection.appName = application['name'];
    }
    return {
      helloOk: true,
      ...(name === 'hello' ? {} : { ismaster: true }),
      isWritablePrimary: true,
      secondary: false,
      setName: 'rs0',
      setVersion: 1,
      hosts: [engine.address],
      me: engine.address,
      primary: engine.address,
      electionId: engine.electionId,
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(),
      logicalSessionTimeoutMinutes: sessionLifetimeMinutes,
      connectionId: connection.id,
      minWireVersion: 0,
      maxWireVersion,
      readOnly: false,
    };
  },
};

const buildInfo: Command = {
  run: () => ({
    version,
    gitVersion: 'embedded',
    modules: [],
    versionArray: [...version.split('.').map(Number), 0],
    bits: 64,
    debug: false,
    maxBsonObjectSize: 16_777_216,
    storageEngines: ['embedded'],
  }),
};

const serverStatus: Command = {
  run: ({ engine }) => ({
    host: engine.address,
    version,
    process: 'embedded-mongo',
    pid: Long.fromNumber(process.pid),
    uptime: new Double((Date.now() - engine.startedAt) / 1000),
    localTime: new Date(),
    connections: { current: engine.connections, available: 1000 },
    metrics: { cursor: { open: { total: engine.cursors.size } } },
    mem: { bits: 64, resident: Math.round(process.memoryUsage().rss / 2 ** 20) },
    storageEngine: { name: 'embedded', supportsCommittedReads: true, persistent: engine.durability !== undefined },
    repl: { setName: 'rs0', isWritablePrimary: true, hosts: [engine.address], me: engine.address },
  }),
};

const parameters: Readonly<Record<string, (engine: { ttlSleepSeconds: number; testCommands: boolean }) => unknown>> = {
  ttlMonitorSleepSecs: (engine) => engine.ttlSleepSeconds,
  enableTestCommands: (engine) => (engine.testCommands ? 1 : 0),
  featureCompatibilityVersion: () => ({ version: '7.0' }),
  transactionLifetimeLimitSeconds: () => 60,
  authenticationMechanisms: () => [],
  requireApiVersion: () => false,
};

const getParameter: Command = {
  adminOnly: true,
  run({ engine, body }) {
    const asked = ownGet(body, 'getParameter');
    const all = asked === '*' || (isDoc(asked) && asked['allParameters'] === true);
    const known = Object.keys(parameters).filter((name) => all || Object.hasOwn(body, name));
    if (known.length === 0) throw new MongoError(72, 'no option found to get');
    return Object.fromEntries(known.map((name) => [name, parameters[name]!(engine)]));
  },
};

const setParameter: Command = {
  adminOnly: true,
  run({ engine, body }) {
    const seconds = ownGet(body, 'ttlMonitorSleepSecs');
    if (seconds === undefined) throw new MongoError(72, 'attempted to set unrecognized parameter');
    const wanted = asNumber(seconds, 'ttlMonitorSleepSecs');
    if (!(wanted >= 1 && wanted <= 2_000_000)) throw new MongoError(2, 'ttlMonitorSleepSecs must be at least 1');
    const was = engine.ttlSleepSeconds;
    engine.ttlEvery(wanted);
    return { was };
  },
};

const hostInfo: Command = {
  run: () => ({
    system: {
      currentTime: new Date(),
      hostname: hostname(),
      cpuAddrSize: 64,
      memSizeMB: Math.round(totalmem() / 2 ** 20),
      numCores: cpus().length,
      cpuArch: arch(),
    },
    os: { type: platform(), name: platform(), version: release() },
    extra: {},
  }),
};

const connectionStatus: Command = {
  run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
};

const configureFailPoint: Command = {
  adminOnly: true,
  run({ engine, body }) {
    if (!engine.testCommands) throw new MongoError(59, "no such command: 'configureFailPoint'");
    return { count: engine.failPoints.configure(body) };
  },
};

const replSetGetStatus: Command = {
  adminOnly: true,
  run: ({ engine }): Doc => ({
    set: 'rs0',
    date: new Date(),
    myState: 1,
    members: [{ _id: 0, name: engine.address, health: 1, state: 1, stateStr: 'PRIMARY', self: true }],
  }),
};

export const serverCommands: Commands = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: { run: () => ({}) },
  buildInfo,
  buildinfo: buildInfo,
  serverStatus,
  getParameter,
  setParameter,
  hostInfo,
  connectionStatus,
  getCmdLineOpts: { run: () => ({ argv: ['embedded-mongo'], parsed: {} }) },
  configureFailPoint,
  replSetGetStatus,
  whatsmyuri: { run: ({ engine }) => ({ you: engine.address }) },
};
