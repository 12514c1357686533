import type { Permission } from '@smartduka/contract';
import { Schema, model, type ClientSession } from 'mongoose';
import { clock } from './clock.js';
import { afterCommit } from './database.js';
import { newId, newSecret } from './ids.js';
import { sha256 } from './keyring.js';
import { forgetOrigins } from './origins.js';
import { acrossTenants, owned, tenancy, type Owned, type Tenant } from './tenancy.js';

/** A short-lived token of a widget on one site (A3). It only reads, and never more than whoever minted it may. */
export interface TokenRecord extends Owned {
  _id: string;
  hash: string;
  permissions: Permission[];
  reports: string[];
  personal: boolean;
  /** The one page origin that it may be used from. */
  origin: string;
  /** Whose it is: a key, or a session of the staff. Once that ends, so does the token. */
  mintedBy: { kind: 'key' | 'session'; id: string };
  createdAt: Date;
  expiresAt: Date;
}

const schema = new Schema<TokenRecord>({
  _id: String,
  hash: { type: String, required: true },
  permissions: [String],
  reports: [String],
  personal: { type: Boolean, required: true },
  origin: { type: String, required: true },
  mintedBy: { kind: { type: String, enum: ['key', 'session'] }, id: String },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
});
schema.plugin(tenancy);
schema.index({ hash: 1 }, { unique: true });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
const Tokens = model('ScopedToken', schema, 'scoped_tokens');

export type NewToken = Pick<TokenRecord, 'permissions' | 'reports' | 'personal' | 'origin' | 'mintedBy'> & {
  seconds: number;
};

/** Mints a token. Its text is told once; its hash is kept. */
export async function mintToken(
  tenant: Tenant,
  { seconds, ...wanted }: NewToken,
  tx: ClientSession,
): Promise<{ token: string; record: TokenRecord }> {
  const token = newSecret(`wt_${tenant.mode}`);
  const now = clock.now();
  const record: TokenRecord = {
    ...owned(tenant),
    ...wanted,
    _id: newId('token'),
    hash: sha256(token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + seconds * 1_000),
  };
  await Tokens.create([record], { session: tx });
  afterCommit(tx, forgetOrigins);
  return { token, record };
}

/** The token of this text while it lasts, or null. */
export async function findToken(plain: string): Promise<TokenRecord | null> {
  if (!/^wt_(test|live)_[\w-]{43}$/.test(plain)) return null;
  const found = await acrossTenants(Tokens.findOne({ hash: sha256(plain) })).lean<TokenRecord>();
  return found && found.expiresAt > clock.now() ? found : null;
}
