import { randomBytes } from 'node:crypto';
import { Schema, model, type ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { refreshProof, sameSecret } from '../../platform/keyring.js';
import { Refused } from '../../platform/refusals.js';
import { acrossTenants, noShop, shopTenancy, type Tenant } from '../../platform/tenancy.js';

/** Somebody signed in on some device. */
export interface SessionRecord {
  _id: string;
  /** `platform` for the operator, who belongs to no shop. */
  shop: string;
  account: string | null;
  /** Null for the operator. */
  staff: string | null;
  mode: Tenant['mode'];
  by: 'password' | 'pin';
  /** The session that the device was first signed in with; PIN switches keep it, and their failures are counted on it. */
  device: string;
  userAgent: string | null;
  address: string | null;
  /** What refresh tokens are made from, and which of them is due. */
  seed: string;
  turn: number;
  turnedAt: Date;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  endedWhy: string | null;
}

const schema = new Schema<SessionRecord>({
  _id: String,
  account: { type: String, default: null },
  staff: { type: String, default: null },
  mode: { type: String, enum: ['test', 'live'], required: true },
  by: { type: String, enum: ['password', 'pin'], required: true },
  device: { type: String, required: true },
  userAgent: { type: String, default: null },
  address: { type: String, default: null },
  seed: { type: String, required: true },
  turn: { type: Number, required: true },
  turnedAt: { type: Date, required: true },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  endedAt: { type: Date, default: null },
  endedWhy: { type: String, default: null },
});
schema.plugin(shopTenancy);
schema.index({ shop: 1, staff: 1, _id: -1 });
schema.index({ shop: 1, _id: -1 });
schema.index({ account: 1, endedAt: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 30 * 86_400 });
export const Sessions = model('Session', schema, 'sessions');

const day = 86_400_000;
/** A counter that nobody touched for a week, or a month after its password, asks for it again. */
const idleMs = 7 * day;
const longestMs = 30 * day;
/** A PIN is good for one shift. */
const pinMs = 12 * 3_600_000;
/** Two tabs that refresh at once both get the next token; later, an old token has been stolen. */
const graceMs = 60_000;

export type NewSession = Pick<SessionRecord, 'shop' | 'account' | 'staff' | 'mode' | 'by' | 'userAgent' | 'address'> & {
  device?: string;
};

export async function openSession(fresh: NewSession, tx: ClientSession | null = null): Promise<SessionRecord> {
  const now = clock.now();
  const _id = newId('session');
  const session: SessionRecord = {
    ...fresh,
    _id,
    device: fresh.device ?? _id,
    seed: randomBytes(32).toString('base64url'),
    turn: 0,
    turnedAt: now,
    createdAt: now,
    expiresAt: new Date(now.getTime() + (fresh.by === 'pin' ? pinMs : idleMs)),
    endedAt: null,
    endedWhy: null,
  };
  await Sessions.create([session], { session: tx });
  return session;
}

/** The refresh token that is due. Nothing that is stored suffices to make it up. */
export function refreshTokenOf({ _id, seed, turn }: SessionRecord): string {
  return `rt_${_id.slice(4)}_${turn}_${refreshProof(_id, seed, turn)}`;
}

/**
 * Turns a session on by its refresh token. The token before the last is answered with the same next one for a minute; any older one means that
 * somebody copied it, and ends the session for both.
 *
 * @param reused Told of a session that was ended for that.
 * @throws Refused `session_ended`
 */
export async function turnSession(
  token: string,
  reused: (session: SessionRecord) => Promise<void>,
): Promise<SessionRecord> {
  const [, tail, number = '', proof = ''] = /^rt_([0-9a-z]{20,40})_(\d{1,9})_([\w-]{43})$/.exec(token) ?? [];
  if (tail === undefined) throw new Refused('session_ended');
  const _id = `ses_${tail}`;
  const turn = Number(number);
  for (;;) {
    const now = clock.now();
    const session = await acrossTenants(Sessions.findOne({ _id })).lean<SessionRecord>();
    if (!session || !sameSecret(proof, refreshProof(_id, session.seed, turn))) throw new Refused('session_ended');
    if (!isLive(session, now) || turn > session.turn) throw new Refused('session_ended');
    const age = now.getTime() - session.turnedAt.getTime();
    if (turn === session.turn - 1 && age <= graceMs) return session;
    if (turn < session.turn) {
      await endSessions({ shop: session.shop, _id }, 'reused');
      await reused(session);
      throw new Refused('session_ended');
    }
    const longest = session.createdAt.getTime() + longestMs;
    const expiresAt = session.by === 'pin' ? session.expiresAt : new Date(Math.min(now.getTime() + idleMs, longest));
    const turned = await acrossTenants(
      Sessions.findOneAndUpdate(
        { _id, turn, endedAt: null },
        { $set: { turn: turn + 1, turnedAt: now, expiresAt } },
        { returnDocument: 'after' },
      ),
    ).lean<SessionRecord>();
    if (turned) return turned; // Otherwise another tab was first: look again.
  }
}

export function isLive(session: SessionRecord, now: Date): boolean {
  return session.endedAt === null && session.expiresAt > now;
}

export async function sessionById(id: string): Promise<SessionRecord | null> {
  return acrossTenants(Sessions.findOne({ _id: id })).lean<SessionRecord>();
}

/** Ends what is not ended yet. Felt here at once, elsewhere within half a minute (T6). */
export async function endSessions(
  filter: { shop: string; _id?: string; staff?: string },
  why: string,
  tx: ClientSession | null = null,
): Promise<void> {
  await Sessions.updateMany(
    { ...filter, endedAt: null },
    { $set: { endedAt: clock.now(), endedWhy: why } },
    tx ? { session: tx } : {},
  );
}

/** Ends all sessions of a person, in every shop, but one perhaps. */
export async function endSessionsOfAccount(
  account: string,
  why: string,
  but: string | null,
  tx: ClientSession | null = null,
): Promise<void> {
  await acrossTenants(
    Sessions.updateMany(
      { account, endedAt: null, ...(but === null ? {} : { _id: trusted({ $ne: but }) }) },
      { $set: { endedAt: clock.now(), endedWhy: why } },
      tx ? { session: tx } : {},
    ),
  );
}

export async function changeMode(session: SessionRecord, mode: Tenant['mode']): Promise<SessionRecord> {
  const changed = await Sessions.findOneAndUpdate(
    { shop: session.shop, _id: session._id, endedAt: null },
    { $set: { mode } },
    { returnDocument: 'after' },
  ).lean<SessionRecord>();
  if (!changed) throw new Refused('session_ended');
  return changed;
}

export const isPlatformSession = (session: SessionRecord): boolean => session.shop === noShop.shop;
