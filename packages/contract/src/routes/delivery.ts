import { z } from 'zod';
import { id } from '../primitives.js';
import {
  DeliveryOptions,
  DeliveryQuery,
  DeliveryZone,
  DeliveryZoneInput,
  DeliveryZoneList,
  DeliveryZoneUpdate,
} from '../resources/delivery.js';
import type { Route } from '../route.js';

const zone = { zone: id('zone') };

export const deliveryRoutes = {
  getDeliveryOptions: {
    method: 'get',
    path: '/api/delivery',
    tag: 'Delivery',
    summary: 'Where the shop delivers to and what that costs, and where goods can be collected',
    callers: ['anyone', 'publishable', 'secret', 'staff'],
    needs: 'shop:read',
    query: DeliveryQuery,
    status: 200,
    response: DeliveryOptions,
    refusals: [],
  },
  listDeliveryZones: {
    method: 'get',
    path: '/api/delivery/zones',
    tag: 'Delivery',
    summary: 'Areas the shop delivers to',
    callers: ['secret', 'staff'],
    needs: 'settings:read',
    status: 200,
    response: DeliveryZoneList,
    refusals: [],
  },
  createDeliveryZone: {
    method: 'post',
    path: '/api/delivery/zones',
    tag: 'Delivery',
    summary: 'Deliver to one more area',
    callers: ['secret', 'staff'],
    needs: 'settings:write',
    body: DeliveryZoneInput,
    idempotency: 'accepted',
    status: 201,
    response: DeliveryZone,
    refusals: ['too_many_zones'],
  },
  getDeliveryZone: {
    method: 'get',
    path: '/api/delivery/zones/{zone}',
    tag: 'Delivery',
    summary: 'An area the shop delivers to',
    callers: ['secret', 'staff'],
    needs: 'settings:read',
    params: zone,
    status: 200,
    response: DeliveryZone,
    refusals: ['not_found'],
  },
  updateDeliveryZone: {
    method: 'patch',
    path: '/api/delivery/zones/{zone}',
    tag: 'Delivery',
    summary: 'Change an area; orders made before keep their fee',
    callers: ['secret', 'staff'],
    needs: 'settings:write',
    params: zone,
    body: DeliveryZoneUpdate,
    idempotency: 'accepted',
    status: 200,
    response: DeliveryZone,
    refusals: ['not_found'],
  },
  deleteDeliveryZone: {
    method: 'delete',
    path: '/api/delivery/zones/{zone}',
    tag: 'Delivery',
    summary: 'Deliver there no more; orders made before stay as they are',
    callers: ['secret', 'staff'],
    needs: 'settings:write',
    params: zone,
    status: 200,
    response: z
      .object({ id: id('zone'), deleted: z.literal(true) })
      .meta({ id: 'DeletedDeliveryZone', description: 'Gone.' }),
    refusals: ['not_found'],
  },
} as const satisfies Record<string, Route>;
