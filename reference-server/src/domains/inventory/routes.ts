import type { Handlers } from '../../platform/context.js';
import { adjust, listLevels } from './service.js';

export const handlers = {
  listStockLevels: ({ tenant, query }) => listLevels(tenant, query),
  adjustStock: ({ tenant, body, remember }) => adjust(tenant, body, remember),
} satisfies Handlers<'listStockLevels' | 'adjustStock'>;
