import type { Delivery, DeliveryInput } from '@smartduka/contract';
import type { ShopRecord } from '../shops/service.js';

/** What a delivery would be, or which field of it this shop cannot do. */
export type DeliveryAnswer =
  | { readonly ok: true; readonly delivery: Delivery }
  | { readonly ok: false; readonly field: 'zone' | 'pickupPoint'; readonly message: string };

/**
 * Looks up place and fee of a delivery. A pick-up without a point goes to the first one.
 *
 * @param shop Its zones and pick-up points decide; a fee is never taken from the buyer.
 */
export function deliveryFrom(
  input: DeliveryInput,
  shop: Pick<ShopRecord, 'zones' | 'locations' | 'currency'>,
): DeliveryAnswer {
  const money = (amount: number) => ({ amount, currency: shop.currency });
  if (input.method === 'pickup') {
    const points = shop.locations.filter((location) => location.pickup);
    const point = input.pickupPoint ? points.find(({ _id }) => _id === input.pickupPoint) : points[0];
    if (!point) return { ok: false, field: 'pickupPoint', message: 'must be a pick-up point of this shop' };
    const delivery = {
      pickupPoint: point._id,
      zone: null,
      title: point.title,
      place: null,
      landmark: null,
      notes: null,
    };
    return { ok: true, delivery: { method: 'pickup', ...delivery, fee: money(0) } };
  }
  const zone = shop.zones.find(({ _id }) => _id === input.zone);
  if (!zone) return { ok: false, field: 'zone', message: 'must be a delivery zone of this shop' };
  return {
    ok: true,
    delivery: {
      method: 'delivery',
      pickupPoint: null,
      zone: zone._id,
      title: zone.title,
      place: input.place,
      landmark: input.landmark ?? null,
      notes: input.notes ?? null,
      fee: money(zone.fee),
    },
  };
}
