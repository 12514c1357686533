import { Schema, model } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { isDuplicate, trusted } from '../../platform/database.js';
import { sha256 } from '../../platform/keyring.js';
import { Refused } from '../../platform/refusals.js';

interface StoredTries {
  _id: string;
  count: number;
  until: Date;
}

const schema = new Schema<StoredTries>({
  _id: String,
  count: { type: Number, required: true },
  until: { type: Date, required: true },
});
// Belongs to a name that somebody typed, not to a shop.
schema.index({ until: 1 }, { expireAfterSeconds: 0 });
const Tries = model('SignInTries', schema, 'sign_in_tries');

const minute = 60_000;

/** So many tries in a while; the last of them, failing, locks for `lockMs`. */
export interface Guard {
  readonly name: string;
  readonly most: number;
  readonly withinMs: number;
  readonly lockMs: number;
}

/** AU-2: five failures in a quarter of an hour lock for a quarter of an hour. */
export const passwordGuard: Guard = { name: 'password', most: 5, withinMs: 15 * minute, lockMs: 15 * minute };
/** AU-3: one person at one counter. Never by the PIN itself: a lock would tell that it is somebody's. */
export const pinGuard: Guard = { name: 'pin', most: 5, withinMs: 15 * minute, lockMs: 15 * minute };
/** One person over all counters, since a counter is signed in anew easily. */
export const pinEverywhereGuard: Guard = {
  name: 'pin-everywhere',
  most: 20,
  withinMs: 60 * minute,
  lockMs: 60 * minute,
};

/**
 * Takes a try before it is made, in the database, so that a hundred at once on several servers are no more than five.
 *
 * @returns What to call once it is known how the try ended.
 * @throws Refused `sign_in_locked` with `Retry-After`.
 */
export async function takeTry(
  guard: Guard,
  subject: string,
): Promise<{ failed(): Promise<void>; passed(): Promise<void> }> {
  const _id = sha256(`${guard.name}\n${subject}`);
  const now = clock.now();
  const { count, until } = await countOne(guard, _id, now);
  if (count > guard.most) {
    const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
    throw new Refused('sign_in_locked', {}, { headers: { 'Retry-After': String(seconds) } });
  }
  return {
    async failed() {
      if (count === guard.most)
        await Tries.updateOne({ _id }, { $set: { until: new Date(clock.now().getTime() + guard.lockMs) } });
    },
    async passed() {
      await Tries.deleteOne({ _id });
    },
  };
}

async function countOne(guard: Guard, _id: string, now: Date): Promise<StoredTries> {
  for (;;) {
    const counted = await Tries.findOneAndUpdate(
      { _id, until: trusted({ $gt: now }) },
      { $inc: { count: 1 } },
      { returnDocument: 'after' },
    ).lean<StoredTries>();
    if (counted) return counted;
    try {
      const begun = await Tries.findOneAndUpdate(
        { _id, until: trusted({ $lte: now }) },
        { $set: { count: 1, until: new Date(now.getTime() + guard.withinMs) } },
        { upsert: true, returnDocument: 'after' },
      ).lean<StoredTries>();
      if (begun) return begun;
    } catch (error) {
      if (!isDuplicate(error)) throw error; // Somebody else began it: count in theirs.
    }
  }
}
