import { trusted } from 'mongoose';
import type { Category, Product, Variant } from '@smartduka/contract';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { onSale, type OnSale } from '../inventory/service.js';
import { shopOf } from '../shops/service.js';
import { Categories, type CategoryRecord, type ProductRecord, type VariantRecord } from './model.js';
import { bestOf } from './rules.js';

/** Products as the public sees them, in the order given, with today's availability. */
export async function toProducts(
  tenant: Tenant,
  records: readonly Omit<ProductRecord, 'search'>[],
): Promise<Product[]> {
  if (records.length === 0) return [];
  const { currency } = await shopOf(tenant);
  const ids = [...new Set(records.map((record) => record.category))];
  const [stock, shelves] = await Promise.all([
    onSale(
      tenant,
      records.flatMap((record) => record.variants.map((variant) => variant._id)),
    ),
    Categories.find({ ...owned(tenant), _id: trusted({ $in: ids }) }).lean<CategoryRecord[]>(),
  ]);
  const shelfById = new Map(shelves.map((shelf) => [shelf._id, shelf]));
  return records.map((record) => toProduct(record, shelfById.get(record.category), stock, currency));
}

function toProduct(
  record: Omit<ProductRecord, 'search'>,
  shelf: CategoryRecord | undefined,
  stock: ReadonlyMap<string, OnSale>,
  currency: string,
): Product {
  const variants = record.variants.map((variant) => toVariant(variant, stock, currency));
  return {
    id: record._id,
    slug: record.slug,
    title: record.title,
    description: record.description,
    translations: record.translations,
    brand: record.brand,
    category: { id: record.category, slug: shelf?.slug ?? '', title: shelf?.title ?? '' },
    tags: record.tags,
    unit: record.unit,
    vatClass: record.vatClass,
    images: record.images,
    price: { amount: record.price, currency },
    availability: bestOf(variants.map((variant) => variant.availability)),
    variants,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

function toVariant(variant: VariantRecord, stock: ReadonlyMap<string, OnSale>, currency: string): Variant {
  const { _id: id, sku, barcode, title, options, price } = variant;
  const availability = stock.get(id)?.availability ?? 'out_of_stock';
  return { id, sku, barcode, title, options, price: { amount: price, currency }, availability };
}

export function toCategory(record: CategoryRecord, productCount: number): Category {
  const { _id: id, slug, title, translations, parent, position } = record;
  return { id, slug, title, translations, parent, position, productCount };
}
