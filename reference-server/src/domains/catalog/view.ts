import { trusted } from 'mongoose';
import type { Availability, Category, Product, Variant } from '@smartduka/contract';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import { onSale, type OnSale } from '../inventory/service.js';
import { shopOf } from '../shops/service.js';
import type { Audience } from './audience.js';
import { Categories, type CategoryRecord, type ProductRecord, type VariantRecord } from './model.js';
import { bestOf } from './rules.js';

/** Products in the order given, with today's availability; the shop sees more of them than the public does. */
export async function toProducts(
  tenant: Tenant,
  records: readonly Omit<ProductRecord, 'search'>[],
  audience: Audience = 'public',
  tx: Tx = null,
): Promise<Product[]> {
  if (records.length === 0) return [];
  const { currency } = await shopOf(tenant);
  const ids = [...new Set(records.map((record) => record.category))];
  const variants = records.flatMap((record) => record.variants.map((variant) => variant._id));
  const readShelves = () =>
    Categories.find({ ...owned(tenant), _id: trusted({ $in: ids }) }, null, { session: tx }).lean<CategoryRecord[]>();
  // Operations of one transaction run one after another (G3).
  const [stock, shelves] = tx
    ? [await onSale(tenant, variants, tx), await readShelves()]
    : await Promise.all([onSale(tenant, variants), readShelves()]);
  const shelfById = new Map(shelves.map((shelf) => [shelf._id, shelf]));
  return records.map((record) => toProduct(record, shelfById.get(record.category), stock, currency, audience));
}

function toProduct(
  record: Omit<ProductRecord, 'search'>,
  shelf: CategoryRecord | undefined,
  stock: ReadonlyMap<string, OnSale>,
  currency: string,
  audience: Audience,
): Product {
  const availabilityOf = (variant: string) =>
    record.kind === 'service' ? 'in_stock' : (stock.get(variant)?.availability ?? 'out_of_stock');
  const variants = record.variants.map((variant) =>
    toVariant(variant, availabilityOf(variant._id), currency, audience !== 'public' && audience.costs),
  );
  return {
    id: record._id,
    slug: record.slug,
    title: record.title,
    description: record.description,
    translations: record.translations,
    brand: record.brand,
    category: { id: record.category, slug: shelf?.slug ?? '', title: shelf?.title ?? '' },
    tags: record.tags,
    kind: record.kind,
    unit: record.unit,
    vatClass: record.vatClass,
    images: record.images,
    price: { amount: record.price, currency },
    availability: bestOf(variants.map((variant) => variant.availability)),
    variants,
    ...(audience === 'public' ? {} : forTheShop(record)),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

function forTheShop(record: Omit<ProductRecord, 'search'>) {
  const { published, lowStockAt, version, deletedAt } = record;
  return { published, lowStockAt, version, deletedAt: deletedAt?.toISOString() ?? null };
}

function toVariant(variant: VariantRecord, availability: Availability, currency: string, costs: boolean): Variant {
  const { _id: id, sku, barcode, title, options, price, cost } = variant;
  const shown = { id, sku, barcode, title, options, price: { amount: price, currency }, availability };
  return costs ? { ...shown, cost: cost === null ? null : { amount: cost, currency } } : shown;
}

export function toCategory(record: CategoryRecord, productCount: number, audience: Audience = 'public'): Category {
  const { _id: id, slug, title, translations, parent, position, version } = record;
  const shown = { id, slug, title, translations, parent, position, productCount };
  return audience === 'public' ? shown : { ...shown, version };
}
