import { Shop } from '../resources/shop.js';
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
} as const satisfies Record<string, Route>;
