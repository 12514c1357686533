import type { Engine } from '../engine/engine.js';
import type { Fault } from '../engine/records.js';
import { faulty, refusal, type Outcome } from './envelopes.js';
import * as express from './express-routes.js';
import * as product from './product-routes.js';
import { authorised, generateToken, type App } from './oauth.js';
import { objectIn, type Incoming, type Reply } from './wire.js';

type Product = (engine: Engine, request: Incoming) => Promise<Outcome>;

interface Route {
  readonly endpoint: Fault['endpoint'];
  readonly serve: Product;
}

/** Products that want a POST with a token. */
const products: Readonly<Record<string, Route>> = {
  '/mpesa/stkpush/v1/processrequest': { endpoint: 'push', serve: express.push },
  '/mpesa/stkpushquery/v1/query': { endpoint: 'query', serve: express.query },
  '/mpesa/c2b/v1/registerurl': { endpoint: 'c2b', serve: product.registerUrls },
  '/mpesa/c2b/v2/registerurl': { endpoint: 'c2b', serve: product.registerUrls },
  '/mpesa/c2b/v1/simulate': { endpoint: 'c2b', serve: product.simulate },
  '/mpesa/c2b/v2/simulate': { endpoint: 'c2b', serve: product.simulate },
  '/mpesa/b2c/v1/paymentrequest': initiator(product.initiatorProducts.payoutV1),
  '/mpesa/b2c/v3/paymentrequest': initiator(product.initiatorProducts.payout),
  '/mpesa/reversal/v1/request': initiator(product.initiatorProducts.reversal),
  '/mpesa/transactionstatus/v1/query': initiator(product.initiatorProducts.status),
  '/mpesa/accountbalance/v1/query': initiator(product.initiatorProducts.balance),
};

function initiator(which: Parameters<typeof product.initiated>[0]): Route {
  return { endpoint: 'initiator', serve: product.initiated(which) };
}

/** Whether a path is for the imitated gateway at all; the rest belongs to the simulator's own pages. */
export function isDarajaPath(path: string): boolean {
  return path.startsWith('/oauth/') || path.startsWith('/mpesa/');
}

/** Answers as Daraja would, and keeps a record for the operator. */
export async function serveDaraja(
  engine: Engine,
  apps: readonly App[] | undefined,
  request: Incoming,
): Promise<Reply | 'hangup'> {
  const at = engine.time.now();
  const outcome = await decide(engine, apps, request);
  const { world } = engine;
  const reply = outcome.reply === 'hangup' ? undefined : outcome.reply;
  world.store.put('requests', {
    id: world.ids.own('req'),
    at,
    method: request.method,
    path: request.path,
    body: shown(request.text),
    status: reply?.status ?? 0,
    answer: shown(reply?.body ?? ''),
    note: outcome.note,
    ...(outcome.scenario === undefined ? {} : { scenario: outcome.scenario }),
  });
  world.store.flush();
  return outcome.reply;
}

async function decide(engine: Engine, apps: readonly App[] | undefined, request: Incoming): Promise<Outcome> {
  const { world, time } = engine;
  if (request.path === '/oauth/v1/generate') {
    return (await hindered(engine, 'oauth')) ?? generateToken(world, time.now(), apps, request);
  }
  // Products and their paths are fixed; hasOwn keeps /constructor and its like out.
  const route = Object.hasOwn(products, request.path) ? products[request.path] : undefined;
  if (request.method !== 'POST') return refusal(world, 405, '405.001', 'Method Not Allowed');
  if (!route) return refusal(world, 404, '404.001.01', 'Resource not found');
  const hindrance = await hindered(engine, route.endpoint);
  if (hindrance) return hindrance;
  if (!authorised(world, time.now(), request)) return refusal(world, 404, '404.001.03', 'Invalid Access Token');
  return route.serve(engine, request);
}

async function hindered(engine: Engine, endpoint: Fault['endpoint']): Promise<Outcome | undefined> {
  const fault = engine.takeFault(endpoint);
  if (!fault) return undefined;
  if (fault.delayMs) await engine.time.sleep(fault.delayMs);
  if (fault.kind !== 'slow') return faulty(engine.world, fault.kind);
  if (!fault.delayMs) await engine.time.sleep(30_000);
  return undefined;
}

/** A body for the log: JSON as such, secrets blanked, everything cut to a readable length. */
function shown(text: string): unknown {
  const body = objectIn(text);
  if (!body) return text.slice(0, 300);
  const secret = new Set(['Password', 'SecurityCredential', 'access_token']);
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      secret.has(name) ? '[hidden]' : typeof value === 'string' ? value.slice(0, 300) : value,
    ]),
  );
}
