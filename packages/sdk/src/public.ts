export * from './public-buyer.js';
export { Duka } from './duka.js';
export type { DukaPay } from './duka-pay.js';
export type { DukaOptions, RequestEvent, ResponseEvent } from './core/setup.js';
export type { CallOptions } from './core/send.js';
export type { Transport, TransportRequest, TransportResponse } from './core/transport.js';
export { fetchTransport } from './core/transport-fetch.js';
export { memoryStorage } from './core/storage.js';
export type { DukaStorage } from './core/storage.js';
export type { Page, PageResult } from './core/page.js';
export type { Resource } from './core/resource.js';
export {
  DukaAbortedError,
  DukaAuthError,
  DukaConflictError,
  DukaError,
  DukaNetworkError,
  DukaNotFoundError,
  DukaPaymentError,
  DukaRateLimitError,
  DukaTimeoutError,
  DukaValidationError,
  isDukaError,
} from './core/errors.js';
export type { DukaErrorDetails } from './core/errors.js';
export type { CartChangeReason, CartListener, CartStore } from './cart/cart-store.js';
export type { Auth, SessionQuery } from './resources/auth.js';
export type { Carts, SecretOptions } from './resources/carts.js';
export type { Categories, ProductQuery, Products, ShopProfile } from './resources/catalog.js';
export type { OrderDesk } from './resources/order-desk.js';
export type { Fulfilments } from './resources/fulfilments.js';
export type { DeliveryDesk, DeliveryOptionsQuery } from './resources/delivery.js';
export type { ShopSettingsDesk } from './resources/settings.js';
export type { CustomerQuery, Customers } from './resources/customers.js';
export type { DiscountQuery, Discounts } from './resources/discounts.js';
export type { FileContent } from './core/file.js';
export type { Goods, GuardOptions, LabelQuery } from './resources/goods.js';
export type { PlatformShopQuery, PlatformShops } from './resources/platform.js';
export type { PurchaseQuery, Purchasing } from './resources/purchasing.js';
export type { Inventory, StockLevelQuery } from './resources/inventory.js';
export type { KeyQuery, Keys, Tokens } from './resources/keys.js';
export type { AuditLog, AuditQuery, Staff, StaffQuery } from './resources/staff.js';
export type { ReportQuery, Reports } from './resources/reports.js';
export type { Ledger, LedgerQuery, LedgerSpan } from './resources/ledger.js';
export type { PaymentReviewQuery, PaymentReviews } from './resources/payment-reviews.js';
export type { MpesaAccounts } from './resources/mpesa-accounts.js';
export type { PaymentLinks, Sums } from './resources/payment-links.js';
export type { MoneyReceiptQuery, MoneyReceipts } from './resources/money-receipts.js';
export type { Counter, ParkedSaleQuery } from './resources/counter.js';
export type { ShiftQuery, Shifts } from './resources/shifts.js';
export type { StatementLineQuery, StatementQuery, Statements } from './resources/statements.js';
export type { RefundQuery, Refunds } from './resources/refunds.js';
export type { Events, ShopEventQuery, WebhookDeliveryQuery, WebhookEndpoints } from './resources/webhooks.js';
export type { CheckoutParams, CheckoutResult } from './pay/checkout.js';
export type { WatchConnection, WatchOptions } from './pay/watch.js';
export { formatPhone, maskPhone, toE164 } from './phone.js';
export { formatMoney, sumMoney } from './money.js';
export { parseMpesaMessage } from './mpesa-message.js';
export type { MpesaMessage } from './mpesa-message.js';
