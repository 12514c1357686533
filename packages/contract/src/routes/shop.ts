import { Shop } from '../resources/shop.js';
import { ShopSettings, ShopSettingsUpdate } from '../resources/settings.js';
import type { Route } from '../route.js';

export const shopRoutes = {
  getShop: {
    method: 'get',
    path: '/api/shop',
    tag: 'Shop',
    summary: 'The shop as its buyers see it',
    callers: ['anyone', 'publishable', 'secret', 'staff'],
    needs: 'shop:read',
    status: 200,
    response: Shop,
    refusals: [],
  },
  getShopSettings: {
    method: 'get',
    path: '/api/shop/settings',
    tag: 'Shop',
    summary: 'All that the shop can set',
    callers: ['secret', 'staff'],
    needs: 'settings:read',
    status: 200,
    response: ShopSettings,
    refusals: [],
  },
  updateShopSettings: {
    method: 'patch',
    path: '/api/shop/settings',
    tag: 'Shop',
    summary: 'Change settings of the shop',
    callers: ['secret', 'staff'],
    needs: 'settings:write',
    body: ShopSettingsUpdate,
    idempotency: 'accepted',
    ifMatch: true,
    status: 200,
    response: ShopSettings,
    refusals: ['version_stale'],
  },
} as const satisfies Record<string, Route>;
