import type { Handlers } from '../../platform/context.js';
import { listParked, parkSale, resumeSale } from './park.js';
import { acknowledgeConflicts, listOfflineSales, sendOfflineSales } from './offline.js';
import { sellAtCounter } from './sale.js';
import { voidSale } from './void.js';

export const handlers = {
  sellAtCounter: (call) => sellAtCounter(call, call.body),
  voidSale: (call) => voidSale(call, call.params.order, call.body),
  listParkedSales: ({ tenant, query }) => listParked(tenant, query),
  parkSale: (call) => parkSale(call, call.body),
  sendOfflineSales: (call) => sendOfflineSales(call, call.body),
  listOfflineSales: ({ tenant, query }) => listOfflineSales(tenant, query),
  acknowledgeConflicts: (call) => acknowledgeConflicts(call, call.params.order),
  resumeSale: (call) => resumeSale(call, call.params.parked),
} satisfies Handlers<
  | 'sellAtCounter'
  | 'voidSale'
  | 'listParkedSales'
  | 'parkSale'
  | 'resumeSale'
  | 'sendOfflineSales'
  | 'listOfflineSales'
  | 'acknowledgeConflicts'
>;
