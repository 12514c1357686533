import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { PaymentReview, ReviewAccept, ReviewRefund, ReviewReject } from '../types.js';

/**
 * Which reviews.
 *
 * @public
 */
export interface PaymentReviewQuery {
  /** Only what is still to be decided, or only the rest. */
  open?: boolean | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Money that a person has to decide about. Needs a secret key. `review.can` says what can be decided.
 *
 * @public
 */
export class PaymentReviews extends Resource {
  /**
   * Newest first. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const review of duka.paymentReviews.list({ open: true })) show(review.reason, review.can);
   * ```
   * @see `GET /api/payment-reviews`
   */
  list(query: PaymentReviewQuery = {}, options?: CallOptions): Page<PaymentReview> {
    return this.pages<PaymentReview>('/payment-reviews', query, options);
  }

  /**
   * A review as it stands.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * const { can } = await duka.paymentReviews.get('rev_…');
   * ```
   * @see `GET /api/payment-reviews/{review}`
   */
  get(review: string, options?: CallOptions): Promise<PaymentReview> {
    return this.read<PaymentReview>(path`/payment-reviews/${review}`, options);
  }

  /**
   * The money did move: credits the payment, uses unapplied money for its order, or counts the refund as done.
   *
   * @throws DukaConflictError `review_decided`, `review_unfit`; DukaAuthError `approval_required`.
   * @example
   * ```ts
   * await duka.paymentReviews.accept(review.id, { receiptNumber: 'UKO8F2K9QX' });
   * ```
   * @see `POST /api/payment-reviews/{review}/accept`
   */
  accept(review: string, input: ReviewAccept = {}, options?: CallOptions): Promise<PaymentReview> {
    return this.call({ method: 'POST', path: path`/payment-reviews/${review}/accept`, body: input }, options);
  }

  /**
   * The money did not move: fails the payment or the refund.
   *
   * @throws as `accept`
   * @example
   * ```ts
   * await duka.paymentReviews.reject(review.id, { note: 'not in the portal' });
   * ```
   * @see `POST /api/payment-reviews/{review}/reject`
   */
  reject(review: string, input: ReviewReject = {}, options?: CallOptions): Promise<PaymentReview> {
    return this.call({ method: 'POST', path: path`/payment-reviews/${review}/reject`, body: input }, options);
  }

  /**
   * Gives unapplied money back.
   *
   * @throws as `accept`, and DukaConflictError `refund_method_unavailable`.
   * @example
   * ```ts
   * await duka.paymentReviews.refund(review.id, { method: 'cash' });
   * ```
   * @see `POST /api/payment-reviews/{review}/refund`
   */
  refund(review: string, input: ReviewRefund = {}, options?: CallOptions): Promise<PaymentReview> {
    return this.call({ method: 'POST', path: path`/payment-reviews/${review}/refund`, body: input }, options);
  }
}
