import { parentPort, workerData } from 'node:worker_threads';
import { startServer, type EmbeddedMongoOptions } from './start.js';

/** What the worker is told. */
export interface WorkerOrders {
  options: EmbeddedMongoOptions;
  lockToken: string;
}

/** What the worker tells its host. */
export type WorkerMessage =
  | { type: 'started'; uri: string }
  | { type: 'refused'; message: string }
  | { type: 'stopped' };

if (!parentPort) throw new Error('worker.js is run by startEmbeddedMongoWorker, not by itself');
const host = parentPort;
const tell = (message: WorkerMessage): void => host.postMessage(message);

try {
  const { options, lockToken } = workerData as WorkerOrders;
  const server = await startServer(options, { lockToken });
  host.once('message', () => {
    void server.stop().then(() => {
      tell({ type: 'stopped' });
      host.close();
    });
  });
  tell({ type: 'started', uri: server.uri });
} catch (error) {
  tell({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
  host.close();
}
