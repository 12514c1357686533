import type { RequestHandler } from 'express';
import { apiVersions, currentVersion } from '@smartduka/contract';
import { isOwnOrigin } from './authenticate.js';
import { life } from './health.js';
import { newId } from './ids.js';
import { log } from './log.js';
import { isRegisteredOrigin } from './origins.js';
import { invalid, Refused } from './refusals.js';

/** Names each call, and writes one line about it when it is over: the route's pattern, never the address with its tokens. */
export const nameRequests: RequestHandler = (request, response, next) => {
  const requestId = newId('request');
  const began = performance.now();
  response.locals['requestId'] = requestId;
  response.set('Request-Id', requestId);
  // Tells clients and proxies to come back on another line, which leads to another process.
  if (life.draining) response.set('Connection', 'close');
  response.once('close', () => {
    const identity = response.locals['identity'] as
      | { tenant: { shop: string; mode: string }; caller: string; key: { id: string } | null }
      | undefined;
    log.info(
      {
        event: 'request',
        requestId,
        method: request.method,
        route: (response.locals['route'] as string | undefined) ?? 'none',
        status: response.statusCode,
        ms: Math.round(performance.now() - began),
        shop: identity?.tenant.shop,
        mode: identity?.tenant.mode,
        caller: identity?.caller,
        key: identity?.key?.id,
      },
      'request',
    );
  });
  next();
};

/** What every answer of the API carries (B7). Pages have a policy of their own. */
export function apiHeaders(production: boolean): RequestHandler {
  return (_request, response, next) => {
    response.set({
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
    if (production) response.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    next();
  };
}

/** `Duka-Version` pins the version; the answer says which one was used. */
export const version: RequestHandler = (request, response, next) => {
  const asked = request.headers['duka-version'];
  response.set('Duka-Version', currentVersion);
  if (asked !== undefined && !apiVersions.some((known) => known === asked)) throw new Refused('version_unknown');
  next();
};

/** A shop id that comes with the call would be a wish, not a fact: the credential decides (T1). */
export const refuseShopHeader: RequestHandler = (request, _response, next) => {
  for (const name of ['duka-shop', 'x-shop', 'x-shop-id', 'x-tenant-id'])
    if (name in request.headers) throw invalid(name, 'unrecognized_keys', 'must not be sent: the key says which shop');
  next();
};

const exposed =
  'Request-Id, Duka-Version, ETag, Retry-After, RateLimit, RateLimit-Policy, Idempotent-Replayed, Date, Location';
const accepted =
  'Content-Type, Accept, Authorization, Duka-Key, Duka-Secret, Duka-Version, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID';

/**
 * Lets browsers of other sites in (B6). A preflight carries no key, so it is answered for any origin that some key lists; the call itself is
 * checked against its own key. No cookies, so no credentials; no pattern matching; `null` is nobody.
 */
export const cors: RequestHandler = async (request, response, next) => {
  response.vary('Origin');
  const { origin } = request.headers;
  if (origin === undefined) return next();
  const welcome = isOwnOrigin(request) || (await isRegisteredOrigin(origin));
  if (welcome) response.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': exposed });
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return next();
  if (welcome)
    response.set({
      'Access-Control-Allow-Methods': 'GET, POST, PATCH, PUT, DELETE',
      'Access-Control-Allow-Headers': accepted,
      'Access-Control-Max-Age': '7200',
    });
  response.status(204).end();
};
