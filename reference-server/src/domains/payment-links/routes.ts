import type { Handlers } from '../../platform/context.js';
import { olderThan, pageById } from '../../platform/cursors.js';
import { Refused } from '../../platform/refusals.js';
import { owned } from '../../platform/tenancy.js';
import { PaymentLinks, type PaymentLinkRecord } from './model.js';
import { closeLink, createLink, findLink, payLink, toLink, toPublicLink } from './service.js';

export const handlers = {
  createPaymentLink: ({ tenant, body, remember, ...asker }) => createLink(tenant, asker, body, remember),

  async listPaymentLinks({ tenant, query }) {
    const page = await pageById(tenant, 'payment links', query, (last, limit) =>
      PaymentLinks.find({ ...owned(tenant), ...olderThan(last) })
        .sort({ _id: -1 })
        .limit(limit)
        .lean<PaymentLinkRecord[]>(),
    );
    return { ...page, data: await Promise.all(page.data.map((link) => toLink(tenant, link))) };
  },

  async getPaymentLink({ tenant, params }) {
    const link = await findLink(tenant, params.link);
    if (!link) throw new Refused('not_found');
    return toPublicLink(tenant, link);
  },

  payPaymentLink: ({ tenant, params, body, remember }) => payLink(tenant, params.link, body, remember),

  closePaymentLink: ({ tenant, params, remember, ...asker }) => closeLink(tenant, asker, params.link, remember),
} satisfies Handlers<
  'createPaymentLink' | 'listPaymentLinks' | 'getPaymentLink' | 'payPaymentLink' | 'closePaymentLink'
>;
