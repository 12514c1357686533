import { isIPv4 } from 'node:net';
import type { Request } from 'express';
import type { Caller, Permission, Route } from '@smartduka/contract';
import { buyer, keyActor, tokenActor, visitor, type Actor } from './actor.js';
import { findKey, noteUse, scopesNow, type Key } from './keys.js';
import { callLimits, spend } from './limits.js';
import { isRegisteredOrigin } from './origins.js';
import { Refused } from './refusals.js';
import { runtime } from './runtime.js';
import { noShop, type Tenant } from './tenancy.js';
import { findToken } from './tokens.js';

/** Who calls, as far as headers tell. Whether a capability secret opens the very cart or order is for its service to find out. */
export interface Identity {
  readonly tenant: Tenant;
  readonly caller: Caller;
  readonly actor: Actor;
  readonly key: Key | null;
  readonly secret: string | null;
  /** Headers about limits. */
  readonly headers: Record<string, string>;
}

/** Somebody who shows an access token. The operator belongs to no shop. */
export interface SignedInCaller {
  readonly kind: 'staff' | 'platform';
  readonly actor: Actor;
  readonly tenant: Tenant;
}

/** What the edge asks the domains about whoever is at the door. */
export interface Doors {
  /** The shop that visitors without a key see. Null when it is not clear which, or there is none. */
  standaloneShop(): Promise<string | null>;
  /** Who bears this access token; null when it is not valid any more. */
  signedIn(token: string): Promise<SignedInCaller | null>;
  /** What the person of a session may do by now; null when it has ended. For tokens that were minted in it. */
  permissionsNow(session: string): Promise<ReadonlySet<Permission> | null>;
  /** @throws Refused `shop_suspended` when the shop is closed for the time being (T6). */
  admit(tenant: Tenant): Promise<unknown>;
}

/** Decides who calls and whether the route lets them; deny by default (A1). */
export async function authenticate(request: Request, route: Route, doors: Doors): Promise<Identity> {
  const identity = await identify(request, route, doors);
  if (identity.tenant !== noShop) await doors.admit(identity.tenant);
  return { ...identity, actor: { ...identity.actor, from: plainAddress(request.ip) } };
}

async function identify(request: Request, route: Route, doors: Doors): Promise<Identity> {
  const bearer = bearerOf(request);
  const publishable = single(request, 'duka-key');
  const secret = single(request, 'duka-secret');
  const address = request.ip ?? 'unknown';
  spend(callLimits.address, address);

  if (bearer !== null && /^[sr]k_/.test(bearer) && isFromBrowser(request)) throw new Refused('secret_key_in_browser');
  if (route.callers.includes('open')) {
    await checkKnownOrigin(request);
    return {
      tenant: noShop,
      caller: 'open',
      actor: visitor,
      key: null,
      secret: null,
      headers: spend(callLimits.open, address),
    };
  }
  if (bearer?.startsWith('wt_')) return tokenIdentity(request, route, bearer, doors);
  if (bearer !== null && !isKey(bearer)) return staffIdentity(request, route, bearer, doors);
  if (bearer !== null) {
    const key = await keyOf(bearer, ['secret', 'restricted']);
    const actor = keyActor(key.id, key.name, key.scopes);
    if (!route.callers.includes('secret') || !route.needs || !actor.permissions.has(route.needs))
      throw new Refused('forbidden');
    const limit = key.tenant.mode === 'live' ? callLimits.secretLive : callLimits.secretTest;
    return { tenant: key.tenant, caller: 'secret', actor, key, secret: null, headers: spend(limit, key.id) };
  }
  if (publishable !== null) {
    const key = await keyOf(publishable, ['publishable']);
    checkOrigin(request, key);
    if (route.callers.includes('buyer')) {
      if (secret === null) throw new Refused('secret_required');
      return {
        tenant: key.tenant,
        caller: 'buyer',
        actor: buyer,
        key,
        secret,
        headers: spend(callLimits.capability, secret),
      };
    }
    if (!route.callers.includes('publishable')) throw new Refused('forbidden');
    const fromHere = `${key.tenant.shop} ${address}`;
    const headers = route.method === 'post' ? spend(callLimits.newCarts, fromHere) : {};
    return { tenant: key.tenant, caller: 'publishable', actor: visitor, key, secret: null, headers };
  }
  if (!route.callers.includes('anyone')) throw new Refused('key_missing');
  const shop = await doors.standaloneShop();
  if (shop === null) throw new Refused('key_missing');
  return {
    tenant: { shop, mode: runtime.mode },
    caller: 'anyone',
    actor: visitor,
    key: null,
    secret: null,
    headers: {},
  };
}

