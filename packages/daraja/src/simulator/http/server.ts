import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Control } from '../control.js';
import type { Engine } from '../engine/engine.js';
import { serveControl } from './control-routes.js';
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
  const server = http.createServer((request, response) => {
    void (async () => {
      try {
        const incoming = await readIncoming(request);
        const reply = incoming ? await answer(engine, control, apps, incoming) : json({ error: 'body too large' }, 413);
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
): Promise<Reply | 'hangup'> {
  if (isDarajaPath(request.path)) return serveDaraja(engine, apps, request);
  if (request.path.startsWith('/__sim/')) {
    const foreign = refuseForeignPage(request);
    if (foreign) return foreign;
    const reply = await serveControl(control, request);
    if (reply) return reply;
  }
  return json({ error: 'not found' }, 404);
}

/** A web page of somebody else's, open in the same browser, has no business here. */
function refuseForeignPage(request: Incoming): Reply | undefined {
  const { origin, host } = request.headers;
  const own = origin === undefined || origin === `http://${host}`;
  const plain = request.method === 'GET' || /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  if (!own) return json({ error: 'requests from other pages are refused' }, 403);
  return plain ? undefined : json({ error: 'send application/json' }, 415);
}
