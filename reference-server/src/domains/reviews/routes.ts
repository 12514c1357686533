import type { Handlers } from '../../platform/context.js';
import { pageById } from '../../platform/cursors.js';
import { Refused } from '../../platform/refusals.js';
import { findReview, findReviews } from '../payments/reviews.js';
import { accept, giveBack, reject } from './decide.js';
import { caseOf, toReview } from './present.js';

export const handlers = {
  async listPaymentReviews({ tenant, query }) {
    const open = query.open === undefined ? null : query.open === 'true';
    const page = await pageById(tenant, `reviews ${open}`, query, (last, limit) =>
      findReviews(tenant, open, last, limit),
    );
    return {
      ...page,
      data: await Promise.all(page.data.map(async (review) => toReview(await caseOf(tenant, review)))),
    };
  },

  async getPaymentReview({ tenant, params }) {
    const review = await findReview(tenant, params.review);
    if (!review) throw new Refused('not_found');
    return toReview(await caseOf(tenant, review));
  },

  acceptPaymentReview: ({ tenant, params, body, remember, ...asker }) =>
    accept(tenant, asker, params.review, body, remember),
  rejectPaymentReview: ({ tenant, params, body, remember, ...asker }) =>
    reject(tenant, asker, params.review, body, remember),
  refundPaymentReview: ({ tenant, params, body, remember, ...asker }) =>
    giveBack(tenant, asker, params.review, body, remember),
} satisfies Handlers<
  'listPaymentReviews' | 'getPaymentReview' | 'acceptPaymentReview' | 'rejectPaymentReview' | 'refundPaymentReview'
>;
