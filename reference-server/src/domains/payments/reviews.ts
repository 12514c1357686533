import { trusted, type ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { clock } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import { log } from '../../platform/log.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Reviews, type ReviewRecord } from './model.js';

/** What a person has to look at: a payment, or a refund of one. */
export interface ReviewSubject {
  readonly payment: string;
  readonly order: string;
  readonly refund?: string;
}

/** Puts it on the list of what a person has to look at; once per reason. */
export async function openReview(
  tenant: Tenant,
  { payment, order, refund }: ReviewSubject,
  reason: string,
  tx: ClientSession,
): Promise<void> {
  log.warn({ event: 'review opened', payment, order, refund, code: reason }, 'money needs a person');
  const fresh = { _id: newId('review'), order, createdAt: clock.now() };
  await Reviews.updateOne(
    { ...owned(tenant), payment, reason, refund: refund ?? null },
    { $setOnInsert: { ...fresh, resolvedAt: null, decision: null, by: null, note: null } },
    { session: tx, upsert: true },
  );
}

/** Closes all that is open about a payment, or about one refund of it: what it was opened for has been decided. */
export async function resolveReviews(
  tenant: Tenant,
  about: { payment: string; refund?: string | null },
  decision: NonNullable<ReviewRecord['decision']>,
  { id, name }: Pick<Actor, 'id' | 'name'>,
  note: string | undefined,
  tx: ClientSession,
): Promise<void> {
  await Reviews.updateMany(
    { ...owned(tenant), payment: about.payment, refund: about.refund ?? null, resolvedAt: null },
    { $set: { resolvedAt: clock.now(), decision, by: { id, name }, note: note ?? null } },
    { session: tx },
  );
}

/** The money was not given back after all: it waits for a decision again. */
export async function reopenReviews(tenant: Tenant, payment: string, tx: ClientSession): Promise<void> {
  await Reviews.updateMany(
    { ...owned(tenant), payment, refund: null, decision: 'refunded' },
    { $set: { resolvedAt: null, decision: null, by: null } },
    { session: tx },
  );
}

export async function findReview(
  tenant: Tenant,
  id: string,
  tx: ClientSession | null = null,
): Promise<ReviewRecord | null> {
  return Reviews.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<ReviewRecord>();
}

/** Reviews of a shop, newest first; `before` is the last id of the page before. */
export async function findReviews(
  tenant: Tenant,
  open: boolean | null,
  before: string | null,
  limit: number,
): Promise<ReviewRecord[]> {
  return Reviews.find({
    ...owned(tenant),
    ...(open === null ? {} : { resolvedAt: open ? null : trusted({ $ne: null }) }),
    ...(before ? { _id: trusted({ $lt: before }) } : {}),
  })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<ReviewRecord[]>();
}
