import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { trusted } from '../../platform/database.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { mainLocation, shopOf } from '../shops/service.js';
import { Levels } from './model.js';
import { openLevels } from './service.js';

/** A variant as stock knows it. */
export interface KeptVariant {
  readonly variant: string;
  readonly sku: string;
  /** At or under this many, few are left. */
  readonly lowAt: number;
}

/** The main location keeps these from now on, and every place that keeps them knows their SKU and what is few. */
export async function keepVariants(tenant: Tenant, variants: readonly KeptVariant[], tx: ClientSession): Promise<void> {
  const location = mainLocation(await shopOf(tenant))._id;
  await openLevels(
    tenant,
    variants.map((variant) => ({ ...variant, location, onHand: 0 })),
    tx,
  );
  for (const { variant, sku, lowAt } of variants)
    await Levels.updateMany(
      { ...owned(tenant), variant, $or: [{ sku: trusted({ $ne: sku }) }, { lowAt: trusted({ $ne: lowAt }) }] },
      { $set: { sku, lowAt, updatedAt: clock.now() } },
      { session: tx },
    );
}

/** Whether any of these is in stock somewhere, held or sold and not handed over. */
export async function leavesStock(tenant: Tenant, variants: readonly string[], tx: ClientSession): Promise<boolean> {
  const some = await Levels.exists({
    ...owned(tenant),
    variant: trusted({ $in: [...variants] }),
    onHand: trusted({ $gt: 0 }),
  }).session(tx);
  return some !== null;
}
