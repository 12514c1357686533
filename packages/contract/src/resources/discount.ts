import { z } from 'zod';
import { id, Instant, limits, Money, page, PageQuery, text } from '../primitives.js';

/** Codes are typed by people in a hurry: capitals or not, with or without spaces around. */
export const DiscountCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9][A-Z0-9-]{2,29}$/, 'must be 3 to 30 letters, digits or dashes')
  .meta({ description: 'Coupon code; capitals make no difference.', examples: ['KARIBU10'] });

const amount = z.int().min(1).max(1_000_000_000).meta({ description: 'Minor units.' });
const rate = z.int().min(1).max(10_000).meta({ description: 'Basis points: 1000 is 10 %.' });
const count = z.int().min(1).max(limits.quantity);
const products = z.array(id('product')).max(200);

/** What is taken off. */
export const DiscountBenefit = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('percent'),
      rate,
      cap: amount.nullable().default(null).meta({ description: 'At most this much, minor units.' }),
    }),
    z.strictObject({ kind: z.literal('fixed'), amount }),
    z.strictObject({
      kind: z.literal('buy_get'),
      buy: count.meta({ description: 'Whoever buys so many …' }),
      get: count.meta({ description: '… gets so many more with `rate` off, the cheapest ones.' }),
      rate: rate.default(10_000).meta({ description: 'Basis points off those; 10000 makes them free.' }),
      getProducts: products.default([]).meta({
        description: 'What may be got. Empty: the goods that are bought, so that 2 + 1 means three in the cart.',
      }),
      cap: amount.nullable().default(null).meta({ description: 'At most this much, minor units.' }),
    }),
  ])
  .meta({
    id: 'DiscountBenefit',
    description: 'What is taken off: a part of the price, an amount, or some of the goods.',
    examples: [
      { kind: 'percent', rate: 1000, cap: 50000 },
      { kind: 'fixed', amount: 20000 },
      { kind: 'buy_get', buy: 2, get: 1, rate: 10000 },
    ],
  });
export type DiscountBenefit = z.output<typeof DiscountBenefit>;

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 17:30')
  .meta({ examples: ['17:30'] });

const parts = {
  title: text(limits.title).meta({
    description: 'What buyers read beside the amount.',
    examples: ['Karibu: 10 % off'],
  }),
  code: DiscountCode.nullable().meta({
    description: 'Coupon code that a buyer has to enter. Null: it applies by itself.',
  }),
  benefit: DiscountBenefit,
  minimumSpend: amount.nullable().meta({
    description: 'What the goods it is for must come to before any discount, minor units.',
  }),
  products: products.meta({ description: 'What it is for. With `categories` empty too: for everything.' }),
  categories: z.array(id('category')).max(100).meta({ description: 'Shelves it is for, with all below them.' }),
  startsAt: Instant.nullable(),
  endsAt: Instant.nullable().meta({ description: 'The first instant at which it is over.' }),
  weekdays: z
    .array(z.int().min(1).max(7))
    .max(7)
    .meta({ description: 'Days of the shop’s week on which it holds, 1 is Monday. Empty: every day.' }),
  hours: z.strictObject({ from: clockTime, to: clockTime }).nullable().meta({
    description:
      'Hours of the shop’s day; `to` is no longer in. 22:00 to 02:00 goes past midnight, by the day it begins.',
  }),
  usageLimit: z.int().min(1).max(10_000_000).nullable().meta({ description: 'How many orders may have it in all.' }),
  customerLimit: z.int().min(1).max(10_000).nullable().meta({
    description: 'How many orders of one customer may have it. It then needs the buyer’s phone number.',
  }),
  stackable: z.boolean().meta({
    description:
      'Applies together with other stackable ones. One that is not stands alone; whichever saves the buyer more wins.',
  }),
  active: z.boolean().meta({ description: 'Off keeps it, and applies it to nothing.' }),
};

const sensible = (discount: { startsAt?: string | null | undefined; endsAt?: string | null | undefined }): boolean =>
  !discount.startsAt || !discount.endsAt || discount.startsAt < discount.endsAt;
const order = { error: 'must be after startsAt', path: ['endsAt'] };

export const DiscountInput = z
  .strictObject({
    ...parts,
    code: parts.code.default(null),
    minimumSpend: parts.minimumSpend.default(null),
    products: parts.products.default([]),
    categories: parts.categories.default([]),
    startsAt: parts.startsAt.default(null),
    endsAt: parts.endsAt.default(null),
    weekdays: parts.weekdays.default([]),
    hours: parts.hours.default(null),
    usageLimit: parts.usageLimit.default(null),
    customerLimit: parts.customerLimit.default(null),
    stackable: parts.stackable.default(false),
    active: parts.active.default(true),
  })
  .refine(sensible, order)
  .meta({
    id: 'DiscountInput',
    description: 'A new discount. Without a code it applies by itself.',
    examples: [
      {
        title: 'Karibu: 10 % off',
        code: 'KARIBU10',
        benefit: { kind: 'percent', rate: 1000, cap: 50000 },
        minimumSpend: 100000,
        usageLimit: 500,
        customerLimit: 1,
      },
      {
        title: 'Soda: buy 2, get 1',
        benefit: { kind: 'buy_get', buy: 2, get: 1 },
        weekdays: [5, 6],
        hours: { from: '16:00', to: '20:00' },
        stackable: true,
      },
    ],
  });
