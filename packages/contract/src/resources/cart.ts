import { z } from 'zod';
import { Currency, id, Instant, limits, MaskedPhone, Money, Phone, text, TitleTranslations } from '../primitives.js';
import { AppliedDiscount, EnteredCode } from './discount.js';
import { Availability, Image, VatClass } from './catalog.js';

export const Quantity = z.int().min(1).max(limits.quantity).meta({ description: 'Whole number, 1 to 9,999.' });

/** The tax inside a total, class by class. */
export const TaxLine = z
  .object({
    vatClass: VatClass,
    rate: z.int().meta({ description: 'Basis points: 1600 is 16 %.' }),
    net: Money.meta({ description: 'What was charged without the tax.' }),
    tax: Money,
  })
  .meta({ id: 'TaxLine', description: 'VAT inside the prices of one class.' });

/** `total = subtotal - discount + delivery + rounding`; `tax` is inside it, never added. */
export const Totals = z
  .object({
    subtotal: Money.meta({ description: 'Sum of unitPrice x quantity, VAT included, before discounts.' }),
    discount: Money.meta({ description: 'What is taken off, as a positive amount.' }),
    delivery: Money,
    rounding: Money.meta({
      description: 'Brings the total to whole shillings, as the shop rounds; from -99 to +50 cents.',
    }),
    total: Money,
    tax: Money.meta({ description: 'VAT inside the total.' }),
    taxes: z.array(TaxLine),
  })
  .meta({ id: 'Totals', description: 'total = subtotal - discount + delivery + rounding. Tax is inside.' });
export type Totals = z.infer<typeof Totals>;

export const CartLine = z
  .object({
    id: id('line'),
    product: id('product'),
    variant: id('variant'),
    slug: z.string(),
    title: z.string(),
    translations: TitleTranslations.optional(),
    variantTitle: z.string(),
    sku: z.string(),
    image: Image.nullable(),
    quantity: Quantity,
    unitPrice: Money,
    discount: Money.meta({
      description: 'What is taken off this line, its share of discounts on the whole cart included.',
    }),
    total: Money.meta({ description: 'unitPrice x quantity - discount.' }),
    vatClass: VatClass,
    availability: Availability,
    problem: z
      .enum(['out_of_stock', 'insufficient_stock', 'unavailable'])
      .nullable()
      .meta({ description: 'Why this line cannot be bought as it stands.' }),
    availableQuantity: z
      .int()
      .nullable()
      .meta({ description: 'How many could be had; given only with `insufficient_stock`.' }),
    previousUnitPrice: Money.nullable().meta({ description: 'The price when it was added, if it has changed since.' }),
  })
  .meta({ id: 'CartLine', description: 'A variant, how many, and today’s price.' });
export type CartLine = z.infer<typeof CartLine>;

export const CustomerInput = z
  .strictObject({
    name: text(limits.name).optional(),
    phone: Phone.optional(),
    email: z.email().max(limits.email).optional(),
  })
  .meta({ id: 'CustomerInput', description: 'Who buys. All parts optional.' });
export type CustomerInput = z.infer<typeof CustomerInput>;

export const DeliveryInput = z
  .discriminatedUnion('method', [
    z.strictObject({ method: z.literal('pickup'), pickupPoint: id('location').optional() }),
    z.strictObject({
      method: z.literal('delivery'),
      zone: id('zone'),
      place: text(limits.landmark).meta({ description: 'Estate, street or town.' }),
      landmark: text(limits.landmark)
        .optional()
        .meta({ description: 'A place the rider knows.', examples: ['Next to Naivas, blue gate'] }),
      notes: text(limits.note).optional(),
    }),
  ])
  .meta({ id: 'DeliveryInput', description: 'How the goods reach the buyer.' });
export type DeliveryInput = z.infer<typeof DeliveryInput>;

export const Delivery = z
  .object({
    method: z.enum(['pickup', 'delivery']),
    pickupPoint: id('location').nullable(),
    zone: id('zone').nullable(),
    title: z.string().meta({ description: 'Name of the zone or pick-up point.' }),
    place: z.string().nullable(),
    landmark: z.string().nullable(),
    notes: z.string().nullable(),
    fee: Money,
  })
  .meta({ id: 'Delivery', description: 'How the goods reach the buyer, with its fee.' });
