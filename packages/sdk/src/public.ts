export * from './public-buyer.js';
export { Duka } from './duka.js';
export type { Inventory, StockLevelQuery } from './resources/inventory.js';
export type { ReportQuery, Reports } from './resources/reports.js';
export type { RefundQuery, Refunds } from './resources/refunds.js';
