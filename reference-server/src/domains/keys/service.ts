import type { ClientSession } from 'mongoose';
import type {
  ApiKey,
  KeyCreate,
  KeyQuery,
  KeyUpdate,
  NewApiKey,
  Permission,
  ScopedToken,
  TokenCreate,
} from '@smartduka/contract';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { olderThan, pageById } from '../../platform/cursors.js';
import { afterCommit, inTransaction, trusted } from '../../platform/database.js';
import { admitKey, forgetKey, Keys, newKey, type KeyRecord, type NewKey } from '../../platform/keys.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { mintToken } from '../../platform/tokens.js';
import { setPageKey, shopOf } from '../shops/service.js';

/** Who does something, and in which call: for the audit log. */
interface By {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string;
}
type Done<Answer> = (answer: Answer, tx: ClientSession) => Promise<void>;

/** Keys that work, newest first. */
export async function listKeys(tenant: Tenant, { kind, ...asked }: z.infer<typeof KeyQuery>) {
  const page = await pageById(tenant, `keys ${kind ?? ''}`, asked, (last, limit) =>
    Keys.find({
      ...owned(tenant),
      ...(kind === undefined ? {} : { kind }),
      ...olderThan(last),
      $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: clock.now() }) }],
    })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<KeyRecord[]>(),
  );
  return { ...page, data: page.data.map(toKey) };
}

export async function createKey(by: By, wanted: KeyCreate, done: Done<NewApiKey>): Promise<NewApiKey> {
  const { kind, name, origins = [] } = wanted;
  const expiresAt = wanted.expiresAt === undefined ? null : new Date(wanted.expiresAt);
  if (expiresAt && expiresAt <= clock.now()) throw invalid('expiresAt', 'too_small', 'must be in the future');
  const scopes = (wanted.scopes as Permission[] | undefined) ?? null;
  return inTransaction(async (tx) => {
    const made = await admit(by, { kind, name, origins, scopes, expiresAt }, 'key.created', tx);
    await done(made, tx);
    return made;
  });
}

async function admit(by: By, wanted: Omit<NewKey, 'plain'>, action: string, tx: ClientSession): Promise<NewApiKey> {
  const { tenant, actor, requestId } = by;
  const plain = newKey(wanted.kind, tenant.mode);
  const id = await admitKey(tenant, { ...wanted, plain }, tx);
  const record = await keyById(tenant, id, tx);
  await audit(tenant, actor, { action, subject: id, after: facts(record) }, requestId, tx);
  return { ...toKey(record), key: plain };
}

export async function updateKey(
  by: By,
  id: string,
  change: z.infer<typeof KeyUpdate>,
  done: Done<ApiKey>,
): Promise<ApiKey> {
  const { tenant, actor, requestId } = by;
  return inTransaction(async (tx) => {
    const before = await keyById(tenant, id, tx);
    if (change.origins !== undefined && before.kind !== 'publishable')
      throw invalid('origins', 'custom', 'only a publishable key has origins');
    const after = await alter(tenant, before, change, tx);
    const deed = { action: 'key.updated', subject: id, before: facts(before), after: facts(after) };
    await audit(tenant, actor, deed, requestId, tx);
    await done(toKey(after), tx);
    return toKey(after);
  });
}

/** A key like this one in its place; this one goes on working for the overlap. Our own pages take the new one at once. */
export async function rotateKey(by: By, id: string, overlapHours: number, done: Done<NewApiKey>): Promise<NewApiKey> {
  const { tenant } = by;
  return inTransaction(async (tx) => {
    const old = await keyById(tenant, id, tx);
    const end = new Date(clock.now().getTime() + overlapHours * 3_600_000);
    const made = await admit(by, old, 'key.rotated', tx);
    await alter(tenant, old, { expiresAt: old.expiresAt && old.expiresAt < end ? old.expiresAt : end }, tx);
    if (await isPageKey(tenant, old)) await setPageKey(tenant, made.key, tx);
    await done(made, tx);
    return made;
  });
}

/** @throws Refused `key_in_use` for the key that the shop's own pages print. */
export async function revokeKey({ tenant, actor, requestId }: By, id: string): Promise<ApiKey> {
  return inTransaction(async (tx) => {
    const key = await keyById(tenant, id, tx);
    if (await isPageKey(tenant, key)) throw new Refused('key_in_use');
    const revoked = await alter(tenant, key, { expiresAt: clock.now() }, tx);
    await audit(tenant, actor, { action: 'key.revoked', subject: id, before: facts(key) }, requestId, tx);
    return toKey(revoked);
  });
}

/** Mints a token for a widget; never with more than whoever mints it may. @throws Refused `forbidden` */
export async function createToken(by: By, wanted: TokenCreate, done: Done<ScopedToken>): Promise<ScopedToken> {
  const { tenant, actor, requestId } = by;
  const { permissions, reports, personal, origin, expiresIn: seconds } = wanted;
  const needed: Permission[] = personal ? [...permissions, 'personal:read'] : permissions;
  if (actor.id === null || needed.some((permission) => !actor.permissions.has(permission)))
    throw new Refused('forbidden');
  const mintedBy =
    actor.session === null ? { kind: 'key' as const, id: actor.id } : { kind: 'session' as const, id: actor.session };
  return inTransaction(async (tx) => {
    const { token, record } = await mintToken(
      tenant,
      { permissions, reports, personal, origin, mintedBy, seconds },
      tx,
    );
    const { _id: id, expiresAt } = record;
    await audit(
      tenant,
      actor,
      { action: 'token.minted', subject: id, after: { permissions, reports, personal, origin } },
      requestId,
      tx,
    );
    const answer = {
      id,
      token,
      permissions,
      reports,
      personal,
      origin,
      mode: tenant.mode,
      expiresAt: expiresAt.toISOString(),
    };
    await done(answer, tx);
    return answer;
  });
}

async function keyById(tenant: Tenant, id: string, tx: ClientSession): Promise<KeyRecord> {
  const key = await Keys.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<KeyRecord>();
  if (!key || (key.expiresAt !== null && key.expiresAt <= clock.now())) throw new Refused('not_found');
  return key;
}

async function alter(
  tenant: Tenant,
  { _id, hash }: KeyRecord,
  change: Partial<Pick<KeyRecord, 'name' | 'origins' | 'expiresAt'>> | z.infer<typeof KeyUpdate>,
  tx: ClientSession,
): Promise<KeyRecord> {
  const changed = await Keys.findOneAndUpdate(
    { ...owned(tenant), _id },
    { $set: change },
    { session: tx, returnDocument: 'after' },
  ).lean<KeyRecord>();
  if (!changed) throw new Refused('not_found');
  afterCommit(tx, () => forgetKey(hash));
  return changed;
}

async function isPageKey(tenant: Tenant, { plain }: KeyRecord): Promise<boolean> {
  return plain !== null && (await shopOf(tenant)).pageKeys[tenant.mode] === plain;
}

const facts = ({ kind, name, origins, scopes, expiresAt }: KeyRecord): Record<string, unknown> => ({
  ...{ kind, name, origins: [...origins], scopes: scopes && [...scopes] },
  expiresAt: expiresAt?.toISOString() ?? null,
});

function toKey(key: KeyRecord): ApiKey {
  const { _id: id, kind, name, mode, hint, origins, plain } = key;
  return {
    ...{ id, kind, name, mode, hint, origins: [...origins], key: plain },
    scopes: key.kind === 'restricted' ? [...(key.scopes ?? [])] : null,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}
