import type { Delivery, DeliveryInput } from '@smartduka/contract';
import type { ShopRecord, ShopZone } from '../shops/service.js';

/** What a delivery would be, or which field of it this shop cannot do. */
export type DeliveryAnswer =
  | { readonly ok: true; readonly delivery: Delivery }
  | { readonly ok: false; readonly field: 'zone' | 'pickupPoint'; readonly message: string };

/**
 * Looks up place and fee of a delivery. A pick-up without a point goes to the first one.
 *
 * @param goods What the goods come to after discounts, minor units: a fee may depend on it.
 * @param shop Its zones and pick-up points decide; a fee is never taken from the buyer.
 */
export function deliveryFrom(
  input: DeliveryInput,
  shop: Pick<ShopRecord, 'zones' | 'locations' | 'currency'>,
  goods: number,
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
      fee: money(feeOf(zone, goods)),
    },
  };
}

/** What a zone costs from which value of goods on, the lowest value first. */
function steps({ fee, bands = [], freeAbove = null }: ShopZone): { from: number; fee: number }[] {
  const free = freeAbove === null ? [] : [{ from: freeAbove, fee: 0 }];
  const below = bands.filter(({ from }) => freeAbove === null || from < freeAbove).sort((a, b) => a.from - b.from);
  return [{ from: 0, fee }, ...below, ...free];
}

/**
 * What delivery to a zone costs.
 *
 * @param goods What the goods come to after discounts, minor units.
 */
export const feeOf = (zone: ShopZone, goods: number): number =>
  steps(zone).findLast(({ from }) => goods >= from)?.fee ?? zone.fee;

/** The next lower fee, and from which value of goods on it counts; null when it gets no lower. */
export function nextFeeOf(zone: ShopZone, goods: number): { from: number; fee: number } | null {
  const now = feeOf(zone, goods);
  return steps(zone).find(({ from, fee }) => from > goods && fee < now) ?? null;
}

/** Words without what people write one way and another: capitals, accents, dashes, apostrophes. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}|['’]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Zones in which every word is found at the beginning of some word of their title, county, areas or landmarks. */
export function zonesNamed(zones: readonly ShopZone[], words: string): ShopZone[] {
  const wanted = plain(words).split(' ').filter(Boolean);
  return zones.filter(({ title, county, areas = [], landmarks = [] }) => {
    const known = plain([title, county ?? '', ...areas, ...landmarks].join(' ')).split(' ');
    return wanted.every((word) => known.some((one) => one.startsWith(word)));
  });
}
