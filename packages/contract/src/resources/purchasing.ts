import { z } from 'zod';
import { id, Instant, limits, Money, page, PageQuery, Phone, text } from '../primitives.js';

export const Supplier = z
  .object({
    id: id('supplier'),
    name: z.string(),
    phone: z.string().nullable().meta({ description: 'E.164.' }),
    email: z.string().nullable(),
    kraPin: z.string().nullable(),
    leadDays: z.int().meta({ description: 'Days from order to delivery.' }),
    note: z.string().nullable(),
    archived: z.boolean(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Supplier', description: 'Whom the shop buys from.' });
export type Supplier = z.infer<typeof Supplier>;
const supplierFields = {
  name: text(limits.name),
  phone: Phone.nullable().optional(),
  email: z.email().max(limits.email).nullable().optional(),
  kraPin: z
    .string()
    .regex(/^[A-Z]\d{9}[A-Z]$/, 'must be a letter, nine digits and a letter')
    .nullable()
    .optional(),
  leadDays: z.int().min(0).max(365).optional().meta({ description: 'Default: 3.' }),
  note: text(limits.note).nullable().optional(),
};
export const NewSupplier = z.strictObject(supplierFields).meta({ id: 'NewSupplier', description: 'A new supplier.' });
export type NewSupplier = z.infer<typeof NewSupplier>;
export const SupplierUpdate = z
  .strictObject({ ...supplierFields, name: supplierFields.name.optional(), archived: z.boolean().optional() })
  .meta({ id: 'SupplierUpdate', description: 'What changes; the rest stays.' });
export type SupplierUpdate = z.infer<typeof SupplierUpdate>;
export const SupplierQuery = PageQuery.extend({});
export const SupplierPage = page('SupplierPage', Supplier);

export const PurchaseState = z
  .enum(['draft', 'ordered', 'partially_received', 'received', 'canceled'])
  .meta({ id: 'PurchaseState', description: 'How far a purchase has come.' });
export type PurchaseState = z.infer<typeof PurchaseState>;
export const Purchase = z
  .object({
    id: id('purchase'),
    state: PurchaseState,
    supplier: id('supplier'),
    location: id('location').meta({ description: 'Where the goods are to arrive.' }),
    lines: z.array(
      z.object({
        variant: id('variant'),
        sku: z.string(),
        title: z.string(),
        quantity: z.int(),
        received: z.int(),
        unitCost: Money.meta({ description: 'Of one, net of VAT.' }),
      }),
    ),
    total: Money.meta({ description: 'Of what was ordered, net of VAT.' }),
    note: z.string().nullable(),
    version: z.int(),
    createdAt: Instant,
    updatedAt: Instant,
    orderedAt: Instant.nullable(),
    receivedAt: Instant.nullable(),
  })
  .meta({ id: 'Purchase', description: 'Goods ordered from a supplier. Receiving moves stock and cost, once.' });
export type Purchase = z.infer<typeof Purchase>;

const cost = z.int().min(0).max(100_000_000);
const oneOfEach = (lines: readonly { variant: string }[]) =>
  new Set(lines.map(({ variant }) => variant)).size === lines.length;
const twice = { error: 'must not name a variant twice' };
export const NewPurchase = z
  .strictObject({
    supplier: id('supplier'),
    location: id('location').optional().meta({ description: 'Default: the main one.' }),
    lines: z
      .array(
        z.strictObject({
          variant: id('variant'),
          quantity: z.int().min(1).max(100_000),
          unitCost: cost.meta({ description: 'Of one in minor units, net of VAT.' }),
        }),
      )
      .min(1)
      .max(200)
      .refine(oneOfEach, twice),
    note: text(limits.note).optional(),
  })
  .meta({ id: 'NewPurchase', description: 'What to order from whom.' });
export type NewPurchase = z.infer<typeof NewPurchase>;
export const PurchaseReceipt = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          variant: id('variant'),
          quantity: z.int().min(1).max(100_000),
          unitCost: cost.optional().meta({ description: 'If it came at another price than was ordered.' }),
        }),
      )
      .min(1)
      .max(200)
      .refine(oneOfEach, twice),
  })
  .meta({ id: 'PurchaseReceipt', description: 'What has arrived this time.' });
export type PurchaseReceipt = z.infer<typeof PurchaseReceipt>;
export const PurchaseQuery = PageQuery.extend({
  state: PurchaseState.optional(),
  supplier: id('supplier').optional(),
});
export const PurchasePage = page('PurchasePage', Purchase);
