import { z } from 'zod';
import {
  Currency,
  id,
  Instant,
  Language,
  limits,
  Mode,
  Money,
  page,
  PageQuery,
  Phone,
  text,
  TitleTranslations,
} from '../primitives.js';
import { Customer, CustomerInput, Delivery, DeliveryInput, Quantity, Totals } from './cart.js';
import { AppliedDiscount } from './discount.js';
import { Fulfilment } from './fulfilment.js';
import { Image, VatClass } from './catalog.js';
import { Payment, PaymentInput, Tender } from './payment.js';

export const OrderStatus = z
  .enum(['open', 'canceled', 'closed'])
  .meta({ id: 'OrderStatus', description: 'Whether the order stands.' });
export const PaymentStatus = z
  .enum(['unpaid', 'partially_paid', 'paid', 'partially_refunded', 'refunded'])
  .meta({ id: 'PaymentStatus', description: 'How much of the order is paid.' });
export const FulfilmentStatus = z
  .enum(['unfulfilled', 'partial', 'fulfilled'])
  .meta({ id: 'FulfilmentStatus', description: 'How much has been handed over or sent.' });
export type OrderStatus = z.infer<typeof OrderStatus>;
export type PaymentStatus = z.infer<typeof PaymentStatus>;
export type FulfilmentStatus = z.infer<typeof FulfilmentStatus>;

export const SalesChannel = z
  .enum(['online', 'counter', 'link'])
  .meta({ id: 'SalesChannel', description: 'Where it was sold: a website, the counter of a shop, or a payment link.' });
export type SalesChannel = z.infer<typeof SalesChannel>;

export const OrderLine = z
  .object({
    id: id('line'),
    product: id('product'),
    variant: id('variant'),
    title: z.string(),
    translations: TitleTranslations.optional(),
    variantTitle: z.string(),
    sku: z.string(),
    image: Image.nullable(),
    quantity: Quantity,
    unitPrice: Money,
    discount: Money.meta({ description: 'What was taken off this line.' }),
    total: Money.meta({ description: 'unitPrice x quantity - discount.' }),
    vatClass: VatClass,
    taxRate: z.int().meta({ description: 'Basis points.' }),
    tax: Money.meta({ description: 'VAT inside `total`.' }),
  })
  .meta({ id: 'OrderLine', description: 'A line as it was sold: later changes to the catalogue change nothing here.' });
export type OrderLine = z.infer<typeof OrderLine>;

export const Order = z
  .object({
    id: id('order'),
    number: z.string().meta({ description: 'For people to read out.', examples: ['SD-1042'] }),
    mode: Mode,
    channel: SalesChannel,
    location: id('location').nullable().meta({ description: 'Where its goods leave from.' }),
    staff: id('staff').nullable().meta({ description: 'Who sold it, at a counter.' }),
    status: OrderStatus,
    paymentStatus: PaymentStatus,
    fulfilmentStatus: FulfilmentStatus,
    currency: Currency,
    lines: z.array(OrderLine),
    totals: Totals,
    discounts: z.array(AppliedDiscount).meta({ description: 'What was taken off, and why.' }),
    paid: Money,
    due: Money,
    refunded: Money.meta({ description: 'What has been given back of it.' }),
    refundable: Money.meta({ description: 'What can still be given back: paid - refunded - refunds under way.' }),
    customer: Customer.nullable(),
    delivery: Delivery.nullable(),
    fulfilments: z.array(Fulfilment).meta({ description: 'What was packed, handed over and delivered, oldest first.' }),
    payments: z.array(Payment).meta({ description: 'Newest first.' }),
    reservedUntil: Instant.nullable().meta({
      description: 'Until when its goods are kept for it; null when nothing is held.',
    }),
    receiptUrl: z.string().nullable().meta({ description: 'Page of the receipt, once paid.' }),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
    paidAt: Instant.nullable(),
    canceledAt: Instant.nullable(),
    voided: z
      .object({ at: Instant, reason: z.string(), by: z.string().nullable(), approvedBy: z.string().nullable() })
      .nullish()
      .meta({ description: 'Taken back at the counter, in the shift in which it was sold.' }),
    shift: id('shift').nullish().meta({ description: 'The shift in which it was sold, at a counter.' }),
  })
  .meta({ id: 'Order', description: 'Frozen prices and promises.' });
export type Order = z.infer<typeof Order>;

