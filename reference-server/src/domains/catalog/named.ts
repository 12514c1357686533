import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { trusted } from '../../platform/database.js';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import { Products, type ProductRecord, type VariantRecord } from './model.js';

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
