import type { DeliveryZone, PickupPoint } from '@smartduka/contract';
import type { ShopRecord, ShopZone } from '../shops/model.js';

/** A zone as everybody sees it. */
export function toZone(zone: ShopZone, currency: string): DeliveryZone {
  const { _id: id, title, fee, estimate, county = null, areas = [], landmarks = [], bands = [] } = zone;
  const money = (amount: number) => ({ amount, currency });
  return {
    ...{ id, title, county, areas: [...areas], landmarks: [...landmarks] },
    fee: money(fee),
    bands: bands.map((band) => ({ from: money(band.from), fee: money(band.fee) })),
    freeAbove: zone.freeAbove == null ? null : money(zone.freeAbove),
    estimate,
  };
}

export const toPickupPoints = ({ locations }: Pick<ShopRecord, 'locations'>): PickupPoint[] =>
  locations
    .filter((location) => location.pickup)
    .map(({ _id: id, title, address, hours }) => ({ id, title, address, hours }));
