import type { Handlers } from '../../platform/context.js';
import { cursors, toPage } from '../../platform/cursors.js';
import { Refused } from '../../platform/refusals.js';
import { findReview, findReviews } from '../payments/reviews.js';
import { accept, giveBack, reject } from './decide.js';
import { caseOf, toReview } from './present.js';

export const handlers = {
  async listPaymentReviews({ tenant, query }) {
    const { limit = 20, after, open } = query;
    const list = `reviews ${open ?? ''}`;
    const before = after === undefined ? null : cursors.read(tenant, list, after);
    if (before !== null && typeof before !== 'string') throw new Refused('cursor_invalid');
    const rows = await findReviews(tenant, open === undefined ? null : open === 'true', before, limit + 1);
    const { data, ...rest } = toPage(
      rows,
      limit,
      (review) => review,
      (review) => cursors.make(tenant, list, review._id),
    );
    return { data: await Promise.all(data.map(async (review) => toReview(await caseOf(tenant, review)))), ...rest };
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
