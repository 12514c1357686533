// Everything, registered. For one element alone, import its own entry: `@smartduka/elements/duka-cart.js`.
export { useDuka } from './core/client.js';
export { DukaElement } from './core/duka-element.js';
export type {
  DukaEventMap,
  LoadErrorDetail,
  PaymentDetail,
  PaymentFailedDetail,
  PaymentPaidDetail,
  PaymentWaitingDetail,
} from './core/events.js';
export { DukaAddToCart } from './duka-add-to-cart/define.js';
export type { WishedLine } from './duka-add-to-cart/duka-add-to-cart.js';
export { DukaCartButton } from './duka-cart-button/define.js';
export { DukaCartShare } from './duka-cart-share/define.js';
export { DukaCart } from './duka-cart/define.js';
export { DukaCheckout } from './duka-checkout/define.js';
export { DukaDeliveryField } from './duka-delivery-field/define.js';
export { DukaDiscountField } from './duka-discount-field/define.js';
export { DukaMpesaButton } from './duka-mpesa-button/define.js';
export type { PayState } from './duka-mpesa-button/duka-mpesa-button.js';
export { DukaOrder } from './duka-order/define.js';
export { DukaPaybill } from './duka-paybill/define.js';
export { DukaPhoneField } from './duka-phone-field/define.js';
export { DukaProduct } from './duka-product/define.js';
export { DukaProducts } from './duka-products/define.js';
export { DukaProvider } from './duka-provider/define.js';
export { DukaReceiptField } from './duka-receipt-field/define.js';
export { DukaReceipt } from './duka-receipt/define.js';
export { DukaShop } from './duka-shop/define.js';
