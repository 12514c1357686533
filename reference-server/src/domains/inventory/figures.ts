import { trusted } from '../../platform/database.js';
import { idsFrom } from '../../platform/ids.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Levels, Movements } from './model.js';

/** What is there of each variant, in one place or in all of them. */
export async function stockOf(
  tenant: Tenant,
  location?: string,
): Promise<Map<string, { onHand: number; available: number; lowAt: number }>> {
  const levels = await Levels.find(
    { ...owned(tenant), ...(location === undefined ? {} : { location }) },
    { variant: 1, onHand: 1, available: 1, lowAt: 1 },
  ).lean();
  const found = new Map<string, { onHand: number; available: number; lowAt: number }>();
  for (const { variant, onHand, available, lowAt } of levels) {
    const sofar = found.get(variant);
    found.set(variant, {
      onHand: onHand + (sofar?.onHand ?? 0),
      available: available + (sofar?.available ?? 0),
      lowAt: Math.max(lowAt, sofar?.lowAt ?? 0),
    });
  }
  return found;
}

/** By how much what is there of each variant changed in a time. */
export async function stockChanges(
  tenant: Tenant,
  location: string | undefined,
  span: { from: Date; to: Date },
): Promise<Map<string, number>> {
  const rows = await Movements.aggregate<{ _id: string; change: number }>([
    {
      $match: {
        ...owned(tenant),
        ...(location === undefined ? {} : { location }),
        _id: trusted({
          $gte: idsFrom('movement', span.from),
          $lt: idsFrom('movement', new Date(span.to.getTime() + 1)),
        }),
      },
    },
    { $group: { _id: '$variant', change: { $sum: '$onHand' } } },
  ]);
  return new Map(rows.map(({ _id, change }) => [_id, change]));
}
