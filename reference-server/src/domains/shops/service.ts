import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { afterCommit, isDuplicate } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { runtime } from '../../platform/runtime.js';
import type { Tenant } from '../../platform/tenancy.js';
import { Shops, type ShopLocation, type ShopRecord } from './model.js';

export type { ShopLocation, ShopRecord, ShopZone } from './model.js';

interface Seen {
  readonly shop: ShopRecord;
  readonly until: number;
}
const seen = new Map<string, Seen>();
// Every priced answer asks for the shop. A change, such as a suspension, is felt everywhere within this time (T6).
const rememberedMs = 10_000;

/**
 * The shop of a tenant: its name, tax, places and fees.
 *
 * @throws Refused `not_found` when there is no such shop, `shop_suspended` when it is closed for the time being.
 */
export async function shopOf(tenant: Tenant, tx: ClientSession | null = null): Promise<ShopRecord> {
  const known = seen.get(tenant.shop);
  if (known && known.until > performance.now()) return known.shop;
  const shop = await Shops.findById(tenant.shop, null, { session: tx }).lean<ShopRecord>();
  if (!shop) throw new Refused('not_found');
  if (shop.status === 'suspended') throw new Refused('shop_suspended');
  if (seen.size > 1_000) seen.clear();
  // What a transaction sees may yet be undone.
  if (!tx) seen.set(shop._id, { shop, until: performance.now() + rememberedMs });
  return shop;
}

/** The shop as it is in the database this moment. @throws Refused `not_found` */
export async function shopNow(tenant: Tenant, tx: ClientSession | null = null): Promise<ShopRecord> {
  const shop = await Shops.findById(tenant.shop, null, { session: tx }).lean<ShopRecord>();
  if (!shop) throw new Refused('not_found');
  return shop;
}

/** Forgets what this process knows of a shop, so that a change is felt at once here. */
export function forgetShop(shop: string): void {
  seen.delete(shop);
}

/** Where goods sold online leave from. */
export function mainLocation(shop: ShopRecord): ShopLocation {
  const [main] = shop.locations;
  if (!main) throw new Error(`shop ${shop._id} has no location`);
  return main;
}

/** The shop that visitors without a key see: the one that is set, or the only one of this server. Null when it is not clear which. */
export async function standaloneShop(): Promise<string | null> {
  if (runtime.standaloneShop !== null)
    return (await Shops.findOne({ slug: runtime.standaloneShop, status: 'active' }, { _id: 1 }).lean())?._id ?? null;
  const [only, another] = await Shops.find({ status: 'active' }, { _id: 1 }).limit(2).lean();
  return only && !another ? only._id : null;
}

/** The first shop of this server: the operator's own, whose money it is that names nobody. */
export async function firstShop(): Promise<string> {
  const first = await Shops.findOne({}, { _id: 1 }).sort({ createdAt: 1, _id: 1 }).lean();
  if (!first) throw new Error('there is no shop');
  return first._id;
}

/**
 * Opens a shop, or finds the one that has this slug already; that one is left as it is.
 *
 * @returns `opened` is false when it was there.
 */
export async function openShop(
  details: Omit<ShopRecord, '_id' | 'status' | 'createdAt' | 'updatedAt' | 'pageKeys'>,
): Promise<{ shop: ShopRecord; opened: boolean }> {
  const now = clock.now();
  const found = await Shops.findOne({ slug: details.slug }).lean<ShopRecord>();
  if (found) return { shop: found, opened: false };
  const shop: ShopRecord = {
    ...details,
    _id: newId('shop'),
    status: 'active',
    pageKeys: { test: null, live: null },
    createdAt: now,
    updatedAt: now,
  };
  try {
    await Shops.create(shop);
    return { shop, opened: true };
  } catch (error) {
    if (!isDuplicate(error, 'slug')) throw error;
    return openShop(details);
  }
}

/** Sets the publishable key that the shop's own pages print. */
export async function setPageKey(tenant: Tenant, key: string, tx: ClientSession | null = null): Promise<void> {
  await Shops.updateOne(
    { _id: tenant.shop },
    { $set: { [`pageKeys.${tenant.mode}`]: key, updatedAt: clock.now() } },
    tx ? { session: tx } : {},
  );
  if (tx) afterCommit(tx, () => forgetShop(tenant.shop));
  else forgetShop(tenant.shop);
}

/** Every shop of this server with its time zone, suspended ones too. For jobs. */
export async function shopZones(): Promise<{ id: string; timeZone: string }[]> {
  const shops = await Shops.find({}, { timeZone: 1 }).lean();
  return shops.map(({ _id, timeZone }) => ({ id: _id, timeZone }));
}

/** Shops that are told of their days. For jobs. */
export async function shopsToTell(): Promise<ShopRecord[]> {
  return Shops.find({ status: 'active' }).lean<ShopRecord[]>();
}
