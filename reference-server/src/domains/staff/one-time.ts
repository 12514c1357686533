import { randomInt } from 'node:crypto';
import { Schema, model, type ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { isDuplicate, trusted } from '../../platform/database.js';
import { newSecret } from '../../platform/ids.js';
import { lookupHash, sameSecret, sha256 } from '../../platform/keyring.js';
import { Refused } from '../../platform/refusals.js';

/** A link that was sent to somebody, good once. Its secret is stored hashed. */
export interface LinkRecord {
  _id: string;
  purpose: 'reset' | 'invitation';
  /** The account, or the member of staff. */
  subject: string;
  shop: string | null;
  expiresAt: Date;
}

const link = new Schema<LinkRecord>({
  _id: String,
  purpose: { type: String, enum: ['reset', 'invitation'], required: true },
  subject: { type: String, required: true },
  shop: { type: String, default: null },
  expiresAt: { type: Date, required: true },
});
// Found by its own secret, as server-wide tokens are (T3).
link.index({ subject: 1, purpose: 1 });
link.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
const Links = model('OneTimeLink', link, 'one_time_links');

const minute = 60_000;
const lasts = { reset: 30 * minute, invitation: 7 * 24 * 60 * minute } as const;

/** A new link, in place of the one before: one live link per purpose and person. */
export async function newLink(
  purpose: LinkRecord['purpose'],
  subject: string,
  shop: string | null,
  tx: ClientSession | null = null,
): Promise<string> {
  const secret = newSecret(purpose === 'reset' ? 'pr' : 'inv');
  await Links.deleteMany({ subject, purpose }, tx ? { session: tx } : {});
  const expiresAt = new Date(clock.now().getTime() + lasts[purpose]);
  await Links.create([{ _id: sha256(secret), purpose, subject, shop, expiresAt }], { session: tx });
  return secret;
}

/** What a link is about, without using it. */
export function readLink(purpose: LinkRecord['purpose'], secret: string): Promise<LinkRecord | null> {
  return Links.findOne({ _id: sha256(secret), purpose, expiresAt: trusted({ $gt: clock.now() }) }).lean<LinkRecord>();
}

/**
 * Uses a link, in the transaction of what it is for.
 *
 * @throws Refused `code_invalid`
 */
export async function useLink(purpose: LinkRecord['purpose'], secret: string, tx: ClientSession): Promise<LinkRecord> {
  const used = await Links.findOneAndDelete(
    { _id: sha256(secret), purpose, expiresAt: trusted({ $gt: clock.now() }) },
    { session: tx },
  ).lean<LinkRecord>();
  if (!used) throw new Refused('code_invalid');
  return used;
}

export async function dropLinks(subject: string, tx: ClientSession | null = null): Promise<void> {
  await Links.deleteMany({ subject }, tx ? { session: tx } : {});
}

interface CodeRecord {
  _id: string;
  hash: string;
  triesLeft: number;
  sentAt: Date;
  expiresAt: Date;
}

const code = new Schema<CodeRecord>({
  _id: String,
  hash: { type: String, required: true },
  triesLeft: { type: Number, required: true },
  sentAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
});
// Belongs to an address, before there is a shop.
code.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
const Codes = model('OneTimeCode', code, 'one_time_codes');

const codeMs = 10 * minute;
const coolDownMs = minute;

const hashOf = (_id: string, digits: string): string => lookupHash(`code:${_id}:${digits}`);

/**
 * A code of six digits (AU-1): ten minutes, five tries, one live per purpose and address, another not before a minute has passed.
 *
 * @throws Refused `rate_limited` with `Retry-After`.
 */
export async function newCode(
  purpose: string,
  to: string,
): Promise<{ digits: string; expiresAt: Date; retryAfter: number }> {
  const _id = sha256(`${purpose}\n${to}`);
  const now = clock.now();
  const digits = String(randomInt(1_000_000)).padStart(6, '0');
  const expiresAt = new Date(now.getTime() + codeMs);
  try {
    await Codes.findOneAndUpdate(
      { _id, sentAt: trusted({ $lte: new Date(now.getTime() - coolDownMs) }) },
      { $set: { hash: hashOf(_id, digits), triesLeft: 5, sentAt: now, expiresAt } },
      { upsert: true },
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const sent = await Codes.findOne({ _id }).lean<CodeRecord>();
    const wait = sent ? Math.ceil((sent.sentAt.getTime() + coolDownMs - now.getTime()) / 1000) : 1;
    throw new Refused('rate_limited', {}, { headers: { 'Retry-After': String(Math.max(1, wait)) } });
  }
  return { digits, expiresAt, retryAfter: coolDownMs / 1000 };
}

/**
 * Tries a code. Each try counts, before it is known to be wrong.
 *
 * @throws Refused `code_invalid`
 */
export async function tryCode(purpose: string, to: string, digits: string): Promise<void> {
  const _id = sha256(`${purpose}\n${to}`);
  const tried = await Codes.findOneAndUpdate(
    { _id, triesLeft: trusted({ $gt: 0 }), expiresAt: trusted({ $gt: clock.now() }) },
    { $inc: { triesLeft: -1 } },
    { returnDocument: 'after' },
  ).lean<CodeRecord>();
  if (!tried || !sameSecret(tried.hash, hashOf(_id, digits))) throw new Refused('code_invalid');
}

/** Uses a code that was right, in the transaction of what it is for, so that it opens one thing. */
export async function useCode(purpose: string, to: string, digits: string, tx: ClientSession): Promise<void> {
  const _id = sha256(`${purpose}\n${to}`);
  const used = await Codes.findOneAndDelete({ _id, hash: hashOf(_id, digits) }, { session: tx });
  if (!used) throw new Refused('code_invalid');
}