export type Delivery = z.infer<typeof Delivery>;

export const Customer = z
  .object({ name: z.string().nullable(), phone: MaskedPhone.nullable(), email: z.string().nullable() })
  .meta({ id: 'Customer', description: 'Who buys, as shown back: the phone is masked.' });

export const Cart = z
  .object({
    id: id('cart'),
    status: z.enum(['open', 'completed']),
    version: z.int(),
    currency: Currency,
    lines: z.array(CartLine),
    itemCount: z.int(),
    totals: Totals,
    discounts: z
      .array(AppliedDiscount)
      .meta({ description: 'What is taken off, and why. The lines hold their shares.' }),
    discountCode: EnteredCode.nullable().meta({ description: 'The coupon code that was entered.' }),
    customer: Customer.nullable(),
    delivery: Delivery.nullable(),
    order: id('order').nullable().meta({ description: 'What it became, once completed.' }),
    createdAt: Instant,
    updatedAt: Instant,
    expiresAt: Instant,
  })
  .meta({ id: 'Cart', description: 'Wishes, priced afresh each time they are read.' });
export type Cart = z.infer<typeof Cart>;

export const NewCart = Cart.extend({
  secret: z.string().meta({ description: 'Opens this cart: send it as `Duka-Secret`. Told once, here.' }),
}).meta({ id: 'NewCart', description: 'A cart just made, with the secret that opens it.' });
export type NewCart = z.infer<typeof NewCart>;

/** `variant`, or `product` when it has a single variant. */
export const CartItemInput = z
  .strictObject({
    variant: id('variant').optional(),
    product: z
      .string()
      .min(1)
      .max(140)
      .optional()
      .meta({ description: 'Id or slug of a product that has one variant.' }),
    quantity: Quantity.default(1),
  })
  .refine((item) => (item.variant === undefined) !== (item.product === undefined), {
    error: 'name either variant or product, not both',
    path: ['variant'],
  })
  .meta({
    id: 'CartItemInput',
    description: 'What to put in. Prices are never taken from here.',
    examples: [{ product: 'unga-wa-mahindi', quantity: 2 }],
  });
export type CartItemInput = z.infer<typeof CartItemInput>;

export const CartCreate = z
  .strictObject({ items: z.array(CartItemInput).max(limits.cartLines).optional() })
  .meta({ id: 'CartCreate', description: 'A new cart, with or without items.' });

export const SharedCart = z
  .object({
    code: z
      .string()
      .meta({ description: 'Short code of the copy, for a link or a message.', examples: ['7K2MPX9QWD'] }),
    itemCount: z.int(),
    expiresAt: Instant,
  })
  .meta({
    id: 'SharedCart',
    description: 'A copy of what is in a cart, for somebody else to open. Nothing of the buyer is in it.',
  });
export type SharedCart = z.infer<typeof SharedCart>;

export const CartMerge = z
  .strictObject({
    cart: id('cart').meta({ description: 'The cart to pour in; it is gone afterwards.' }),
    secret: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Its secret. Not needed by keys and staff of the shop.' }),
  })
  .meta({
    id: 'CartMerge',
    description: 'Another cart whose goods are to come into this one.',
    examples: [{ cart: 'cart_01jdc8v3q5n7x2k4m6p8r0t1w3', secret: 'cs_…' }],
  });
export type CartMerge = z.infer<typeof CartMerge>;

export const CartLineUpdate = z
  .strictObject({ quantity: Quantity })
  .meta({ id: 'CartLineUpdate', description: 'The new quantity of a line.' });

export const CartUpdate = z
  .strictObject({ customer: CustomerInput.nullable().optional(), delivery: DeliveryInput.nullable().optional() })
  .meta({ id: 'CartUpdate', description: 'Who buys and how it is delivered; null clears.' });
export type CartUpdate = z.infer<typeof CartUpdate>;
