import { z } from 'zod';
import { FieldError } from '../refusals.js';
import { id, Instant, limits, Money, page, PageQuery, text } from '../primitives.js';

/** VAT classes of Kenya: standard (16 %), zero-rated, exempt. Prices include the tax. */
export const VatClass = z
  .enum(['standard', 'zero', 'exempt'])
  .meta({ id: 'VatClass', description: 'VAT class of goods. Prices include the tax.' });
export type VatClass = z.infer<typeof VatClass>;

export const Availability = z
  .enum(['in_stock', 'low_stock', 'out_of_stock'])
  .meta({ id: 'Availability', description: 'Whether it can be bought now. Exact stock is not public.' });
export type Availability = z.infer<typeof Availability>;

/** Texts in another language than the shop's own, by language code. */
const translations = z.record(z.string(), z.object({ title: z.string(), description: z.string().optional() })).meta({
  description: 'The same texts in other languages, by language code.',
  examples: [{ sw: { title: 'Unga wa mahindi' } }],
});

export const Category = z
  .object({
    id: id('category'),
    slug: z.string(),
    title: z.string(),
    translations,
    parent: id('category').nullable(),
    position: z.int(),
    productCount: z.int().meta({ description: 'Published products in it and below it.' }),
    version: z.int().optional().meta({ description: 'For `If-Match`. Told to the shop only.' }),
  })
  .meta({ id: 'Category', description: 'A shelf of the shop.' });
export type Category = z.infer<typeof Category>;

export const Image = z
  .object({ url: z.string(), alt: z.string(), width: z.int(), height: z.int() })
  .meta({ id: 'Image', description: 'A picture. `url` may be relative to the server.' });
export type Image = z.infer<typeof Image>;

export const Variant = z
  .object({
    id: id('variant'),
    sku: z.string(),
    barcode: z.string().nullable().meta({ description: 'GTIN (EAN-13 and the like), digits only.' }),
    title: z.string().meta({ description: 'What tells it from its siblings, such as "2 kg".' }),
    options: z.record(z.string(), z.string()).meta({ examples: [{ size: '2 kg' }] }),
    price: Money.meta({ description: 'Price of one, VAT included.' }),
    availability: Availability,
    cost: Money.nullable()
      .optional()
      .meta({ description: 'What one costs the shop, net of VAT. Told only to those with `costs:read`.' }),
  })
  .meta({ id: 'Variant', description: 'What is actually sold and counted: one size or colour of a product.' });
export type Variant = z.infer<typeof Variant>;

export const ProductKind = z
  .enum(['goods', 'service'])
  .meta({ id: 'ProductKind', description: '`goods` are counted in stock; a `service` never runs out.' });
export type ProductKind = z.infer<typeof ProductKind>;

export const Unit = z.enum(['piece', 'kg', 'litre']).meta({ id: 'Unit', description: 'What one of it is.' });
export type Unit = z.infer<typeof Unit>;

