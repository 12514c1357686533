import type { Handlers } from '../../platform/context.js';
import { createShop, inspectShop, listShops, setShopStatus } from './service.js';

export const handlers = {
  listShops: ({ query }) => listShops(query),
  createShop: (call) => createShop(call, call.body, call.remember),
  inspectShop: ({ params }) => inspectShop(params.shop),
  suspendShop: (call) => setShopStatus(call, call.params.shop, 'suspended', call.body.note, call.remember),
  resumeShop: (call) => setShopStatus(call, call.params.shop, 'active', call.body.note, call.remember),
} satisfies Handlers<'listShops' | 'createShop' | 'inspectShop' | 'suspendShop' | 'resumeShop'>;
