import type { Order } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { freeUses } from '../discounts/service.js';
import { release, stockQueue } from '../inventory/service.js';
import { attemptInTheWay, withdrawPromises } from '../payments/service.js';
import { whoIs } from './notes.js';
import { toOrder } from './present.js';
import type { FulfilmentRecord } from './model.js';
import { openOrder, tell, type OrderOpener, type OrderRecord } from './service.js';

/**
 * Cancels an order that is not paid and gives its goods back. An order that is canceled already stays so.
 *
 * @throws Refused `not_found`, `order_paid`, `payment_in_progress` (with `payment`): a phone may be asking for the PIN right now,
 *   `wrong_state` when some of it has been handed over.
 */
export async function cancelOrder(
  tenant: Tenant,
  id: string,
  opener: OrderOpener,
  by: { readonly actor: Actor; readonly requestId: string | null; readonly reason: string | undefined },
  remember: (answer: Order, tx: ClientSession) => Promise<void>,
): Promise<Order> {
  return inTransaction(
    async (tx) => {
      const order = await openOrder(tenant, id, opener, tx);
      // What was paid in part has to be given back first.
      const kept = order.paid - (order.refunded ?? 0) + (order.refunding ?? 0);
      if (order.paidAt !== null || kept > 0) throw new Refused('order_paid');
      // What has left is paid later, or comes back.
      if (order.fulfilmentStatus !== 'unfulfilled') throw new Refused('wrong_state', { state: order.fulfilmentStatus });
      let after = order;
      if (order.status === 'open') {
        const undecided = await attemptInTheWay(tenant, id, tx);
        if (undecided) throw new Refused('payment_in_progress', { payment: undecided._id });
        await withdrawPromises(tenant, id, tx);
        await release(tenant, id, tx);
        await freeUses(tenant, order, tx);
        after = await tell(tenant, id, 'order.canceled', null, tx, {
          change: { fulfilments: unpacked(order), status: 'canceled', canceledAt: clock.now(), reservedUntil: null },
          who: { by: whoIs(by.actor), ...(by.reason === undefined ? {} : { reason: by.reason }) },
          expect: { status: 'open', paymentStatus: order.paymentStatus },
        });
        const deed = { action: 'order.canceled', subject: id, note: by.reason };
        if (opener === 'shop') await audit(tenant, by.actor, deed, by.requestId, tx);
      }
      const answer = await toOrder(tenant, after, tx);
      await remember(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(tenant) },
  );
}

/** What was packed for it goes back to the shelf. */
const unpacked = (order: OrderRecord): FulfilmentRecord[] =>
  (order.fulfilments ?? []).map((one) => ({ ...one, state: 'canceled' }));
