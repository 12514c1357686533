import { model } from 'mongoose';
import { clock } from './clock.js';
import { trusted } from './database.js';
import { acrossTenants } from './tenancy.js';

let registered: { origins: ReadonlySet<string>; at: number } | undefined;
const rememberedMs = 30_000;
/** An origin that we do not know may have been added by another process just now; so often at most we look again. */
const lookAgainMs = 1_000;

/** Forgets what is listed, after a change here. */
export function forgetOrigins(): void {
  registered = undefined;
}

/** Whether any active key or token may be used from there: what a preflight, which carries no credential, can be told (B6). */
export async function isRegisteredOrigin(origin: string): Promise<boolean> {
  const age = registered ? performance.now() - registered.at : Number.POSITIVE_INFINITY;
  if (!registered || age > rememberedMs || (age > lookAgainMs && !registered.origins.has(origin)))
    registered = { origins: await listed(), at: performance.now() };
  return registered.origins.has(origin);
}

async function listed(): Promise<Set<string>> {
  const now = trusted({ $gt: clock.now() });
  const ofKeys: string[] = await acrossTenants(
    model('ApiKey').distinct('origins', { kind: 'publishable', $or: [{ expiresAt: null }, { expiresAt: now }] }),
  );
  const ofTokens: string[] = await acrossTenants(model('ScopedToken').distinct('origin', { expiresAt: now }));
  return new Set([...ofKeys, ...ofTokens]);
}
