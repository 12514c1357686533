export type * from './types.js';
export { currentVersion } from './types.js';
export { DukaBuyer } from './duka-buyer.js';
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
export type { Carts, SecretOptions } from './resources/carts.js';
export type { Categories, ProductQuery, Products, ShopProfile } from './resources/catalog.js';
export type { OrderQuery, Orders } from './resources/orders.js';
export type { Payments, PendingPayment } from './resources/payments.js';
export type { CheckoutParams, CheckoutResult } from './pay/checkout.js';
export type { WatchConnection, WatchOptions } from './pay/watch.js';
export { formatPhone, maskPhone, toE164 } from './phone.js';
export { formatMoney, sumMoney } from './money.js';
export { parseMpesaMessage } from './mpesa-message.js';
export type { MpesaMessage } from './mpesa-message.js';
