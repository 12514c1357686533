import {
  PlatformShop,
  PlatformShopCreate,
  PlatformShopPage,
  PlatformShopQuery,
  Suspension,
} from '../resources/platform.js';
import { id } from '../primitives.js';
import type { Route } from '../route.js';

const params = { shop: id('shop') };

export const platformRoutes = {
  listShops: {
    method: 'get',
    path: '/api/platform/shops',
    tag: 'Platform',
    summary: 'The shops of this server',
    callers: ['platform'],
    query: PlatformShopQuery,
    status: 200,
    response: PlatformShopPage,
    refusals: ['cursor_invalid'],
  },
  createShop: {
    method: 'post',
    path: '/api/platform/shops',
    tag: 'Platform',
    summary: 'Open a shop and invite its owner',
    callers: ['platform'],
    body: PlatformShopCreate,
    idempotency: 'accepted',
    status: 201,
    response: PlatformShop,
    refusals: ['taken'],
  },
  inspectShop: {
    method: 'get',
    path: '/api/platform/shops/{shop}',
    tag: 'Platform',
    summary: 'One shop',
    callers: ['platform'],
    params,
    status: 200,
    response: PlatformShop,
    refusals: ['not_found'],
  },
  suspendShop: {
    method: 'post',
    path: '/api/platform/shops/{shop}/suspend',
    tag: 'Platform',
    summary: 'Close a shop for the time being; its keys and sessions stop within a minute',
    callers: ['platform'],
    params,
    body: Suspension,
    idempotency: 'accepted',
    status: 200,
    response: PlatformShop,
    refusals: ['not_found'],
  },
  resumeShop: {
    method: 'post',
    path: '/api/platform/shops/{shop}/resume',
    tag: 'Platform',
    summary: 'Open it again',
    callers: ['platform'],
    params,
    body: Suspension,
    idempotency: 'accepted',
    status: 200,
    response: PlatformShop,
    refusals: ['not_found'],
  },
} as const satisfies Record<string, Route>;
