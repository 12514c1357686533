import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Shifts, type ShiftRecord } from './model.js';

/**
 * The open shift of somebody, written in the transaction that moves money in it: a shift that is being closed at the same moment counts the money,
 * or the money finds it closed.
 *
 * @returns Null for whoever has none, as for buyers and servers.
 */
export async function shiftInUse(tenant: Tenant, actor: Actor, tx: ClientSession): Promise<ShiftRecord | null> {
  if (actor.id === null) return null;
  return use(tenant, { 'cashier.id': actor.id, state: 'open' }, tx);
}

/** The same, for who only has to note which one it is. */
export async function countInShift(tenant: Tenant, actor: Actor, tx: ClientSession): Promise<string | null> {
  return (await shiftInUse(tenant, actor, tx))?._id ?? null;
}

/**
 * A shift that is named. Somebody of the staff can only name their own.
 *
 * @throws Refused `not_found`, `shift_closed`
 */
export async function shiftNamed(tenant: Tenant, actor: Actor, id: string, tx: ClientSession): Promise<ShiftRecord> {
  const found = await findShift(tenant, id, tx);
  if (!found || (actor.kind === 'staff' && found.cashier.id !== actor.id)) throw new Refused('not_found');
  const mine = await use(tenant, { _id: id, state: 'open' }, tx);
  if (!mine) throw new Refused('shift_closed');
  return mine;
}

/** The shift of a sale, while it is open. @throws Refused `shift_closed` */
export async function shiftById(tenant: Tenant, id: string, tx: ClientSession): Promise<ShiftRecord> {
  const shift = await use(tenant, { _id: id, state: 'open' }, tx);
  if (!shift) throw new Refused('shift_closed');
  return shift;
}

export async function findShift(
  tenant: Tenant,
  id: string,
  tx: ClientSession | null = null,
): Promise<ShiftRecord | null> {
  return Shifts.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<ShiftRecord>();
}

function use(tenant: Tenant, where: Record<string, string>, tx: ClientSession): Promise<ShiftRecord | null> {
  return Shifts.findOneAndUpdate(
    { ...owned(tenant), ...where },
    { $inc: { version: 1 } },
    { session: tx, returnDocument: 'after' },
  ).lean<ShiftRecord>();
}
