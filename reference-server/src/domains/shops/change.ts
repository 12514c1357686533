import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit, type Deed } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { afterCommit, inTransaction } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { Shops, type ShopRecord } from './model.js';
import { forgetShop } from './service.js';

/** What is to become of a shop, and how that stands in the audit log. */
export interface ShopChange<Answer> {
  readonly set: Partial<ShopRecord>;
  readonly deed: Deed;
  readonly answer: Answer;
}

/**
 * Changes a shop with its line in the audit log, one change after the other; this process knows of it at once, others within seconds.
 *
 * @param make Looks at the shop as it is and says what it becomes. It may run again after a conflict.
 * @throws Refused `not_found`, or what `make` refuses
 */
export function changeShop<Answer>(
  { tenant, actor, requestId }: { readonly tenant: Tenant; readonly actor: Actor; readonly requestId: string | null },
  make: (shop: ShopRecord, tx: ClientSession) => Promise<ShopChange<Answer>>,
): Promise<Answer> {
  return inTransaction(
    async (tx) => {
      // Written before it is read on: of two at once the second repeats, and sees what the first did.
      const shop = await Shops.findOneAndUpdate(
        { _id: tenant.shop },
        { $set: { updatedAt: clock.now() } },
        { session: tx },
      ).lean<ShopRecord>();
      if (!shop) throw new Refused('not_found');
      const { set, deed, answer } = await make(shop, tx);
      await Shops.updateOne({ _id: tenant.shop }, { $set: set }, { session: tx });
      await audit(tenant, actor, deed, requestId, tx);
      afterCommit(tx, () => forgetShop(tenant.shop));
      return answer;
    },
    { inTurn: `shop ${tenant.shop}` },
  );
}
