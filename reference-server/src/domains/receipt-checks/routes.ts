import type { Handlers } from '../../platform/context.js';
import { Refused } from '../../platform/refusals.js';
import { owned } from '../../platform/tenancy.js';
import { openOrder } from '../orders/service.js';
import { checkReceipt } from './ask.js';
import { ReceiptChecks, type ReceiptCheckRecord } from './model.js';
import { toReceiptCheck } from './present.js';

export const handlers = {
  checkReceipt: ({ tenant, actor, params, opener, body, remember }) =>
    checkReceipt(tenant, actor, params.order, opener, body.receipt, remember),

  async getReceiptCheck({ tenant, params, opener }) {
    const order = await openOrder(tenant, params.order, opener);
    const check = await ReceiptChecks.findOne({
      ...owned(tenant),
      _id: params.check,
      order: order._id,
    }).lean<ReceiptCheckRecord>();
    if (!check) throw new Refused('not_found');
    return toReceiptCheck(check);
  },
} satisfies Handlers<'checkReceipt' | 'getReceiptCheck'>;
