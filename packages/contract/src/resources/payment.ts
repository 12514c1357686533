import { z } from 'zod';
import { id, Instant, MaskedPhone, Money, Phone } from '../primitives.js';
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

export const Payment = z
  .object({
    id: id('payment'),
    order: id('order'),
    method: PaymentMethod,
    state: PaymentState,
    final: z.boolean().meta({ description: 'True once the state can no longer change.' }),
    reason: PaymentReason.nullable(),
    retryable: z.boolean().meta({ description: 'A new attempt for the same order may be made now.' }),
    amount: Money,
    phone: MaskedPhone.nullable(),
    receiptNumber: z
      .string()
      .nullable()
      .meta({ description: 'M-Pesa’s proof, 10 characters. May arrive after the success.', examples: ['UKO8F2K9QX'] }),
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

export const PaymentInput = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('mpesa'), phone: Phone }),
    z.strictObject({ method: z.literal('cash') }),
  ])
  .meta({ id: 'PaymentInput', description: 'How to pay. The amount is the order’s, never the caller’s.' });
export type PaymentInput = z.infer<typeof PaymentInput>;
