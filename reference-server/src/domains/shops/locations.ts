import type { z } from 'zod';
import type { Location, LocationUpdate, NewLocation } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant, Tx } from '../../platform/tenancy.js';
import { Shops, type ShopLocation, type ShopRecord } from './model.js';
import { forgetShop } from './service.js';

interface Change {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string | null;
}

/** Places of the shop as they are now, the main one first. */
export async function locationsOf(tenant: Tenant, tx: Tx = null): Promise<ShopLocation[]> {
  const shop = await Shops.findById(tenant.shop, { locations: 1 }, { session: tx }).lean<
    Pick<ShopRecord, 'locations'>
  >();
  return shop?.locations ?? [];
}

/**
 * A place of the shop by its id; without one, the main place.
 *
 * @throws Refused `not_found`
 */
export async function locationNamed(tenant: Tenant, id: string | undefined, tx: Tx = null): Promise<ShopLocation> {
  const all = await locationsOf(tenant, tx);
  const found = id === undefined ? all[0] : all.find((location) => location._id === id);
  if (!found) throw new Refused('not_found');
  return found;
}

export async function listLocations(tenant: Tenant): Promise<{ data: z.infer<typeof Location>[] }> {
  return { data: (await locationsOf(tenant)).map(toLocation) };
}

/** Opens a branch or a warehouse. It keeps nothing until goods are received or sent there. */
export async function createLocation(change: Change, input: z.output<typeof NewLocation>) {
  const { title, address = '', hours = null, pickup = false, kind } = input;
  const location: ShopLocation = { _id: newId('location'), kind, title, address, hours, pickup };
  await inTransaction(async (tx) => {
    await Shops.updateOne(
      { _id: change.tenant.shop },
      { $push: { locations: location }, $set: { updatedAt: clock.now() } },
      { session: tx },
    );
    await note(change, 'location.created', location, tx);
  });
  forgetShop(change.tenant.shop);
  return toLocation(location, 1);
}

/** @throws Refused `not_found` */
export async function updateLocation(change: Change, id: string, input: z.output<typeof LocationUpdate>) {
  const set = Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [`locations.$.${name}`, value]),
  );
  const answer = await inTransaction(async (tx) => {
    const updated = await Shops.updateOne(
      { _id: change.tenant.shop, 'locations._id': id },
      { $set: { ...set, updatedAt: clock.now() } },
      { session: tx },
    );
    if (updated.matchedCount === 0) throw new Refused('not_found');
    const all = await locationsOf(change.tenant, tx);
    const at = all.findIndex((location) => location._id === id);
    const location = all[at];
    if (!location) throw new Refused('not_found');
    await note(change, 'location.updated', location, tx);
    return toLocation(location, at);
  });
  forgetShop(change.tenant.shop);
  return answer;
}

function toLocation(location: ShopLocation, at: number): z.infer<typeof Location> {
  const { _id: id, title, address, hours, pickup } = location;
  return { id, kind: at === 0 ? 'main' : (location.kind ?? 'branch'), title, address, hours, pickup };
}

const note = ({ tenant, actor, requestId }: Change, action: string, { _id, ...after }: ShopLocation, tx: Tx) =>
  audit(tenant, actor, { action, subject: _id, after }, requestId, tx);
