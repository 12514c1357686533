import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { trusted } from '../../platform/database.js';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import { Products, type ProductRecord, type VariantRecord } from './model.js';
import { gtin, looksLikeBarcode } from './rules.js';

/** A variant as whoever counts, orders or moves it has to know it, on sale or not. */
export interface NamedVariant {
  product: Pick<ProductRecord, '_id' | 'title' | 'kind' | 'lowStockAt' | 'deletedAt' | 'category'>;
  variant: VariantRecord;
}

/** Variants by id, also unpublished ones. Those that are not there are left out. */
export async function variantsNamed(
  tenant: Tenant,
  ids: readonly string[],
  tx: Tx = null,
): Promise<Map<string, NamedVariant>> {
  if (ids.length === 0) return new Map();
  const records = await Products.find(
    { ...owned(tenant), 'variants._id': trusted({ $in: [...ids] }) },
    { title: 1, kind: 1, lowStockAt: 1, deletedAt: 1, category: 1, variants: 1 },
    { session: tx },
  ).lean<(NamedVariant['product'] & Pick<ProductRecord, 'variants'>)[]>();
  const asked = new Set(ids);
  return new Map(
    records.flatMap((product) =>
      product.variants
        .filter((variant) => asked.has(variant._id))
        .map((variant) => [variant._id, { product, variant }] as const),
    ),
  );
}

/** Sets what one of a variant costs the shop now, minor units. */
export async function setCost(tenant: Tenant, variant: string, cost: number, tx: ClientSession): Promise<void> {
  await Products.updateOne(
    { ...owned(tenant), 'variants._id': variant },
    { $set: { 'variants.$.cost': cost, updatedAt: clock.now() }, $inc: { version: 1 } },
    { session: tx },
  );
}

/** The variant that a scanned barcode or typed SKU means, on sale or not; null when there is none. */
export async function variantByCode(tenant: Tenant, code: string, tx: Tx = null): Promise<string | null> {
  const sku = code.toUpperCase();
  const ways = [...(looksLikeBarcode(code) ? [{ gtins: gtin(code) }] : []), { skus: sku }];
  for (const way of ways) {
    const product = await Products.findOne(
      { ...owned(tenant), ...way, deletedAt: null },
      { variants: 1 },
      { session: tx },
    ).lean<Pick<ProductRecord, 'variants'>>();
    const found = product?.variants.find(
      (variant) =>
        ('gtins' in way && variant.barcode !== null && gtin(variant.barcode) === way.gtins) ||
        ('skus' in way && variant.sku.toUpperCase() === sku),
    );
    if (found) return found._id;
  }
  return null;
}
