import type { AppliedDiscount, CustomerInput, Delivery, DeliveryInput, Totals } from '@smartduka/contract';
import type { Use } from '../discounts/service.js';
import type { SoldLine } from '../orders/service.js';

/** Who opens a cart: the holder of its secret (as sent in `Duka-Secret`), or the shop itself with its secret key. */
export type CartOpener = { readonly secret: string } | 'shop';

/** What turns a cart into an order. Customer and delivery, when given, win over what the cart holds. */
export interface CheckoutTake {
  opener: CartOpener;
  /** Id of the order that the cart becomes. */
  orderId: string;
  customer?: CustomerInput | undefined;
  delivery?: DeliveryInput | undefined;
  /** Minor units. Another total than this is refused as `total_changed`. */
  expectedTotal?: number | undefined;
  now: Date;
}

/** A cart frozen into what an order stores: the lines and totals never change after this. */
export interface TakenCart {
  cartId: string;
  lines: SoldLine[];
  totals: Totals;
  discounts: AppliedDiscount[];
  /** What the order has to keep a use of, in the same transaction. */
  uses: Use[];
  /** Hash of the buyer's phone number; null when none was given. */
  customerHash: string | null;
  /** With the whole phone number; mask it before it leaves the server. */
  customer: CustomerInput | null;
  delivery: Delivery | null;
}
