import type { World } from '../engine/world.js';
import { refusal, type Outcome } from './envelopes.js';
import { json, type Incoming } from './wire.js';

/** A consumer key and secret that the simulator accepts. @public */
export interface App {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

const TOKEN_LIFE_SECONDS = 3599;

/** `GET /oauth/v1/generate`. daraja.md §2 */
export function generateToken(world: World, now: number, apps: readonly App[] | undefined, request: Incoming): Outcome {
  if (request.method !== 'GET') return refusal(world, 404, '404.001.04', 'Invalid Authentication Header');
  const pair = basicPair(request.headers.authorization);
  const accepted =
    pair && (apps ? apps.some((app) => app.consumerKey === pair[0] && app.consumerSecret === pair[1]) : true);
  if (!accepted) return refusal(world, 400, '400.008.01', 'Invalid Authentication passed');
  if (request.search.get('grant_type') !== 'client_credentials') {
    return refusal(world, 400, '400.008.02', 'Invalid grant type passed');
  }
  const id = world.ids.accessToken();
  world.store.put('tokens', { id, expiresAt: now + TOKEN_LIFE_SECONDS * 1000, revoked: false });
  return { reply: json({ access_token: id, expires_in: String(TOKEN_LIFE_SECONDS) }), note: '' };
}

function basicPair(header: string | undefined): [string, string] | undefined {
  const encoded = /^Basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  const parts = /^([^:]+):(.+)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8'));
  return parts?.[1] && parts[2] ? [parts[1], parts[2]] : undefined;
}

/** Whether a request carries a token that is alive. */
export function authorised(world: World, now: number, request: Incoming): boolean {
  const id = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = id === undefined ? undefined : world.store.get('tokens', id);
  return token !== undefined && !token.revoked && token.expiresAt > now;
}

export function revokeTokens(world: World): void {
  for (const token of world.store.list('tokens')) world.store.put('tokens', { ...token, revoked: true });
}
