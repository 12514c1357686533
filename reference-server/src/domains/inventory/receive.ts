import type { ClientSession } from 'mongoose';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { keepHere, moveStock, type Entry } from './ledger.js';
import { Levels, type LevelRecord } from './model.js';

/**
 * Puts goods that arrived into a place.
 *
 * @returns How many of it all places together had before, for the average of its cost.
 */
export async function receive(
  tenant: Tenant,
  variant: string,
  location: string,
  quantity: number,
  entry: Entry,
  tx: ClientSession,
): Promise<number> {
  await keepHere(tenant, variant, location, tx);
  const levels = await Levels.find({ ...owned(tenant), variant }, { onHand: 1 }, { session: tx }).lean<
    Pick<LevelRecord, 'onHand'>[]
  >();
  await moveStock(tenant, { variant, location }, 'adjust', quantity, entry, tx);
  return levels.reduce((all, { onHand }) => all + onHand, 0);
}
