import { StockAdjustment, StockLevel, StockLevelPage, StockLevelQuery } from '../resources/inventory.js';
import type { Route } from '../route.js';

export const inventoryRoutes = {
  listStockLevels: {
    method: 'get',
    path: '/api/inventory/levels',
    tag: 'Inventory',
    summary: 'Stock, variant by variant',
    callers: ['secret', 'staff'],
    needs: 'inventory:read',
    query: StockLevelQuery,
    status: 200,
    response: StockLevelPage,
    refusals: ['cursor_invalid'],
  },
  adjustStock: {
    method: 'post',
    path: '/api/inventory/adjustments',
    tag: 'Inventory',
    summary: 'Add to stock or take from it',
    callers: ['secret', 'staff'],
    needs: 'inventory:write',
    body: StockAdjustment,
    idempotency: 'required',
    status: 201,
    response: StockLevel,
    refusals: ['not_found', 'insufficient_stock'],
  },
} as const satisfies Record<string, Route>;
