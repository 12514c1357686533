import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { afterCommit, isDuplicate, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { Shops, type ShopRecord } from './model.js';
import { forgetShop } from './service.js';

export interface NewShop {
  readonly name: string;
  /** Short name in addresses. Without one, it is made from the name. */
  readonly slug?: string | undefined;
  readonly language?: 'en' | 'sw' | undefined;
}

/**
 * Opens a shop with what a Kenyan shop begins with; its owner changes the rest.
 *
 * @throws Refused `taken` when there is a shop of that short name.
 */
export async function openNewShop(wanted: NewShop, tx: ClientSession): Promise<ShopRecord> {
  const now = clock.now();
  const { name, language = 'en' } = wanted;
  const shop: ShopRecord = {
    _id: newId('shop'),
    slug: wanted.slug ?? (await freeSlug(name, tx)),
    name,
    tagline: {},
    status: 'active',
    currency: 'KES',
    country: 'KE',
    language,
    timeZone: 'Africa/Nairobi',
    contact: { phone: null, email: null, address: null },
    kraPin: null,
    tax: { vatRegistered: false, rates: { standard: 1_600, zero: 0, exempt: 0 }, deliveryClass: 'standard' },
    mpesa: null,
    locations: [{ _id: newId('location'), title: name, address: '', hours: null, pickup: true }],
    zones: [],
    pageKeys: { test: null, live: null },
    createdAt: now,
    updatedAt: now,
  };
  if (await Shops.exists({ slug: shop.slug }).session(tx)) throw new Refused('taken');
  try {
    await Shops.create([shop], { session: tx });
  } catch (error) {
    if (isDuplicate(error, 'slug')) throw new Refused('taken', {}, { cause: error });
    throw error;
  }
  return shop;
}

async function freeSlug(name: string, tx: ClientSession): Promise<string> {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  const base = plain.length >= 3 ? plain : 'duka';
  const choices = [base, ...Array.from({ length: 98 }, (_, i) => `${base}-${i + 2}`)];
  const used = await Shops.find({ slug: trusted({ $in: choices }) }, { slug: 1 }, { session: tx }).lean();
  const taken = new Set(used.map(({ slug }) => slug));
  return choices.find((slug) => !taken.has(slug)) ?? `${base}-${newId('shop').slice(-8)}`;
}

export async function isFirstShop(tx: ClientSession | null = null): Promise<boolean> {
  return (await Shops.exists({}).session(tx)) === null;
}

/** By id or short name; null when there is none. */
export function findShop(shop: string, tx: ClientSession | null = null): Promise<ShopRecord | null> {
  const named = shop.startsWith('shop_') ? { _id: shop } : { slug: shop };
  return Shops.findOne(named, null, { session: tx }).lean<ShopRecord>();
}

/** Shops of this server, newest first, for its operator. */
export function shopsPage(
  status: ShopRecord['status'] | null,
  before: string | null,
  limit: number,
): Promise<ShopRecord[]> {
  return Shops.find({
    ...(status === null ? {} : { status }),
    ...(before === null ? {} : { _id: trusted({ $lt: before }) }),
  })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<ShopRecord[]>();
}

export async function setStatus(shop: string, status: ShopRecord['status'], tx: ClientSession): Promise<ShopRecord> {
  const changed = await Shops.findOneAndUpdate(
    { _id: shop },
    { $set: { status, updatedAt: clock.now() } },
    { session: tx, returnDocument: 'after' },
  ).lean<ShopRecord>();
  if (!changed) throw new Refused('not_found');
  afterCommit(tx, () => forgetShop(shop));
  return changed;
}
