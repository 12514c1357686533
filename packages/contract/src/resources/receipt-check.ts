import { z } from 'zod';
import { id, Instant, Money } from '../primitives.js';

export const ReceiptCheckState = z.enum(['asking', 'applied', 'refused', 'unanswered']).meta({
  id: 'ReceiptCheckState',
  description:
    'asking: M-Pesa has been asked. applied: the money paid for the order, or for a part of it. refused: it cannot, `reason` says why. unanswered: M-Pesa did not say; a late answer still counts, and it can be asked again.',
});
export type ReceiptCheckState = z.infer<typeof ReceiptCheckState>;

export const ReceiptCheckReason = z
  .enum([
    'not_found',
    'not_completed',
    'other_shop',
    'other_order',
    'amount_differs',
    'too_old',
    'already_used',
    'order_paid',
    'order_canceled',
    'undecided',
    'no_answer',
  ])
  .meta({
    id: 'ReceiptCheckReason',
    description:
      'not_found: M-Pesa knows no such payment to this shop. not_completed: it was cancelled, declined or given back. other_shop: another pay bill or till got it. other_order: the account number names another order. amount_differs: not what is asked for; the shop has been told. too_old: paid before the order was made. undecided: another attempt is being looked at. no_answer: M-Pesa did not say.',
  });
export type ReceiptCheckReason = z.infer<typeof ReceiptCheckReason>;

export const ReceiptCheckInput = z
  .strictObject({
    receipt: z
      .string()
      .trim()
      .min(10)
      .max(1_000)
      .meta({
        description: 'M-Pesa’s receipt number, or the whole message that holds it.',
        examples: ['UKO8F2K9QX', 'UKO8F2K9QX Confirmed. Ksh250.00 paid to DUKA LA MAMA on 24/11/26 at 9:30 AM.'],
      }),
  })
  .meta({ id: 'ReceiptCheckInput', description: 'What the payer’s phone shows.' });
export type ReceiptCheckInput = z.output<typeof ReceiptCheckInput>;

export const ReceiptCheck = z
  .object({
    id: id('receiptCheck'),
    order: id('order'),
    receiptNumber: z.string(),
    state: ReceiptCheckState,
    reason: ReceiptCheckReason.nullable(),
    amount: Money.nullable().meta({ description: 'What M-Pesa says was paid; null until it has said so.' }),
    payment: id('payment').nullable().meta({ description: 'The payment that it became.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'ReceiptCheck', description: 'A receipt that somebody showed, and what M-Pesa says of it.' });
export type ReceiptCheck = z.infer<typeof ReceiptCheck>;