/** Node's own fetch sends `Sec-Fetch-Mode`, so that one tells nothing (A4). */
const isFromBrowser = ({ headers }: Request): boolean =>
  headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;

/** Access tokens are JSON Web Tokens, whose parts have dots between them; keys have none. */
const isKey = (bearer: string): boolean => !bearer.includes('.');

async function staffIdentity(request: Request, route: Route, bearer: string, doors: Doors): Promise<Identity> {
  const who = await doors.signedIn(bearer);
  if (!who) throw new Refused('token_invalid');
  await checkKnownOrigin(request);
  const { kind: caller, actor, tenant } = who;
  if (!route.callers.includes(caller)) throw new Refused('forbidden');
  if (caller === 'staff' && !(route.needs && actor.permissions.has(route.needs))) throw new Refused('forbidden');
  return { tenant, caller, actor, key: null, secret: null, headers: spend(callLimits.staff, actor.session ?? '') };
}

/** People sign in on our own pages, and on sites that some shop has listed. */
async function checkKnownOrigin(request: Request): Promise<void> {
  const { origin } = request.headers;
  if (origin === undefined || isOwnOrigin(request) || (await isRegisteredOrigin(origin))) return;
  throw new Refused('origin_not_allowed');
}

/** A widget: from its one origin, for what it was minted for, as far as whoever minted it may still go (A3, T6). */
async function tokenIdentity(request: Request, route: Route, bearer: string, doors: Doors): Promise<Identity> {
  const token = await findToken(bearer);
  if (!token) throw new Refused('token_invalid');
  const { _id: id, shop, mode, permissions, reports, personal, mintedBy } = token;
  const tenant: Tenant = { shop, mode };
  // Pages of our own origin send no `Origin` with what they only read.
  const from = request.headers.origin ?? (isOurs(token.origin, request) ? token.origin : null);
  if (from !== token.origin) throw new Refused('origin_not_allowed');
  const minter =
    mintedBy.kind === 'session' ? await doors.permissionsNow(mintedBy.id) : await ofKey(tenant, mintedBy.id);
  if (!minter) throw new Refused('token_invalid');
  const actor = tokenActor(
    id,
    permissions.filter((permission) => minter.has(permission)),
    { reports, personal: personal && minter.has('personal:read') },
  );
  if (!route.callers.includes('token') || !route.needs || !actor.permissions.has(route.needs))
    throw new Refused('forbidden');
  return { tenant, caller: 'token', actor, key: null, secret: null, headers: spend(callLimits.token, id) };
}

async function ofKey(tenant: Tenant, id: string): Promise<ReadonlySet<Permission> | null> {
  const key = await scopesNow(tenant, id);
  return key && keyActor(id, '', key.scopes).permissions;
}

async function keyOf(plain: string, kinds: readonly Key['kind'][]): Promise<Key> {
  const key = await findKey(plain);
  if (!key || !kinds.includes(key.kind)) throw new Refused('key_invalid');
  noteUse(key);
  return key;
}

/** A page on our own origin is not embedding us. Everybody else has to be on the key's list, exactly (B6). */
function checkOrigin(request: Request, key: Key): void {
  const origin = request.headers.origin;
  if (origin === undefined || isOwnOrigin(request)) return;
  if (!key.origins.includes(origin)) throw new Refused('origin_not_allowed');
}

/**
 * Whether the page that calls is one of ours: on our public address or, on a developer's machine, on any name of the loopback address. A name that
 * merely points here is not ours.
 */
export const isOwnOrigin = (request: Request): boolean => isOurs(request.headers.origin, request);

function isOurs(origin: string | undefined, { headers }: Request): boolean {
  if (origin === new URL(runtime.publicUrl).origin) return true;
  const loopback = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;
  return loopback.test(origin ?? '') && origin === `http://${headers.host}`;
}

function bearerOf(request: Request): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  const [, token] = /^Bearer ([\w.-]{1,1000})$/i.exec(header) ?? [];
  if (token === undefined) throw new Refused('key_invalid');
  return token;
}

/** One such header, or none. Node joins repeated ones, which would hide a second value. */
function single(request: Request, name: string): string | null {
  const values = request.headersDistinct[name] ?? [];
  if (values.length > 1 || (values[0]?.length ?? 0) > 200) throw new Refused('key_invalid');
  return values[0] ?? null;
}

/** The address without the IPv6 dress of an IPv4 one. */
export function plainAddress(address: string | undefined): string {
  const bare = address?.startsWith('::ffff:') ? address.slice(7) : address;
  return bare !== undefined && isIPv4(bare) ? bare : (address ?? '');
}
