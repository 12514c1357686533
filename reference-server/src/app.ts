import { STATUS_CODES } from 'node:http';
import express, { type Express, type Router } from 'express';
import { openApiDocument, permitted, routes, type Route, type RouteName } from '@smartduka/contract';
import type { Doors } from './platform/authenticate.js';
import type { Handler, Handlers } from './platform/context.js';
import { edge } from './platform/edge.js';
import { apiHeaders, cors, nameRequests, refuseShopHeader, version } from './platform/headers.js';
import { health } from './platform/health.js';
import { answerErrors, notFound } from './platform/problems.js';
import { Refused } from './platform/refusals.js';
import { runtime } from './platform/runtime.js';

/** What the app is put together from. */
export interface Parts {
  readonly production: boolean;
  readonly trustedProxies: readonly string[];
  /** Each domain's handlers. Together they must answer every route of the contract, each exactly once. */
  readonly domains: readonly Partial<Handlers>[];
  readonly doors: Doors;
  /** Callbacks from Safaricom: `/payments/…`. */
  readonly callbacks: Router;
  /** Public receipts and the shop's own pages, in the order in which they are asked. */
  readonly pages: readonly Router[];
}

/**
 * Composes the domains into one Express app.
 *
 * @throws Error when a route of the contract has no handler, two, or no declared callers (A1): such a server does not start.
 */
export function createApp(parts: Parts): Express {
  const handlers = gather(parts.domains);
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('trust proxy', parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false);

  app.use(nameRequests);
  app.use(health());
  app.use('/payments', apiHeaders(parts.production), parts.callbacks);
  app.use('/api', apiHeaders(parts.production), version, cors, refuseShopHeader);
  app.get('/api/openapi.json', (_request, response) => {
    response.set('Access-Control-Allow-Origin', '*').json(openApiDocument(runtime.publicUrl));
  });
  for (const [path, methods] of byPath()) {
    const address = path.replaceAll(/\{(\w+)\}/g, ':$1');
    for (const [method, name] of methods)
      app[method](address, edge(name, handlers[name] as Handler<RouteName>, parts.doors));
    const allow = [...methods.keys()].map((method) => method.toUpperCase()).join(', ');
    app.all(address, () => {
      throw new Refused('method_not_allowed', {}, { headers: { Allow: allow } });
    });
  }
  for (const page of parts.pages) app.use(page);
  app.use(notFound);
  app.use(answerErrors);
  return app;
}

/** Every route's handler; whatever is missing, double or unknown stops the start. */
function gather(domains: readonly Partial<Handlers>[]): Handlers {
  const found = new Map<string, unknown>();
  for (const handlers of domains)
    for (const [name, handler] of Object.entries(handlers)) {
      if (found.has(name)) throw new Error(`two handlers for the route ${name}`);
      if (!(name in routes)) throw new Error(`a handler for ${name}, which is no route of the contract`);
      found.set(name, handler);
    }
  for (const [name, route] of Object.entries<Route>(routes)) {
    if (!found.has(name)) throw new Error(`no handler for the route ${name}`);
    if (route.callers.length === 0) throw new Error(`the route ${name} says nobody may call it`);
    if (!route.needs && permitted.some((caller) => route.callers.includes(caller)))
      throw new Error(`the route ${name} does not say which permission it needs`);
    if (!STATUS_CODES[route.status]) throw new Error(`the route ${name} has no status`);
  }
  return Object.fromEntries(found) as unknown as Handlers;
}

function byPath(): Map<string, Map<Route['method'], RouteName>> {
  const paths = new Map<string, Map<Route['method'], RouteName>>();
  for (const [name, route] of Object.entries<Route>(routes)) {
    const methods = paths.get(route.path) ?? new Map<Route['method'], RouteName>();
    methods.set(route.method, name as RouteName);
    paths.set(route.path, methods);
  }
  return paths;
}
