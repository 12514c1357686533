import { z } from 'zod';
import { id, Instant, Language, limits, page, PageQuery, Phone, text } from '../primitives.js';
import { Email } from './staff.js';

export const PlatformShop = z
  .object({
    id: id('shop'),
    slug: z.string(),
    name: z.string(),
    status: z.enum(['active', 'suspended']),
    staff: z.int().meta({ description: 'How many people work there.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({
    id: 'PlatformShop',
    description: 'A shop as the operator of the server sees it: none of its secrets, books or buyers.',
  });
export type PlatformShop = z.infer<typeof PlatformShop>;

export const PlatformShopCreate = z
  .strictObject({
    name: text(limits.name, 2),
    slug: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/, 'must be 3 to 40 small letters, digits and dashes')
      .optional(),
    language: Language.optional(),
    owner: z
      .strictObject({ name: text(limits.name), email: Email.optional(), phone: Phone.optional() })
      .refine((owner) => owner.email !== undefined || owner.phone !== undefined, {
        error: 'give an email or a phone to invite',
        path: ['email'],
      }),
  })
  .meta({ id: 'PlatformShopCreate', description: 'A shop, and its owner, who is invited.' });
export type PlatformShopCreate = z.infer<typeof PlatformShopCreate>;

export const Suspension = z
  .strictObject({ note: text(limits.note).optional() })
  .meta({ id: 'Suspension', description: 'Why, for the audit log.' });

export const PlatformShopQuery = PageQuery.extend({ status: z.enum(['active', 'suspended']).optional() });
export const PlatformShopPage = page('PlatformShopPage', PlatformShop);
