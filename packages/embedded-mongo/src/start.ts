import { Engine } from './engine.js';
import { Durability } from './journal/durability.js';
import type { OpenDurable } from './journal/file.js';
import { WireServer } from './wire/server.js';

/** How to run the database. @public */
export interface EmbeddedMongoOptions {
  /** Folder that keeps the data over restarts. Without one, everything is gone when the server stops. */
  dataDir?: string;
  /** 0, the default, picks a free port. */
  port?: number;
  /** A loopback address; `127.0.0.1` unless told. */
  host?: string;
  /** Allows `configureFailPoint`. For tests only. */
  testCommands?: boolean;
  /**
   * Told when the disk failed for good (not merely full): the database has stopped and what it had acknowledged is safe.
   * Without it the error is thrown where nothing catches it, and the process ends.
   */
  onFailure?: (error: Error) => void;
}

/** A running server. @public */
export interface EmbeddedMongo {
  /** What to give to a driver or to mongoose, `mongodb://127.0.0.1:PORT/?replicaSet=rs0`. */
  uri: string;
  /** Ends all connections, puts everything on disk and lets go of the folder. */
  stop(): Promise<void>;
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Starts the database in this process.
 *
 * @throws Error with a sentence that says what to do: port in use, folder locked by another process, folder not writable, data damaged.
 * @example
 * ```ts
 * const { uri, stop } = await startEmbeddedMongo({ dataDir: './data' });
 * await mongoose.connect(uri);
 * ```
 * @public
 */
export function startEmbeddedMongo(options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  return startServer(options);
}

/** What only our own hosts and tests may set. */
export interface Internals {
  /** Chosen by a host that outlives the server, to clear the folder's lock away after a crash. */
  lockToken?: string;
  rotateAtBytes?: number;
  openFile?: OpenDurable;
  retryFullDiskMs?: number;
}

export async function startServer(options: EmbeddedMongoOptions, internals: Internals = {}): Promise<EmbeddedMongo> {
  const host = options.host ?? '127.0.0.1';
  if (!loopback.has(host) && !/^127\.\d+\.\d+\.\d+$/.test(host)) {
    throw new Error(
      `The embedded database has no passwords, so it listens on this machine only: "${host}" is not a loopback address. Use 127.0.0.1.`,
    );
  }
  const engine = new Engine({ testCommands: options.testCommands ?? false });
  const server = new WireServer(engine);
  const onFailure = (error: Error): void => {
    engine.stop();
    void server.close();
    if (!options.onFailure) throw error;
    options.onFailure(error);
  };
  const durability =
    options.dataDir === undefined
      ? undefined
      : await Durability.open(options.dataDir, engine, {
          ...internals,
          onFailure: (error) => setImmediate(() => onFailure(error)),
        });
  engine.durability = durability;
  let port: number;
  try {
    port = await server.listen(host, options.port ?? 0);
  } catch (error) {
    await durability?.close();
    throw error;
  }
  engine.address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  engine.start();
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    engine.stop();
    await server.close();
    await durability?.close();
  };
  return {
    uri: `mongodb://${engine.address}/?replicaSet=rs0`,
    stop: () => (stopped ??= stop()),
  };
}
