import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Control } from '../control.js';
import type { Engine } from '../engine/engine.js';
import { serveControl } from './control-routes.js';
import { Live } from './live.js';
import { servePage } from './pages.js';
import { isDarajaPath, serveDaraja } from './daraja.js';
import type { App } from './oauth.js';
import { json, readIncoming, write, type Incoming, type Reply } from './wire.js';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the one port on which all of it is: the gateway, the control API and the pages. */
export async function listen(options: {
  readonly engine: Engine;
  readonly control: Control;
  readonly apps: readonly App[] | undefined;
  readonly host: string;
  readonly port: number;
}): Promise<Listening> {
  const { engine, control, apps } = options;
  const live = new Live(engine);
  const server = http.createServer((request, response) => {
    void (async () => {
      try {
        const incoming = await readIncoming(request);
        if (incoming?.path === '/__sim/events' && incoming.method === 'GET') {
          const foreign = refuseForeignPage(incoming, options.host);
          if (foreign) return write(response, foreign);
          return live.add(response, incoming.search.get('view') === 'operator' ? 'operator' : 'phone');
        }
        const reply = incoming
          ? await answer(engine, control, apps, incoming, options.host)
          : json({ error: 'body too large' }, 413);
        if (reply === 'hangup') response.destroy();
        else write(response, reply);
      } catch (error) {
        // A client that went away needs no answer; a defect of ours gets one.
        if (!response.headersSent && !response.destroyed) write(response, json({ error: String(error) }, 500));
      }
    })();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        live.stop();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  engine: Engine,
  control: Control,
  apps: readonly App[] | undefined,
  request: Incoming,
  boundTo: string,
): Promise<Reply | 'hangup'> {
  if (isDarajaPath(request.path)) return serveDaraja(engine, apps, request);
  if (request.path.startsWith('/__sim/')) {
    const foreign = refuseForeignPage(request, boundTo);
    if (foreign) return foreign;
    const reply = await serveControl(control, request);
    if (reply) return reply;
  }
  return (await servePage(request)) ?? json({ error: 'not found' }, 404);
}

/** A web page of somebody else's, open in the same browser, has no business here, under whichever name it comes. */
function refuseForeignPage(request: Incoming, boundTo: string): Reply | undefined {
  const { origin, host = '' } = request.headers;
  const own = origin === undefined || origin === `http://${host}`;
  if (!own || (isLoopback(boundTo) && !isLoopback(host))) {
    return json({ error: 'requests from other pages are refused' }, 403);
  }
  const plain = request.method === 'GET' || /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  return plain ? undefined : json({ error: 'send application/json' }, 415);
}

function isLoopback(host: string): boolean {
  return /^(?:(?:[a-z0-9-]+\.)*localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)(?::\d+)?$/i.test(host);
}
