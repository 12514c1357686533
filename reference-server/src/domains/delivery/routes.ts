import { Reply, type Handlers } from '../../platform/context.js';
import { shopOf } from '../shops/service.js';
import { feeOf, nextFeeOf, zonesNamed } from './rules.js';
import { toPickupPoints, toZone } from './view.js';
import { createZone, deleteZone, updateZone, zoneNamed } from './zones.js';

export const handlers = {
  async getDeliveryOptions({ tenant, query: { q = '', goods = 0 } }) {
    const shop = await shopOf(tenant);
    const { currency } = shop;
    const money = (amount: number) => ({ amount, currency });
    const zones = zonesNamed(shop.zones, q).map((zone) => {
      const next = nextFeeOf(zone, goods);
      return {
        ...toZone(zone, currency),
        quote: money(feeOf(zone, goods)),
        nextFee: next && { from: money(next.from), fee: money(next.fee) },
      };
    });
    const caching = { 'Cache-Control': 'private, max-age=60', Vary: 'Duka-Key, Authorization, Origin' };
    return new Reply({ zones, pickupPoints: toPickupPoints(shop) }, caching);
  },
  async listDeliveryZones({ tenant }) {
    const { zones, currency } = await shopOf(tenant);
    return { data: zones.map((zone) => toZone(zone, currency)) };
  },
  createDeliveryZone: ({ body, ...call }) => createZone(call, body),
  async getDeliveryZone({ tenant, params }) {
    const { zones, currency } = await shopOf(tenant);
    return toZone(zoneNamed(zones, params.zone), currency);
  },
  updateDeliveryZone: ({ params, body, ...call }) => updateZone(call, params.zone, body),
  deleteDeliveryZone: ({ params, ...call }) => deleteZone(call, params.zone),
} satisfies Handlers<
  | 'getDeliveryOptions'
  | 'listDeliveryZones'
  | 'createDeliveryZone'
  | 'getDeliveryZone'
  | 'updateDeliveryZone'
  | 'deleteDeliveryZone'
>;
