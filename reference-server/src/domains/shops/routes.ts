import type { Handlers } from '../../platform/context.js';
import { Reply } from '../../platform/context.js';
import { paymentReadiness } from '../payments/readiness.js';
import { shopNow, shopOf } from './service.js';
import { toSettings, updateSettings } from './settings.js';
import { toShop } from './view.js';

export const handlers = {
  async getShop({ tenant }) {
    const record = await shopOf(tenant);
    const shop = toShop(record, tenant.mode, await paymentReadiness(tenant, record.mpesa));
    return new Reply(shop, { 'Cache-Control': 'private, max-age=60', Vary: 'Duka-Key, Authorization, Origin' });
  },
  // Not from memory: what is changed must be what is there.
  getShopSettings: async ({ tenant }) => toSettings(await shopNow(tenant)),
  updateShopSettings: (context) => updateSettings(context, context.body),
} satisfies Handlers<'getShop' | 'getShopSettings' | 'updateShopSettings'>;
