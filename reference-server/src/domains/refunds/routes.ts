import type { Handlers } from '../../platform/context.js';
import { pageById } from '../../platform/cursors.js';
import { Refused } from '../../platform/refusals.js';
import { openOrder } from '../orders/service.js';
import { refundOrder, refundPayment } from './create.js';
import { findRefund, findRefunds, refundsOf, toRefund } from './present.js';

export const handlers = {
  refundOrder: ({ tenant, params, body, remember, ...asker }) =>
    refundOrder(tenant, asker, params.order, body, remember),

  refundPayment: ({ tenant, params, body, remember, ...asker }) =>
    refundPayment(tenant, asker, params.payment, body, remember),

  async listOrderRefunds({ tenant, params, opener }) {
    const order = await openOrder(tenant, params.order, opener);
    const to = opener === 'shop' ? 'shop' : 'buyer';
    return { data: (await refundsOf(tenant, order._id)).map((refund) => toRefund(refund, to)) };
  },

  async listRefunds({ tenant, query }) {
    const { state, method, order } = query;
    const filter = { ...(state ? { state } : {}), ...(method ? { method } : {}), ...(order ? { order } : {}) };
    const list = `refunds ${JSON.stringify(filter)}`;
    const page = await pageById(tenant, list, query, (last, limit) => findRefunds(tenant, filter, last, limit));
    return { ...page, data: page.data.map((refund) => toRefund(refund, 'shop')) };
  },

  async getRefund({ tenant, params }) {
    const refund = await findRefund(tenant, params.refund);
    if (!refund) throw new Refused('not_found');
    return toRefund(refund, 'shop');
  },
} satisfies Handlers<'refundOrder' | 'refundPayment' | 'listOrderRefunds' | 'listRefunds' | 'getRefund'>;
