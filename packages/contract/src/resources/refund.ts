import { z } from 'zod';
import { id, Instant, limits, MaskedPhone, Money, page, PageQuery, Phone, text } from '../primitives.js';
import { ApprovalId } from './approval.js';
import { Quantity, TaxLine } from './cart.js';
import { VatClass } from './catalog.js';

/** Where a refund stands. `succeeded` and `failed` are final. */
export const RefundState = z
  .enum(['created', 'requesting', 'pending', 'confirming', 'unknown', 'needs_review', 'succeeded', 'failed'])
  .meta({
    id: 'RefundState',
    description:
      'created → requesting (asking M-Pesa) → pending (taken in by M-Pesa) → confirming (an outcome was claimed, we are checking) → succeeded or failed. unknown: no answer, the money may have gone. needs_review: a person decides. What is given by hand succeeds at once.',
  });
export type RefundState = z.infer<typeof RefundState>;

export const RefundMethod = z.enum(['mpesa_reversal', 'mpesa_payout', 'cash', 'other']).meta({
  id: 'RefundMethod',
  description:
    'How money goes back: a whole M-Pesa payment reversed, an M-Pesa payout to a phone (B2C, at least KES 10), cash from the drawer, or another way by hand.',
});
export type RefundMethod = z.infer<typeof RefundMethod>;

export const RefundReason = z
  .enum(['returned', 'damaged', 'wrong_item', 'not_delivered', 'price_adjustment', 'double_payment', 'other'])
  .meta({ id: 'RefundReason', description: 'Why money is given back.' });
export type RefundReason = z.infer<typeof RefundReason>;

export const RefundLine = z
  .object({
    line: id('line').meta({ description: 'The line of the order.' }),
    product: id('product'),
    variant: id('variant'),
    title: z.string(),
    sku: z.string(),
    quantity: Quantity,
    amount: Money.meta({ description: 'Share of the line’s total, VAT included.' }),
    vatClass: VatClass,
    taxRate: z.int().meta({ description: 'Basis points.' }),
    tax: Money.meta({ description: 'VAT inside `amount`, from the stored line.' }),
    restock: z.boolean().meta({ description: 'The goods go back on sale.' }),
  })
  .meta({ id: 'RefundLine', description: 'Goods taken back.' });

export const Refund = z
  .object({
    id: id('refund'),
    order: id('order'),
    of: z
      .enum(['order', 'unapplied'])
      .meta({ description: 'Money that paid for the order, or money that never did (a second payment, stock gone).' }),
    state: RefundState,
    final: z.boolean().meta({ description: 'True once the state can no longer change.' }),
    method: RefundMethod,
    amount: Money,
    payments: z
      .array(z.object({ payment: id('payment'), amount: Money }))
      .meta({ description: 'From which payments the money is given back.' }),
    lines: z.array(RefundLine),
    delivery: Money.meta({ description: 'Delivery fee given back.' }),
    adjustment: Money.meta({
      description: 'What was given beyond the goods and the fee, or kept back (negative).',
    }),
    rounding: Money.meta({ description: 'Brings the amount to whole shillings.' }),
    tax: Money.meta({ description: 'VAT inside the amount.' }),
    taxes: z.array(TaxLine),
    reason: RefundReason,
    note: z.string().nullable(),
    phone: MaskedPhone.nullable().meta({ description: 'Where a payout goes.' }),
    receiptNumber: z.string().nullable().meta({ description: 'M-Pesa’s proof of the refund, when it has one.' }),
    failure: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why it came to nothing; for the shop.' }),
    by: z.string().nullable().meta({ description: 'Who gave it; not shown to buyers.' }),
    approvedBy: z.string().nullable().meta({ description: 'Who approved it, where it was above a limit.' }),
    createdAt: Instant,
    updatedAt: Instant,
    completedAt: Instant.nullable().meta({
      description: 'When the money had gone: the day on which reports count it.',
    }),
  })
  .meta({ id: 'Refund', description: 'Money given back. `amount = lines + delivery + adjustment + rounding`.' });
export type Refund = z.infer<typeof Refund>;

export const RefundLineInput = z
  .strictObject({
    line: id('line'),
    quantity: Quantity,
    restock: z.boolean().default(true).meta({ description: 'Whether these goods go back on sale. Default true.' }),
  })
  .meta({ id: 'RefundLineInput', description: 'Goods that come back.' });

const how = {
  reason: RefundReason,
  note: text(limits.note).optional(),
  method: RefundMethod.optional().meta({ description: 'Default: the way the money came in.' }),
  phone: Phone.optional().meta({ description: 'For a payout to another phone than the one that paid.' }),
  approval: ApprovalId.optional(),
};

export const RefundInput = z
  .strictObject({
    lines: z.array(RefundLineInput).max(limits.cartLines).default([]),
    delivery: z.boolean().default(false).meta({ description: 'Give the delivery fee back too.' }),
    amount: z.int().min(1).optional().meta({
      description:
        'What to give back in all, minor units. Default: what the goods and the fee come to. Alone, it gives money back without goods.',
    }),
    payment: id('payment')
      .optional()
      .meta({ description: 'From which payment. Default: one that fits, else several, for money given by hand.' }),
    ...how,
  })
  .refine((input) => input.lines.length > 0 || input.delivery || input.amount !== undefined, {
    error: 'name lines, delivery or an amount',
    path: ['lines'],
  })
  .refine((input) => new Set(input.lines.map((line) => line.line)).size === input.lines.length, {
    error: 'name each line once',
    path: ['lines'],
  })
  .meta({ id: 'RefundInput', description: 'What to give back for an order.' });
export type RefundInput = z.output<typeof RefundInput>;

export const PaymentRefundInput = z
  .strictObject({
    amount: z.int().min(1).optional().meta({ description: 'Minor units. Default: all that is left of the payment.' }),
    ...how,
  })
  .meta({ id: 'PaymentRefundInput', description: 'What to give back of a payment.' });
export type PaymentRefundInput = z.output<typeof PaymentRefundInput>;

export const RefundQuery = PageQuery.extend({
  state: RefundState.optional(),
  method: RefundMethod.optional(),
  order: id('order').optional(),
});
export const RefundPage = page('RefundPage', Refund);
export const RefundList = z
  .object({ data: z.array(Refund) })
  .meta({ id: 'RefundList', description: 'Refunds of an order, newest first.' });
