import type { MoneyReceipt } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import type { Handlers } from '../../platform/context.js';
import { olderThan, pageById } from '../../platform/cursors.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { stockQueue } from '../inventory/service.js';
import { claimFor } from './claim.js';
import { MoneyReceipts, type MoneyReceiptRecord } from './model.js';

export const handlers = {
  async listMoneyReceipts({ tenant, query }) {
    const filter = query.state ? { state: query.state } : {};
    const list = `money receipts ${JSON.stringify(filter)}`;
    const page = await pageById(tenant, list, query, (last, limit) =>
      MoneyReceipts.find({ ...owned(tenant), ...filter, ...olderThan(last) })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<MoneyReceiptRecord[]>(),
    );
    return { ...page, data: page.data.map(toMoneyReceipt) };
  },

  claimMoneyReceipt: ({ tenant, actor, params, body, remember }) =>
    claim(tenant, actor, params.receipt, body.order, remember),
} satisfies Handlers<'listMoneyReceipts' | 'claimMoneyReceipt'>;

/**
 * Says what unmatched money was for. It pays for all of what the order owes, or for a part.
 *
 * @throws Refused `not_found`, `receipt_used`, `order_canceled`, `order_paid`, `amount_exceeds_due` (with `due`), `payment_in_progress`
 */
async function claim(
  tenant: Tenant,
  actor: Actor,
  id: string,
  orderId: string,
  remember: (answer: MoneyReceipt, tx: ClientSession) => Promise<void>,
): Promise<MoneyReceipt> {
  return inTransaction(
    async (tx) => {
      const after = await claimFor(tenant, actor, id, orderId, tx);
      const answer = toMoneyReceipt(after);
      await remember(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(tenant) },
  ).catch((error: unknown) => {
    throw isDuplicate(error, 'receiptNumber') ? new Refused('receipt_used') : error;
  });
}

function toMoneyReceipt(receipt: MoneyReceiptRecord): MoneyReceipt {
  const { receiptNumber, state, reason, shortcode, reference, order, payment } = receipt;
  return {
    id: receipt._id,
    receiptNumber,
    state,
    reason,
    amount: { amount: receipt.amount, currency: receipt.currency },
    shortcode,
    reference,
    payer: { name: receipt.payerName, phone: receipt.payerPhone },
    order,
    payment,
    claimedBy: receipt.claimedBy?.name ?? receipt.claimedBy?.id ?? null,
    paidAt: receipt.paidAt?.toISOString() ?? null,
    receivedAt: receipt.receivedAt.toISOString(),
  };
}
