import { createServer, type Server, type Socket } from 'node:net';
import { dispatch } from '../commands/dispatch.js';
import type { Connection } from '../commands/context.js';
import type { Engine } from '../engine.js';
import { MongoError } from '../errors.js';
import type { Doc } from '../values/index.js';
import { Framing } from './framing.js';
import { readRequest, writeReply, type Request } from './message.js';

/** The door: accepts connections and passes commands on, one after the other for each connection. */
export class WireServer {
  readonly #engine: Engine;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #lastConnection = 0;
  #lastReply = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  /** @returns the port it listens on. */
  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
      this.#server.listen({ host, port }, () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    const connection: Connection = { id: ++this.#lastConnection, appName: undefined };
    const framing = new Framing();
    // Replies keep the order of their requests.
    let turn = Promise.resolve();
    this.#sockets.add(socket);
    this.#engine.connections = this.#sockets.size;
    socket.on('data', (chunk) => {
      try {
        for (const message of framing.push(chunk))
          turn = turn.then(() => this.#serve(socket, connection, message)).catch(() => void socket.destroy());
      } catch {
        socket.destroy(); // what follows an impossible length cannot be told apart
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#engine.connections = this.#sockets.size;
    });
  }

  async #serve(socket: Socket, connection: Connection, message: Buffer): Promise<void> {
    if (socket.destroyed) return;
    let request: Request;
    try {
      request = readRequest(message);
    } catch (error) {
      const {
        message: errmsg,
        code,
        codeName,
      } = error instanceof MongoError ? error : new MongoError(17, 'Malformed message');
      const requestId = message.readInt32LE(4);
      this.#send(socket, { requestId, silent: false, legacy: false, command: {} }, { ok: 0, errmsg, code, codeName });
      return;
    }
    const outcome = await dispatch(this.#engine, connection, request.command);
    if ('close' in outcome) socket.destroy();
    else if (!request.silent) this.#send(socket, request, outcome.reply);
  }

  #send(socket: Socket, request: Request, reply: Doc): void {
    if (socket.destroyed) return;
    const replyId = (this.#lastReply = (this.#lastReply + 1) & 0x7fffffff);
    let parts: Buffer[];
    try {
      parts = writeReply(request, replyId, reply);
    } catch (error) {
      // Documents nested as deeply as they may be do not fit into a reply, which nests them deeper.
      const {
        message: errmsg,
        code,
        codeName,
      } = error instanceof MongoError ? error : new MongoError(1, String(error));
      parts = writeReply(request, replyId, { ok: 0, errmsg, code, codeName });
    }
    socket.cork();
    for (const part of parts) socket.write(part);
    socket.uncork();
  }
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} on ${host} is in use by another program. Stop that program, or choose another port (0 picks a free one).`,
      {
        cause: error,
      },
    );
  }
  if (error.code === 'EACCES') {
    return new Error(`This user may not listen on port ${port}. Choose a port above 1023 (0 picks a free one).`, {
      cause: error,
    });
  }
  return new Error(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error });
}
