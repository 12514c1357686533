import type { ClientSession } from 'mongoose';
import type { ShortLine } from '@smartduka/contract';
import { clock } from '../../platform/clock.js';
import type { Tenant } from '../../platform/tenancy.js';
import { moveStock, shortOf } from './ledger.js';
import { openLevels } from './service.js';

/**
 * Goods that were sold without a line were there, whatever the books say: stock is corrected by what they lack, so that the sale can take them.
 *
 * @returns What was lacking.
 */
export async function supply(
  tenant: Tenant,
  location: string,
  items: readonly { variant: string; sku: string; quantity: number; title: string }[],
  why: { readonly order: string; readonly staff: string | null },
  tx: ClientSession,
): Promise<ShortLine[]> {
  await openLevels(
    tenant,
    items.map(({ variant, sku }) => ({ variant, sku, location, onHand: 0, lowAt: 0 })),
    tx,
  );
  const lacking = await shortOf(tenant, location, items, tx);
  const at = clock.now();
  for (const { variant, requested, available } of lacking)
    await moveStock(
      tenant,
      { variant, location },
      'adjust',
      requested - available,
      { reason: 'correction', ...why, at },
      tx,
    );
  return lacking;
}
