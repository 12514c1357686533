import type { ClientSession } from 'mongoose';
import type { PlatformShop, PlatformShopCreate, PlatformShopQuery } from '@smartduka/contract';
import type { z } from 'zod';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { cursors, toPage } from '../../platform/cursors.js';
import { inTransaction } from '../../platform/database.js';
import { Refused } from '../../platform/refusals.js';
import { noShop } from '../../platform/tenancy.js';
import { findShop, openNewShop, setStatus, shopsPage } from '../shops/open.js';
import type { ShopRecord } from '../shops/service.js';
import { countStaff, newStaff } from '../staff/service.js';

interface By {
  readonly actor: Actor;
  readonly requestId: string;
}
type Done = (shop: PlatformShop, tx: ClientSession) => Promise<void>;

export async function listShops({ limit = 20, after, status }: z.infer<typeof PlatformShopQuery>) {
  const list = `shops ${status ?? ''}`;
  const from = after === undefined ? null : String(cursors.read(noShop, list, after));
  const rows = await shopsPage(status ?? null, from, limit + 1);
  const { data, ...rest } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => cursors.make(noShop, list, row._id),
  );
  return { data: await Promise.all(data.map(toPlatformShop)), ...rest };
}

export async function inspectShop(id: string): Promise<PlatformShop> {
  return toPlatformShop(await shopById(id));
}

/** Opens a shop and invites its owner. The log of the shop begins with it. */
export async function createShop(
  { actor, requestId }: By,
  wanted: PlatformShopCreate,
  done: Done,
): Promise<PlatformShop> {
  const { owner, ...details } = wanted;
  return inTransaction(async (tx) => {
    const shop = await openNewShop(details, tx);
    const tenant = { shop: shop._id, mode: 'live' as const };
    await audit(tenant, actor, { action: 'shop.opened', subject: shop._id, after: { slug: shop.slug } }, requestId, tx);
    await newStaff({ tenant, actor, requestId }, { ...owner, role: 'owner' }, tx);
    const answer = { ...view(shop), staff: 1 };
    await done(answer, tx);
    return answer;
  });
}

/** Suspends or resumes a shop; its keys and sessions feel it within a minute (T6). */
export async function setShopStatus(
  { actor, requestId }: By,
  id: string,
  status: ShopRecord['status'],
  note: string | undefined,
  done: Done,
): Promise<PlatformShop> {
  const staff = await countStaff(id);
  return inTransaction(async (tx) => {
    const before = await shopById(id, tx);
    const after = await setStatus(id, status, tx);
    if (before.status !== status) {
      const action = status === 'suspended' ? 'shop.suspended' : 'shop.resumed';
      await audit({ shop: id, mode: 'live' }, actor, { action, subject: id, note }, requestId, tx);
    }
    const answer = { ...view(after), staff };
    await done(answer, tx);
    return answer;
  });
}

async function shopById(id: string, tx: ClientSession | null = null): Promise<ShopRecord> {
  const shop = await findShop(id, tx);
  if (!shop) throw new Refused('not_found');
  return shop;
}

const toPlatformShop = async (shop: ShopRecord): Promise<PlatformShop> => ({
  ...view(shop),
  staff: await countStaff(shop._id),
});

function view({ _id: id, slug, name, status, createdAt, updatedAt }: ShopRecord): Omit<PlatformShop, 'staff'> {
  return { id, slug, name, status, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
