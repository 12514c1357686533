import { trusted, type ClientSession } from 'mongoose';
import type { Availability, StockAdjustment, StockLevel, StockLevelQuery } from '@smartduka/contract';
import type { z } from 'zod';
import { clock } from '../../platform/clock.js';
import { cursors, toPage } from '../../platform/cursors.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { locationNamed } from '../shops/locations.js';
import { mainLocation, shopOf } from '../shops/service.js';
import { keepHere, levelId, moveStock, shortOf } from './ledger.js';
import { Levels, Movements, type LevelRecord } from './model.js';
import { availabilityOf } from './rules.js';

export { handOver } from './hand-over.js';
export { consume, expireDue, extend, heldUntil, keep, release, reserve } from './reservations.js';
export { takeBack } from './returns.js';
export type { Consumed, ReservationState, StockItem } from './types.js';

/** Transactions that move a shop's stock take turns in a process (`inTurn`) instead of running into each other. */
export const stockQueue = (tenant: Tenant): string => `stock ${tenant.shop} ${tenant.mode}`;

/** What can be had of a variant, for whoever sells it. Exact figures stay inside the server. */
export interface OnSale {
  /** Null when it is not counted, as a service. */
  available: number | null;
  availability: Availability;
}

/** What can be sold online of each variant. A variant without a level is not there at all. */
export async function onSale(
  tenant: Tenant,
  variants: readonly string[],
  tx: ClientSession | null = null,
): Promise<Map<string, OnSale>> {
  const location = mainLocation(await shopOf(tenant))._id;
  const ids = variants.map((variant) => levelId(variant, location));
  const levels = await Levels.find(
    { ...owned(tenant), _id: trusted({ $in: ids }) },
    { variant: 1, available: 1, lowAt: 1 },
    { session: tx },
  ).lean<Pick<LevelRecord, 'variant' | 'available' | 'lowAt'>[]>();
  return new Map(
    levels.map(({ variant, available, lowAt }) => [
      variant,
      { available, availability: availabilityOf(available, lowAt) },
    ]),
  );
}

/** A variant that a place begins to keep. Repeated, it changes nothing. */
export interface Opening {
  variant: string;
  sku: string;
  location: string;
  onHand: number;
  lowAt: number;
}

/** Begins to keep variants in a place, with what was counted there. Those it keeps already are left alone. */
export async function openLevels(tenant: Tenant, openings: readonly Opening[], tx: ClientSession): Promise<void> {
  const at = clock.now();
  const ids = openings.map((opening) => levelId(opening.variant, opening.location));
  const kept = new Set<string>(
    (await Levels.find({ ...owned(tenant), _id: trusted({ $in: ids }) }, { _id: 1 }, { session: tx }).lean()).map(
      ({ _id }) => _id,
    ),
  );
  const fresh = openings.filter(({ variant, location }) => !kept.has(levelId(variant, location)));
  const figures = (onHand: number) => ({ onHand, available: onHand, held: 0, allocated: 0 });
  const levels: LevelRecord[] = fresh.map(({ variant, location, sku, lowAt, onHand }) => ({
    ...owned(tenant),
    _id: levelId(variant, location),
    variant,
    location,
    sku,
    ...figures(onHand),
    lowAt,
    updatedAt: at,
  }));
  const counted = fresh
    .filter(({ onHand }) => onHand > 0)
    .map(({ variant, location, onHand }) => ({
      ...owned(tenant),
      _id: newId('movement', at),
      variant,
      location,
      reason: 'received',
      ...figures(onHand),
      order: null,
      reference: null,
      staff: null,
      note: null,
      at,
    }));
  if (levels.length > 0) await Levels.insertMany(levels, { session: tx });
  if (counted.length > 0) await Movements.insertMany(counted, { session: tx });
}

/**
 * Adds to stock or takes from it, never below nothing: what is held or sold is not there to be taken (S4).
 *
 * @param done Runs in the same transaction with the answer.
 * @param by Id of whoever does it.
 * @throws Refused `not_found` when there is no such place or the shop keeps no such variant, `insufficient_stock` when too few are available.
 */
export async function adjust(
  tenant: Tenant,
  adjustment: z.infer<typeof StockAdjustment>,
  by: string | null,
  done: (level: StockLevel, tx: ClientSession) => Promise<void>,
): Promise<StockLevel> {
  const { variant, change, reason, note } = adjustment;
  return inTransaction(
    async (tx) => {
      const location = (await locationNamed(tenant, adjustment.location, tx))._id;
      const known = await keepHere(tenant, variant, location, tx);
      const entry = { reason, note, staff: by, at: clock.now() };
      const level = await moveStock(tenant, known, 'adjust', change, entry, tx);
      if (!level) {
        const item = { variant, title: known.sku, quantity: -change };
        throw new Refused('insufficient_stock', { lines: await shortOf(tenant, location, [item], tx) });
      }
      const answer = toLevel(level);
      await done(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(tenant) },
  );
}

/** Stock, in the order of its variants. */
export async function listLevels(tenant: Tenant, query: z.infer<typeof StockLevelQuery>) {
  const { limit = 20, after, variant, location } = query;
  const list = `levels ${variant ?? ''} ${location ?? ''}`;
  const from = after === undefined ? {} : { _id: trusted({ $gt: String(cursors.read(tenant, list, after)) }) };
  const rows = await Levels.find({
    ...owned(tenant),
    ...(variant === undefined ? {} : { variant }),
    ...(location === undefined ? {} : { location }),
    ...from,
  })
    .sort({ _id: 1 })
    .limit(limit + 1)
    .lean<LevelRecord[]>();
  return toPage(rows, limit, toLevel, (row) => cursors.make(tenant, list, row._id));
}

function toLevel(level: LevelRecord): StockLevel {
  const { variant, location, sku, onHand, available, held, allocated } = level;
  return { variant, location, sku, onHand, available, held, allocated, updatedAt: level.updatedAt.toISOString() };
}
