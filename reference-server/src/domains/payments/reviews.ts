import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import { log } from '../../platform/log.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Reviews } from './model.js';

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
  await Reviews.updateOne(
    { ...owned(tenant), payment, reason, refund: refund ?? null },
    { $setOnInsert: { _id: newId('event'), order, createdAt: clock.now(), resolvedAt: null } },
    { session: tx, upsert: true },
  );
}
