import { trusted, type ClientSession } from 'mongoose';
import type { ShortLine } from '@smartduka/contract';
import { clock } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Levels, Movements, type LevelRecord } from './model.js';
import { changeOf, type StockMove } from './rules.js';

/** What a row of the ledger says beside its figures. */
export interface Entry {
  reason: string;
  order?: string;
  /** The transfer, stock-take or purchase that it belongs to. */
  reference?: string;
  /** Id of whoever did it; null for buyers and the server itself. */
  staff?: string | null;
  note?: string | undefined;
  at: Date;
}

export const levelId = (variant: string, location: string): string => `${variant}/${location}`;

/**
 * Moves stock and writes it down, in one transaction.
 *
 * @returns The level as it is now, or null when it does not have what the move takes: nothing has changed then.
 */
export async function moveStock(
  tenant: Tenant,
  place: { variant: string; location: string },
  move: StockMove,
  quantity: number,
  entry: Entry,
  tx: ClientSession,
): Promise<LevelRecord | null> {
  const change = changeOf(move, quantity);
  const enough = Object.fromEntries(
    Object.entries(change)
      .filter(([, by]) => by < 0)
      .map(([figure, by]) => [figure, trusted({ $gte: -by })]),
  );
  const level = await Levels.findOneAndUpdate(
    { ...owned(tenant), _id: levelId(place.variant, place.location), ...enough },
    { $inc: change, $set: { updatedAt: entry.at } },
    { session: tx, returnDocument: 'after' },
  ).lean<LevelRecord>();
  if (!level) return null;
  await Movements.create(
    [
      {
        ...owned(tenant),
        _id: newId('movement', entry.at),
        variant: place.variant,
        location: place.location,
        reason: entry.reason,
        ...change,
        order: entry.order ?? null,
        reference: entry.reference ?? null,
        staff: entry.staff ?? null,
        note: entry.note ?? null,
        at: entry.at,
      },
    ],
    { session: tx },
  );
  return level;
}

/** Which of these there are too few of, in this transaction's view. */
export async function shortOf(
  tenant: Tenant,
  location: string,
  items: readonly { variant: string; quantity: number; title: string }[],
  tx: ClientSession,
): Promise<ShortLine[]> {
  const ids = items.map((item) => levelId(item.variant, location));
  const levels = await Levels.find({ ...owned(tenant), _id: trusted({ $in: ids }) }, null, { session: tx }).lean<
    LevelRecord[]
  >();
  const available = new Map(levels.map((level) => [level.variant, level.available]));
  return items
    .map(({ variant, title, quantity }) => ({
      variant,
      title,
      requested: quantity,
      available: Math.max(0, available.get(variant) ?? 0),
    }))
    .filter((line) => line.available < line.requested);
}

/**
 * The level of a variant in a place, opened with nothing in it if this is the first that comes there.
 *
 * @throws Refused `not_found` when the shop keeps no such variant anywhere.
 */
export async function keepHere(
  tenant: Tenant,
  variant: string,
  location: string,
  tx: ClientSession,
): Promise<LevelRecord> {
  const find = (where: Record<string, string>) =>
    Levels.findOne({ ...owned(tenant), ...where }, null, { session: tx }).lean<LevelRecord>();
  const here = await find({ _id: levelId(variant, location) });
  if (here) return here;
  const elsewhere = await find({ variant });
  if (!elsewhere) throw new Refused('not_found');
  const nothing = { onHand: 0, available: 0, held: 0, allocated: 0 };
  const level = { ...elsewhere, ...nothing, _id: levelId(variant, location), location, updatedAt: clock.now() };
  await Levels.create([level], { session: tx });
  return level;
}
