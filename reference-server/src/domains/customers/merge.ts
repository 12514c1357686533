import type { CustomerRecord } from '@smartduka/contract';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import { owned } from '../../platform/tenancy.js';
import { giveOrders } from '../orders/people.js';
import { Customers, type StoredCustomer } from './model.js';
import { openCustomer, type Edit } from './service.js';
import { toCustomerRecord } from './view.js';

/**
 * Brings another record of the same person into this one: its orders, tags, notes and what was said about offers. Its id and its phone lead here
 * from then on. Which orders moved stands in the audit log.
 *
 * @throws Refused `not_found`, `customer_erased`
 */
export async function mergeCustomer(
  edit: Edit,
  id: string,
  { customer: other, reason }: { customer: string; reason: string },
): Promise<CustomerRecord> {
  const { tenant, actor, requestId, remember } = edit;
  return inTransaction(
    async (tx) => {
      const [kept, gone] = [await openCustomer(tenant, id, tx), await openCustomer(tenant, other, tx)];
      if (kept._id === gone._id) {
        const same = toCustomerRecord(kept, false);
        await remember(same, tx);
        return same;
      }
      if (kept.erasedAt ?? gone.erasedAt) throw new Refused('customer_erased');
      const now = clock.now();
      const consents = [...kept.consents, ...gone.consents].sort((a, b) => a.at.getTime() - b.at.getTime());
      const after = await Customers.findOneAndUpdate(
        { ...owned(tenant), _id: kept._id, version: kept.version },
        {
          $set: {
            ...(kept.name === null && gone.name ? { name: gone.name, nameKey: gone.nameKey } : {}),
            email: kept.email ?? gone.email,
            language: kept.language ?? gone.language,
            notes: [kept.notes, gone.notes].filter(Boolean).join('\n') || null,
            tags: [...new Set([...kept.tags, ...gone.tags])],
            ...{ consents, updatedAt: now },
          },
          $inc: { version: 1 },
        },
        { session: tx, returnDocument: 'after' },
      ).lean<StoredCustomer>();
      const moved = await Customers.updateOne(
        { ...owned(tenant), _id: gone._id, version: gone.version },
        { $set: { mergedInto: kept._id, updatedAt: now }, $inc: { version: 1 } },
        { session: tx },
      );
      if (!after || moved.matchedCount === 0) throw new Refused('version_stale');
      // Whoever became part of the one that goes now leads straight to the one that stays.
      await Customers.updateMany(
        { ...owned(tenant), mergedInto: gone._id },
        { $set: { mergedInto: kept._id } },
        { session: tx },
      );
      const orders = await giveOrders(tenant, gone._id, kept._id, tx);
      const deed = { action: 'customer.merged', subject: kept._id, note: reason, after: { merged: gone._id, orders } };
      await audit(tenant, actor, deed, requestId, tx);
      const answer = toCustomerRecord(after, false);
      await remember(answer, tx);
      return answer;
    },
    { inTurn: `customers ${tenant.shop}` },
  );
}
