import { connect as dial, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, MongoClient, type Db, type Document, type MongoClientOptions } from 'mongodb';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { startEmbeddedMongo, type EmbeddedMongo, type EmbeddedMongoOptions } from '../src/index.js';

let lastName = 0;

/** A name nothing else in this process uses: each test gets a database of its own. */
export function freshName(): string {
  return `test_${process.pid}_${++lastName}`;
}

export interface Bench {
  readonly server: EmbeddedMongo;
  readonly client: MongoClient;
  /** A database that no other test uses. */
  db(): Db;
}

/** One server in memory for all tests of a file. */
export function useServer(options: EmbeddedMongoOptions = { testCommands: true }): Bench {
  let server: EmbeddedMongo | undefined;
  let client: MongoClient | undefined;
  beforeAll(async () => {
    server = await startEmbeddedMongo(options);
    client = await MongoClient.connect(server.uri);
  });
  afterAll(async () => {
    await client?.close();
    await server?.stop();
  });
  return {
    get server() {
      return server!;
    },
    get client() {
      return client!;
    },
    db: () => client!.db(freshName()),
  };
}

/** A client of its own, closed when the test ends. */
export async function connect(uri: string, options: MongoClientOptions = {}): Promise<MongoClient> {
  const client = await MongoClient.connect(uri, options);
  onTestFinished(() => client.close());
  return client;
}

/** An empty folder, removed when the test ends. */
export async function freshFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'embedded-mongo-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A server over a folder, stopped when the test ends. */
export async function startOn(dataDir: string, options: EmbeddedMongoOptions = {}): Promise<EmbeddedMongo> {
  const server = await startEmbeddedMongo({ ...options, dataDir });
  onTestFinished(() => server.stop());
  return server;
}

/** The names of a plan's stages, outermost first: `['FETCH', 'IXSCAN']`. */
export function stagesOf(explained: Document): string[] {
  const stages: string[] = [];
  for (let stage: Document | undefined = explained['queryPlanner'].winningPlan; stage; stage = stage['inputStage']) {
    stages.push(stage['stage'] as string);
  }
  return stages;
}

/** One socket without a driver, to send what a driver would not. */
export interface RawConnection {
  socket: Socket;
  /** Sends a command and waits for its reply, one at a time. */
  command(command: Document): Promise<Document>;
}

export async function rawConnection(uri: string): Promise<RawConnection> {
  const socket = dial(Number(new URL(uri).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return {
    socket,
    async command(command) {
      socket.write(messageOf(command));
      return BSON.deserialize((await nextMessage(socket)).subarray(21), { promoteLongs: true });
    },
  };
}

/** The bytes of an OP_MSG with one body. */
export function messageOf(command: Document): Buffer {
  const body = BSON.serialize(command);
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(2013, 12);
  return Buffer.concat([head, body]);
}

async function nextMessage(socket: Socket): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < 4 || bytes.length < bytes.readInt32LE(0)) {
    bytes = Buffer.concat([
      bytes,
      await new Promise<Buffer>((resolve, reject) => {
        socket.once('data', resolve).once('close', () => reject(new Error('connection closed')));
      }),
    ]);
  }
  return bytes;
}
