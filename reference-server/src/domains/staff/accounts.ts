import { Schema, model, type ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { isDuplicate } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { lookupHash } from '../../platform/keyring.js';
import { phoneHash } from '../../platform/personal.js';

/** What a person signs in with, over all shops that they work in, and as the operator of the server. */
export interface AccountRecord {
  _id: string;
  /** Keyed hashes of email and phone: found by them, read from nowhere. */
  names: string[];
  /** argon2id; null until the first password is chosen. */
  password: string | null;
  /** Runs this server: makes and suspends shops. */
  operator: boolean;
  /** Of the operator; staff have a name in each shop. */
  name: string;
  createdAt: Date;
  updatedAt: Date;
}

const schema = new Schema<AccountRecord>({
  _id: String,
  names: [String],
  password: { type: String, default: null },
  operator: { type: Boolean, default: false },
  name: { type: String, default: '' },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
});
// Belongs to a person, not to a shop.
schema.index({ names: 1 }, { unique: true });
const Accounts = model('Account', schema, 'accounts');

/** An email or a phone, as people name themselves. Exactly one is given. */
export interface Who {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

/** How an account is found and failures are counted, whether there is such an account or not. */
export function nameHash({ email, phone }: Who): string {
  if (email !== undefined) return lookupHash(`email:${email}`);
  if (phone !== undefined) return phoneHash(phone);
  throw new Error('neither email nor phone');
}

export function findAccount(who: Who): Promise<AccountRecord | null> {
  return Accounts.findOne({ names: nameHash(who) }).lean<AccountRecord>();
}

export function accountById(id: string): Promise<AccountRecord | null> {
  return Accounts.findById(id).lean<AccountRecord>();
}

/** The account of that email or phone; made, without a password, when there is none. */
export async function accountOf(who: Who, tx: ClientSession | null = null): Promise<AccountRecord> {
  const names = nameHash(who);
  const found = await Accounts.findOne({ names }, null, { session: tx }).lean<AccountRecord>();
  if (found) return found;
  const now = clock.now();
  const fresh = { _id: newId('account'), names: [names], password: null, operator: false, name: '' };
  try {
    const [made] = await Accounts.create([{ ...fresh, createdAt: now, updatedAt: now }], { session: tx });
    return made?.toObject() as AccountRecord;
  } catch (error) {
    // Within a transaction its whole body runs again and finds the other one.
    if (!isDuplicate(error) || tx) throw error;
    return accountOf(who);
  }
}

export async function setPassword(account: string, hashed: string, tx: ClientSession | null = null): Promise<void> {
  await Accounts.updateOne(
    { _id: account },
    { $set: { password: hashed, updatedAt: clock.now() } },
    tx ? { session: tx } : {},
  );
}

/** Sets the first password, unless there is one. */
export async function setFirstPassword(account: string, hashed: string, tx: ClientSession): Promise<boolean> {
  const { matchedCount } = await Accounts.updateOne(
    { _id: account, password: null },
    { $set: { password: hashed, updatedAt: clock.now() } },
    { session: tx },
  );
  return matchedCount === 1;
}

/** Makes somebody the operator of this server. */
export async function makeOperator(who: Who, name: string, hashed: string): Promise<AccountRecord> {
  const { _id } = await accountOf(who);
  const made = await Accounts.findOneAndUpdate(
    { _id },
    { $set: { operator: true, name, password: hashed, updatedAt: clock.now() } },
    { returnDocument: 'after' },
  ).lean<AccountRecord>();
  if (!made) throw new Error('the account is gone');
  return made;
}
