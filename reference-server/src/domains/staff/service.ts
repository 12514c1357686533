import type { ClientSession } from 'mongoose';
import {
  defaultLimits,
  type StaffCreate,
  type StaffMember,
  type StaffQuery,
  type StaffUpdate,
} from '@smartduka/contract';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { cursors, toPage } from '../../platform/cursors.js';
import { afterCommit, inTransaction, isDuplicate, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { accountOf } from './accounts.js';
import { hashPin } from './counter.js';
import { sendInvitation } from './invitations.js';
import { Staff, StaffBooks, type StaffRecord } from './model.js';
import { dropLinks } from './one-time.js';
import { mayGive, mayManage } from './rules.js';
import { endSessions } from './sessions.js';
import { forgetSignedIn } from './signed-in.js';
import { sealPhone } from '../../platform/personal.js';
import { toStaff } from './view.js';

/** Who does something, and in which call: for the audit log. */
export interface By {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string | null;
}

/** One of the staff, in any state. @throws Refused `not_found` */
export async function staffById(shop: string, id: string, tx: ClientSession | null = null): Promise<StaffRecord> {
  const staff = await Staff.findOne({ shop, _id: id }, null, { session: tx }).lean<StaffRecord>();
  if (!staff) throw new Refused('not_found');
  return staff;
}

export async function listStaff({ shop, mode }: Tenant, query: z.infer<typeof StaffQuery>) {
  const { limit = 20, after, status } = query;
  const list = `staff ${status ?? ''}`;
  const from = after === undefined ? {} : { _id: trusted({ $gt: String(cursors.read({ shop, mode }, list, after)) }) };
  const rows = await Staff.find({ shop, ...(status === undefined ? {} : { status }), ...from })
    .sort({ _id: 1 })
    .limit(limit + 1)
    .lean<StaffRecord[]>();
  return toPage(rows, limit, toStaff, (row) => cursors.make({ shop, mode }, list, row._id));
}

/** How many work in a shop, for its operator. */
export function countStaff(shop: string): Promise<number> {
  return Staff.countDocuments({ shop, status: trusted({ $ne: 'disabled' }) });
}

/**
 * Somebody new: invited by email or phone, or there at once with a PIN for the counter alone.
 *
 * @throws Refused `above_own_role`, `taken`
 */
export async function addStaff(
  by: By,
  wanted: StaffCreate,
  done: (staff: StaffMember, tx: ClientSession) => Promise<void>,
): Promise<StaffMember> {
  if (!mayGive(by.actor, wanted)) throw new Refused('above_own_role');
  return inTransaction(async (tx) => {
    const staff = await newStaff(by, wanted, tx);
    const answer = toStaff(staff);
    await done(answer, tx);
    return answer;
  });
}

/** The same within a transaction, and without asking who may: for a shop's first owner. */
export async function newStaff(by: By, wanted: StaffCreate, tx: ClientSession, active = false): Promise<StaffRecord> {
  const { shop } = by.tenant;
  const { name, email = null, phone, role, extra = [], pin } = wanted;
  const invited = email !== null || phone !== undefined;
  const account = invited ? await accountOf(email !== null ? { email } : { phone }, tx) : null;
  if (account && (await Staff.exists({ shop, account: account._id }).session(tx))) throw new Refused('taken');
  const now = clock.now();
  const id = newId('staff');
  const staff: StaffRecord = {
    _id: id,
    shop,
    account: account?._id ?? null,
    name,
    email,
    phone: phone === undefined ? null : sealPhone({ shop, mode: 'live' }, phone),
    role,
    extra: [...extra],
    limits: wanted.limits ?? defaultLimits[role],
    code: await nextCode(shop, tx),
    pin: pin === undefined ? null : hashPin(id, pin),
    status: invited && !active ? 'invited' : 'active',
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  try {
    await Staff.create([staff], { session: tx });
  } catch (error) {
    if (isDuplicate(error, 'account')) throw new Refused('taken', {}, { cause: error });
    throw error;
  }
  await audit(by.tenant, by.actor, { action: 'staff.added', subject: id, after: facts(staff) }, by.requestId, tx);
  if (staff.status === 'invited') await sendInvitation(staff, wanted.language, tx);
  return staff;
}

/**
 * Changes somebody. Whoever is disabled is signed out everywhere.
 *
 * @throws Refused `above_own_role`, `last_owner`, `version_stale`
 */
export async function updateStaff(
  by: By,
  id: string,
  change: z.infer<typeof StaffUpdate>,
  ifMatch: number | null,
  done: (staff: StaffMember, tx: ClientSession) => Promise<void>,
): Promise<StaffMember> {
  const { shop } = by.tenant;
  return inTransaction(async (tx) => {
    const before = await staffById(shop, id, tx);
    if (ifMatch !== null && ifMatch !== before.version) throw new Refused('version_stale');
    if (!mayManage(by.actor, before, change)) throw new Refused('above_own_role');
    await StaffBooks.updateOne({ _id: shop }, { $inc: { changes: 1 } }, { session: tx });
    const { pin, ...rest } = change;
    // An invitation is accepted by whoever was invited, not by whoever sent it.
    const status = change.status === 'active' && before.status === 'invited' ? 'invited' : change.status;
    const after = await Staff.findOneAndUpdate(
      { shop, _id: id, version: before.version },
      {
        $set: {
          ...rest,
          ...(status === undefined ? {} : { status }),
          ...(pin === undefined ? {} : { pin: pin === null ? null : hashPin(id, pin) }),
          updatedAt: clock.now(),
        },
        $inc: { version: 1 },
      },
      { session: tx, returnDocument: 'after' },
    ).lean<StaffRecord>();
    if (!after) throw new Refused('version_stale');
    await keepAnOwner(shop, tx);
    if (after.status === 'disabled') {
      await endSessions({ shop, staff: id }, 'disabled', tx);
      await dropLinks(id, tx);
    }
    const deed = { action: 'staff.updated', subject: id, ...changed(facts(before), facts(after), pin !== undefined) };
    await audit(by.tenant, by.actor, deed, by.requestId, tx);
    afterCommit(tx, forgetSignedIn);
    const answer = toStaff(after);
    await done(answer, tx);
    return answer;
  });
}

async function keepAnOwner(shop: string, tx: ClientSession): Promise<void> {
  if (!(await Staff.exists({ shop, role: 'owner', status: 'active' }).session(tx))) throw new Refused('last_owner');
}

async function nextCode(shop: string, tx: ClientSession): Promise<string> {
  const book = await StaffBooks.findOneAndUpdate(
    { _id: shop },
    { $inc: { codes: 1, changes: 1 } },
    { upsert: true, returnDocument: 'after', session: tx },
  ).lean<{ codes: number }>();
  return `C${String(book.codes).padStart(3, '0')}`;
}

const facts = ({ name, role, extra, limits, status }: StaffRecord): Record<string, unknown> => ({
  ...{ name, role, extra: [...extra], status },
  limits: { refund: limits.refund, discount: limits.discount },
});

/** Only what differs. That a PIN changed is said, what it is never. */
function changed(before: Record<string, unknown>, after: Record<string, unknown>, pin: boolean) {
  const differ = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const only = (all: Record<string, unknown>) => Object.fromEntries(differ.map((name) => [name, all[name]]));
  return { before: only(before), after: { ...only(after), ...(pin ? { pin: 'changed' } : {}) } };
}

/** Sends the invitation again. @throws Refused `taken` when it was accepted already, or there is nowhere to send it. */
export async function inviteAgain(
  by: By,
  id: string,
  done: (staff: StaffMember, tx: ClientSession) => Promise<void>,
): Promise<StaffMember> {
  return inTransaction(async (tx) => {
    const staff = await staffById(by.tenant.shop, id, tx);
    if (!mayManage(by.actor, staff, {})) throw new Refused('above_own_role');
    if (staff.status !== 'invited') throw new Refused('taken');
    await sendInvitation(staff, undefined, tx);
    await audit(by.tenant, by.actor, { action: 'staff.invited', subject: id }, by.requestId, tx);
    const answer = toStaff(staff);
    await done(answer, tx);
    return answer;
  });
}

/** One's own PIN. */
export async function setPin(by: By, pin: string): Promise<void> {
  const id = by.actor.id ?? '';
  await inTransaction(async (tx) => {
    const { matchedCount } = await Staff.updateOne(
      { shop: by.tenant.shop, _id: id },
      { $set: { pin: hashPin(id, pin), updatedAt: clock.now() }, $inc: { version: 1 } },
      { session: tx },
    );
    if (matchedCount === 0) throw new Refused('not_found');
    await audit(by.tenant, by.actor, { action: 'staff.pin_changed', subject: id }, by.requestId, tx);
  });
}
