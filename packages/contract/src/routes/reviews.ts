import { id } from '../primitives.js';
import {
  PaymentReview,
  PaymentReviewPage,
  ReviewAccept,
  ReviewQuery,
  ReviewRefund,
  ReviewReject,
} from '../resources/review.js';
import type { Route } from '../route.js';

const review = { review: id('review') };
const deciding = {
  method: 'post',
  tag: 'Reviews',
  callers: ['secret', 'staff'],
  needs: 'payments:review',
  params: review,
  idempotency: 'required',
  status: 200,
  response: PaymentReview,
} as const;

export const reviewsRoutes = {
  listPaymentReviews: {
    method: 'get',
    path: '/api/payment-reviews',
    tag: 'Reviews',
    summary: 'Money that a person has to decide about, newest first',
    callers: ['secret', 'staff'],
    needs: 'payments:review',
    query: ReviewQuery,
    status: 200,
    response: PaymentReviewPage,
    refusals: ['cursor_invalid'],
  },
  getPaymentReview: {
    method: 'get',
    path: '/api/payment-reviews/{review}',
    tag: 'Reviews',
    summary: 'A review',
    callers: ['secret', 'staff'],
    needs: 'payments:review',
    params: review,
    status: 200,
    response: PaymentReview,
    refusals: ['not_found'],
  },
  acceptPaymentReview: {
    ...deciding,
    path: '/api/payment-reviews/{review}/accept',
    summary:
      'The money did move: credit the payment, use the unapplied money for its order, or count the refund as done',
    body: ReviewAccept,
    refusals: ['not_found', 'review_decided', 'review_unfit', 'approval_required', 'approval_invalid'],
  },
  rejectPaymentReview: {
    ...deciding,
    path: '/api/payment-reviews/{review}/reject',
    summary: 'The money did not move: fail the payment or the refund',
    body: ReviewReject,
    refusals: ['not_found', 'review_decided', 'review_unfit', 'approval_required', 'approval_invalid'],
  },
  refundPaymentReview: {
    ...deciding,
    path: '/api/payment-reviews/{review}/refund',
    summary: 'Give unapplied money back',
    body: ReviewRefund,
    refusals: [
      'not_found',
      'review_decided',
      'review_unfit',
      'refund_exceeds',
      'refund_method_unavailable',
      'approval_required',
      'approval_invalid',
    ],
  },
} as const satisfies Record<string, Route>;
