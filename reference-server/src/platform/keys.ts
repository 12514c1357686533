import { randomBytes } from 'node:crypto';
import type { Permission } from '@smartduka/contract';
import { Schema, model, type ClientSession } from 'mongoose';
import { inBackground } from './background.js';
import { clock } from './clock.js';
import { newId } from './ids.js';
import { sha256 } from './keyring.js';
import { forgetOrigins } from './origins.js';
import { acrossTenants, owned, tenancy, type Owned, type Tenant } from './tenancy.js';

export type KeyKind = 'publishable' | 'secret' | 'restricted';

export interface KeyRecord extends Owned {
  _id: string;
  kind: KeyKind;
  hash: string;
  /** Beginning and end, to tell one from another. */
  hint: string;
  /** Whole, if publishable: such a key stands in pages for everybody to read. */
  plain: string | null;
  name: string;
  origins: string[];
  /** What a restricted key may do; null for the others. */
  scopes: Permission[] | null;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
}

const schema = new Schema<KeyRecord>({
  _id: String,
  kind: { type: String, enum: ['publishable', 'secret', 'restricted'], required: true },
  hash: { type: String, required: true },
  hint: { type: String, default: '' },
  plain: { type: String, default: null },
  name: { type: String, required: true },
  origins: [String],
  scopes: { type: [String], default: null },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, default: null },
  lastUsedAt: { type: Date, default: null },
});
schema.plugin(tenancy);
schema.index({ hash: 1 }, { unique: true });
schema.index({ shop: 1, mode: 1, kind: 1 });
schema.index({ shop: 1, mode: 1, _id: -1 });
/** Managed by `domains/keys`. */
export const Keys = model('ApiKey', schema, 'api_keys');

/** A key as the edge knows it. */
export interface Key {
  readonly id: string;
  readonly kind: KeyKind;
  readonly name: string;
  readonly tenant: Tenant;
  /** Exact origins (scheme, host, port) that a publishable key may be used from. */
  readonly origins: readonly string[];
  readonly scopes: readonly Permission[] | null;
}

const prefixes = { publishable: 'pk', secret: 'sk', restricted: 'rk' } as const;

/** Makes up a key: `pk_test_…`, `sk_live_…`, `rk_live_…`, 32 random bytes. */
export function newKey(kind: KeyKind, mode: Tenant['mode']): string {
  return `${prefixes[kind]}_${mode}_${randomBytes(32).toString('base64url')}`;
}

export interface NewKey {
  readonly kind: KeyKind;
  /** The key itself, from `newKey`. */
  readonly plain: string;
  readonly name: string;
  readonly origins?: readonly string[];
  readonly scopes?: readonly Permission[] | null;
  readonly expiresAt?: Date | null;
}

/**
 * Lets a key into a shop. Only its SHA-256 is kept, so this is the last that anybody sees of a secret one. Repeated with the same key, it
 * updates name and origins.
 *
 * @throws RangeError when the key is not of that kind and mode, or an origin is not an exact one.
 */
export async function admitKey(tenant: Tenant, options: NewKey, tx: ClientSession | null = null): Promise<string> {
  const { kind, plain, name, origins = [], scopes = null, expiresAt = null } = options;
  if (!plain.startsWith(`${prefixes[kind]}_${tenant.mode}_`) || plain.length < 40)
    throw new RangeError(`not a ${kind} key of ${tenant.mode} mode`);
  for (const origin of origins) if (!isOrigin(origin)) throw new RangeError(`${origin} is not an exact origin`);
  const hash = sha256(plain);
  const key = await Keys.findOneAndUpdate(
    { ...owned(tenant), hash },
    {
      $set: {
        ...{ kind, name, origins: [...origins], scopes: scopes && [...scopes] },
        hint: `${plain.slice(0, 8)}…${plain.slice(-4)}`,
        plain: kind === 'publishable' ? plain : null,
      },
      $setOnInsert: { _id: newId('key'), createdAt: clock.now(), expiresAt, lastUsedAt: null },
    },
    { upsert: true, returnDocument: 'after', session: tx },
  ).lean();
  forgetKey(hash);
  return key._id;
}

export function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}

interface Seen {
  readonly key: Key | null;
  readonly until: number;
}
const known = new Map<string, Seen>();
/** A key taken away stops working within half a minute everywhere (T6). */
const remembered = 30_000;

/** Forgets a key that was changed, so that this process feels it at once. */
export function forgetKey(hash: string): void {
  known.delete(hash);
  forgetOrigins();
}

/** The key of this text, or null when it opens nothing. Looked up by hash, so timing tells nothing (K4). */
export async function findKey(plain: string): Promise<Key | null> {
  if (!/^[psr]k_(test|live)_[\w-]{32,64}$/.test(plain)) return null;
  const hash = sha256(plain);
  const seen = known.get(hash);
  if (seen && seen.until > performance.now()) return seen.key;
  const stored = await acrossTenants(Keys.findOne({ hash })).lean<KeyRecord>();
  const key: Key | null =
    stored && isValid(stored)
      ? {
          id: stored._id,
          kind: stored.kind,
          name: stored.name,
          tenant: { shop: stored.shop, mode: stored.mode },
          origins: stored.origins,
          scopes: stored.kind === 'restricted' ? (stored.scopes ?? []) : null,
        }
      : null;
  if (known.size > 10_000) known.clear();
  known.set(hash, { key, until: performance.now() + remembered });
  return key;
}

const isValid = ({ expiresAt }: KeyRecord): boolean => expiresAt === null || expiresAt > clock.now();

/** What a key may do by now; null when it opens nothing any more. For tokens that were minted with it. */
export async function scopesNow(tenant: Tenant, id: string): Promise<{ scopes: readonly Permission[] | null } | null> {
  const stored = await Keys.findOne({ ...owned(tenant), _id: id }).lean<KeyRecord>();
  return stored && isValid(stored) ? { scopes: stored.kind === 'restricted' ? (stored.scopes ?? []) : null } : null;
}

const noted = new Map<string, number>();
const minuteMs = 60_000;

/** Notes that a key is in use, to the minute, beside the call. */
export function noteUse({ id, tenant }: Key): void {
  const now = clock.now();
  const minute = Math.floor(now.getTime() / minuteMs);
  if (noted.get(id) === minute) return;
  if (noted.size > 10_000) noted.clear();
  noted.set(id, minute);
  inBackground('last use of a key', () => Keys.updateOne({ ...owned(tenant), _id: id }, { $set: { lastUsedAt: now } }));
}