export const Product = z
  .object({
    id: id('product'),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    translations,
    brand: z.string().nullable(),
    category: z.object({ id: id('category'), slug: z.string(), title: z.string() }),
    tags: z.array(z.string()),
    kind: ProductKind.optional(),
    unit: Unit,
    vatClass: VatClass,
    images: z.array(Image),
    price: Money.meta({ description: 'Lowest price among its variants, VAT included.' }),
    availability: Availability,
    variants: z.array(Variant).min(1),
    published: z.boolean().optional().meta({ description: 'Whether buyers see it. Told to the shop only.' }),
    lowStockAt: z.int().optional().meta({ description: 'At or under this many, few are left. Told to the shop only.' }),
    version: z.int().optional().meta({ description: 'For `If-Match`. Told to the shop only.' }),
    deletedAt: Instant.nullable().optional().meta({ description: 'When it was deleted. Told to the shop only.' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Product', description: 'Something the shop lists, with one or more variants.' });
export type Product = z.infer<typeof Product>;

export const ProductSort = z.enum(['relevance', 'title', 'price', '-price', '-created']);

export const ProductState = z
  .enum(['listed', 'published', 'unpublished', 'deleted'])
  .meta({ id: 'ProductState', description: '`listed` is both published and unpublished.' });
export type ProductState = z.infer<typeof ProductState>;

export const ProductQuery = PageQuery.extend({
  state: ProductState.optional().meta({
    description:
      'For the shop only, which sees all that is `listed` unless it asks otherwise; others see what is published.',
  }),
  q: z.string().trim().max(limits.query).optional().meta({ description: 'Words, a SKU or a barcode.' }),
  category: z.string().max(80).optional().meta({ description: 'Id or slug; its sub-categories count too.' }),
  barcode: z
    .string()
    .regex(/^\d{8,14}$/, 'must be 8 to 14 digits')
    .optional(),
  minPrice: z.coerce.number<string>().int().min(0).optional().meta({ description: 'Minor units.' }),
  maxPrice: z.coerce.number<string>().int().min(0).optional().meta({ description: 'Minor units.' }),
  inStock: z.enum(['true', 'false']).optional(),
  sort: ProductSort.optional().meta({ description: 'Default: `relevance` with `q`, else `title`.' }),
});
export type ProductQuery = z.infer<typeof ProductQuery>;

export const ProductPage = page('ProductPage', Product);
export const CategoryList = z
  .object({ data: z.array(Category) })
  .meta({ id: 'CategoryList', description: 'All categories, in their order.' });

/** Prices, costs and sums that goods may have: 100,000,000 minor units, KES 1,000,000.00. */
const amount = z.int().min(0).max(100_000_000);

const slug = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be small letters, digits and single dashes');
const languages = z
  .partialRecord(
    z.enum(['en', 'sw']),
    z.strictObject({ title: text(limits.title), description: z.string().trim().max(limits.description).optional() }),
  )
  .meta({ description: 'The same texts in other languages.', examples: [{ sw: { title: 'Unga wa mahindi' } }] });

/** The last digit of a GTIN, from those before it: from the right, every other one counts three times (GS1 General Specifications, 7.9). */
export function checkDigit(before: string): number {
  const sum = Array.from(before, Number)
    .reverse()
    .reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

export const Barcode = z
  .string()
  .regex(/^(?:\d{8}|\d{12,14})$/, 'must be the 8, 12, 13 or 14 digits of a GTIN')
  .refine((digits) => checkDigit(digits.slice(0, -1)) === Number(digits.at(-1)), {
    error: 'has a wrong check digit: one of its digits was misread',
  })
  .meta({ description: 'GTIN with a right check digit.', examples: ['6161100000018'] });

const variantFields = {
  sku: text(40).regex(/^[\w./+-]+(?: [\w./+-]+)*$/, 'must be letters, digits and . / + - _'),
  barcode: Barcode.nullable().optional(),
  title: text(limits.title, 0)
    .optional()
    .meta({ description: 'What tells it from its siblings. Default: its options.' }),
  options: z
    .record(text(20), text(40))
    .optional()
    .meta({ examples: [{ size: '2 kg' }] }),
  price: amount.meta({ description: 'Price of one in minor units, VAT included.' }),
  cost: amount.nullable().optional().meta({ description: 'What one costs the shop in minor units, net of VAT.' }),
};

export const NewVariant = z
  .strictObject(variantFields)
  .meta({ id: 'NewVariant', description: 'One size or colour to sell.' });
export type NewVariant = z.infer<typeof NewVariant>;

export const VariantUpdate = z
  .strictObject({
    id: id('variant').optional().meta({ description: 'Of one that is there already; without it, a new one.' }),
    ...variantFields,
  })
  .meta({ id: 'VariantUpdate', description: 'A variant as it is to be. What is left out stays as it is.' });
export type VariantUpdate = z.infer<typeof VariantUpdate>;

const productFields = {
  slug: slug.optional().meta({ description: 'Its address. Default: made from the title.' }),
  title: text(limits.title),
  description: z.string().trim().max(limits.description).optional(),
  translations: languages.optional(),
  brand: text(limits.name).nullable().optional(),
  category: z.string().max(80).meta({ description: 'Id or slug.' }),
  tags: z.array(text(40)).max(20).optional(),
  unit: Unit.optional().meta({ description: 'Default: piece.' }),
  vatClass: VatClass.optional().meta({ description: 'Default: standard.' }),
  published: z.boolean().optional().meta({ description: 'Default: true.' }),
  lowStockAt: z.int().min(0).max(1_000_000).optional().meta({ description: 'Default: 5.' }),
};
const variantsOf = <T extends z.ZodType<{ sku: string; barcode?: string | null | undefined }>>(variant: T) =>
  z
    .array(variant)
    .min(1)
    .max(100)
    .refine((list) => new Set(list.map(({ sku }) => sku.toUpperCase())).size === list.length, {
      error: 'must not name a SKU twice',
    })
    .refine(
      (list) => {
        const codes = list.flatMap(({ barcode }) => (barcode ? [barcode.padStart(14, '0')] : []));
        return new Set(codes).size === codes.length;
      },
      { error: 'must not name a barcode twice' },
    );

export const NewProduct = z
  .strictObject({
    ...productFields,
    kind: ProductKind.optional().meta({ description: 'Default: goods. It stays what it is made as.' }),
    variants: variantsOf(NewVariant),
  })
  .meta({
    id: 'NewProduct',
    description: 'Something new to sell.',
    examples: [
      {
        title: 'Unga wa mahindi',
        category: 'flour',
        brand: 'Jogoo',
        vatClass: 'zero',
        variants: [{ sku: 'UNGA-2KG', barcode: '6161100000018', options: { size: '2 kg' }, price: 18950, cost: 15500 }],
      },
    ],
  });
export type NewProduct = z.infer<typeof NewProduct>;

export const ProductUpdate = z
  .strictObject({
    ...productFields,
    title: productFields.title.optional(),
    category: productFields.category.optional(),
    images: z
      .array(z.strictObject({ url: z.string().max(400), alt: text(limits.title, 0).optional() }))
      .max(20)
      .optional()
      .meta({ description: 'Those that stay, in their order. New ones are uploaded.' }),
    variants: variantsOf(VariantUpdate)
      .optional()
      .meta({ description: 'All of them: one that is not named is taken off, if none of it is in stock.' }),
  })
  .meta({ id: 'ProductUpdate', description: 'What changes; the rest stays.', examples: [{ published: false }] });
export type ProductUpdate = z.infer<typeof ProductUpdate>;

const categoryFields = {
  slug: slug.optional().meta({ description: 'Unique in the shop. Default: made from the title.' }),
  title: text(limits.title),
  translations: languages.optional(),
  parent: id('category').nullable().optional().meta({ description: 'The shelf above it; null is the top.' }),
  position: z.int().min(0).max(10_000).optional(),
};
export const NewCategory = z.strictObject(categoryFields).meta({
  id: 'NewCategory',
  description: 'A new shelf.',
  examples: [{ title: 'Flour', translations: { sw: { title: 'Unga' } } }],
});
export type NewCategory = z.infer<typeof NewCategory>;
export const CategoryUpdate = z
  .strictObject({ ...categoryFields, title: categoryFields.title.optional() })
  .meta({ id: 'CategoryUpdate', description: 'What changes; the rest stays.', examples: [{ parent: null }] });
export type CategoryUpdate = z.infer<typeof CategoryUpdate>;

export const LabelQuery = z.strictObject({
  variants: z
    .string()
    .regex(/^var_[0-9A-Za-z]{10,40}(?:,var_[0-9A-Za-z]{10,40}){0,99}$/, 'must be 1 to 100 ids of variants, with commas')
    .optional()
    .meta({ description: 'Ids of variants, separated by commas.' }),
  product: id('product').optional().meta({ description: 'All variants of a product.' }),
  copies: z.coerce.number<string>().int().min(1).max(100).optional().meta({ description: 'Of each. Default 1.' }),
  paper: z.enum(['58mm', 'a4']).optional().meta({ description: 'A roll or a sheet. Default a4.' }),
});
export const LabelList = z
  .object({
    data: z.array(
      z.object({
        variant: id('variant'),
        title: z.string(),
        variantTitle: z.string(),
        sku: z.string(),
        barcode: z.string().nullable(),
        price: Money,
      }),
    ),
  })
  .meta({ id: 'LabelList', description: 'What stands on shelf labels.' });

export const ImageQuery = z.strictObject({
  alt: text(limits.title)
    .optional()
    .meta({ description: 'What it shows, in words. Default: the title of the product.' }),
});

export const ImportQuery = z.strictObject({
  preview: z.enum(['true', 'false']).optional().meta({ description: 'Say what would happen, and do nothing.' }),
});
export const ImportRow = z
  .object({
    row: z.int().meta({ description: 'Line of the file, the header being 1.' }),
    sku: z.string(),
    action: z.enum(['create', 'update', 'skip', 'error']),
    product: id('product').nullable(),
    errors: z.array(FieldError),
  })
  .meta({ id: 'ImportRow', description: 'What became of a row, or would.' });
export type ImportRow = z.infer<typeof ImportRow>;
export const ImportReport = z
  .object({
    preview: z.boolean(),
    created: z.int(),
    updated: z.int(),
    skipped: z.int().meta({ description: 'Nothing about them has changed.' }),
    failed: z.int(),
    rows: z.array(ImportRow),
  })
  .meta({ id: 'ImportReport', description: 'What became of a file, row by row.' });
export type ImportReport = z.infer<typeof ImportReport>;
export const ProductFile = z.string().meta({
  description: 'CSV in UTF-8 with a byte order mark, one row per variant; an import takes it back.',
  examples: ['sku,title,price\r\nUNGA-2KG,Unga wa mahindi,189.50\r\n'],
});
