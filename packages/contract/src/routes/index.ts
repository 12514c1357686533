import { authRoutes } from './auth.js';
import { cartsRoutes } from './carts.js';
import { catalogRoutes } from './catalog.js';
import { customersRoutes } from './customers.js';
import { deliveryRoutes } from './delivery.js';
import { counterRoutes } from './counter.js';
import { discountsRoutes } from './discounts.js';
import { inventoryRoutes } from './inventory.js';
import { keysRoutes } from './keys.js';
import { ordersRoutes } from './orders.js';
import { mpesaAccountsRoutes } from './mpesa-accounts.js';
import { paymentLinksRoutes } from './payment-links.js';
import { paymentsRoutes } from './payments.js';
import { ledgerRoutes } from './ledger.js';
import { purchasingRoutes } from './purchasing.js';
import { statementsRoutes } from './statements.js';
import { refundsRoutes } from './refunds.js';
import { reportsRoutes } from './reports.js';
import { platformRoutes } from './platform.js';
import { reviewsRoutes } from './reviews.js';
import { shopRoutes } from './shop.js';
import { shiftsRoutes } from './shifts.js';
import { staffRoutes } from './staff.js';
import { webhooksRoutes } from './webhooks.js';

/** Every route of the API. Server, OpenAPI document and access tests walk this table. */
export const routes = {
  ...authRoutes,
  ...staffRoutes,
  ...keysRoutes,
  ...platformRoutes,
  ...shopRoutes,
  ...deliveryRoutes,
  ...catalogRoutes,
  ...cartsRoutes,
  ...discountsRoutes,
  ...ordersRoutes,
  ...customersRoutes,
  ...paymentsRoutes,
  ...mpesaAccountsRoutes,
  ...paymentLinksRoutes,
  ...refundsRoutes,
  ...shiftsRoutes,
  ...counterRoutes,
  ...reviewsRoutes,
  ...ledgerRoutes,
  ...statementsRoutes,
  ...inventoryRoutes,
  ...purchasingRoutes,
  ...reportsRoutes,
  ...webhooksRoutes,
};

export type RouteName = keyof typeof routes;
