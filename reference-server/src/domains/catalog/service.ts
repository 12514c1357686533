import { trusted, type ClientSession } from 'mongoose';
import type { Category, Product } from '@smartduka/contract';
import { clock } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import type { Audience } from './audience.js';
import { derive } from './derive.js';
import { Categories, Products, type CategoryRecord, type ProductRecord, type VariantRecord } from './model.js';
import { gtin, looksLikeBarcode } from './rules.js';
import { toCategory, toProducts } from './view.js';

export { listProducts } from './list.js';
export { variantsNamed, setCost, type NamedVariant } from './named.js';

/**
 * One product by id, slug, barcode or SKU. The public finds what is on sale, the shop also what is not.
 *
 * @throws Refused `not_found`
 */
export async function findProduct(tenant: Tenant, name: string, audience: Audience = 'public'): Promise<Product> {
  const record = await findRecord(tenant, name, audience);
  const [product] = record ? await toProducts(tenant, [record], audience) : [];
  if (!product) throw new Refused('not_found');
  return product;
}

async function findRecord(tenant: Tenant, name: string, audience: Audience = 'public'): Promise<ProductRecord | null> {
  const on = { ...owned(tenant), ...(audience === 'public' ? { published: true } : {}) };
  const ways = [
    { _id: name },
    { slug: name },
    ...(looksLikeBarcode(name) ? [{ gtins: gtin(name) }] : []),
    { skus: name.toUpperCase() },
  ];
  for (const way of ways) {
    const found = await Products.findOne({ ...on, ...way }, { search: 0 }).lean<ProductRecord>();
    if (found) return found;
  }
  return null;
}

/** All categories, parents before their children, each with how many products on sale stand in it and below it. */
export async function listCategories(tenant: Tenant, audience: Audience = 'public'): Promise<Category[]> {
  const [records, counts] = await Promise.all([
    Categories.find(owned(tenant)).lean<CategoryRecord[]>(),
    Products.aggregate<{ _id: string; count: number }>([
      { $match: { ...owned(tenant), published: true } },
      { $unwind: '$shelves' },
      { $group: { _id: '$shelves', count: { $sum: 1 } } },
    ]),
  ]);
  const countOf = new Map(counts.map(({ _id, count }) => [_id, count]));
  const below = (parent: string | null): CategoryRecord[] =>
    records
      .filter((record) => record.parent === parent)
      .sort((a, b) => a.position - b.position || (a.slug < b.slug ? -1 : 1))
      .flatMap((record) => [record, ...below(record._id)]);
  return below(null).map((record) => toCategory(record, countOf.get(record._id) ?? 0, audience));
}

/** What a cart has to know of a variant. */
export interface SoldVariant {
  product: Omit<ProductRecord, 'search'>;
  variant: VariantRecord;
}

/** Variants that are on sale, by id. Those that are not are left out. */
export async function findVariants(
  tenant: Tenant,
  ids: readonly string[],
  tx: ClientSession | null = null,
): Promise<Map<string, SoldVariant>> {
  if (ids.length === 0) return new Map();
  const records = await Products.find(
    { ...owned(tenant), published: true, 'variants._id': trusted({ $in: [...ids] }) },
    { search: 0 },
    { session: tx },
  ).lean<ProductRecord[]>();
  const asked = new Set(ids);
  return new Map(
    records.flatMap((product) =>
      product.variants
        .filter((variant) => asked.has(variant._id))
        .map((variant) => [variant._id, { product, variant }] as const),
    ),
  );
}

/**
 * The one variant that somebody means who names a variant, or a product by id, slug or barcode.
 *
 * @throws Refused `product_unavailable` when it is not on sale, `product_ambiguous` when the product has several variants.
 */
export async function meantVariant(
  tenant: Tenant,
  named: { variant?: string | undefined; product?: string | undefined },
): Promise<SoldVariant> {
  if (named.variant !== undefined) {
    const found = (await findVariants(tenant, [named.variant])).get(named.variant);
    if (!found) throw new Refused('product_unavailable');
    return found;
  }
  const product = await findRecord(tenant, named.product ?? '');
  const [variant, another] = product?.variants ?? [];
  if (!product || !variant) throw new Refused('product_unavailable');
  if (another) throw new Refused('product_ambiguous');
  return { product, variant };
}

/** A shelf to begin with, as a seed brings it. */
export type FirstCategory = Pick<CategoryRecord, 'slug' | 'title' | 'translations' | 'parent' | 'position'>;

/** Adds a category, or finds the one that has its slug already. */
export async function addCategory(tenant: Tenant, category: FirstCategory, tx: ClientSession): Promise<CategoryRecord> {
  const found = await Categories.findOne({ ...owned(tenant), slug: category.slug }, null, {
    session: tx,
  }).lean<CategoryRecord>();
  if (found) return found;
  const record: CategoryRecord = { ...owned(tenant), _id: newId('category'), ...category, version: 1 };
  await Categories.create([record], { session: tx });
  return record;
}

/** Something to begin with, as a seed brings it. */
export type FirstProduct = Pick<
  ProductRecord,
  'slug' | 'title' | 'description' | 'translations' | 'brand' | 'category' | 'tags' | 'unit' | 'vatClass' | 'images'
> & { variants: readonly Omit<VariantRecord, '_id'>[] };

/** Puts products on sale. Those whose slug is taken are left as they are; what comes back are all of them, as stored. */
export async function addProducts(
  tenant: Tenant,
  products: readonly FirstProduct[],
  tx: ClientSession,
): Promise<ProductRecord[]> {
  const slugs = products.map(({ slug }) => slug);
  const present = await Products.find({ ...owned(tenant), slug: trusted({ $in: slugs }) }, null, {
    session: tx,
  }).lean<ProductRecord[]>();
  const taken = new Set(present.map(({ slug }) => slug));
  const now = clock.now();
  const above = new Map<string, CategoryRecord[]>();
  const fresh: ProductRecord[] = [];
  for (const product of products.filter(({ slug }) => !taken.has(slug))) {
    const shelves = above.get(product.category) ?? (await shelvesAbove(tenant, product.category, tx));
    above.set(product.category, shelves);
    fresh.push(newRecord(tenant, product, shelves, now));
  }
  if (fresh.length > 0) await Products.insertMany(fresh, { session: tx });
  return [...present, ...fresh];
}

function newRecord(
  tenant: Tenant,
  product: FirstProduct,
  shelves: readonly CategoryRecord[],
  now: Date,
): ProductRecord {
  const given = {
    ...owned(tenant),
    ...product,
    _id: newId('product', now),
    variants: product.variants.map((variant) => ({ ...variant, _id: newId('variant', now) })),
    kind: 'goods' as const,
    published: true,
    lowStockAt: 5,
    deletedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  return { ...given, ...derive(given, shelves) };
}

/** A category and those above it, from the bottom up. */
export async function shelvesAbove(tenant: Tenant, category: string, tx: Tx): Promise<CategoryRecord[]> {
  const shelves: CategoryRecord[] = [];
  for (let next: string | null = category; next !== null;) {
    const shelf: CategoryRecord | null = await Categories.findOne({ ...owned(tenant), _id: next }, null, {
      session: tx,
    }).lean<CategoryRecord>();
    if (!shelf) throw new Error(`category ${next} is not there`);
    shelves.push(shelf);
    next = shelf.parent;
  }
  return shelves;
}
