import { createServer, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { BrowserContext } from '@playwright/test';

/**
 * The line between a phone and the shop: an HTTP proxy that can be cut. A browser told to be offline leaves streams that are open untouched; a
 * mobile line that drops leaves them open and silent, which is worse, and is what happens here.
 */
export class Line {
  readonly proxy: string;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.server = server;
    this.proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket) => this.sockets.add(socket));
  }

  static async open(): Promise<Line> {
    const server = createServer((incoming, outgoing) => {
      const { method, headers, url = '' } = incoming;
      const onward = request(url, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Line(server);
  }

  /** What is under way hangs for ever; what begins fails at once. The browser knows that it is offline. */
  async cut(context: BrowserContext): Promise<void> {
    await context.setOffline(true);
    for (const socket of this.sockets) {
      socket.pause();
      socket.cork();
    }
  }

  /** The browser has a line again. Connections from before are gone, as after a change of network. */
  async mend(context: BrowserContext): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await context.setOffline(false);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
