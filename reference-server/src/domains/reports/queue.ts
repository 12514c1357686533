import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { trusted } from '../../platform/database.js';
import { Queue, type FactKind } from './model.js';

/**
 * Notes that something happened which reports count: an order paid in full, money taken or given back, an attempt that ended, a refund that succeeded.
 * Call it in the transaction in which it happens, once for each; a few seconds later it is in the reports.
 *
 * @param subject Id of the order, ledger entry, payment or refund.
 */
export async function toCount(tenant: Tenant, kind: FactKind, subject: string, tx: ClientSession): Promise<void> {
  await Queue.create([{ ...owned(tenant), _id: `${kind}/${subject}`, kind, subject, at: clock.now() }], {
    session: tx,
  });
}

/** Whether something has waited longer than it should. */
export async function isBehind(tenant: Tenant, now: Date): Promise<boolean> {
  const before = new Date(now.getTime() - 5_000);
  return (await Queue.exists({ ...owned(tenant), at: trusted({ $lt: before }) })) !== null;
}
