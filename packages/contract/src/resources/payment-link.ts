import { z } from 'zod';
import { id, Instant, limits, Money, page, text } from '../primitives.js';
import { CustomerInput } from './cart.js';
import { VatClass } from './catalog.js';
import { SumAmount } from './sum.js';

export const PaymentLinkState = z.enum(['active', 'paid', 'expired', 'off']).meta({
  id: 'PaymentLinkState',
  description: 'active: takes money. paid: was for once, and is paid. expired: its time is over. off: switched off.',
});
export type PaymentLinkState = z.infer<typeof PaymentLinkState>;

const shown = {
  id: id('paymentLink'),
  code: z.string().meta({ description: 'The end of its address.', examples: ['7KQ2M9XA4C'] }),
  url: z.string().meta({ description: 'Where a buyer pays: share it, or print it as a QR code.' }),
  title: z.string(),
  amount: Money.nullable().meta({ description: 'Null: the buyer says how much.' }),
  once: z.boolean().meta({ description: 'Closed by the first payment.' }),
  state: PaymentLinkState,
  expiresAt: Instant.nullable(),
};

export const PaymentLink = z
  .object({
    ...shown,
    vatClass: VatClass,
    orders: z.int().meta({ description: 'Orders made by it, paid or not.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'PaymentLink', description: 'An address that asks whoever opens it for a sum.' });
export type PaymentLink = z.infer<typeof PaymentLink>;
export const PaymentLinkPage = page('PaymentLinkPage', PaymentLink);

export const PublicPaymentLink = z
  .object(shown)
  .meta({ id: 'PublicPaymentLink', description: 'A payment link as its buyers see it.' });
export type PublicPaymentLink = z.infer<typeof PublicPaymentLink>;

export const PaymentLinkInput = z
  .strictObject({
    title: text(limits.title).meta({ description: 'What it is for: buyers read it.' }),
    amount: SumAmount.optional().meta({
      description: 'Minor units, whole shillings. Without: the buyer says how much.',
    }),
    once: z.boolean().default(false),
    expiresAt: Instant.optional(),
    vatClass: VatClass.optional().meta({ description: 'Default: exempt.' }),
  })
  .meta({ id: 'PaymentLinkInput', description: 'A new payment link.' });
export type PaymentLinkInput = z.output<typeof PaymentLinkInput>;

export const PayLinkInput = z
  .strictObject({
    amount: SumAmount.optional().meta({ description: 'Needed when the link names none; otherwise the link’s counts.' }),
    customer: CustomerInput.optional(),
  })
  .meta({ id: 'PayLinkInput', description: 'What a buyer who opened a link wants to pay.' });
export type PayLinkInput = z.output<typeof PayLinkInput>;

/** A link by its id, or by the code at the end of its address. */
export const PaymentLinkName = z.string().regex(/^(?:plink_[0-9A-Za-z]{10,40}|[2-9A-HJ-NP-Z]{10})$/);
