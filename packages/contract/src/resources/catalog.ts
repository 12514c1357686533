import { z } from 'zod';
import { id, Instant, limits, Money, page, PageQuery } from '../primitives.js';

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
  })
  .meta({ id: 'Variant', description: 'What is actually sold and counted: one size or colour of a product.' });
export type Variant = z.infer<typeof Variant>;

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
    unit: z.enum(['piece', 'kg', 'litre']),
    vatClass: VatClass,
    images: z.array(Image),
    price: Money.meta({ description: 'Lowest price among its variants, VAT included.' }),
    availability: Availability,
    variants: z.array(Variant).min(1),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Product', description: 'Something the shop lists, with one or more variants.' });
export type Product = z.infer<typeof Product>;

export const ProductSort = z.enum(['relevance', 'title', 'price', '-price', '-created']);

export const ProductQuery = PageQuery.extend({
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
