import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { releaseFolder } from './journal/lock.js';
import type { EmbeddedMongo, EmbeddedMongoOptions } from './start.js';
import type { WorkerMessage, WorkerOrders } from './worker.js';

/** As for `startEmbeddedMongo`; the thread's own end takes the place of `onFailure`. @public */
export interface EmbeddedMongoWorkerOptions extends Omit<EmbeddedMongoOptions, 'onFailure'> {
  /** Told when the worker ended without having been asked to: the database is gone until it is started again. */
  onExit?: (error: Error) => void;
}

/**
 * Starts the database in a thread of its own, so that a long scan does not hold up the program beside it.
 *
 * @throws Error as `startEmbeddedMongo` does. Should the thread die later, `onExit` is called; without one the error is thrown where
 *   nothing catches it, since a program that lost its database should not go on as if nothing had happened.
 * @example
 * ```ts
 * const { uri, stop } = await startEmbeddedMongoWorker({ dataDir: './data' });
 * ```
 * @public
 */
export function startEmbeddedMongoWorker(options: EmbeddedMongoWorkerOptions = {}): Promise<EmbeddedMongo> {
  const { onExit, ...rest } = options;
  const dataDir = rest.dataDir === undefined ? undefined : resolve(rest.dataDir);
  const orders: WorkerOrders = {
    options: dataDir === undefined ? rest : { ...rest, dataDir },
    lockToken: randomUUID(),
  };
  const worker = startThread(orders);
  let cause: Error | undefined;
  let stopping = false;
  const ended = new Promise<void>((done) => worker.once('exit', () => done()));

  return new Promise((started, refused) => {
    let isUp = false;
    worker.once('error', (error) => (cause = error instanceof Error ? error : new Error(String(error))));
    worker.once('exit', (code) => {
      // A thread that died could not let go of its folder.
      if (dataDir !== undefined) releaseFolder(dataDir, orders.lockToken);
      if (stopping) return;
      const error = new Error(
        `The embedded database stopped unexpectedly (${cause?.message ?? `exit code ${code}`}). Start it again; what it had acknowledged is safe.`,
        {
          cause,
        },
      );
      if (!isUp) refused(error);
      else if (onExit) onExit(error);
      else throw error;
    });
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'refused') {
        stopping = true;
        refused(new Error(message.message));
      } else if (message.type === 'started') {
        isUp = true;
        started({ uri: message.uri, stop });
      }
    });
  });

  async function stop(): Promise<void> {
    if (!stopping) {
      stopping = true;
      worker.postMessage('stop');
    }
    await ended;
  }
}

/** From source the thread needs tsx to read TypeScript (only in this repository: what is published is JavaScript). */
function startThread(workerData: WorkerOrders): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), { workerData });
  const tsx = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const script = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
  const code = `import(${tsx}).then(({ register }) => { register(); return import(${script}); })`;
  return new Worker(code, { eval: true, workerData, execArgv: [] });
}
