import { trusted, type ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { mainLocation, shopOf } from '../shops/service.js';
import { moveStock, shortOf } from './ledger.js';
import { Reservations, type ReservationRecord } from './model.js';
import { addUp } from './rules.js';
import type { Consumed, ReservationState, StockItem } from './types.js';

/**
 * Keeps goods for an order until a time: all of them or none (S1).
 *
 * @param from The place whose goods they are. Default: where the order had its goods before, else the main place.
 * @throws Refused `insufficient_stock` with `lines`; the transaction must end with it.
 * @example await reserve(tenant, order._id, items, new Date(now.getTime() + 15 * 60_000), tx)
 */
export async function reserve(
  tenant: Tenant,
  order: string,
  items: readonly StockItem[],
  until: Date,
  tx: ClientSession,
  from: string | null = null,
): Promise<void> {
  const location = from ?? (await placeOf(tenant, order, tx));
  const wanted = addUp(items);
  const at = clock.now();
  const refuse = async () => {
    throw new Refused('insufficient_stock', { lines: await shortOf(tenant, location, wanted, tx) });
  };
  // Looked at first, so that the refusal can name every line; the condition of each move is what decides.
  if ((await shortOf(tenant, location, wanted, tx)).length > 0) await refuse();
  for (const { variant, quantity } of wanted)
    if (!(await moveStock(tenant, { variant, location }, 'hold', quantity, { reason: 'held', order, at }, tx)))
      await refuse();
  await write(tenant, order, wanted, location, 'held', until, at, tx);
}

/** Where an order takes its goods from: the place that kept them for it before, else the main one. */
async function placeOf(tenant: Tenant, order: string, tx: ClientSession): Promise<string> {
  const before = await Reservations.findOne({ ...owned(tenant), order }, { items: 1 }, { session: tx })
    .sort({ _id: -1 })
    .lean<Pick<ReservationRecord, 'items'>>();
  return before?.items[0]?.location ?? mainLocation(await shopOf(tenant))._id;
}

async function write(
  tenant: Tenant,
  order: string,
  items: readonly StockItem[],
  location: string,
  state: 'held' | 'consumed',
  until: Date,
  at: Date,
  tx: ClientSession,
): Promise<void> {
  const row: ReservationRecord = {
    ...owned(tenant),
    _id: newId('reservation', at),
    order,
    items: items.map(({ variant, quantity }) => ({ variant, location, quantity })),
    state,
    live: true,
    until,
    createdAt: at,
    updatedAt: at,
  };
  await Reservations.create([row], { session: tx });
}

/** Until when the goods of an order are kept; null when nothing is held. */
export async function heldUntil(tenant: Tenant, order: string, tx: ClientSession | null = null): Promise<Date | null> {
  const row = await Reservations.findOne(
    { ...owned(tenant), order, state: 'held' },
    { until: 1 },
    { session: tx },
  ).lean();
  return row?.until ?? null;
}

/**
 * Keeps what is held for longer, never for less, so that a hold outlives its prompt, and a claimed success that is being checked (S2).
 *
 * @returns Until when it is kept now; null when nothing is held any more.
 */
export async function extend(tenant: Tenant, order: string, until: Date, tx: ClientSession): Promise<Date | null> {
  const row = await Reservations.findOneAndUpdate(
    { ...owned(tenant), order, state: 'held' },
    { $max: { until }, $set: { updatedAt: clock.now() } },
    { session: tx, returnDocument: 'after' },
  ).lean<ReservationRecord>();
  return row?.until ?? null;
}

/**
 * Keeps the goods of an order that is paid in part: holds them for longer, or anew when their hold has gone. Goods that are the order's own already
 * stay so.
 *
 * @returns Until when they are held, null when nothing has to be; or what there are too few of, and then nothing has changed.
 */
export async function keep(
  tenant: Tenant,
  order: string,
  items: readonly StockItem[],
  until: Date,
  tx: ClientSession,
): Promise<{ readonly until: Date | null } | Extract<Consumed, { outcome: 'short' }>> {
  const held = await extend(tenant, order, until, tx);
  if (held) return { until: held };
  if (await Reservations.exists({ ...owned(tenant), order, state: 'consumed' }).session(tx)) return { until: null };
  const location = await placeOf(tenant, order, tx);
  const lines = await shortOf(tenant, location, addUp(items), tx);
  if (lines.length > 0) return { outcome: 'short', lines };
  await reserve(tenant, order, items, until, tx);
  return { until };
}

/**
 * The order is paid: what is held becomes its own. When the hold has gone, the goods are taken again, all or none (S3); `short` says that they
 * could not be, and changes nothing. Repeats change nothing.
 */
export async function consume(
  tenant: Tenant,
  order: string,
  items: readonly StockItem[],
  tx: ClientSession,
): Promise<Consumed> {
  const at = clock.now();
  const held = await settle(tenant, order, 'consumed', at, tx);
  if (held) {
    for (const item of held.items)
      await must(tenant, item, 'consume', item.quantity, { reason: 'sold', order, at }, tx);
    return { outcome: 'consumed' };
  }
  if (await Reservations.exists({ ...owned(tenant), order, state: 'consumed' }).session(tx))
    return { outcome: 'consumed' };

  const location = await placeOf(tenant, order, tx);
  const wanted = addUp(items);
  // Looked at before anything moves: a shortage is no error here, so nothing would undo the half of it.
  const lines = await shortOf(tenant, location, wanted, tx);
  if (lines.length > 0) return { outcome: 'short', lines };
  for (const { variant, quantity } of wanted)
    await must(tenant, { variant, location }, 'take', quantity, { reason: 'sold', order, at }, tx);
  await write(tenant, order, wanted, location, 'consumed', at, at, tx);
  return { outcome: 'retaken' };
}

/** Gives back what is held for an order, as when it is canceled. Repeats change nothing. */
export async function release(tenant: Tenant, order: string, tx: ClientSession): Promise<boolean> {
  return giveBack(tenant, order, 'released', clock.now(), tx);
}

async function giveBack(
  tenant: Tenant,
  order: string,
  state: 'released' | 'expired',
  at: Date,
  tx: ClientSession,
): Promise<boolean> {
  const held = await settle(tenant, order, state, at, tx);
  for (const item of held?.items ?? [])
    await must(tenant, item, 'release', item.quantity, { reason: state, order, at }, tx);
  return held !== null;
}

/** Leaves `held` for good. Whoever gets the row has to move its stock; everybody else gets null. */
async function settle(
  tenant: Tenant,
  order: string,
  state: Exclude<ReservationState, 'held'>,
  at: Date,
  tx: ClientSession,
): Promise<ReservationRecord | null> {
  const due = state === 'expired' ? { until: trusted({ $lte: at }) } : {};
  return Reservations.findOneAndUpdate(
    { ...owned(tenant), order, state: 'held', ...due },
    { $set: { state, live: state === 'consumed', updatedAt: at } },
    { session: tx },
  ).lean<ReservationRecord>();
}

async function must(...move: Parameters<typeof moveStock>): Promise<void> {
  if (!(await moveStock(...move))) throw new Error(`stock of ${move[1].variant} does not hold what is reserved of it`);
}

/**
 * Gives back what was held for too long, one order per transaction. Safe in several processes: the row tells who was first. Expiry is decided by
 * comparing time, so a late run loses nothing.
 *
 * @param onExpired Runs in the same transaction, for whoever has to tell the order.
 * @returns How many holds ended.
 */
export async function expireDue(
  now: Date,
  onExpired: (tenant: Tenant, order: string, tx: ClientSession) => Promise<void>,
): Promise<number> {
  const due = await acrossTenants(
    Reservations.find({ state: 'held', until: trusted({ $lte: now }) }, { shop: 1, mode: 1, order: 1 })
      .sort({ until: 1 })
      .limit(200),
  ).lean<Pick<ReservationRecord, 'shop' | 'mode' | 'order'>[]>();
  let ended = 0;
  for (const { shop, mode, order } of due) {
    const tenant = { shop, mode };
    const mine = await inTransaction(async (tx) => {
      const gone = await giveBack(tenant, order, 'expired', now, tx);
      if (gone) await onExpired(tenant, order, tx);
      return gone;
    });
    if (mine) ended += 1;
  }
  return ended;
}