export const CheckoutInput = z
  .strictObject({
    customer: CustomerInput.optional(),
    delivery: DeliveryInput.optional(),
    payment: PaymentInput.optional().meta({ description: 'Leave out to make the order now and pay later.' }),
    expectedTotal: z.int().min(0).optional().meta({
      description: 'The total the buyer saw, minor units. If it has changed, nothing is ordered: 409 total_changed.',
    }),
  })
  .meta({ id: 'CheckoutInput', description: 'Turns a cart into an order and asks for the money.' });
export type CheckoutInput = z.infer<typeof CheckoutInput>;

export const Checkout = z
  .object({
    order: Order,
    payment: Payment.nullable(),
    secret: z.string().meta({ description: 'Opens this order: send it as `Duka-Secret`. Told once, here.' }),
  })
  .meta({ id: 'Checkout', description: 'The order just made, its payment attempt, and the secret that opens it.' });
export type Checkout = z.infer<typeof Checkout>;

export const OrderQuery = PageQuery.extend({
  status: OrderStatus.optional(),
  paymentStatus: PaymentStatus.optional(),
  number: z.string().max(20).optional(),
  fulfilmentStatus: FulfilmentStatus.optional(),
  channel: SalesChannel.optional(),
  location: id('location').optional(),
  staff: id('staff').optional().meta({ description: 'Who sold it.' }),
  phone: Phone.optional().meta({ description: 'Whole number of the buyer. Needs `customers:read`.' }),
  name: text(limits.name, 2)
    .optional()
    .meta({ description: 'How the name of the buyer begins. Needs `customers:read`.' }),
  receiptNumber: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9]{6,20}$/, 'must be a receipt number of M-Pesa, such as SJ12ABC3DE')
    .optional()
    .meta({ description: 'Receipt number of a payment, as M-Pesa gives it.' }),
  from: Instant.optional().meta({ description: 'Made at this time or later.' }),
  to: Instant.optional().meta({ description: 'Made before this time.' }),
});
export type OrderQuery = z.infer<typeof OrderQuery>;
export const OrderPage = page('OrderPage', Order);

export const Receipt = z
  .object({
    number: z.string(),
    order: id('order'),
    orderNumber: z.string(),
    mode: Mode,
    shop: z.object({
      name: z.string(),
      address: z.string().nullable(),
      phone: z.string().nullable(),
      kraPin: z.string().nullable(),
      header: z.array(z.string()).optional().meta({ description: 'Lines that the shop wants above the goods.' }),
      footer: z.array(z.string()).optional().meta({ description: 'Lines that the shop wants below the totals.' }),
    }),
    issuedAt: Instant,
    lines: z.array(OrderLine),
    totals: Totals,
    discounts: z.array(AppliedDiscount),
    tenders: z.array(
      z.object({
        method: z.string(),
        amount: Money,
        receiptNumber: z.string().nullable(),
        phone: z.string().nullable(),
        tender: Tender.nullable().meta({ description: 'With cash: what was handed over, and the change.' }),
      }),
    ),
    customer: Customer.nullable(),
    delivery: Delivery.nullable(),
    standing: z
      .enum(['valid', 'voided', 'refunded', 'partially_refunded'])
      .optional()
      .meta({ description: 'Whether the sale still stands.' }),
    refunded: Money.optional().meta({ description: 'What was given back of it.' }),
    url: z.string().meta({ description: 'Page of this receipt, for printing and sharing.' }),
  })
  .meta({ id: 'Receipt', description: 'What the buyer takes home.' });
export type Receipt = z.infer<typeof Receipt>;

export const ReceiptPrintInput = z
  .strictObject({
    width: z
      .union([z.literal(32), z.literal(42), z.literal(48)])
      .default(42)
      .meta({ description: 'Signs in a line: 32 on 58 mm paper, 42 or 48 on 80 mm.' }),
    language: Language.optional().meta({ description: 'Default: the language of the shop.' }),
    drawer: z.boolean().default(false).meta({ description: 'Open the drawer with it.' }),
  })
  .meta({ id: 'ReceiptPrintInput', description: 'For which printer.', examples: [{ width: 32, drawer: true }] });

export const ReceiptPrint = z
  .object({
    number: z.int().meta({ description: 'How often it has been printed, this time included. Above 1 it is a copy.' }),
    text: z.string().meta({ description: 'Its lines.', examples: ['Duka la Mfano'] }),
    escpos: z.base64().meta({ description: 'Bytes for an ESC/POS printer, base64.', examples: ['G0A='] }),
  })
  .meta({ id: 'ReceiptPrint', description: 'A receipt for a roll printer.' });
export type ReceiptPrint = z.infer<typeof ReceiptPrint>;
