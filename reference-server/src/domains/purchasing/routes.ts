import type { Handlers } from '../../platform/context.js';
import { listPapers, openPaper } from '../inventory/papers.js';
import { shopOf } from '../shops/service.js';
import { Purchases, Suppliers } from './model.js';
import { cancelPurchase, createPurchase, orderPurchase, receivePurchase, toPurchase } from './purchases.js';
import { createSupplier, toSupplier, updateSupplier } from './suppliers.js';

export const handlers = {
  listSuppliers: ({ tenant, query }) => listPapers(Suppliers, tenant, 'suppliers', query, {}, toSupplier),
  createSupplier: (call) => createSupplier(call, call.body),
  updateSupplier: (call) => updateSupplier(call, call.params.supplier, call.body),
  async listPurchases({ tenant, query }) {
    const { currency } = await shopOf(tenant);
    const { state, supplier } = query;
    return listPapers(Purchases, tenant, 'purchases', query, { state, supplier }, (row) => toPurchase(row, currency));
  },
  async getPurchase({ tenant, params }) {
    const { currency } = await shopOf(tenant);
    return toPurchase(await openPaper(Purchases, tenant, params.purchase), currency);
  },
  createPurchase: (call) => createPurchase(call, call.body),
  orderPurchase: (call) => orderPurchase(call, call.params.purchase),
  receivePurchase: (call) => receivePurchase(call, call.params.purchase, call.body),
  cancelPurchase: (call) => cancelPurchase(call, call.params.purchase),
} satisfies Partial<Handlers>;
