import type { Handlers } from '../../platform/context.js';
import { variantByCode } from '../catalog/named.js';
import { createLocation, listLocations, updateLocation } from '../shops/locations.js';
import { listMovements } from './movements.js';
import { listPapers, openPaper } from './papers.js';
import { adjust, listLevels } from './service.js';
import * as takes from './stock-takes.js';
import * as transfers from './transfers.js';

const { StockTakes, toStockTake } = takes;
const { Transfers, toTransfer } = transfers;

export const handlers = {
  listStockLevels: ({ tenant, query }) => listLevels(tenant, query),
  adjustStock: ({ tenant, actor, body, remember }) => adjust(tenant, body, actor.id, remember),
  listStockMovements: ({ tenant, query }) => listMovements(tenant, query),

  listTransfers: ({ tenant, query }) =>
    listPapers(Transfers, tenant, 'transfers', query, { state: query.state }, toTransfer),
  getTransfer: async ({ tenant, params }) => toTransfer(await openPaper(Transfers, tenant, params.transfer)),
  createTransfer: (call) => transfers.createTransfer(call, call.body),
  approveTransfer: (call) => transfers.approveTransfer(call, call.params.transfer),
  shipTransfer: (call) => transfers.shipTransfer(call, call.params.transfer),
  receiveTransfer: (call) => transfers.receiveTransfer(call, call.params.transfer, call.body),
  cancelTransfer: (call) => transfers.cancelTransfer(call, call.params.transfer),

  listStockTakes: ({ tenant, query }) =>
    listPapers(StockTakes, tenant, 'stock takes', query, { state: query.state }, toStockTake),
  getStockTake: async ({ tenant, params }) => toStockTake(await openPaper(StockTakes, tenant, params.stockTake)),
  openStockTake: (call) => takes.openStockTake(call, call.body),
  countStock: (call) => takes.countStock(call, call.params.stockTake, call.body, variantByCode),
  closeStockTake: (call) => takes.closeStockTake(call, call.params.stockTake),
  cancelStockTake: (call) => takes.cancelStockTake(call, call.params.stockTake),

  listLocations: ({ tenant }) => listLocations(tenant),
  createLocation: (call) => createLocation(call, call.body),
  updateLocation: (call) => updateLocation(call, call.params.location, call.body),
} satisfies Partial<Handlers>;
