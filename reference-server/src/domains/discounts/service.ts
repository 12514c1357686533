import { trusted, type ClientSession } from 'mongoose';
import type { Discount, DiscountInput, DiscountQuery, DiscountUpdate } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { olderThan, pageById } from '../../platform/cursors.js';
import { afterCommit, inTransaction, isDuplicate } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { forgetAutomatic } from './candidates.js';
import { Discounts, type DiscountRecord } from './model.js';
import { recount, tally } from './uses.js';

export { candidates, type Candidates } from './candidates.js';
export { countUses, freeUses, reserveUses, retakeUses, usesLeft, type Use } from './uses.js';

/** Who changes a discount, and what to do with the answer in the same transaction. */
export interface Edit<Answer> {
  tenant: Tenant;
  actor: Actor;
  requestId: string;
  done: (answer: Answer, tx: ClientSession) => Promise<void>;
}

/** @throws Refused `code_taken` */
export async function createDiscount(edit: Edit<Discount>, input: DiscountInput): Promise<Discount> {
  const { tenant } = edit;
  const now = clock.now();
  const record: DiscountRecord = {
    ...owned(tenant),
    ...input,
    ...{ _id: newId('discount', now), startsAt: toDate(input.startsAt), endsAt: toDate(input.endsAt) },
    ...{ uses: 0, version: 1, createdAt: now, updatedAt: now },
  };
  return write(edit, async (tx) => {
    await Discounts.create([record], { session: tx });
    await audit(
      tenant,
      edit.actor,
      { action: 'discount.created', subject: record._id, after: { ...input } },
      edit.requestId,
      tx,
    );
    return record;
  });
}

/** @throws Refused `not_found`, `version_stale`, `code_taken`, `validation_failed` */
export async function updateDiscount(
  edit: Edit<Discount>,
  id: string,
  changes: DiscountUpdate,
  ifMatch: number | null,
): Promise<Discount> {
  const { tenant } = edit;
  return write(edit, async (tx) => {
    const before = await findRecord(tenant, id, tx);
    if (ifMatch !== null && ifMatch !== before.version) throw new Refused('version_stale');
    const { startsAt, endsAt, ...rest } = changes;
    const set: Partial<DiscountRecord> = {
      ...(Object.fromEntries(
        Object.entries(rest).filter(([, value]) => value !== undefined),
      ) as Partial<DiscountRecord>),
      ...(startsAt === undefined ? {} : { startsAt: toDate(startsAt) }),
      ...(endsAt === undefined ? {} : { endsAt: toDate(endsAt) }),
      updatedAt: clock.now(),
    };
    const [from, to] = [set.startsAt ?? before.startsAt, set.endsAt ?? before.endsAt];
    if (set.startsAt !== null && set.endsAt !== null && from && to && from >= to)
      throw invalid('endsAt', 'custom', 'must be after startsAt');
    const limits = (record: Partial<DiscountRecord>) => Boolean(record.usageLimit) || Boolean(record.customerLimit);
    if (limits(set) && !(before.usageLimit && before.customerLimit)) set.uses = await recount(tenant, id, tx);
    const uses = set.uses ?? before.uses;
    if (typeof set.usageLimit === 'number' && set.usageLimit < uses)
      throw invalid('usageLimit', 'too_small', `must be at least ${uses}, the uses so far; switch it off to end it`);
    const after = await Discounts.findOneAndUpdate(
      { ...owned(tenant), _id: id, version: before.version },
      { $set: set, $inc: { version: 1 } },
      { session: tx, returnDocument: 'after' },
    ).lean<DiscountRecord>();
    if (!after) throw new Refused('version_stale');
    const named = Object.keys(changes) as (keyof DiscountUpdate)[];
    const only = (record: DiscountRecord) => Object.fromEntries(named.map((name) => [name, record[name]]));
    const deed = { action: 'discount.changed', subject: id, before: only(before), after: only(after) };
    await audit(tenant, edit.actor, deed, edit.requestId, tx);
    return after;
  });
}

