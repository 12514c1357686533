import { trusted } from '../../platform/database.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Categories, Products, type CategoryRecord, type ProductRecord } from './model.js';

/** What a report says of a variant, on sale or not. */
export interface VariantFacts {
  title: string;
  sku: string;
  price: number;
  cost: number | null;
}

/** Title of the product with that of the variant, SKU, price and cost. What the shop never had is left out. */
export async function variantFacts(
  tenant: Tenant,
  ids: readonly string[],
  language?: string,
): Promise<Map<string, VariantFacts>> {
  if (ids.length === 0) return new Map();
  const asked = new Set(ids);
  const records = await Products.find(
    { ...owned(tenant), 'variants._id': trusted({ $in: [...ids] }) },
    { title: 1, translations: 1, variants: 1 },
  ).lean<Pick<ProductRecord, 'title' | 'translations' | 'variants'>[]>();
  const found = new Map<string, VariantFacts>();
  for (const { title, translations, variants } of records) {
    const named = (language && translations[language]?.title) || title;
    for (const { _id, title: size, sku, price, cost } of variants)
      if (asked.has(_id))
        found.set(_id, { title: variants.length > 1 ? `${named}, ${size}` : named, sku, price, cost });
  }
  return found;
}

/** Titles of categories, by id. */
export async function categoryTitles(tenant: Tenant, language: string): Promise<Map<string, string>> {
  const records = await Categories.find(owned(tenant), { title: 1, translations: 1 }).lean<
    Pick<CategoryRecord, '_id' | 'title' | 'translations'>[]
  >();
  return new Map(records.map(({ _id, title, translations }) => [_id, translations[language]?.title ?? title]));
}
