import type { CashMovementInput, NewShift, Shift, ShiftClose, ShiftReport } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { stockQueue } from '../inventory/service.js';
import { locationNamed } from '../shops/locations.js';
import { shopOf } from '../shops/service.js';
import { needLimit } from '../staff/approvals.js';
import { findShift } from './drawer.js';
import { Shifts, type ShiftRecord } from './model.js';
import { figuresOfShift, reportOf, toShift } from './report.js';
import { countOf, varianceLimit } from './rules.js';

interface Call<Answer> {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string;
  readonly remember: (answer: Answer, tx: ClientSession) => Promise<void>;
}

const seesAll = (actor: Actor): boolean => actor.permissions.has('shifts:read');
const named = ({ id, name }: Actor) => ({ id, name });

/**
 * Opens a shift of whoever asks.
 *
 * @throws Refused `not_found` for a place that is not there, `shift_open` (with `shift`) while there is one at the till or of this person.
 */
export async function openShift(call: Call<Shift>, input: NewShift): Promise<Shift> {
  const { tenant, actor, requestId, remember } = call;
  const { currency } = await shopOf(tenant);
  const location = (await locationNamed(tenant, input.location))._id;
  const cashier = { id: actor.id ?? '', name: actor.name };
  const tillKey = `${location}/${input.till.toLowerCase()}`;
  const inTheWay = (tx: ClientSession | null) =>
    Shifts.findOne({ ...owned(tenant), state: 'open', tillKey }, { _id: 1 }, { session: tx })
      .lean()
      .then(
        (found) =>
          found ??
          Shifts.findOne(
            { ...owned(tenant), state: 'open', 'cashier.id': cashier.id },
            { _id: 1 },
            { session: tx },
          ).lean(),
      );
  return inTransaction(async (tx) => {
    const before = await inTheWay(tx);
    if (before) throw new Refused('shift_open', { shift: before._id });
    const now = clock.now();
    const shift: ShiftRecord = {
      ...owned(tenant),
      ...{ _id: newId('shift', now), state: 'open', location, till: input.till, tillKey, cashier },
      ...{ float: input.float, currency, cash: [], note: null, number: null, z: null },
      ...{ version: 1, createdAt: now, updatedAt: now, closedAt: null, closedBy: null },
    };
    await Shifts.create([shift], { session: tx });
    const after = { till: input.till, location, float: input.float };
    await audit(tenant, actor, { action: 'shift.opened', subject: shift._id, after }, requestId, tx);
    const answer = toShift(shift);
    await remember(answer, tx);
    return answer;
  }).catch(async (error: unknown) => {
    // Two who open at once: the index lets one in.
    if (!isDuplicate(error)) throw error;
    throw new Refused('shift_open', { shift: (await inTheWay(null))?._id });
  });
}

/** A shift of one's own, or anybody's for who may see them. @throws Refused `not_found` */
export async function seenShift(
  tenant: Tenant,
  actor: Actor,
  id: string,
  tx: ClientSession | null = null,
): Promise<ShiftRecord> {
  const shift = await findShift(tenant, id, tx);
  if (!shift || !(seesAll(actor) || shift.cashier.id === actor.id)) throw new Refused('not_found');
  return shift;
}

/** @throws Refused `not_found`, `shift_closed` */
export async function moveCash(call: Call<Shift>, id: string, input: CashMovementInput): Promise<Shift> {
  const { tenant, actor, requestId, remember } = call;
  return inTransaction(async (tx) => {
    await seenShift(tenant, actor, id, tx);
    const at = clock.now();
    const shift = await Shifts.findOneAndUpdate(
      { ...owned(tenant), _id: id, state: 'open' },
      { $push: { cash: { ...input, by: named(actor), at } }, $set: { updatedAt: at }, $inc: { version: 1 } },
      { session: tx, returnDocument: 'after' },
    ).lean<ShiftRecord>();
    if (!shift) throw new Refused('shift_closed');
    const after = { kind: input.kind, amount: input.amount };
    await audit(tenant, actor, { action: 'shift.cash', subject: id, after, note: input.reason }, requestId, tx);
    const answer = toShift(shift);
    await remember(answer, tx);
    return answer;
  });
}

/**
 * Closes a shift with what was counted, and writes its Z report, which never changes again. Whatever is sold at the same moment is in it, or finds the
 * shift closed.
 *
 * @throws Refused `not_found`, `shift_closed`, `approval_required` and `approval_invalid` where the count differs by more than the limit.
 */
export async function closeShift(call: Call<ShiftReport>, id: string, input: ShiftClose): Promise<ShiftReport> {
  const { tenant, actor, requestId, remember } = call;
  const denominations = input.denominations ?? null;
  const counted = input.counted ?? countOf(denominations ?? []);
  return inTransaction(
    async (tx) => {
      const open = await seenShift(tenant, actor, id, tx);
      if (open.state !== 'open') throw new Refused('shift_closed');
      const { cash } = await figuresOfShift(tenant, open, tx);
      const variance = Math.abs(counted - cash.expected);
      const matter = { action: 'adjustment', subject: id, amount: variance, by: actor } as const;
      const approver = variance > varianceLimit ? await needLimit(tenant, matter, input.approval, tx) : null;
      const last = await Shifts.findOne(
        { ...owned(tenant), tillKey: open.tillKey, state: 'closed' },
        { number: 1 },
        { session: tx },
      )
        .sort({ number: -1 })
        .lean();
      const now = clock.now();
      const closed: ShiftRecord = {
        ...open,
        ...{ state: 'closed', note: input.note ?? null, number: (last?.number ?? 0) + 1 },
        ...{ version: open.version + 1, updatedAt: now, closedAt: now, closedBy: named(actor) },
      };
      const approvedBy = approver && { id: approver.id, name: approver.name };
      const z = await reportOf(tenant, closed, { counted, denominations, approvedBy }, tx);
      const { state, note, number, closedAt, closedBy } = closed;
      const done = await Shifts.updateOne(
        { ...owned(tenant), _id: id, state: 'open', version: open.version },
        { $set: { state, note, number, closedAt, closedBy, updatedAt: now, z }, $inc: { version: 1 } },
        { session: tx },
      );
      if (done.matchedCount === 0) throw new Error(`shift ${id} moved under its own transaction`);
      const after = { number, counted, expected: cash.expected, approvedBy: approver?.name ?? null };
      await audit(tenant, actor, { action: 'shift.closed', subject: id, after, note: input.note }, requestId, tx);
      await remember(z, tx);
      return z;
    },
    { inTurn: stockQueue(tenant) },
  );
}

/** @throws Refused `not_found`; `forbidden` before the count, which is blind. */
export async function shiftReport(tenant: Tenant, actor: Actor, id: string): Promise<ShiftReport> {
  const shift = await seenShift(tenant, actor, id);
  if (shift.state === 'open' && !seesAll(actor)) throw new Refused('forbidden');
  return reportOf(tenant, shift, null);
}
