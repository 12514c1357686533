import { z } from 'zod';
import { id, Instant, MaskedPhone, Money, page, PageQuery } from '../primitives.js';

export const MoneyReceiptState = z.enum(['received', 'matched', 'unmatched']).meta({
  id: 'MoneyReceiptState',
  description:
    'received: stored, about to be looked at. matched: it paid for an order. unmatched: a person has to say what it was for.',
});
export type MoneyReceiptState = z.infer<typeof MoneyReceiptState>;

export const UnmatchedReason = z
  .enum([
    'unknown_reference',
    'ambiguous_reference',
    'underpaid',
    'overpaid',
    'order_paid',
    'order_canceled',
    'other_shortcode',
    'known_elsewhere',
    'unreadable',
  ])
  .meta({ id: 'UnmatchedReason', description: 'Why a receipt could not be used by itself.' });
export type UnmatchedReason = z.infer<typeof UnmatchedReason>;

export const MoneyReceipt = z
  .object({
    id: id('moneyReceipt'),
    receiptNumber: z.string().nullable().meta({ description: 'M-Pesa’s number; null when it could not be read.' }),
    state: MoneyReceiptState,
    reason: UnmatchedReason.nullable(),
    amount: Money,
    shortcode: z.string().meta({ description: 'Pay bill or till that was paid.' }),
    reference: z.string().meta({ description: 'What the payer typed as account number; empty at a till.' }),
    payer: z.object({ name: z.string().nullable(), phone: MaskedPhone.nullable() }),
    order: id('order').nullable(),
    payment: id('payment').nullable().meta({ description: 'The payment that it became.' }),
    claimedBy: z.string().nullable().meta({ description: 'Who said what it was for.' }),
    paidAt: Instant.nullable(),
    receivedAt: Instant,
  })
  .meta({ id: 'MoneyReceipt', description: 'Money that somebody paid to the pay bill or till from their own phone.' });
export type MoneyReceipt = z.infer<typeof MoneyReceipt>;

export const MoneyReceiptQuery = PageQuery.extend({ state: MoneyReceiptState.optional() });
export const MoneyReceiptPage = page('MoneyReceiptPage', MoneyReceipt);

export const ClaimInput = z
  .strictObject({ order: id('order') })
  .meta({ id: 'ClaimInput', description: 'The order that the money was for: all of what it owes, or a part.' });
