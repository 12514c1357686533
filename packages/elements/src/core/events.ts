import type { Cart, CartChangeReason, DukaBuyer, Order, Payment, Product, Variant } from '@smartduka/sdk/buyer';
import type { WishedLine } from '../duka-add-to-cart/duka-add-to-cart.js';

/**
 * Why something did not load, and how to ask again.
 *
 * @public
 */
export interface LoadErrorDetail {
  code: string;
  retry(): void;
}

/**
 * Which attempt at which order.
 *
 * @public
 */
export interface PaymentDetail {
  orderId: string | null;
  paymentId: string | null;
}

/**
 * Money that has come in. `receipt` is M-Pesa's number, which may come a little later.
 *
 * @public
 */
export interface PaymentPaidDetail extends PaymentDetail {
  receipt: string | null;
}

/**
 * Certainly not paid by this attempt.
 *
 * @public
 */
export interface PaymentFailedDetail extends PaymentDetail {
  /** A payment's reason, or the API's code for a refusal. */
  reason: string;
  retryable: boolean;
}

/**
 * A prompt that is open.
 *
 * @public
 */
export interface PaymentWaitingDetail {
  paymentId: string | null;
  secondsLeft: number;
}

/**
 * Every event of the elements, by name. All bubble and leave shadow roots; none carries a phone number or a secret.
 *
 * @public
 */
export interface DukaEventMap {
  'duka-ready': CustomEvent<{ client: DukaBuyer }>;
  'duka-online-change': CustomEvent<{ online: boolean }>;
  'duka-load-error': CustomEvent<LoadErrorDetail>;
  'duka-products-load': CustomEvent<{ count: number; hasMore: boolean }>;
  'duka-product-load': CustomEvent<{ product: Product }>;
  'duka-variant-change': CustomEvent<{ variant: Variant }>;
  'duka-cart-add': CustomEvent<{ line: WishedLine }>;
  'duka-cart-error': CustomEvent<{ error: unknown }>;
  'duka-cart-share': CustomEvent<{ code: string }>;
  'duka-cart-open': CustomEvent<null>;
  'duka-cart-close': CustomEvent<null>;
  'duka-cart-change': CustomEvent<{ cart: Cart | null; reason: CartChangeReason }>;
  'duka-checkout-start': CustomEvent<{ cart: Cart | null }>;
  'duka-checkout-leave': CustomEvent<{ to: 'shop' | 'cart' }>;
  'duka-step-change': CustomEvent<{ step: string }>;
  'duka-order-create': CustomEvent<{ cart: Cart; method: string }>;
  'duka-complete': CustomEvent<{ order: Order; payment: Payment | null }>;
  'duka-payment-start': CustomEvent<{ orderId: string | null }>;
  'duka-payment-prompt': CustomEvent<PaymentDetail>;
  'duka-payment-waiting': CustomEvent<PaymentWaitingDetail>;
  'duka-payment-checking': CustomEvent<PaymentDetail>;
  'duka-payment-unknown': CustomEvent<PaymentDetail>;
  'duka-payment-succeeded': CustomEvent<PaymentPaidDetail>;
  'duka-payment-failed': CustomEvent<PaymentFailedDetail>;
  'duka-payment-late': CustomEvent<PaymentPaidDetail>;
  'duka-order-load': CustomEvent<{ order: Order }>;
  'duka-copy': CustomEvent<{ row: string }>;
  'duka-receipt-submit': CustomEvent<{ receipt: string }>;
  'duka-receipt-print': CustomEvent<{ number: string }>;
}

declare global {
  interface HTMLElementEventMap extends DukaEventMap {}
  interface DocumentEventMap extends DukaEventMap {}
}
