import { handlers as audit } from './domains/audit/routes.js';
import { handlers as carts } from './domains/carts/routes.js';
import { handlers as catalog } from './domains/catalog/routes.js';
import { handlers as checkout } from './domains/checkout/routes.js';
import { handlers as customers } from './domains/customers/routes.js';
import { handlers as delivery } from './domains/delivery/routes.js';
import { handlers as counter } from './domains/counter/routes.js';
import { handlers as discounts } from './domains/discounts/routes.js';
import { handlers as inventory } from './domains/inventory/routes.js';
import { handlers as keys } from './domains/keys/routes.js';
import { handlers as ledger } from './domains/ledger/routes.js';
import { handlers as moneyReceipts } from './domains/money-receipts/routes.js';
import { handlers as mpesaAccounts } from './domains/mpesa-accounts/routes.js';
import { handlers as orders } from './domains/orders/routes.js';
import { handlers as paymentLinks } from './domains/payment-links/routes.js';
import { handlers as payments } from './domains/payments/routes.js';
import { handlers as purchasing } from './domains/purchasing/routes.js';
import { handlers as platform } from './domains/platform/routes.js';
import { handlers as receiptChecks } from './domains/receipt-checks/routes.js';
import { handlers as receipts } from './domains/receipts/routes.js';
import { handlers as refunds } from './domains/refunds/routes.js';
import { handlers as reports } from './domains/reports/routes.js';
import { handlers as reviews } from './domains/reviews/routes.js';
import { handlers as shifts } from './domains/shifts/routes.js';
import { handlers as shops } from './domains/shops/routes.js';
import { handlers as auth } from './domains/staff/auth-routes.js';
import { handlers as staff } from './domains/staff/routes.js';
import { handlers as statements } from './domains/statements/routes.js';
import { handlers as webhooks } from './domains/webhooks/routes.js';
import type { Handlers } from './platform/context.js';

/** Who answers: each domain its own routes, and all of them together every route of the contract, once. */
export const domains: readonly Partial<Handlers>[] = [
  shops,
  delivery,
  customers,
  catalog,
  carts,
  checkout,
  discounts,
  orders,
  payments,
  refunds,
  ledger,
  statements,
  reviews,
  receipts,
  inventory,
  moneyReceipts,
  mpesaAccounts,
  paymentLinks,
  receiptChecks,
  purchasing,
  auth,
  staff,
  audit,
  keys,
  platform,
  reports,
  shifts,
  counter,
  webhooks,
];