export type DiscountInput = z.output<typeof DiscountInput>;

export const DiscountUpdate = z
  .strictObject(parts)
  .partial()
  .refine(sensible, order)
  .meta({
    id: 'DiscountUpdate',
    description:
      'What is to change; what is left out stays. Orders made before keep the discount that they were made with.',
    examples: [{ active: false }],
  });
export type DiscountUpdate = z.output<typeof DiscountUpdate>;

export const DiscountState = z
  .enum(['active', 'scheduled', 'ended', 'used_up', 'off'])
  .meta({ id: 'DiscountState', description: 'Whether it can be had now; weekdays and hours come on top.' });
export type DiscountState = z.infer<typeof DiscountState>;

export const Discount = z
  .object({
    id: id('discount'),
    ...parts,
    state: DiscountState,
    used: z.int().meta({ description: 'Completed orders that have it.' }),
    reserved: z.int().meta({ description: 'Orders under way that keep a use of it until they are paid or let go.' }),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Discount', description: 'Something taken off the price, by itself or with a coupon code.' });
export type Discount = z.infer<typeof Discount>;

export const DiscountQuery = PageQuery.extend({
  code: DiscountCode.optional(),
  kind: z.enum(['coupon', 'automatic']).optional(),
  active: z.enum(['true', 'false']).optional(),
});
export type DiscountQuery = z.infer<typeof DiscountQuery>;
export const DiscountPage = page('DiscountPage', Discount);

/** One discount as it took something off a cart or an order. */
export const AppliedDiscount = z
  .object({
    id: id('discount').nullable().meta({ description: 'Null for one that staff gave by hand.' }),
    code: z.string().nullable(),
    title: z.string(),
    amount: Money.meta({ description: 'What it takes off, as a positive amount.' }),
  })
  .meta({ id: 'AppliedDiscount', description: 'A discount, and what it takes off this cart or order.' });
export type AppliedDiscount = z.infer<typeof AppliedDiscount>;

/** Why a discount takes nothing off. */
export const DiscountProblem = z
  .enum([
    'unknown',
    'not_started',
    'expired',
    'not_now',
    'minimum_not_reached',
    'nothing_in_cart',
    'used_up',
    'customer_needed',
    'customer_used_up',
    'better_discount',
  ])
  .meta({
    id: 'DiscountProblem',
    description:
      'not_now: other weekdays or hours. nothing_in_cart: none of the goods it is for. customer_needed: it is limited per customer and needs a phone number. better_discount: another one saves more, and the two do not go together.',
  });
export type DiscountProblem = z.infer<typeof DiscountProblem>;

export const EnteredCode = z
  .object({
    code: z.string(),
    problem: DiscountProblem.nullable().meta({ description: 'Null when it applies.' }),
    minimum: Money.nullable().meta({ description: 'With `minimum_not_reached`: what the goods must come to.' }),
  })
  .meta({ id: 'EnteredCode', description: 'The code that the buyer entered, and why it does not apply, if so.' });
export type EnteredCode = z.infer<typeof EnteredCode>;

export const CartDiscountInput = z
  .strictObject({ code: DiscountCode })
  .meta({ id: 'CartDiscountInput', description: 'A coupon code to use.', examples: [{ code: 'KARIBU10' }] });

export const ManualDiscountInput = z
  .strictObject({
    rate: rate.optional().meta({ description: 'Basis points off: 500 is 5 %. Or `amount`.' }),
    amount: amount.optional().meta({ description: 'Minor units off. Or `rate`.' }),
    reason: text(limits.note).meta({ examples: ['Box was dented'] }),
    approval: id('approval').optional().meta({
      description:
        'Of a second person, above your own limit: `discount` of this cart, with the basis points as its amount.',
    }),
  })
  .refine((input) => (input.rate === undefined) !== (input.amount === undefined), {
    error: 'give either rate or amount',
    path: ['rate'],
  })
  .meta({
    id: 'ManualDiscountInput',
    description: 'A discount that staff give by hand, after all others.',
    examples: [{ rate: 500, reason: 'Box was dented' }],
  });
export type ManualDiscountInput = z.output<typeof ManualDiscountInput>;
