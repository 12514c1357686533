import { Schema, model, type ClientSession } from 'mongoose';
import type { ApprovalAction } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { clock } from '../../platform/clock.js';
import { trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned, tenancy, type Owned, type Tenant } from '../../platform/tenancy.js';
import { approvalLimit, within } from './rules.js';

/** What one person asks another to approve. */
export interface Matter {
  readonly action: ApprovalAction;
  /** Id of what it is done to: an order, a payment, a cart. */
  readonly subject: string;
  /** Minor units; for a discount, basis points. Null when it is about no amount. */
  readonly amount: number | null;
}

export interface ApprovalRecord extends Owned, Matter {
  _id: string;
  approver: Pick<Actor, 'id' | 'name' | 'role' | 'session'>;
  createdAt: Date;
  expiresAt: Date;
  /** Null until it is spent, once. */
  spentAt: Date | null;
  spentBy: string | null;
}

const schema = new Schema<ApprovalRecord>({
  _id: String,
  action: { type: String, required: true, immutable: true },
  subject: { type: String, required: true, immutable: true },
  amount: { type: Number, default: null, immutable: true },
  approver: { id: String, name: String, role: String, session: String },
  createdAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
  spentAt: { type: Date, default: null },
  spentBy: { type: String, default: null },
});
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, _id: 1 });
const Approvals = model('Approval', schema, 'approvals');

const lifeMs = 5 * 60_000;

/**
 * Writes down that somebody approves of one deed. Whether it really is they is for the caller to have found out.
 *
 * @throws Refused `forbidden` when they may not approve, or not so much.
 */
export async function grantApproval(
  tenant: Tenant,
  approver: Actor,
  matter: Matter,
  tx: ClientSession,
): Promise<ApprovalRecord> {
  if (approver.id === null || !approver.permissions.has('approve')) throw new Refused('forbidden');
  if (!within(approvalLimit(approver.limits, matter.action), matter.amount)) throw new Refused('forbidden');
  const now = clock.now();
  const { id, name, role, session } = approver;
  const approval: ApprovalRecord = {
    ...owned(tenant),
    _id: newId('approval'),
    ...{ action: matter.action, subject: matter.subject, amount: matter.amount },
    approver: { id, name, role, session },
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs),
    spentAt: null,
    spentBy: null,
  };
  await Approvals.create([approval], { session: tx });
  return approval;
}

/**
 * Uses an approval, in the transaction of the deed it is for. It is good once, for 5 minutes, for one subject, up to its amount.
 *
 * @param matter.by Who does the deed; never the person who approved it.
 * @throws Refused `approval_invalid` when there is no such approval, it has expired, was used, or is about something else.
 */
export async function spendApproval(
  tenant: Tenant,
  id: string,
  matter: Matter & { readonly by: Actor },
  tx: ClientSession,
): Promise<{ approver: Pick<Actor, 'id' | 'name' | 'role'> }> {
  const { action, subject, amount, by } = matter;
  const now = clock.now();
  const spent = await Approvals.findOneAndUpdate(
    {
      ...owned(tenant),
      ...{ _id: id, action, subject, spentAt: null },
      expiresAt: trusted({ $gt: now }),
      'approver.id': trusted({ $ne: by.id }),
      ...(amount === null ? {} : { amount: trusted({ $gte: amount }) }),
    },
    { $set: { spentAt: now, spentBy: by.id } },
    { session: tx },
  ).lean<ApprovalRecord>();
  if (!spent) throw new Refused('approval_invalid');
  const { name, role } = spent.approver;
  return { approver: { id: spent.approver.id, name, role } };
}

/**
 * Lets somebody go on who is within their own limit, or has an approval from somebody else. Call it in the transaction of the deed.
 *
 * @returns Who approved; null when nobody had to.
 * @throws Refused `approval_required` above the limit without an approval, `approval_invalid` with one that does not fit.
 * @example const approver = await needLimit(tenant, { action: 'refund', subject: order._id, amount, by: actor }, body.approval, tx);
 */
export async function needLimit(
  tenant: Tenant,
  matter: Matter & { readonly by: Actor },
  approval: string | null | undefined,
  tx: ClientSession,
): Promise<Pick<Actor, 'id' | 'name' | 'role'> | null> {
  const limit = approvalLimit(matter.by.limits, matter.action);
  if (within(limit, matter.amount)) return null;
  if (!approval) throw new Refused('approval_required', { approval: { action: matter.action, limit } });
  return (await spendApproval(tenant, approval, matter, tx)).approver;
}
