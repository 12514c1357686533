import { z } from 'zod';
import { id, Instant, Language, limits, page, PageQuery, Phone, text } from '../primitives.js';
import { Cart } from './cart.js';
import { Order } from './order.js';

export const ConsentChannel = z
  .enum(['sms', 'email', 'whatsapp'])
  .meta({ id: 'ConsentChannel', description: 'A way to reach somebody with offers.' });
export type ConsentChannel = z.infer<typeof ConsentChannel>;

/** What somebody said about being sent offers. Nothing said is no. */
export const Consent = z
  .object({
    channel: ConsentChannel,
    granted: z.boolean(),
    source: z.string().meta({ description: 'Where and how they said so.', examples: ['Form at the counter'] }),
    at: Instant,
  })
  .meta({ id: 'Consent', description: 'What somebody said about being sent offers by one channel, and when.' });
export type Consent = z.infer<typeof Consent>;

const tag = text(40).meta({ examples: ['jumla'] });
const tags = z.array(tag).max(20);

export const CustomerRecord = z
  .object({
    id: id('customer'),
    version: z.int(),
    name: z.string().nullable(),
    phone: z
      .string()
      .nullable()
      .meta({
        description: 'Masked, unless it was asked for whole by somebody who may see it.',
        examples: ['+254 7•• ••• 678'],
      }),
    email: z
      .string()
      .nullable()
      .meta({ description: 'Masked likewise.', examples: ['w•••@site.example'] }),
    language: Language.nullable().meta({ description: 'Of messages to them; null: the shop’s.' }),
    notes: z.string().nullable(),
    tags: z.array(z.string()),
    consents: z.array(Consent).meta({ description: 'The last word for each channel. A channel that is missing: no.' }),
    erasedAt: Instant.nullable().meta({ description: 'When all that names them was removed.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'CustomerRecord', description: 'Somebody who buys, known by their phone number.' });
export type CustomerRecord = z.infer<typeof CustomerRecord>;

const parts = {
  name: text(limits.name).nullable(),
  phone: Phone.nullable(),
  email: z.email().max(limits.email).nullable(),
  language: Language.nullable(),
  notes: text(limits.description).nullable(),
  tags,
};

export const NewCustomer = z
  .strictObject(parts)
  .partial()
  .refine(({ name, phone, email }) => Boolean(name ?? phone ?? email), {
    error: 'name somebody by phone, email or name',
    path: ['phone'],
  })
  .meta({
    id: 'NewCustomer',
    description: 'Somebody to remember. Who orders with a phone number is remembered by it anyway.',
    examples: [{ name: 'Wanjiku', phone: '+254712345678', tags: ['jumla'] }],
  });
export type NewCustomer = z.output<typeof NewCustomer>;

export const CustomerUpdate = z
  .strictObject(parts)
  .partial()
  .meta({ id: 'CustomerUpdate', description: 'What changes; null clears.', examples: [{ name: 'Wanjiku Kamau' }] });
export type CustomerUpdate = z.output<typeof CustomerUpdate>;

export const ConsentInput = z.strictObject({ granted: z.boolean(), source: text(limits.title) }).meta({
  id: 'ConsentInput',
  description: 'What they said, and where.',
  examples: [{ granted: true, source: 'Form at the counter' }],
});

const whole = z
  .enum(['true', 'false'])
  .optional()
  .meta({ description: '`true` tells phone and email whole: needs `personal:read`, and each look is audited.' });

export const CustomerQuery = PageQuery.extend({
  phone: Phone.optional().meta({ description: 'The whole number, in any usual form.' }),
  name: text(limits.name).optional().meta({ description: 'Beginning of the name; capitals and accents aside.' }),
  tag: tag.optional(),
});
export type CustomerQuery = z.output<typeof CustomerQuery>;
export const CustomerView = z.strictObject({ whole });
export const CustomerPage = page('CustomerPage', CustomerRecord);

export const CustomerMerge = z
  .strictObject({
    customer: id('customer').meta({ description: 'Who is the same person; their orders come here.' }),
    reason: text(limits.note),
  })
  .meta({
    id: 'CustomerMerge',
    description: 'Another record of the same person.',
    examples: [{ customer: 'cus_01jdc8v3q5n7x2k4m6p8r0t1w3', reason: 'Two phones' }],
  });

export const CustomerErase = z
  .strictObject({ reason: text(limits.note) })
  .meta({ id: 'CustomerErase', description: 'Why.', examples: [{ reason: 'Asked for it by phone' }] });

export const CustomerExport = z
  .object({
    exportedAt: Instant,
    customer: CustomerRecord,
    consentHistory: z.array(Consent),
    orders: z.array(Order),
    carts: z.array(Cart),
  })
  .meta({ id: 'CustomerExport', description: 'All that the shop keeps about one person.' });
export type CustomerExport = z.infer<typeof CustomerExport>;