/** @throws Refused `not_found` */
export async function deleteDiscount(edit: Omit<Edit<never>, 'done'>, id: string): Promise<void> {
  const { tenant } = edit;
  await inTransaction(async (tx) => {
    const before = await findRecord(tenant, id, tx);
    await Discounts.deleteOne({ ...owned(tenant), _id: id }, { session: tx });
    const { title, code, benefit } = before;
    const deed = { action: 'discount.deleted', subject: id, before: { title, code, benefit } };
    await audit(tenant, edit.actor, deed, edit.requestId, tx);
    afterCommit(tx, () => forgetAutomatic(tenant));
  });
}

async function write(
  { tenant, done }: Edit<Discount>,
  make: (tx: ClientSession) => Promise<DiscountRecord>,
): Promise<Discount> {
  try {
    return await inTransaction(async (tx) => {
      const record = await make(tx);
      const [answer] = await toDiscounts(tenant, [record], tx);
      if (!answer) throw new Error('one record makes one answer');
      await done(answer, tx);
      afterCommit(tx, () => forgetAutomatic(tenant));
      return answer;
    });
  } catch (error) {
    throw isDuplicate(error, 'code') ? new Refused('code_taken') : error;
  }
}

async function findRecord(tenant: Tenant, id: string, tx: ClientSession | null = null): Promise<DiscountRecord> {
  const record = await Discounts.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<DiscountRecord>();
  if (!record) throw new Refused('not_found');
  return record;
}

/** @throws Refused `not_found` */
export async function readDiscount(tenant: Tenant, id: string): Promise<Discount> {
  const [discount] = await toDiscounts(tenant, [await findRecord(tenant, id)]);
  if (!discount) throw new Error('one record makes one answer');
  return discount;
}

/** Newest first. */
export async function listDiscounts(tenant: Tenant, query: DiscountQuery) {
  const { code, kind, active } = query;
  const list = `discounts ${JSON.stringify([code, kind, active])}`;
  const found = await pageById(tenant, list, query, (last, limit) =>
    Discounts.find({
      ...owned(tenant),
      ...olderThan(last),
      ...(active === undefined ? {} : { active: active === 'true' }),
      ...(kind === 'automatic' ? { code: null } : kind === 'coupon' ? { code: trusted({ $ne: null }) } : {}),
      ...(code === undefined ? {} : { code }),
    })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<DiscountRecord[]>(),
  );
  return { ...found, data: await toDiscounts(tenant, found.data) };
}

async function toDiscounts(
  tenant: Tenant,
  records: readonly DiscountRecord[],
  tx: ClientSession | null = null,
): Promise<Discount[]> {
  if (records.length === 0) return [];
  const counts = await tally(
    tenant,
    records.map(({ _id }) => _id),
    tx,
  );
  const now = clock.now();
  return records.map((record) => {
    const { _id: id, title, code, benefit, minimumSpend, products, categories, weekdays, hours } = record;
    const { usageLimit, customerLimit, stackable, active, version } = record;
    const { used, reserved } = counts.get(id) ?? { used: 0, reserved: 0 };
    return {
      ...{ id, title, code, benefit, minimumSpend, products, categories, weekdays, hours },
      ...{ usageLimit, customerLimit, stackable, active, version },
      startsAt: record.startsAt?.toISOString() ?? null,
      endsAt: record.endsAt?.toISOString() ?? null,
      state: stateOf(record, used, now),
      used,
      reserved,
      createdAt: record.createdAt.toISOString(),
      updatedAt: record.updatedAt.toISOString(),
    };
  });
}

function stateOf(record: DiscountRecord, used: number, now: Date): Discount['state'] {
  if (!record.active) return 'off';
  if (record.endsAt && now >= record.endsAt) return 'ended';
  if (record.usageLimit !== null && used >= record.usageLimit) return 'used_up';
  return record.startsAt && now < record.startsAt ? 'scheduled' : 'active';
}

const toDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));
