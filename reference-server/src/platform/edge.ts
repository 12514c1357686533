import { createHash } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { routes, type Route, type RouteName } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { authenticate, type Doors, type Identity } from './authenticate.js';
import { clock } from './clock.js';
import { answered, Reply, type Context, type Handler } from './context.js';
import { begin, idempotencyKeyOf, isFinal, type RunningCall } from './idempotency.js';
import { read, readJson, readQuery, readUpload } from './input.js';
import { problemOf } from './problems.js';
import { invalid, Refused } from './refusals.js';
import { runtime } from './runtime.js';

/** Routes whose answers are remembered for a week, not a day: a payment may be asked about for that long. */
const rememberedForAWeek: ReadonlySet<string> = new Set<RouteName>([
  'checkout',
  'payOrder',
  'takeTender',
  'refundOrder',
  'refundPayment',
]);

/**
 * Turns a handler into the road that a request travels: who calls, what they send, whether it was done before, and the answer.
 */
export function edge<Name extends RouteName>(name: Name, handler: Handler<Name>, doors: Doors): RequestHandler {
  const route: Route = routes[name];
  return async (request, response) => {
    response.locals['route'] = route.path;
    const identity = await authenticate(request, route, doors);
    response.set(identity.headers);
    response.locals['identity'] = identity;

    const query = read(route.query ?? noQuery, readQuery(request.url));
    const params = readParams(route, request.params as Record<string, string>);
    const body = await readRouteBody(route, request);
    const call = await beginCall(name, route, request, identity, {
      params,
      body: Buffer.isBuffer(body) ? createHash('sha256').update(body).digest('base64url') : body,
    });
    if (call && 'replay' in call) {
      response.set('Idempotent-Replayed', 'true');
      send(request, response, call.replay.status, call.replay.body);
      return;
    }
    const hangUp = new AbortController();
    response.once('close', () => hangUp.abort());
    const context = {
      route: name,
      tenant: identity.tenant,
      caller: identity.caller,
      actor: identity.actor,
      secret: identity.secret,
      opener: identity.secret === null ? 'shop' : { secret: identity.secret },
      params,
      query,
      body,
      ifMatch: route.ifMatch ? readIfMatch(request) : null,
      requestId: response.locals['requestId'] as string,
      now: clock.now(),
      signal: hangUp.signal,
      remember: async (answer: unknown, tx: ClientSession) => call?.running.store(route.status, answer, tx),
      request,
      response,
    } as unknown as Context<Name>;

    let result: unknown;
    try {
      result = await handler(context);
    } catch (error) {
      if (call) await settleRefusal(call.running, error, context.requestId);
      throw error;
    }
    if (result === answered) return;
    const reply: Reply<unknown> = result instanceof Reply ? result : new Reply(result);
    if (runtime.checkAnswers) route.response.parse(reply.body);
    await call?.running.store(route.status, reply.body, null);
    response.set(reply.headers);
    send(request, response, route.status, reply.body);
  };
}

/** No parameters at all, said by the same schema language so that a stray one is refused by name. */
const noQuery = {
  safeParse(value: Record<string, string>) {
    const names = Object.keys(value);
    if (names.length > 0)
      throw new Refused('validation_failed', {
        errors: names.map((path) => ({
          path,
          code: 'unrecognized_keys',
          message: 'is not a parameter of this address',
        })),
      });
    return { success: true as const, data: {} };
  },
} as unknown as NonNullable<Route['query']>;

function readParams(route: Route, given: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(given)) {
    // What cannot be an id names nothing, and says no more than an id that is not there (T4).
    const schema = route.params?.[name];
    if (schema ? !schema.safeParse(value).success : value.length > 140) throw new Refused('not_found');
  }
  return { ...given };
}

async function readRouteBody(route: Route, request: Request): Promise<unknown> {
  if (route.method === 'get' || route.method === 'delete') return undefined;
  if (route.upload) return readUpload(request, route.upload);
  const sent = await readJson(request);
  if (route.body) return read(route.body, sent === undefined ? {} : sent);
  if (sent !== undefined && Object.keys(Object(sent)).length > 0)
    throw new Refused('validation_failed', {
      errors: Object.keys(Object(sent)).map((path) => ({
        path,
        code: 'unrecognized_keys',
        message: 'is not a field of this',
      })),
    });
  return undefined;
}

function readIfMatch(request: Request): number | null {
  const header = request.headers['if-match'];
  if (header === undefined) return null;
  const [, version] = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim()) ?? [];
  if (version === undefined)
    throw invalid('If-Match', 'invalid_format', 'must be the version that you read, such as "3"');
  return Number(version);
}

type Call = { readonly running: RunningCall } | { readonly replay: { status: number; body: unknown }; running: never };

async function beginCall(
  name: RouteName,
  route: Route,
  request: Request,
  identity: Identity,
  content: { params: unknown; body: unknown },
): Promise<Call | null> {
  if (!route.idempotency) return null;
  const key = idempotencyKeyOf(request.rawHeaders);
  if (key === null) {
    if (route.idempotency === 'required') throw new Refused('idempotency_key_required');
    return null;
  }
  const begun = await begin({
    tenant: identity.tenant,
    principal: principalOf(identity, request),
    route: name,
    key,
    content: { ...content, ifMatch: request.headers['if-match'] ?? null },
    keepHours: rememberedForAWeek.has(name) ? 7 * 24 : 24,
  });
  return begun.kind === 'run' ? { running: begun.call } : ({ replay: begun } as unknown as Call);
}

/**
 * Whose idempotency key it is (I2). Rolling a secret key does not break a retry; two shoppers never share a record, even when a page sends the
 * same key for everybody, so before there is a cart the address and browser tell them apart.
 */
function principalOf(identity: Identity, request: Request): string {
  if (identity.caller === 'secret') return 'server';
  if (identity.actor.id !== null) return `${identity.actor.kind} ${identity.actor.id}`;
  if (identity.secret !== null) return `capability ${identity.secret}`;
  return `shopper ${request.ip ?? ''} ${request.headers['user-agent'] ?? ''}`;
}

async function settleRefusal(call: RunningCall, error: unknown, requestId: string): Promise<void> {
  if (error instanceof Refused) {
    const problem = problemOf(error, requestId);
    if (isFinal(problem)) return call.store(problem.status, problem, null);
  }
  return call.forget();
}

/** JSON with an entity tag; 304 when the client has it already. */
function send(request: Request, response: Response, status: number, body: unknown): void {
  if (status >= 400) {
    response.status(status).set('Content-Type', 'application/problem+json').set('Cache-Control', 'no-store');
    response.send(JSON.stringify(body));
    return;
  }
  const text = JSON.stringify(body);
  response.set('Content-Type', 'application/json; charset=utf-8');
  if (!response.hasHeader('Cache-Control')) response.set('Cache-Control', 'no-store');
  if (request.method === 'GET' || request.method === 'HEAD') {
    const tag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
    response.set('ETag', tag);
    if (request.headers['if-none-match']?.split(',').some((given) => given.trim() === tag)) {
      response.removeHeader('Content-Type');
      response.status(304).end();
      return;
    }
  }
  response.status(status).send(text);
}
