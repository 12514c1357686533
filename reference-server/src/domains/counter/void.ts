import type { Order, VoidInput } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { freeUses } from '../discounts/service.js';
import { release, stockQueue } from '../inventory/service.js';
import { whoIs } from '../orders/notes.js';
import { toOrder } from '../orders/present.js';
import { findOrder, tell, type OrderRecord } from '../orders/service.js';
import { attemptInTheWay, withdrawPromises } from '../payments/service.js';
import { writeTakeBack } from '../refunds/create.js';
import { send } from '../refunds/send.js';
import { shiftById } from '../shifts/drawer.js';
import { needLimit } from '../staff/approvals.js';

interface Call {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string;
  readonly remember: (answer: Order, tx: ClientSession) => Promise<void>;
}

/**
 * Takes a sale back whole while its shift is open: the goods go back on sale, and the money goes back the way it came, out of that shift. One that is not
 * paid yet is canceled. After the shift is closed it is a refund.
 *
 * @throws Refused `not_found`, `wrong_state` for what was not sold at a counter or is voided already, `shift_closed`, `payment_in_progress`,
 *   `approval_required`, `approval_invalid`, `refund_method_unavailable` when M-Pesa cannot reverse its part.
 */
export async function voidSale(call: Call, id: string, input: VoidInput): Promise<Order> {
  const { tenant, actor, requestId, remember } = call;
  const written = await inTransaction(
    async (tx) => {
      const order = await findOrder(tenant, id, tx);
      if (!order) throw new Refused('not_found');
      await checkVoid(tenant, actor, order, tx);
      const kept = order.paid - (order.refunded ?? 0);
      const matter = { action: 'void', subject: id, amount: kept, by: actor } as const;
      const approver = kept > 0 ? await needLimit(tenant, matter, input.approval, tx) : null;
      const voided = {
        at: clock.now(),
        reason: input.reason,
        by: { id: actor.id, name: actor.name },
        approvedBy: approver && { id: approver.id, name: approver.name },
      };
      const back = await writeTakeBack(tenant, { actor, requestId }, order, { note: input.reason, voided }, tx);
      const who = { by: whoIs(actor), reason: input.reason };
      let after: OrderRecord;
      if (order.paidAt === null) {
        if (back.some(({ token }) => token !== null)) throw new Refused('payment_in_progress');
        await withdrawPromises(tenant, id, tx);
        await release(tenant, id, tx);
        await freeUses(tenant, order, tx);
        const change = { voided, status: 'canceled', canceledAt: voided.at, reservedUntil: null } as const;
        after = await tell(tenant, id, 'order.canceled', null, tx, { change, who });
      } else after = await tell(tenant, id, 'order.voided', null, tx, { change: { voided }, who });
      const noted = { total: kept, approvedBy: approver?.name ?? null };
      const deed = { action: 'order.voided', subject: id, after: noted, note: input.reason };
      await audit(tenant, actor, deed, requestId, tx);
      const answer = await toOrder(tenant, after, tx);
      await remember(answer, tx);
      return { answer, back };
    },
    { inTurn: stockQueue(tenant) },
  );
  for (const { refund, token } of written.back) if (token !== null) await send(tenant, refund, token);
  return written.answer;
}

async function checkVoid(tenant: Tenant, actor: Actor, order: OrderRecord, tx: ClientSession): Promise<void> {
  if (order.channel !== 'counter' || order.shift === null) throw new Refused('wrong_state', { state: order.channel });
  if (order.voided) throw new Refused('wrong_state', { state: 'voided' });
  if (order.status !== 'open') throw new Refused('wrong_state', { state: order.status });
  const shift = await shiftById(tenant, order.shift, tx);
  if (shift.cashier.id !== actor.id && !actor.permissions.has('shifts:read')) throw new Refused('not_found');
  const undecided = await attemptInTheWay(tenant, order._id, tx);
  if (undecided) throw new Refused('payment_in_progress', { payment: undecided._id });
  if ((order.refunding ?? 0) > 0) throw new Refused('payment_in_progress');
}
