import type { DeliveryZone, DeliveryZoneInput, DeliveryZoneUpdate } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { changeShop } from '../shops/change.js';
import type { ShopZone } from '../shops/service.js';
import { toZone } from './view.js';

/** Who changes the zones, and what to do with the answer in the same transaction. */
export interface Edit<Answer> {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string;
  readonly remember: (answer: Answer, tx: ClientSession) => Promise<void>;
}

const mostZones = 200;

/** @throws Refused `too_many_zones` */
export function createZone({ remember, ...by }: Edit<DeliveryZone>, input: DeliveryZoneInput): Promise<DeliveryZone> {
  const zone: ShopZone = { _id: newId('zone'), ...input };
  return changeShop(by, async ({ zones, currency }, tx) => {
    if (zones.length >= mostZones) throw new Refused('too_many_zones');
    const answer = toZone(zone, currency);
    await remember(answer, tx);
    return {
      set: { zones: [...zones, zone] },
      deed: { action: 'zone.created', subject: zone._id, after: facts(zone) },
      answer,
    };
  });
}

/** @throws Refused `not_found` */
export function updateZone(
  { remember, ...by }: Edit<DeliveryZone>,
  id: string,
  update: DeliveryZoneUpdate,
): Promise<DeliveryZone> {
  const said = Object.fromEntries(Object.entries(update).filter(([, value]) => value !== undefined));
  return changeShop(by, async ({ zones, currency }, tx) => {
    const before = zoneNamed(zones, id);
    const after: ShopZone = { ...before, ...said };
    const answer = toZone(after, currency);
    await remember(answer, tx);
    return {
      set: { zones: zones.map((zone) => (zone === before ? after : zone)) },
      deed: { action: 'zone.updated', subject: id, before: facts(before), after: facts(after) },
      answer,
    };
  });
}

/** @throws Refused `not_found` */
export function deleteZone(by: Omit<Edit<never>, 'remember'>, id: string): Promise<{ id: string; deleted: true }> {
  return changeShop(by, ({ zones }) => {
    const before = zoneNamed(zones, id);
    return Promise.resolve({
      set: { zones: zones.filter((zone) => zone !== before) },
      deed: { action: 'zone.deleted', subject: id, before: facts(before) },
      answer: { id, deleted: true as const },
    });
  });
}

/** @throws Refused `not_found` */
export function zoneNamed(zones: readonly ShopZone[], id: string): ShopZone {
  const zone = zones.find(({ _id }) => _id === id);
  if (!zone) throw new Refused('not_found');
  return zone;
}

const facts = (zone: ShopZone) => {
  const { _id: _, ...rest } = zone;
  return rest;
};
