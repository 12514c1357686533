import { z } from 'zod';
import { id, Instant, limits, MaskedPhone, Money, Phone, text } from '../primitives.js';
import { PaymentMethod } from './shop.js';

/** Where a payment attempt stands. `succeeded` and `failed` are final. */
export const PaymentState = z
  .enum(['created', 'requesting', 'pending', 'confirming', 'unknown', 'needs_review', 'succeeded', 'failed'])
  .meta({
    id: 'PaymentState',
    description:
      'created → requesting (asking M-Pesa) → pending (prompt on the phone) → confirming (an outcome was claimed, we are checking) → succeeded or failed. unknown: no answer yet, may still be paid. needs_review: a person decides.',
  });
export type PaymentState = z.infer<typeof PaymentState>;

/** Why an attempt failed, in a closed set of words; a client that meets a new one treats it as `unknown`. */
export const PaymentReason = z
  .enum([
    'cancelled',
    'wrong_pin',
    'insufficient_funds',
    'unreachable',
    'expired',
    'busy',
    'limit',
    'duplicate',
    'unknown',
  ])
  .meta({ id: 'PaymentReason', description: 'Why an attempt failed.' });
export type PaymentReason = z.infer<typeof PaymentReason>;

export const TenderKind = z
  .enum(['cash', 'card', 'bank', 'voucher', 'other'])
  .meta({ id: 'TenderKind', description: 'What was handed over or shown to the shop.' });
export type TenderKind = z.infer<typeof TenderKind>;

export const Tender = z
  .object({
    kind: TenderKind,
    tendered: Money.nullable().meta({ description: 'Cash handed over; null for other kinds.' }),
    change: Money.nullable().meta({ description: 'Cash given back: tendered - amount.' }),
    reference: z.string().nullable().meta({ description: 'Slip, transfer or voucher number.' }),
  })
  .meta({ id: 'Tender', description: 'Money that the shop took itself.' });
export type Tender = z.infer<typeof Tender>;

export const Payment = z
  .object({
    id: id('payment'),
    order: id('order'),
    method: PaymentMethod,
    state: PaymentState,
    final: z.boolean().meta({ description: 'True once the state can no longer change.' }),
    reason: PaymentReason.nullable(),
    retryable: z.boolean().meta({ description: 'A new attempt for the same order may be made now.' }),
    amount: Money.meta({ description: 'What is asked for: all that the order owed then, or a part of it.' }),
    phone: MaskedPhone.nullable(),
    receiptNumber: z
      .string()
      .nullable()
      .meta({ description: 'M-Pesa’s proof, 10 characters. May arrive after the success.', examples: ['UKO8F2K9QX'] }),
    tender: Tender.nullable().meta({
      description: 'How the shop took it at its own hands; null for M-Pesa and promises.',
    }),
    late: z.boolean().meta({ description: 'The money arrived after the attempt was thought lost.' }),
    unapplied: z
      .boolean()
      .meta({ description: 'Paid, but not used for the order (second payment, or stock gone): the shop refunds it.' }),
    promptExpiresAt: Instant.nullable().meta({ description: 'Until when the phone is expected to show the prompt.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Payment', description: 'One try at collecting what an order owes.' });
export type Payment = z.infer<typeof Payment>;

/** A part of what is due. The server knows what is due; more than that is never taken. */
const Part = z
  .int()
  .min(100)
  .multipleOf(100)
  .optional()
  .meta({
    description: 'A part of what is due: minor units, whole shillings. Default, and never more: all that is due.',
    examples: [50000],
  });

export const PaymentInput = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('mpesa'), phone: Phone, amount: Part }),
    z.strictObject({ method: z.literal('paybill'), amount: Part }),
    z.strictObject({ method: z.literal('cash') }),
  ])
  .meta({
    id: 'PaymentInput',
    description:
      'How to pay. What is owed is the order’s to say: `amount` can only ask for less. `paybill` and `cash` are promises: the order waits for the money.',
  });
export type PaymentInput = z.infer<typeof PaymentInput>;

export const TenderInput = z
  .discriminatedUnion('method', [
    z
      .strictObject({
        method: z.literal('cash'),
        amount: Part,
        tendered: z.int().min(100).multipleOf(100).optional().meta({
          description: 'Cash handed over, minor units. Default: exactly the amount. The answer says the change.',
        }),
      })
      .refine((input) => input.tendered === undefined || input.amount === undefined || input.tendered >= input.amount, {
        error: 'must not be less than the amount',
        path: ['tendered'],
      }),
    z.strictObject({
      method: z.literal('other'),
      kind: TenderKind.exclude(['cash']).default('other'),
      amount: Part,
      reference: text(limits.name).optional().meta({ description: 'Slip, transfer or voucher number.' }),
    }),
  ])
  .meta({ id: 'TenderInput', description: 'Money that the shop has in its hands.' });
export type TenderInput = z.output<typeof TenderInput>;
