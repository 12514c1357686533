import { randomBytes } from 'node:crypto';
import { Schema, model } from 'mongoose';
import { clock } from './clock.js';
import { trusted } from './database.js';
import { newId } from './ids.js';
import { sha256 } from './keyring.js';
import { acrossTenants, owned, tenancy, type Owned, type Tenant } from './tenancy.js';

export type KeyKind = 'publishable' | 'secret';

interface StoredKey extends Owned {
  _id: string;
  kind: KeyKind;
  hash: string;
  name: string;
  origins: string[];
  createdAt: Date;
  expiresAt: Date | null;
}

const schema = new Schema<StoredKey>({
  _id: String,
  kind: { type: String, enum: ['publishable', 'secret'], required: true },
  hash: { type: String, required: true },
  name: { type: String, required: true },
  origins: [String],
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, default: null },
});
schema.plugin(tenancy);
schema.index({ hash: 1 }, { unique: true });
schema.index({ shop: 1, mode: 1, kind: 1 });
const Keys = model('ApiKey', schema, 'api_keys');

/** A key as the edge knows it. */
export interface Key {
  readonly id: string;
  readonly kind: KeyKind;
  readonly name: string;
  readonly tenant: Tenant;
  /** Exact origins (scheme, host, port) that a publishable key may be used from. */
  readonly origins: readonly string[];
}

/** Makes up a key: `pk_test_…`, `sk_live_…`, 32 random bytes. */
export function newKey(kind: KeyKind, mode: Tenant['mode']): string {
  return `${kind === 'publishable' ? 'pk' : 'sk'}_${mode}_${randomBytes(32).toString('base64url')}`;
}

/**
 * Lets a key into a shop. Only its SHA-256 is kept, so this is the last that anybody sees of a secret one. Repeated with the same key, it
 * updates name and origins.
 *
 * @param options.plain The key itself, from `newKey`.
 * @throws RangeError when the key is not of that kind and mode, or an origin is not an exact one.
 */
export async function admitKey(
  tenant: Tenant,
  options: { kind: KeyKind; plain: string; name: string; origins?: readonly string[] },
): Promise<string> {
  const { kind, plain, name, origins = [] } = options;
  if (!plain.startsWith(`${kind === 'publishable' ? 'pk' : 'sk'}_${tenant.mode}_`) || plain.length < 40)
    throw new RangeError(`not a ${kind} key of ${tenant.mode} mode`);
  for (const origin of origins) if (!isOrigin(origin)) throw new RangeError(`${origin} is not an exact origin`);
  const hash = sha256(plain);
  const key = await Keys.findOneAndUpdate(
    { ...owned(tenant), hash },
    {
      $set: { kind, name, origins },
      $setOnInsert: { _id: newId('key'), createdAt: clock.now(), expiresAt: null },
    },
    { upsert: true, returnDocument: 'after' },
  ).lean();
  known.delete(hash);
  registered = undefined;
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

/** The key of this text, or null when it opens nothing. Looked up by hash, so timing tells nothing (K4). */
export async function findKey(plain: string): Promise<Key | null> {
  if (!/^[ps]k_(test|live)_[\w-]{32,64}$/.test(plain)) return null;
  const hash = sha256(plain);
  const seen = known.get(hash);
  if (seen && seen.until > performance.now()) return seen.key;
  const stored = await acrossTenants(Keys.findOne({ hash })).lean();
  const valid = stored && (stored.expiresAt === null || stored.expiresAt > clock.now());
  const key: Key | null = valid
    ? {
        id: stored._id,
        kind: stored.kind,
        name: stored.name,
        tenant: { shop: stored.shop, mode: stored.mode },
        origins: stored.origins,
      }
    : null;
  if (known.size > 10_000) known.clear();
  known.set(hash, { key, until: performance.now() + remembered });
  return key;
}

let registered: { origins: ReadonlySet<string>; until: number } | undefined;

/** Whether any active key may be used from there: what a preflight, which carries no key, can be told (B6). */
export async function isRegisteredOrigin(origin: string): Promise<boolean> {
  if (!registered || registered.until < performance.now()) {
    const origins: string[] = await acrossTenants(
      Keys.distinct('origins', {
        kind: 'publishable',
        $or: [{ expiresAt: null }, { expiresAt: trusted({ $gt: clock.now() }) }],
      }),
    );
    registered = { origins: new Set(origins), until: performance.now() + remembered };
  }
  return registered.origins.has(origin);
}
