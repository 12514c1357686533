/**
 * A server with its database, in a process that can be killed, and that kills itself at a step it is told. Steps are seen from outside: each write to
 * the database and each call to somebody else, found by watching the driver and the network. So none is forgotten, and nothing of this is in the server.
 */
import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { startEmbeddedMongo } from '@smartduka/embedded-mongo';
import mongoose from 'mongoose';
import { readConfig } from '../src/config.js';
import { sendDue } from '../src/domains/webhooks/job.js';
import { clock } from '../src/platform/clock.js';
import { startServer } from '../src/server.js';
import { settle } from './settle.js';

/** What the test says, and what it hears. */
export type Order =
  /** With a folder it brings its own database, and does nothing by itself; without one it shares that of the settings, and its jobs run. */
  | { do: 'start'; dataDir: string | null; env: Record<string, string>; now: number }
  | { do: 'time'; now: number }
  | { do: 'settle' }
  /** From now on, steps are counted; it ends at this one. Without one it only counts. */
  | { do: 'watch'; die: string | number | null };
export type Report =
  | { said: 'ready' }
  | { said: 'started'; port: number; url: string }
  | { said: 'done' }
  | { said: 'step'; name: string };

let watching = false;
let deathAt: string | number | null = null;
let passed = 0;
const counts = new Map<string, number>();

/** A step is about to be taken, or has been. */
function pass(when: 'before' | 'after', what: string): void {
  if (!watching) return;
  const name = `${when} ${what}`;
  const time = (counts.get(name) ?? 0) + 1;
  counts.set(name, time);
  const full = time === 1 ? name : `${name} (${time})`;
  passed += 1;
  if (full === deathAt || passed === deathAt) process.kill(process.pid, 'SIGKILL');
  if (deathAt === null) say({ said: 'step', name: full });
}

function watchNetwork(): void {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    const what = path.startsWith('/oauth') ? 'asking for a token' : `asking ${path}`;
    pass('before', what);
    const response = await send(input, init);
    pass('after', what);
    return response;
  };
  const requestOf = (message: unknown) => (message as { request: ClientRequest }).request;
  diagnostics.subscribe('http.client.request.start', () => pass('before', 'sending a webhook'));
  diagnostics.subscribe('http.client.response.finish', (message) => {
    if (requestOf(message).method === 'POST') pass('after', 'sending a webhook');
  });
}

const writes = new Set(['insert', 'update', 'findAndModify', 'delete']);
/** What a transaction has written so far, by its session. */
const written = new Map<string, Set<string>>();
const underWay = new Map<number, string>();

interface Command {
  commandName: string;
  requestId: number;
  command: Record<string, unknown>;
}

function watchDatabase(): void {
  const client = mongoose.connection.getClient();
  client.on('commandStarted', (event) => {
    const { commandName, requestId, command } = event as unknown as Command;
    const session = JSON.stringify(command['lsid']);
    if (command['startTransaction'] === true) written.delete(session);
    if (commandName === 'commitTransaction') {
      const what = `the commit of ${[...(written.get(session) ?? [])].sort().join(', ')}`;
      written.delete(session);
      underWay.set(requestId, what);
      pass('before', what);
      return;
    }
    if (!writes.has(commandName)) return;
    const collection = String(command[commandName]);
    if (command['autocommit'] === false) {
      const names = written.get(session) ?? new Set();
      written.set(session, names.add(collection));
      return;
    }
    const what = `${commandName === 'insert' ? 'a new row' : 'a change'} in ${collection}`;
    underWay.set(requestId, what);
    pass('before', what);
  });
  client.on('commandSucceeded', ({ requestId }) => {
    const what = underWay.get(requestId);
    if (what !== undefined) pass('after', what);
    underWay.delete(requestId);
  });
}

const say = (report: Report): void => void process.send?.(report);

async function obey(order: Order): Promise<void> {
  switch (order.do) {
    case 'start': {
      const now = { at: order.now };
      time = now;
      clock.now = () => new Date(now.at);
      const mongo = order.dataDir === null ? null : await startEmbeddedMongo({ dataDir: order.dataDir });
      const uri = mongo ? { MONGODB_URI: mongo.uri.replace('/?', '/test?monitorCommands=true&') } : {};
      const { port, url } = await startServer(readConfig({ ...order.env, ...uri }), mongo ? { jobs: [] } : {});
      watchDatabase();
      watchNetwork();
      say({ said: 'started', port, url });
      return;
    }
    case 'time':
      time.at = order.now;
      break;
    case 'settle':
      await settle();
      await sendDue(new AbortController().signal);
      break;
    case 'watch':
      watching = true;
      deathAt = order.die;
  }
  say({ said: 'done' });
}

let time = { at: 0 };
process.on('message', (order) => {
  obey(order as Order).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
say({ said: 'ready' });
