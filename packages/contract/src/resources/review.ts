import { z } from 'zod';
import { id, Instant, limits, Money, page, PageQuery, Phone, text } from '../primitives.js';
import { ApprovalId } from './approval.js';
import { Payment } from './payment.js';
import { Refund, RefundMethod } from './refund.js';

export const ReviewDecision = z
  .enum(['accepted', 'rejected', 'refunded'])
  .meta({ id: 'ReviewDecision', description: 'What a person decided.' });

export const PaymentReview = z
  .object({
    id: id('review'),
    reason: z.string().meta({
      description: 'Why a person has to look: a stable word.',
      examples: ['stock_gone', 'second_payment', 'callback_amount_differs', 'not_found'],
    }),
    order: id('order'),
    orderNumber: z.string(),
    amount: Money.meta({ description: 'What it is about.' }),
    payment: Payment,
    refund: Refund.nullable().meta({ description: 'The refund in doubt; null when it is the payment itself.' }),
    can: z
      .array(z.enum(['accept', 'reject', 'refund']))
      .meta({ description: 'What can be decided now. Empty when it has been.' }),
    decision: ReviewDecision.nullable(),
    by: z.string().nullable(),
    note: z.string().nullable(),
    createdAt: Instant,
    resolvedAt: Instant.nullable(),
  })
  .meta({ id: 'PaymentReview', description: 'Money that a person has to decide about.' });
export type PaymentReview = z.infer<typeof PaymentReview>;

export const ReviewQuery = PageQuery.extend({
  open: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Only what is still to be decided, or only the rest.' }),
});
export const PaymentReviewPage = page('PaymentReviewPage', PaymentReview);

const common = {
  note: text(limits.note).optional().meta({ description: 'Why, for whoever looks later.' }),
  approval: ApprovalId.optional(),
};

export const ReviewAccept = z
  .strictObject({
    receiptNumber: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z][A-Z0-9]{9}$/, 'must be an M-Pesa receipt number such as UKO8F2K9QX')
      .optional()
      .meta({ description: 'The provider’s proof, as the portal shows it.' }),
    ...common,
  })
  .meta({ id: 'ReviewAccept', description: 'The money did move.' });
export type ReviewAccept = z.output<typeof ReviewAccept>;

export const ReviewReject = z
  .strictObject(common)
  .meta({ id: 'ReviewReject', description: 'The money did not move, or there is nothing to do.' });
export type ReviewReject = z.output<typeof ReviewReject>;

export const ReviewRefund = z
  .strictObject({ method: RefundMethod.optional(), phone: Phone.optional(), ...common })
  .meta({ id: 'ReviewRefund', description: 'Give the money back.' });
export type ReviewRefund = z.output<typeof ReviewRefund>;
