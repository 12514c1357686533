import type { Handlers } from '../../platform/context.js';
import { Reply } from '../../platform/context.js';
import { paymentReadiness } from '../payments/readiness.js';
import { shopOf } from './service.js';
import { toShop } from './view.js';

export const handlers = {
  async getShop({ tenant }) {
    const record = await shopOf(tenant);
    const shop = toShop(record, tenant.mode, paymentReadiness(tenant, record.mpesa));
    return new Reply(shop, { 'Cache-Control': 'private, max-age=60', Vary: 'Duka-Key, Authorization, Origin' });
  },
} satisfies Handlers<'getShop'>;
