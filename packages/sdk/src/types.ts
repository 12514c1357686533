// Made from packages/contract by `npm run generate`. Change the contract, not this file.

/**
 * What can be permitted to people, keys and tokens.
 *
 * @public
 */
export type Permission =
  | 'shop:read'
  | 'settings:read'
  | 'settings:write'
  | 'credentials:write'
  | 'catalog:read'
  | 'catalog:write'
  | 'costs:read'
  | 'inventory:read'
  | 'inventory:write'
  | 'purchasing:read'
  | 'purchasing:write'
  | 'carts:read'
  | 'carts:write'
  | 'orders:read'
  | 'orders:write'
  | 'payments:read'
  | 'payments:write'
  | 'payments:review'
  | 'refunds:write'
  | 'discounts:read'
  | 'discounts:write'
  | 'customers:read'
  | 'customers:write'
  | 'customers:erase'
  | 'personal:read'
  | 'shifts:write'
  | 'shifts:read'
  | 'reports:read'
  | 'webhooks:read'
  | 'webhooks:write'
  | 'tokens:write'
  | 'keys:write'
  | 'staff:read'
  | 'staff:write'
  | 'approve'
  | 'audit:read';
/**
 * What a second person can approve.
 *
 * @public
 */
export type ApprovalAction = 'refund' | 'discount' | 'void' | 'review' | 'payout' | 'adjustment';
/**
 * Whether it can be bought now. Exact stock is not public.
 *
 * @public
 */
export type Availability = 'in_stock' | 'low_stock' | 'out_of_stock' | (string & {});
/**
 * VAT class of goods. Prices include the tax.
 *
 * @public
 */
export type VatClass = 'standard' | 'zero' | 'exempt' | (string & {});
/**
 * not_now: other weekdays or hours. nothing_in_cart: none of the goods it is for. customer_needed: it is limited per customer and needs a phone number. better_discount: another one saves more, and the two do not go together.
 *
 * @public
 */
export type DiscountProblem =
  | 'unknown'
  | 'not_started'
  | 'expired'
  | 'not_now'
  | 'minimum_not_reached'
  | 'nothing_in_cart'
  | 'used_up'
  | 'customer_needed'
  | 'customer_used_up'
  | 'better_discount';
/**
 * How the goods reach the buyer.
 *
 * @public
 */
export type DeliveryInput =
  | {
      method: 'pickup';
      /**
       * Opaque id of a location, sortable by creation.
       */
      pickupPoint?: string;
    }
  | {
      method: 'delivery';
      /**
       * Opaque id of a zone, sortable by creation.
       */
      zone: string;
      /**
       * Estate, street or town.
       */
      place: string;
      /**
       * A place the rider knows.
       */
      landmark?: string;
      notes?: string;
    };
/**
 * Where it was sold: a website, the counter of a shop, or a payment link.
 *
 * @public
 */
export type SalesChannel = 'online' | 'counter' | 'link';
/**
 * Whether the order stands.
 *
 * @public
 */
export type OrderStatus = 'open' | 'canceled' | 'closed' | (string & {});
/**
 * How much of the order is paid.
 *
 * @public
 */
export type PaymentStatus = 'unpaid' | 'partially_paid' | 'paid' | 'partially_refunded' | 'refunded' | (string & {});
/**
 * How much has been handed over or sent.
 *
 * @public
 */
export type FulfilmentStatus = 'unfulfilled' | 'partial' | 'fulfilled' | (string & {});
/**
 * `ready` waits packed; `handed_over` has left the shop, with the buyer or a carrier; `delivered` has arrived. `canceled` was packed and never left.
 *
 * @public
 */
export type FulfilmentState = 'ready' | 'handed_over' | 'delivered' | 'canceled';
/**
 * `mpesa` is an M-Pesa prompt on a phone; `paybill` is paid to the pay bill or till from the phone’s own M-Pesa menu; `cash` is paid on delivery, on pick-up or at the counter; `other` is taken by the shop itself: card terminal, bank, voucher.
 *
 * @public
 */
export type PaymentMethod = 'mpesa' | 'paybill' | 'cash' | 'other' | (string & {});
/**
 * created → requesting (asking M-Pesa) → pending (prompt on the phone) → confirming (an outcome was claimed, we are checking) → succeeded or failed. unknown: no answer yet, may still be paid. needs_review: a person decides.
 *
 * @public
 */
export type PaymentState =
  'created' | 'requesting' | 'pending' | 'confirming' | 'unknown' | 'needs_review' | 'succeeded' | 'failed' | (string & {});
/**
 * Why an attempt failed.
 *
 * @public
 */
export type PaymentReason =
  | 'cancelled'
  | 'wrong_pin'
  | 'insufficient_funds'
  | 'unreachable'
  | 'expired'
  | 'busy'
  | 'limit'
  | 'duplicate'
  | 'unknown' | (string & {});
/**
 * What was handed over or shown to the shop.
 *
 * @public
 */
export type TenderKind = 'cash' | 'card' | 'bank' | 'voucher' | 'other' | (string & {});
/**
 * How to pay. What is owed is the order’s to say: `amount` can only ask for less. `paybill` and `cash` are promises: the order waits for the money.
 *
 * @public
 */
export type PaymentInput =
  | {
      method: 'mpesa';
      /**
       * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
       */
      phone: string;
      /**
       * A part of what is due: minor units, whole shillings. Default, and never more: all that is due.
       */
      amount?: number;
    }
  | {
      method: 'paybill';
      /**
       * A part of what is due: minor units, whole shillings. Default, and never more: all that is due.
       */
      amount?: number;
    }
  | {
      method: 'cash';
    };
/**
 * A way to reach somebody with offers.
 *
 * @public
 */
export type ConsentChannel = 'sms' | 'email' | 'whatsapp';
/**
 * Money for a sale: in the shop’s hands, asked for by a prompt, or paid from the buyer’s phone before.
 *
 * @public
 */
export type SaleTender =
  | TenderInput
  | {
      method: 'mpesa';
      /**
       * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
       */
      phone: string;
      /**
       * Minor units, whole shillings. One tender of a sale may leave it out: it takes the rest.
       */
      amount?: number;
    }
  | {
      method: 'receipt';
      /**
       * Money that was paid to the till or paybill already.
       */
      moneyReceipt: string;
    };
/**
 * Money that the shop has in its hands.
 *
 * @public
 */
export type TenderInput =
  | {
      method: 'cash';
      /**
       * A part of what is due: minor units, whole shillings. Default, and never more: all that is due.
       */
      amount?: number;
      /**
       * Cash handed over, minor units. Default: exactly the amount. The answer says the change.
       */
      tendered?: number;
    }
  | {
      method: 'other';
      kind?: 'card' | 'bank' | 'voucher' | 'other';
      /**
       * A part of what is due: minor units, whole shillings. Default, and never more: all that is due.
       */
      amount?: number;
      /**
       * Slip, transfer or voucher number.
       */
      reference?: string;
    };
/**
 * One of Kenya’s 47 counties.
 *
 * @public
 */
export type County =
  | 'Baringo'
  | 'Bomet'
  | 'Bungoma'
  | 'Busia'
  | 'Elgeyo-Marakwet'
  | 'Embu'
  | 'Garissa'
  | 'Homa Bay'
  | 'Isiolo'
  | 'Kajiado'
  | 'Kakamega'
  | 'Kericho'
  | 'Kiambu'
  | 'Kilifi'
  | 'Kirinyaga'
  | 'Kisii'
  | 'Kisumu'
  | 'Kitui'
  | 'Kwale'
  | 'Laikipia'
  | 'Lamu'
  | 'Machakos'
  | 'Makueni'
  | 'Mandera'
  | 'Marsabit'
  | 'Meru'
  | 'Migori'
  | 'Mombasa'
  | "Murang'a"
  | 'Nairobi'
  | 'Nakuru'
  | 'Nandi'
  | 'Narok'
  | 'Nyamira'
  | 'Nyandarua'
  | 'Nyeri'
  | 'Samburu'
  | 'Siaya'
  | 'Taita-Taveta'
  | 'Tana River'
  | 'Tharaka-Nithi'
  | 'Trans Nzoia'
  | 'Turkana'
  | 'Uasin Gishu'
  | 'Vihiga'
  | 'Wajir'
  | 'West Pokot';
/**
 * What is taken off: a part of the price, an amount, or some of the goods.
 *
 * @public
 */
export type DiscountBenefit =
  | {
      kind: 'percent';
      /**
       * Basis points: 1000 is 10 %.
       */
      rate: number;
      /**
       * At most this much, minor units.
       */
      cap?: number | null;
    }
  | {
      kind: 'fixed';
      /**
       * Minor units.
       */
      amount: number;
    }
  | {
      kind: 'buy_get';
      /**
       * Whoever buys so many …
       */
      buy: number;
      /**
       * … gets so many more with `rate` off, the cheapest ones.
       */
      get: number;
      /**
       * Basis points off those; 10000 makes them free.
       */
      rate?: number;
      /**
       * What may be got. Empty: the goods that are bought, so that 2 + 1 means three in the cart.
       *
       * @maxItems 200
       *
       * Items: Opaque id of a product, sortable by creation.
       */
      getProducts?: string[];
      /**
       * At most this much, minor units.
       */
      cap?: number | null;
    };
/**
 * Whether it can be had now; weekdays and hours come on top.
 *
 * @public
 */
export type DiscountState = 'active' | 'scheduled' | 'ended' | 'used_up' | 'off';
/**
 * captured: came in. applied: pays for its order. unapplied: waits to be used or given back. refunded: given back. What is applied, unapplied and refunded adds up to what was captured.
 *
 * @public
 */
export type LedgerKind = 'captured' | 'applied' | 'unapplied' | 'refunded';
/**
 * What is sold online leaves from the main one.
 *
 * @public
 */
export type LocationKind = 'main' | 'branch' | 'warehouse';
/**
 * What somebody is in a shop.
 *
 * @public
 */
export type StaffRole = 'owner' | 'admin' | 'manager' | 'cashier' | 'analyst';
/**
 * received: stored, about to be looked at. matched: it paid for an order. unmatched: a person has to say what it was for.
 *
 * @public
 */
export type MoneyReceiptState = 'received' | 'matched' | 'unmatched' | (string & {});
/**
 * Why a receipt could not be used by itself.
 *
 * @public
 */
export type UnmatchedReason =
  | 'unknown_reference'
  | 'ambiguous_reference'
  | 'underpaid'
  | 'overpaid'
  | 'order_paid'
  | 'order_canceled'
  | 'other_shortcode'
  | 'known_elsewhere'
  | 'unreadable' | (string & {});
/**
 * What one of it is.
 *
 * @public
 */
export type Unit = 'piece' | 'kg' | 'litre';
/**
 * `goods` are counted in stock; a `service` never runs out.
 *
 * @public
 */
export type ProductKind = 'goods' | 'service';
/**
 * What happened. New types may be added; ignore those you do not know.
 *
 * @public
 */
export type OrderEventType =
  | 'order.created'
  | 'order.partially_paid'
  | 'order.paid'
  | 'order.canceled'
  | 'order.voided'
  | 'order.reservation_expired'
  | 'order.ready'
  | 'order.partially_fulfilled'
  | 'order.fulfilled'
  | 'order.delivered'
  | 'order.fulfilment_changed'
  | 'payment.requesting'
  | 'payment.pending'
  | 'payment.confirming'
  | 'payment.unknown'
  | 'payment.needs_review'
  | 'payment.succeeded'
  | 'payment.failed'
  | 'payment.unapplied'
  | 'payment.receipt_number'
  | 'refund.requesting'
  | 'refund.pending'
  | 'refund.confirming'
  | 'refund.unknown'
  | 'refund.needs_review'
  | 'refund.succeeded'
  | 'refund.failed' | (string & {});
/**
 * created → requesting (asking M-Pesa) → pending (taken in by M-Pesa) → confirming (an outcome was claimed, we are checking) → succeeded or failed. unknown: no answer, the money may have gone. needs_review: a person decides. What is given by hand succeeds at once.
 *
 * @public
 */
export type RefundState =
  'created' | 'requesting' | 'pending' | 'confirming' | 'unknown' | 'needs_review' | 'succeeded' | 'failed' | (string & {});
/**
 * How money goes back: a whole M-Pesa payment reversed, an M-Pesa payout to a phone (B2C, at least KES 10), cash from the drawer, or another way by hand.
 *
 * @public
 */
export type RefundMethod = 'mpesa_reversal' | 'mpesa_payout' | 'cash' | 'other' | (string & {});
/**
 * Why money is given back.
 *
 * @public
 */
export type RefundReason =
  'returned' | 'damaged' | 'wrong_item' | 'not_delivered' | 'price_adjustment' | 'double_payment' | 'other' | (string & {});
/**
 * active: takes money. paid: was for once, and is paid. expired: its time is over. off: switched off.
 *
 * @public
 */
export type PaymentLinkState = 'active' | 'paid' | 'expired' | 'off';
/**
 * What a person decided.
 *
 * @public
 */
export type ReviewDecision = 'accepted' | 'rejected' | 'refunded';
/**
 * `listed` is both published and unpublished.
 *
 * @public
 */
export type ProductState = 'listed' | 'published' | 'unpublished' | 'deleted';
/**
 * How far a purchase has come.
 *
 * @public
 */
export type PurchaseState = 'draft' | 'ordered' | 'partially_received' | 'received' | 'canceled';
/**
 * asking: M-Pesa has been asked. applied: the money paid for the order, or for a part of it. refused: it cannot, `reason` says why. unanswered: M-Pesa did not say; a late answer still counts, and it can be asked again.
 *
 * @public
 */
export type ReceiptCheckState = 'asking' | 'applied' | 'refused' | 'unanswered';
/**
 * not_found: M-Pesa knows no such payment to this shop. not_completed: it was cancelled, declined or given back. other_shop: another pay bill or till got it. other_order: the account number names another order. amount_differs: not what is asked for; the shop has been told. too_old: paid before the order was made. undecided: another attempt is being looked at. no_answer: M-Pesa did not say.
 *
 * @public
 */
export type ReceiptCheckReason =
  | 'not_found'
  | 'not_completed'
  | 'other_shop'
  | 'other_order'
  | 'amount_differs'
  | 'too_old'
  | 'already_used'
  | 'order_paid'
  | 'order_canceled'
  | 'undecided'
  | 'no_answer';
/**
 * Which report.
 *
 * @public
 */
export type ReportName =
  | 'summary'
  | 'sales'
  | 'products'
  | 'categories'
  | 'brands'
  | 'locations'
  | 'staff'
  | 'payments'
  | 'tax'
  | 'profit'
  | 'inventory'
  | 'customers'
  | 'shifts'
  | 'reconciliation' | (string & {});
/**
 * Which days, in the time zone of the shop. `7d` and `30d` end with today, `mtd` is this month until today; `custom` is what `from` and `to` say.
 *
 * @public
 */
export type ReportPreset = 'today' | 'yesterday' | '7d' | '30d' | 'mtd' | 'custom';
/**
 * `previous`: as long a time just before (for `mtd`, the same days of the month before). `weekday`: the same weekdays, one or more whole weeks before. `year`: the same dates a year before. A time that has not ended is compared with as much of the other one.
 *
 * @public
 */
export type ReportComparison = 'previous' | 'weekday' | 'year' | 'none';
/**
 * Periods of the shop’s time zone; weeks begin on Monday.
 *
 * @public
 */
export type ReportGroup = 'hour' | 'day' | 'week' | 'month';
/**
 * Form of the answer.
 *
 * @public
 */
export type ReportFormat = 'json' | 'csv' | 'pdf' | 'text';
/**
 * How totals come to whole shillings: to the nearest one, half a shilling going up; or down, for the buyer.
 *
 * @public
 */
export type Rounding = 'nearest' | 'down';
/**
 * A shift that is closed never changes again.
 *
 * @public
 */
export type ShiftState = 'open' | 'closed';
/**
 * matched: we know the payment or refund. missing_here: money came in that we know nothing of. amount_differs: the same receipt, another amount. other: money that went out and is no refund of ours, such as charges.
 *
 * @public
 */
export type StatementMatch = 'matched' | 'missing_here' | 'amount_differs' | 'other';
/**
 * `closed`: what was counted is what the books say.
 *
 * @public
 */
export type StockTakeState = 'open' | 'closed' | 'canceled';
/**
 * How far a transfer has come.
 *
 * @public
 */
export type TransferState = 'draft' | 'approved' | 'in_transit' | 'partially_received' | 'received' | 'canceled';
/**
 * Type of an event as it is sent to endpoints.
 *
 * @public
 */
export type WebhookEventType = OrderEventType | 'webhook.test';

/**
 * A key of the shop.
 *
 * @public
 */
export interface ApiKey {
  /**
   * Opaque id of a key, sortable by creation.
   */
  id: string;
  /**
   * `publishable` for pages, from the origins it lists. `secret` for servers. `restricted`: a server’s, for some scopes alone.
   */
  kind: 'publishable' | 'secret' | 'restricted';
  name: string;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  /**
   * Its beginning and end, to tell it from others.
   */
  hint: string;
  origins: string[];
  scopes: Permission[] | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  expiresAt: string | null;
  /**
   * To the minute.
   */
  lastUsedAt: string | null;
  /**
   * Whole, for publishable keys: those are public anyway.
   */
  key: string | null;
}
/**
 * A discount, and what it takes off this cart or order.
 *
 * @public
 */
export interface AppliedDiscount {
  /**
   * Null for one that staff gave by hand.
   */
  id: string | null;
  code: string | null;
  title: string;
  /**
   * What it takes off, as a positive amount.
   */
  amount: Money;
}
/**
 * An amount of money in integer minor units, never a fraction.
 *
 * @public
 */
export interface Money {
  /**
   * Integer minor units (cents). KES 250.00 is 25000.
   */
  amount: number;
  /**
   * ISO 4217 code in capitals.
   */
  currency: string;
}
/**
 * One person’s approval of one deed of another. Good once, for 5 minutes.
 *
 * @public
 */
export interface Approval {
  /**
   * Opaque id of a approval, sortable by creation.
   */
  id: string;
  action: ApprovalAction;
  subject: string;
  amount: number | null;
  approver: {
    /**
     * Opaque id of a staff, sortable by creation.
     */
    id: string;
    name: string;
  };
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt: string;
}
/**
 * What is approved. It is good once, for 5 minutes.
 *
 * @public
 */
export interface ApprovalInput {
  action: ApprovalAction;
  /**
   * Id of what it is about: an order, a payment, a cart.
   */
  subject: string;
  /**
   * Up to how much: minor units, or basis points of a discount. Null: it is about no amount.
   */
  amount?: number | null;
  /**
   * Who approves, at the counter of somebody else: staff code and PIN. Without it, you do.
   */
  by?: {
    code: string;
    pin: string;
  };
}
/**
 * A sale that arrived later than it was made.
 *
 * @public
 */
export interface ArrivedSale {
  /**
   * The till’s own id of the sale, made when it was sold.
   */
  id: string;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  orderNumber: string;
  conflicts: SaleConflict[];
  /**
   * UTC instant, ISO 8601.
   */
  soldAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  receivedAt: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
}
/**
 * What did not fit when the sale arrived. It was taken all the same. `stock_short`: stock was corrected by what the books lacked. `shift_closed`: the sale is not in a Z report.
 *
 * @public
 */
export interface SaleConflict {
  kind: 'stock_short' | 'price_changed' | 'product_gone' | 'shift_closed' | 'shift_unknown' | 'clock_skew';
  variant: string | null;
  /**
   * Quantity or price as it was sold.
   */
  sold: number | null;
  /**
   * Quantity or price that the shop had.
   */
  found: number | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface ArrivedSalePage {
  data: ArrivedSale[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * One line of the audit log. Lines are added, never changed.
 *
 * @public
 */
export interface AuditEntry {
  /**
   * Opaque id of a audit, sortable by creation.
   */
  id: string;
  /**
   * UTC instant, ISO 8601.
   */
  at: string;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  /**
   * What was done.
   */
  action: string;
  /**
   * Id of what it was done to.
   */
  subject: string;
  actor: {
    kind: string;
    id: string | null;
    name: string | null;
    role: string | null;
    session: string | null;
  };
  /**
   * Address that the call came from.
   */
  from: string | null;
  /**
   * Fields that changed, as they were.
   */
  before: {
    [k: string]: unknown;
  } | null;
  after: {
    [k: string]: unknown;
  } | null;
  note: string | null;
  requestId: string | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface AuditPage {
  data: AuditEntry[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * Wishes, priced afresh each time they are read.
 *
 * @public
 */
export interface Cart {
  /**
   * Opaque id of a cart, sortable by creation.
   */
  id: string;
  status: 'open' | 'completed';
  version: number;
  /**
   * ISO 4217 code in capitals.
   */
  currency: string;
  lines: CartLine[];
  itemCount: number;
  totals: Totals;
  /**
   * What is taken off, and why. The lines hold their shares.
   */
  discounts: AppliedDiscount[];
  /**
   * The coupon code that was entered.
   */
  discountCode: EnteredCode | null;
  customer: Customer | null;
  delivery: Delivery | null;
  /**
   * What it became, once completed.
   */
  order: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt: string;
}
/**
 * A variant, how many, and today’s price.
 *
 * @public
 */
export interface CartLine {
  /**
   * Opaque id of a line, sortable by creation.
   */
  id: string;
  /**
   * Opaque id of a product, sortable by creation.
   */
  product: string;
  /**
   * Opaque id of a variant, sortable by creation.
   */
  variant: string;
  slug: string;
  title: string;
  /**
   * The title in other languages, by language code.
   */
  translations?: {
    [k: string]: {
      title: string;
    };
  };
  variantTitle: string;
  sku: string;
  image: Image | null;
  /**
   * Whole number, 1 to 9,999.
   */
  quantity: number;
  unitPrice: Money;
  /**
   * What is taken off this line, its share of discounts on the whole cart included.
   */
  discount: Money;
  /**
   * unitPrice x quantity - discount.
   */
  total: Money;
  vatClass: VatClass;
  availability: Availability;
  /**
   * Why this line cannot be bought as it stands.
   */
  problem: ('out_of_stock' | 'insufficient_stock' | 'unavailable') | null;
  /**
   * How many could be had; given only with `insufficient_stock`.
   */
  availableQuantity: number | null;
  /**
   * The price when it was added, if it has changed since.
   */
  previousUnitPrice: Money | null;
}
/**
 * A picture. `url` may be relative to the server.
 *
 * @public
 */
export interface Image {
  url: string;
  alt: string;
  width: number;
  height: number;
}
/**
 * total = subtotal - discount + delivery + rounding. Tax is inside.
 *
 * @public
 */
export interface Totals {
  /**
   * Sum of unitPrice x quantity, VAT included, before discounts.
   */
  subtotal: Money;
  /**
   * What is taken off, as a positive amount.
   */
  discount: Money;
  delivery: Money;
  /**
   * Brings the total to whole shillings, as the shop rounds; from -99 to +50 cents.
   */
  rounding: Money;
  total: Money;
  /**
   * VAT inside the total.
   */
  tax: Money;
  taxes: TaxLine[];
}
/**
 * VAT inside the prices of one class.
 *
 * @public
 */
export interface TaxLine {
  vatClass: VatClass;
  /**
   * Basis points: 1600 is 16 %.
   */
  rate: number;
  /**
   * What was charged without the tax.
   */
  net: Money;
  tax: Money;
}
/**
 * The code that the buyer entered, and why it does not apply, if so.
 *
 * @public
 */
export interface EnteredCode {
  code: string;
  /**
   * Null when it applies.
   */
  problem: DiscountProblem | null;
  /**
   * With `minimum_not_reached`: what the goods must come to.
   */
  minimum: Money | null;
}
/**
 * Who buys, as shown back: the phone is masked.
 *
 * @public
 */
export interface Customer {
  name: string | null;
  phone: string | null;
  email: string | null;
}
/**
 * How the goods reach the buyer, with its fee.
 *
 * @public
 */
export interface Delivery {
  method: 'pickup' | 'delivery';
  pickupPoint: string | null;
  zone: string | null;
  /**
   * Name of the zone or pick-up point.
   */
  title: string;
  place: string | null;
  landmark: string | null;
  notes: string | null;
  fee: Money;
}
/**
 * A new cart, with or without items.
 *
 * @public
 */
export interface CartCreate {
  /**
   * @maxItems 100
   */
  items?: CartItemInput[];
}
/**
 * What to put in. Prices are never taken from here.
 *
 * @public
 */
export interface CartItemInput {
  /**
   * Opaque id of a variant, sortable by creation.
   */
  variant?: string;
  /**
   * Id or slug of a product that has one variant.
   */
  product?: string;
  /**
   * Whole number, 1 to 9,999.
   */
  quantity?: number;
}
/**
 * A coupon code to use.
 *
 * @public
 */
export interface CartDiscountInput {
  /**
   * Coupon code; capitals make no difference.
   */
  code: string;
}
/**
 * The new quantity of a line.
 *
 * @public
 */
export interface CartLineUpdate {
  /**
   * Whole number, 1 to 9,999.
   */
  quantity: number;
}
/**
 * Another cart whose goods are to come into this one.
 *
 * @public
 */
export interface CartMerge {
  /**
   * The cart to pour in; it is gone afterwards.
   */
  cart: string;
  /**
   * Its secret. Not needed by keys and staff of the shop.
   */
  secret?: string;
}
/**
 * Who buys and how it is delivered; null clears.
 *
 * @public
 */
export interface CartUpdate {
  customer?: CustomerInput | null;
  delivery?: DeliveryInput | null;
}
/**
 * Who buys. All parts optional.
 *
 * @public
 */
export interface CustomerInput {
  name?: string;
  /**
   * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
   */
  phone?: string;
  email?: string;
}
/**
 * How many there are of one coin or note.
 *
 * @public
 */
export interface CashCount {
  /**
   * Of one coin or note, minor units: 100000 is a note of KSh 1,000.
   */
  value: number;
  count: number;
}
/**
 * Cash put into the drawer or taken out of it, beside sales and refunds.
 *
 * @public
 */
export interface CashMovement {
  kind: 'in' | 'out';
  amount: Money;
  reason: string;
  by: {
    id: string | null;
    name: string | null;
  };
  /**
   * UTC instant, ISO 8601.
   */
  at: string;
}
/**
 * Cash put into the drawer or taken out of it, apart from sales.
 *
 * @public
 */
export interface CashMovementInput {
  kind: 'in' | 'out';
  /**
   * Minor units.
   */
  amount: number;
  reason: string;
}
/**
 * A shelf of the shop.
 *
 * @public
 */
export interface Category {
  /**
   * Opaque id of a category, sortable by creation.
   */
  id: string;
  slug: string;
  title: string;
  /**
   * The same texts in other languages, by language code.
   */
  translations: {
    [k: string]: {
      title: string;
      description?: string;
    };
  };
  parent: string | null;
  position: number;
  /**
   * Published products in it and below it.
   */
  productCount: number;
  /**
   * For `If-Match`. Told to the shop only.
   */
  version?: number;
}
/**
 * All categories, in their order.
 *
 * @public
 */
export interface CategoryList {
  data: Category[];
}
/**
 * What changes; the rest stays.
 *
 * @public
 */
export interface CategoryUpdate {
  /**
   * Unique in the shop. Default: made from the title.
   */
  slug?: string;
  title?: string;
  /**
   * The same texts in other languages.
   */
  translations?: {
    [k: string]: {
      title: string;
      description?: string;
    };
  };
  /**
   * The shelf above it; null is the top.
   */
  parent?: string | null;
  position?: number;
}
/**
 * The order just made, its payment attempt, and the secret that opens it.
 *
 * @public
 */
export interface Checkout {
  order: Order;
  payment: Payment | null;
  /**
   * Opens this order: send it as `Duka-Secret`. Told once, here.
   */
  secret: string;
}
/**
 * Frozen prices and promises.
 *
 * @public
 */
export interface Order {
  /**
   * Opaque id of a order, sortable by creation.
   */
  id: string;
  /**
   * For people to read out.
   */
  number: string;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  channel: SalesChannel;
  /**
   * Where its goods leave from.
   */
  location: string | null;
  /**
   * Who sold it, at a counter.
   */
  staff: string | null;
  status: OrderStatus;
  paymentStatus: PaymentStatus;
  fulfilmentStatus: FulfilmentStatus;
  /**
   * ISO 4217 code in capitals.
   */
  currency: string;
  lines: OrderLine[];
  totals: Totals;
  /**
   * What was taken off, and why.
   */
  discounts: AppliedDiscount[];
  paid: Money;
  due: Money;
  /**
   * What has been given back of it.
   */
  refunded: Money;
  /**
   * What can still be given back: paid - refunded - refunds under way.
   */
  refundable: Money;
  customer: Customer | null;
  delivery: Delivery | null;
  /**
   * What was packed, handed over and delivered, oldest first.
   */
  fulfilments: Fulfilment[];
  /**
   * Newest first.
   */
  payments: Payment[];
  /**
   * Until when its goods are kept for it; null when nothing is held.
   */
  reservedUntil: string | null;
  /**
   * Page of the receipt, once paid.
   */
  receiptUrl: string | null;
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
  paidAt: string | null;
  canceledAt: string | null;
  /**
   * Taken back at the counter, in the shift in which it was sold.
   */
  voided?: {
    /**
     * UTC instant, ISO 8601.
     */
    at: string;
    reason: string;
    by: string | null;
    approvedBy: string | null;
  } | null;
  /**
   * The shift in which it was sold, at a counter.
   */
  shift?: string | null;
}
/**
 * A line as it was sold: later changes to the catalogue change nothing here.
 *
 * @public
 */
export interface OrderLine {
  /**
   * Opaque id of a line, sortable by creation.
   */
  id: string;
  /**
   * Opaque id of a product, sortable by creation.
   */
  product: string;
  /**
   * Opaque id of a variant, sortable by creation.
   */
  variant: string;
  title: string;
  /**
   * The title in other languages, by language code.
   */
  translations?: {
    [k: string]: {
      title: string;
    };
  };
  variantTitle: string;
  sku: string;
  image: Image | null;
  /**
   * Whole number, 1 to 9,999.
   */
  quantity: number;
  unitPrice: Money;
  /**
   * What was taken off this line.
   */
  discount: Money;
  /**
   * unitPrice x quantity - discount.
   */
  total: Money;
  vatClass: VatClass;
  /**
   * Basis points.
   */
  taxRate: number;
  /**
   * VAT inside `total`.
   */
  tax: Money;
}
/**
 * Goods of an order that leave together.
 *
 * @public
 */
export interface Fulfilment {
  /**
   * Opaque id of a fulfilment, sortable by creation.
   */
  id: string;
  state: FulfilmentState;
  lines: {
    /**
     * Opaque id of a line, sortable by creation.
     */
    line: string;
    /**
     * Whole number, 1 to 9,999.
     */
    quantity: number;
  }[];
  /**
   * Number or address to follow it by.
   */
  tracking: string | null;
  /**
   * For the buyer to read.
   */
  note: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  handedOverAt: string | null;
  deliveredAt: string | null;
}
/**
 * One try at collecting what an order owes.
 *
 * @public
 */
export interface Payment {
  /**
   * Opaque id of a payment, sortable by creation.
   */
  id: string;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  method: PaymentMethod;
  state: PaymentState;
  /**
   * True once the state can no longer change.
   */
  final: boolean;
  reason: PaymentReason | null;
  /**
   * A new attempt for the same order may be made now.
   */
  retryable: boolean;
  /**
   * What is asked for: all that the order owed then, or a part of it.
   */
  amount: Money;
  phone: string | null;
  /**
   * M-Pesa’s proof, 10 characters. May arrive after the success.
   */
  receiptNumber: string | null;
  /**
   * How the shop took it at its own hands; null for M-Pesa and promises.
   */
  tender: Tender | null;
  /**
   * The money arrived after the attempt was thought lost.
   */
  late: boolean;
  /**
   * Paid, but not used for the order (second payment, or stock gone): the shop refunds it.
   */
  unapplied: boolean;
  /**
   * Until when the phone is expected to show the prompt.
   */
  promptExpiresAt: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * Money that the shop took itself.
 *
 * @public
 */
export interface Tender {
  kind: TenderKind;
  /**
   * Cash handed over; null for other kinds.
   */
  tendered: Money | null;
  /**
   * Cash given back: tendered - amount.
   */
  change: Money | null;
  /**
   * Slip, transfer or voucher number.
   */
  reference: string | null;
}
/**
 * Turns a cart into an order and asks for the money.
 *
 * @public
 */
export interface CheckoutInput {
  customer?: CustomerInput;
  delivery?: DeliveryInput;
  /**
   * Leave out to make the order now and pay later.
   */
  payment?: PaymentInput;
  /**
   * The total the buyer saw, minor units. If it has changed, nothing is ordered: 409 total_changed.
   */
  expectedTotal?: number;
}
/**
 * The order that the money was for: all of what it owes, or a part.
 *
 * @public
 */
export interface ClaimInput {
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
}
/**
 * Where to send a code of 6 digits.
 *
 * @public
 */
export interface CodeRequest {
  /**
   * An email address.
   */
  email?: string;
  /**
   * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
   */
  phone?: string;
  /**
   * Language of texts for people.
   */
  language?: 'en' | 'sw';
}
/**
 * A code is on its way. It is good for 10 minutes and 5 tries.
 *
 * @public
 */
export interface CodeSent {
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt: string;
  /**
   * Seconds until another code may be asked for.
   */
  retryAfter: number;
}
/**
 * What somebody said about being sent offers by one channel, and when.
 *
 * @public
 */
export interface Consent {
  channel: ConsentChannel;
  granted: boolean;
  /**
   * Where and how they said so.
   */
  source: string;
  /**
   * UTC instant, ISO 8601.
   */
  at: string;
}
/**
 * What they said, and where.
 *
 * @public
 */
export interface ConsentInput {
  granted: boolean;
  source: string;
}
/**
 * A sale at a counter. It is handed over as soon as it is paid.
 *
 * @public
 */
export interface CounterSale {
  order: Order;
  /**
   * Cash to give back.
   */
  change: Money;
  /**
   * The prompt that is out, if a part is paid by M-Pesa.
   */
  payment: Payment | null;
}
/**
 * A sale at a counter, with the money for it.
 *
 * @public
 */
export interface CounterSaleInput {
  /**
   * @minItems 1
   * @maxItems 100
   */
  items: (ScannedItem | CartItemInput)[];
  /**
   * Coupon code.
   */
  code?: string;
  customer?: CustomerInput;
  /**
   * Default: your own open shift. Keys may name any that is open.
   */
  shift?: string;
  /**
   * By hand, after all others. An approval is about the shift: `discount`, with the basis points.
   */
  discount?: ManualDiscountInput;
  /**
   * @minItems 1
   * @maxItems 10
   */
  tenders: SaleTender[];
  /**
   * The parked sale that this one was: it is gone with it.
   */
  parked?: string;
  /**
   * The total the cashier saw, minor units. If it has changed, nothing is sold: 409 total_changed.
   */
  expectedTotal?: number;
}
/**
 * Goods by what the scanner or the keys said.
 *
 * @public
 */
export interface ScannedItem {
  /**
   * Barcode or SKU, as scanned.
   */
  code: string;
  /**
   * Whole number, 1 to 9,999.
   */
  quantity?: number;
}
/**
 * A discount that staff give by hand, after all others.
 *
 * @public
 */
export interface ManualDiscountInput {
  /**
   * Basis points off: 500 is 5 %. Or `amount`.
   */
  rate?: number;
  /**
   * Minor units off. Or `rate`.
   */
  amount?: number;
  reason: string;
  /**
   * Of a second person, above your own limit: `discount` of this cart, with the basis points as its amount.
   */
  approval?: string;
}
/**
 * Why.
 *
 * @public
 */
export interface CustomerErase {
  reason: string;
}
/**
 * All that the shop keeps about one person.
 *
 * @public
 */
export interface CustomerExport {
  /**
   * UTC instant, ISO 8601.
   */
  exportedAt: string;
  customer: CustomerRecord;
  consentHistory: Consent[];
  orders: Order[];
  carts: Cart[];
}
/**
 * Somebody who buys, known by their phone number.
 *
 * @public
 */
export interface CustomerRecord {
  /**
   * Opaque id of a customer, sortable by creation.
   */
  id: string;
  version: number;
  name: string | null;
  /**
   * Masked, unless it was asked for whole by somebody who may see it.
   */
  phone: string | null;
  /**
   * Masked likewise.
   */
  email: string | null;
  /**
   * Of messages to them; null: the shop’s.
   */
  language: ('en' | 'sw') | null;
  notes: string | null;
  tags: string[];
  /**
   * The last word for each channel. A channel that is missing: no.
   */
  consents: Consent[];
  /**
   * When all that names them was removed.
   */
  erasedAt: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * Another record of the same person.
 *
 * @public
 */
export interface CustomerMerge {
  /**
   * Who is the same person; their orders come here.
   */
  customer: string;
  reason: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface CustomerPage {
  data: CustomerRecord[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What changes; null clears.
 *
 * @public
 */
export interface CustomerUpdate {
  name?: string | null;
  phone?: string | null;
  email?: string | null;
  language?: ('en' | 'sw') | null;
  notes?: string | null;
  /**
   * @maxItems 20
   */
  tags?: string[];
}
/**
 * Gone.
 *
 * @public
 */
export interface DeletedDeliveryZone {
  /**
   * Opaque id of a zone, sortable by creation.
   */
  id: string;
  deleted: true;
}
/**
 * The discount is gone.
 *
 * @public
 */
export interface DeletedDiscount {
  /**
   * Opaque id of a discount, sortable by creation.
   */
  id: string;
  deleted: true;
}
/**
 * What delivery costs from an order of this value on.
 *
 * @public
 */
export interface DeliveryBand {
  /**
   * Goods after discounts, VAT included, from which on this fee counts.
   */
  from: Money;
  fee: Money;
}
/**
 * An area the shop delivers to, priced.
 *
 * @public
 */
export interface DeliveryOption {
  /**
   * Opaque id of a zone, sortable by creation.
   */
  id: string;
  title: string;
  county: County | null;
  /**
   * Estates, streets and towns in it, for buyers to find it by.
   */
  areas: string[];
  /**
   * Places that riders know there, to choose from.
   */
  landmarks: string[];
  /**
   * What it costs, unless the order is worth more: see `bands` and `freeAbove`.
   */
  fee: Money;
  /**
   * Other fees for orders of more value, the lowest first.
   */
  bands: DeliveryBand[];
  /**
   * Goods worth this much or more are brought for nothing.
   */
  freeAbove: Money | null;
  /**
   * How long it takes, in words of the shop.
   */
  estimate: string | null;
  /**
   * What it costs for the goods that were named.
   */
  quote: Money;
  /**
   * The next lower fee, and from which value of goods it counts.
   */
  nextFee: DeliveryBand | null;
}
/**
 * How goods may reach a buyer. What is charged in the end is in the totals of the cart, priced by the server.
 *
 * @public
 */
export interface DeliveryOptions {
  zones: DeliveryOption[];
  pickupPoints: PickupPoint[];
}
/**
 * A place where an order can be collected.
 *
 * @public
 */
export interface PickupPoint {
  /**
   * Opaque id of a location, sortable by creation.
   */
  id: string;
  title: string;
  address: string;
  hours: string | null;
}
/**
 * An area the shop delivers to, and what that costs.
 *
 * @public
 */
export interface DeliveryZone {
  /**
   * Opaque id of a zone, sortable by creation.
   */
  id: string;
  title: string;
  county: County | null;
  /**
   * Estates, streets and towns in it, for buyers to find it by.
   */
  areas: string[];
  /**
   * Places that riders know there, to choose from.
   */
  landmarks: string[];
  /**
   * What it costs, unless the order is worth more: see `bands` and `freeAbove`.
   */
  fee: Money;
  /**
   * Other fees for orders of more value, the lowest first.
   */
  bands: DeliveryBand[];
  /**
   * Goods worth this much or more are brought for nothing.
   */
  freeAbove: Money | null;
  /**
   * How long it takes, in words of the shop.
   */
  estimate: string | null;
}
/**
 * A new area to deliver to. Amounts in minor units.
 *
 * @public
 */
export interface DeliveryZoneInput {
  title: string;
  county?: County | null;
  /**
   * @maxItems 100
   */
  areas?: string[];
  /**
   * @maxItems 100
   */
  landmarks?: string[];
  /**
   * Minor units, VAT included.
   */
  fee: number;
  /**
   * Other fees for orders of more value, minor units, in any order.
   *
   * @maxItems 10
   */
  bands?: {
    /**
     * Minor units, VAT included.
     */
    from: number;
    /**
     * Minor units, VAT included.
     */
    fee: number;
  }[];
  freeAbove?: number | null;
  estimate?: string | null;
}
/**
 * All areas the shop delivers to, in the order they were made.
 *
 * @public
 */
export interface DeliveryZoneList {
  data: DeliveryZone[];
}
/**
 * What changes; the rest stays.
 *
 * @public
 */
export interface DeliveryZoneUpdate {
  title?: string;
  county?: County | null;
  /**
   * @maxItems 100
   */
  areas?: string[];
  /**
   * @maxItems 100
   */
  landmarks?: string[];
  /**
   * Minor units, VAT included.
   */
  fee?: number;
  /**
   * Other fees for orders of more value, minor units, in any order.
   *
   * @maxItems 10
   */
  bands?: {
    /**
     * Minor units, VAT included.
     */
    from: number;
    /**
     * Minor units, VAT included.
     */
    fee: number;
  }[];
  freeAbove?: number | null;
  estimate?: string | null;
}
/**
 * Something taken off the price, by itself or with a coupon code.
 *
 * @public
 */
export interface Discount {
  /**
   * Opaque id of a discount, sortable by creation.
   */
  id: string;
  /**
   * What buyers read beside the amount.
   */
  title: string;
  /**
   * Coupon code that a buyer has to enter. Null: it applies by itself.
   */
  code: string | null;
  benefit: DiscountBenefit;
  /**
   * What the goods it is for must come to before any discount, minor units.
   */
  minimumSpend: number | null;
  /**
   * What it is for. With `categories` empty too: for everything.
   *
   * @maxItems 200
   *
   * Items: Opaque id of a product, sortable by creation.
   */
  products: string[];
  /**
   * Shelves it is for, with all below them.
   *
   * @maxItems 100
   *
   * Items: Opaque id of a category, sortable by creation.
   */
  categories: string[];
  startsAt: string | null;
  /**
   * The first instant at which it is over.
   */
  endsAt: string | null;
  /**
   * Days of the shop’s week on which it holds, 1 is Monday. Empty: every day.
   *
   * @maxItems 7
   */
  weekdays: number[];
  /**
   * Hours of the shop’s day; `to` is no longer in. 22:00 to 02:00 goes past midnight, by the day it begins.
   */
  hours: {
    from: string;
    to: string;
  } | null;
  /**
   * How many orders may have it in all.
   */
  usageLimit: number | null;
  /**
   * How many orders of one customer may have it. It then needs the buyer’s phone number.
   */
  customerLimit: number | null;
  /**
   * Applies together with other stackable ones. One that is not stands alone; whichever saves the buyer more wins.
   */
  stackable: boolean;
  /**
   * Off keeps it, and applies it to nothing.
   */
  active: boolean;
  state: DiscountState;
  /**
   * Completed orders that have it.
   */
  used: number;
  /**
   * Orders under way that keep a use of it until they are paid or let go.
   */
  reserved: number;
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * A new discount. Without a code it applies by itself.
 *
 * @public
 */
export interface DiscountInput {
  /**
   * What buyers read beside the amount.
   */
  title: string;
  /**
   * Coupon code that a buyer has to enter. Null: it applies by itself.
   */
  code?: string | null;
  benefit: DiscountBenefit;
  /**
   * What the goods it is for must come to before any discount, minor units.
   */
  minimumSpend?: number | null;
  /**
   * What it is for. With `categories` empty too: for everything.
   *
   * @maxItems 200
   *
   * Items: Opaque id of a product, sortable by creation.
   */
  products?: string[];
  /**
   * Shelves it is for, with all below them.
   *
   * @maxItems 100
   *
   * Items: Opaque id of a category, sortable by creation.
   */
  categories?: string[];
  startsAt?: string | null;
  /**
   * The first instant at which it is over.
   */
  endsAt?: string | null;
  /**
   * Days of the shop’s week on which it holds, 1 is Monday. Empty: every day.
   *
   * @maxItems 7
   */
  weekdays?: number[];
  /**
   * Hours of the shop’s day; `to` is no longer in. 22:00 to 02:00 goes past midnight, by the day it begins.
   */
  hours?: {
    from: string;
    to: string;
  } | null;
  /**
   * How many orders may have it in all.
   */
  usageLimit?: number | null;
  /**
   * How many orders of one customer may have it. It then needs the buyer’s phone number.
   */
  customerLimit?: number | null;
  /**
   * Applies together with other stackable ones. One that is not stands alone; whichever saves the buyer more wins.
   */
  stackable?: boolean;
  /**
   * Off keeps it, and applies it to nothing.
   */
  active?: boolean;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface DiscountPage {
  data: Discount[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What is to change; what is left out stays. Orders made before keep the discount that they were made with.
 *
 * @public
 */
export interface DiscountUpdate {
  /**
   * What buyers read beside the amount.
   */
  title?: string;
  /**
   * Coupon code that a buyer has to enter. Null: it applies by itself.
   */
  code?: string | null;
  benefit?: DiscountBenefit;
  /**
   * What the goods it is for must come to before any discount, minor units.
   */
  minimumSpend?: number | null;
  /**
   * What it is for. With `categories` empty too: for everything.
   *
   * @maxItems 200
   *
   * Items: Opaque id of a product, sortable by creation.
   */
  products?: string[];
  /**
   * Shelves it is for, with all below them.
   *
   * @maxItems 100
   *
   * Items: Opaque id of a category, sortable by creation.
   */
  categories?: string[];
  startsAt?: string | null;
  /**
   * The first instant at which it is over.
   */
  endsAt?: string | null;
  /**
   * Days of the shop’s week on which it holds, 1 is Monday. Empty: every day.
   *
   * @maxItems 7
   */
  weekdays?: number[];
  /**
   * Hours of the shop’s day; `to` is no longer in. 22:00 to 02:00 goes past midnight, by the day it begins.
   */
  hours?: {
    from: string;
    to: string;
  } | null;
  /**
   * How many orders may have it in all.
   */
  usageLimit?: number | null;
  /**
   * How many orders of one customer may have it. It then needs the buyer’s phone number.
   */
  customerLimit?: number | null;
  /**
   * Applies together with other stackable ones. One that is not stands alone; whichever saves the buyer more wins.
   */
  stackable?: boolean;
  /**
   * Off keeps it, and applies it to nothing.
   */
  active?: boolean;
}
/**
 * Done.
 *
 * @public
 */
export interface Done {
  done: true;
}
/**
 * One field that is not right.
 *
 * @public
 */
export interface FieldError {
  /**
   * The field, dotted, with list positions as numbers.
   */
  path: string;
  code: string;
  /**
   * What would be right, in English, for developers.
   */
  message: string;
}
/**
 * What is packed, handed over or delivered now; the rest can follow.
 *
 * @public
 */
export interface FulfilmentInput {
  /**
   * @minItems 1
   * @maxItems 100
   */
  lines: {
    /**
     * Opaque id of a line, sortable by creation.
     */
    line: string;
    /**
     * Whole number, 1 to 9,999.
     */
    quantity: number;
  }[];
  state: 'ready' | 'handed_over' | 'delivered';
  tracking?: string;
  /**
   * For the buyer to read.
   */
  note?: string;
}
/**
 * How it went on. What is packed can be handed over, delivered or canceled; what has left can arrive.
 *
 * @public
 */
export interface FulfilmentUpdate {
  state?: 'handed_over' | 'delivered' | 'canceled';
  tracking?: string;
  /**
   * For the buyer to read.
   */
  note?: string;
}
/**
 * What became of a file, row by row.
 *
 * @public
 */
export interface ImportReport {
  preview: boolean;
  created: number;
  updated: number;
  /**
   * Nothing about them has changed.
   */
  skipped: number;
  failed: number;
  rows: ImportRow[];
}
/**
 * What became of a row, or would.
 *
 * @public
 */
export interface ImportRow {
  /**
   * Line of the file, the header being 1.
   */
  row: number;
  sku: string;
  action: 'create' | 'update' | 'skip' | 'error';
  product: string | null;
  errors: FieldError[];
}
/**
 * The token of the invitation, good once and for 7 days.
 *
 * @public
 */
export interface InvitationAccept {
  token: string;
  /**
   * A new password, 12 to 128 characters; not needed by who has one here already.
   */
  password?: string;
}
/**
 * A new key, of the mode that you work in.
 *
 * @public
 */
export interface KeyCreate {
  /**
   * `publishable` for pages, from the origins it lists. `secret` for servers. `restricted`: a server’s, for some scopes alone.
   */
  kind: 'publishable' | 'secret' | 'restricted';
  name: string;
  /**
   * Of a publishable key.
   *
   * @maxItems 50
   *
   * Items: Exact origin of a page.
   */
  origins?: string[];
  /**
   * Of a restricted key.
   *
   * @minItems 1
   * @maxItems 40
   */
  scopes?: (
    | 'shop:read'
    | 'settings:read'
    | 'settings:write'
    | 'catalog:read'
    | 'catalog:write'
    | 'costs:read'
    | 'inventory:read'
    | 'inventory:write'
    | 'purchasing:read'
    | 'purchasing:write'
    | 'carts:read'
    | 'carts:write'
    | 'orders:read'
    | 'orders:write'
    | 'payments:read'
    | 'payments:write'
    | 'payments:review'
    | 'refunds:write'
    | 'discounts:read'
    | 'discounts:write'
    | 'customers:read'
    | 'customers:write'
    | 'customers:erase'
    | 'personal:read'
    | 'shifts:write'
    | 'shifts:read'
    | 'reports:read'
    | 'webhooks:read'
    | 'webhooks:write'
    | 'tokens:write'
  )[];
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt?: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface KeyPage {
  data: ApiKey[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * A new key in place of this one.
 *
 * @public
 */
export interface KeyRotate {
  /**
   * How long the old key goes on working: 0 to 168 hours.
   */
  overlapHours?: number;
}
/**
 * Name and origins. Scopes stay: make another key instead.
 *
 * @public
 */
export interface KeyUpdate {
  name?: string;
  /**
   * @maxItems 50
   *
   * Items: Exact origin of a page.
   */
  origins?: string[];
}
/**
 * What stands on shelf labels.
 *
 * @public
 */
export interface LabelList {
  data: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    title: string;
    variantTitle: string;
    sku: string;
    barcode: string | null;
    price: Money;
  }[];
}
/**
 * Sums of entries. captured = applied + unapplied + refunded.
 *
 * @public
 */
export interface LedgerBalances {
  captured: Money;
  applied: Money;
  unapplied: Money;
  refunded: Money;
  /**
   * How many entries were summed.
   */
  entries: number;
}
/**
 * A movement of money. Entries are only ever added; balances are their sums.
 *
 * @public
 */
export interface LedgerEntry {
  /**
   * Opaque id of a ledgerEntry, sortable by creation.
   */
  id: string;
  kind: LedgerKind;
  /**
   * Opaque id of a payment, sortable by creation.
   */
  payment: string;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  /**
   * What made it move: `capture`, the id of a refund, or the id of a review.
   */
  cause: string;
  /**
   * Negative where money leaves the kind.
   */
  amount: Money;
  /**
   * UTC instant, ISO 8601.
   */
  at: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface LedgerPage {
  data: LedgerEntry[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * A place that keeps stock.
 *
 * @public
 */
export interface Location {
  /**
   * Opaque id of a location, sortable by creation.
   */
  id: string;
  kind: LocationKind;
  title: string;
  address: string;
  hours: string | null;
  /**
   * Orders can be collected here.
   */
  pickup: boolean;
}
/**
 * All places of the shop, the main one first.
 *
 * @public
 */
export interface LocationList {
  data: Location[];
}
/**
 * What changes; the rest stays.
 *
 * @public
 */
export interface LocationUpdate {
  title?: string;
  address?: string;
  hours?: string | null;
  pickup?: boolean;
}
/**
 * Who is signed in, where, and what they may do.
 *
 * @public
 */
export interface Me {
  kind: 'staff' | 'platform';
  id: string;
  name: string;
  role: StaffRole | null;
  /**
   * Staff code at the counter.
   */
  code: string | null;
  shop: {
    /**
     * Opaque id of a shop, sortable by creation.
     */
    id: string;
    name: string;
    slug: string;
  } | null;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  /**
   * Opaque id of a session, sortable by creation.
   */
  session: string;
  /**
   * A session opened by PIN may do less.
   */
  by: 'password' | 'pin';
  permissions: Permission[];
  limits: StaffLimits;
}
/**
 * How far somebody may go alone; above it a second person approves.
 *
 * @public
 */
export interface StaffLimits {
  /**
   * Money given back at once, minor units. Null: no limit.
   */
  refund: number | null;
  /**
   * Taken off a sale, basis points: 1000 is 10 %. Null: no limit.
   */
  discount: number | null;
}
/**
 * The side of the shop to work on.
 *
 * @public
 */
export interface ModeSwitch {
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
}
/**
 * Money that somebody paid to the pay bill or till from their own phone.
 *
 * @public
 */
export interface MoneyReceipt {
  /**
   * Opaque id of a moneyReceipt, sortable by creation.
   */
  id: string;
  /**
   * M-Pesa’s number; null when it could not be read.
   */
  receiptNumber: string | null;
  state: MoneyReceiptState;
  reason: UnmatchedReason | null;
  amount: Money;
  /**
   * Pay bill or till that was paid.
   */
  shortcode: string;
  /**
   * What the payer typed as account number; empty at a till.
   */
  reference: string;
  payer: {
    name: string | null;
    phone: string | null;
  };
  order: string | null;
  /**
   * The payment that it became.
   */
  payment: string | null;
  /**
   * Who said what it was for.
   */
  claimedBy: string | null;
  paidAt: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  receivedAt: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface MoneyReceiptPage {
  data: MoneyReceipt[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * M-Pesa credentials, without what is secret in them.
 *
 * @public
 */
export interface MpesaAccount {
  /**
   * Whose it is: the whole shop’s, or that of one place.
   */
  scope: string;
  kind: 'paybill' | 'till';
  shortcode: string;
  till: string | null;
  /**
   * Its last four characters; the rest is never told.
   */
  consumerKey: string;
  /**
   * Its last four characters; the rest is never told.
   */
  consumerSecret: string;
  /**
   * Its last four characters; the rest is never told.
   */
  passkey: string;
  initiatorName: string | null;
  securityCredential: string | null;
  payoutShortcode: string | null;
  /**
   * What Safaricom said at the last look.
   */
  verified: 'unverified' | 'accepted' | 'refused';
  /**
   * What was wrong then, in words.
   */
  problems: {
    what: 'credentials' | 'c2b';
    message: string;
  }[];
  verifiedAt: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * M-Pesa credentials, as Safaricom’s developer portal shows them.
 *
 * @public
 */
export interface MpesaAccountInput {
  kind: 'paybill' | 'till';
  /**
   * The pay bill; of a till, the store number that its passkey was given for.
   */
  shortcode: string;
  /**
   * The till number that buyers pay. Needed with `till` only.
   */
  till?: string;
  consumerKey: string;
  consumerSecret: string;
  passkey: string;
  /**
   * Who may give money back and ask about payments.
   */
  initiatorName?: string;
  /**
   * Its password, encrypted.
   */
  securityCredential?: string;
  /**
   * The shortcode that pays out (B2C).
   */
  payoutShortcode?: string;
}
/**
 * Credentials of the shop and of its places.
 *
 * @public
 */
export interface MpesaAccountList {
  data: MpesaAccount[];
}
/**
 * A key just made; nobody sees it again.
 *
 * @public
 */
export interface NewApiKey {
  /**
   * Opaque id of a key, sortable by creation.
   */
  id: string;
  /**
   * `publishable` for pages, from the origins it lists. `secret` for servers. `restricted`: a server’s, for some scopes alone.
   */
  kind: 'publishable' | 'secret' | 'restricted';
  name: string;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  /**
   * Its beginning and end, to tell it from others.
   */
  hint: string;
  origins: string[];
  scopes: Permission[] | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  expiresAt: string | null;
  /**
   * To the minute.
   */
  lastUsedAt: string | null;
  /**
   * The key. It is shown only now.
   */
  key: string;
}
/**
 * A cart just made, with the secret that opens it.
 *
 * @public
 */
export interface NewCart {
  /**
   * Opaque id of a cart, sortable by creation.
   */
  id: string;
  status: 'open' | 'completed';
  version: number;
  /**
   * ISO 4217 code in capitals.
   */
  currency: string;
  lines: CartLine[];
  itemCount: number;
  totals: Totals;
  /**
   * What is taken off, and why. The lines hold their shares.
   */
  discounts: AppliedDiscount[];
  /**
   * The coupon code that was entered.
   */
  discountCode: EnteredCode | null;
  customer: Customer | null;
  delivery: Delivery | null;
  /**
   * What it became, once completed.
   */
  order: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt: string;
  /**
   * Opens this cart: send it as `Duka-Secret`. Told once, here.
   */
  secret: string;
}
/**
 * A new shelf.
 *
 * @public
 */
export interface NewCategory {
  /**
   * Unique in the shop. Default: made from the title.
   */
  slug?: string;
  title: string;
  /**
   * The same texts in other languages.
   */
  translations?: {
    [k: string]: {
      title: string;
      description?: string;
    };
  };
  /**
   * The shelf above it; null is the top.
   */
  parent?: string | null;
  position?: number;
}
/**
 * Somebody to remember. Who orders with a phone number is remembered by it anyway.
 *
 * @public
 */
export interface NewCustomer {
  name?: string | null;
  phone?: string | null;
  email?: string | null;
  language?: ('en' | 'sw') | null;
  notes?: string | null;
  /**
   * @maxItems 20
   */
  tags?: string[];
}
/**
 * A further place.
 *
 * @public
 */
export interface NewLocation {
  kind: 'branch' | 'warehouse';
  title: string;
  address?: string;
  hours?: string | null;
  pickup?: boolean;
}
/**
 * Something new to sell.
 *
 * @public
 */
export interface NewProduct {
  /**
   * Its address. Default: made from the title.
   */
  slug?: string;
  title: string;
  description?: string;
  /**
   * The same texts in other languages.
   */
  translations?: {
    [k: string]: {
      title: string;
      description?: string;
    };
  };
  brand?: string | null;
  /**
   * Id or slug.
   */
  category: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
  /**
   * Default: piece.
   */
  unit?: Unit;
  /**
   * Default: standard.
   */
  vatClass?: VatClass;
  /**
   * Default: true.
   */
  published?: boolean;
  /**
   * Default: 5.
   */
  lowStockAt?: number;
  /**
   * Default: goods. It stays what it is made as.
   */
  kind?: ProductKind;
  /**
   * @minItems 1
   * @maxItems 100
   */
  variants: NewVariant[];
}
/**
 * One size or colour to sell.
 *
 * @public
 */
export interface NewVariant {
  sku: string;
  barcode?: string | null;
  /**
   * What tells it from its siblings. Default: its options.
   */
  title?: string;
  options?: {
    [k: string]: string;
  };
  /**
   * Price of one in minor units, VAT included.
   */
  price: number;
  /**
   * What one costs the shop in minor units, net of VAT.
   */
  cost?: number | null;
}
/**
 * What to order from whom.
 *
 * @public
 */
export interface NewPurchase {
  /**
   * Opaque id of a supplier, sortable by creation.
   */
  supplier: string;
  /**
   * Default: the main one.
   */
  location?: string;
  /**
   * @minItems 1
   * @maxItems 200
   */
  lines: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    quantity: number;
    /**
     * Of one in minor units, net of VAT.
     */
    unitCost: number;
  }[];
  note?: string;
}
/**
 * Opens a shift of whoever asks.
 *
 * @public
 */
export interface NewShift {
  /**
   * Default: the main place.
   */
  location?: string;
  till?: string;
  /**
   * Minor units.
   */
  float?: number;
}
/**
 * Begins a count. Default: the main location.
 *
 * @public
 */
export interface NewStockTake {
  /**
   * Opaque id of a location, sortable by creation.
   */
  location?: string;
  note?: string;
}
/**
 * A new supplier.
 *
 * @public
 */
export interface NewSupplier {
  name: string;
  phone?: string | null;
  email?: string | null;
  kraPin?: string | null;
  /**
   * Default: 3.
   */
  leadDays?: number;
  note?: string | null;
}
/**
 * What is to go from one place to another.
 *
 * @public
 */
export interface NewTransfer {
  /**
   * Opaque id of a location, sortable by creation.
   */
  from: string;
  /**
   * Opaque id of a location, sortable by creation.
   */
  to: string;
  /**
   * @minItems 1
   * @maxItems 200
   */
  lines: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    quantity: number;
  }[];
  note?: string;
}
/**
 * An endpoint with the secret that its deliveries are signed with.
 *
 * @public
 */
export interface NewWebhookEndpoint {
  /**
   * Opaque id of a webhook, sortable by creation.
   */
  id: string;
  url: string;
  description: string | null;
  events: string[];
  status: 'enabled' | 'disabled';
  /**
   * `gone`: it answered 410. Enabling it begins with the events from then on.
   */
  disabledReason: ('by_hand' | 'gone') | null;
  /**
   * Since when nothing has got through; null when all is well.
   */
  failingSince: string | null;
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
  /**
   * Signs what is sent (Standard Webhooks, `whsec_` and base64). Told once, here.
   */
  secret: string;
}
/**
 * Sales of a till that has its line again, oldest first. The same batch again changes nothing.
 *
 * @public
 */
export interface OfflineBatch {
  /**
   * @minItems 1
   * @maxItems 50
   */
  sales: OfflineSale[];
}
/**
 * A sale that was made while the till had no line.
 *
 * @public
 */
export interface OfflineSale {
  /**
   * The till’s own id of the sale, made when it was sold.
   */
  id: string;
  /**
   * The shift in which it was sold.
   */
  shift: string;
  /**
   * By the clock of the till.
   */
  soldAt: string;
  /**
   * @minItems 1
   * @maxItems 100
   */
  items: {
    /**
     * Opaque id of a product, sortable by creation.
     */
    product: string;
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    title: string;
    sku: string;
    /**
     * Whole number, 1 to 9,999.
     */
    quantity: number;
    /**
     * As it was sold: minor units, VAT included.
     */
    unitPrice: number;
    /**
     * Taken off the whole line, minor units.
     */
    discount?: number;
  }[];
  /**
   * @minItems 1
   * @maxItems 10
   */
  tenders: {
    kind: TenderKind;
    /**
     * Minor units.
     */
    amount: number;
    /**
     * Cash handed over.
     */
    tendered?: number;
    reference?: string;
  }[];
  customer?: CustomerInput;
}
/**
 * What became of each sale, in the order in which they were sent.
 *
 * @public
 */
export interface OfflineResults {
  data: {
    /**
     * The till’s own id of the sale, made when it was sold.
     */
    id: string;
    /**
     * Opaque id of a order, sortable by creation.
     */
    order: string;
    orderNumber: string;
    conflicts: SaleConflict[];
    /**
     * `repeated`: it had arrived before.
     */
    outcome: 'accepted' | 'repeated';
  }[];
}
/**
 * Times of one day at which the shop is open, in its time zone.
 *
 * @public
 */
export interface OpeningTime {
  day: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
  opens: string;
  /**
   * 24:00 is midnight at the end of the day.
   */
  closes: string;
}
/**
 * Why an order is canceled.
 *
 * @public
 */
export interface OrderCancel {
  reason?: string;
}
/**
 * A change of an order, in the order in which it happened.
 *
 * @public
 */
export interface OrderEvent {
  /**
   * Opaque id of a event, sortable by creation.
   */
  id: string;
  /**
   * Counts from 1 per order without a gap. It is the SSE event id.
   */
  sequence: number;
  type: OrderEventType;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  status: OrderStatus;
  paymentStatus: PaymentStatus;
  fulfilmentStatus: FulfilmentStatus;
  /**
   * The attempt concerned, as it was after this event.
   */
  payment: Payment | null;
  /**
   * The refund concerned, with `refund.…` events.
   */
  refund?: Refund | null;
  /**
   * The goods concerned, when they were packed, left or arrived.
   */
  fulfilment?: Fulfilment | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
}
/**
 * Money given back. `amount = lines + delivery + adjustment + rounding`.
 *
 * @public
 */
export interface Refund {
  /**
   * Opaque id of a refund, sortable by creation.
   */
  id: string;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  /**
   * Money that paid for the order, or money that never did (a second payment, stock gone).
   */
  of: 'order' | 'unapplied';
  state: RefundState;
  /**
   * True once the state can no longer change.
   */
  final: boolean;
  method: RefundMethod;
  amount: Money;
  /**
   * From which payments the money is given back.
   */
  payments: {
    /**
     * Opaque id of a payment, sortable by creation.
     */
    payment: string;
    amount: Money;
  }[];
  lines: RefundLine[];
  /**
   * Delivery fee given back.
   */
  delivery: Money;
  /**
   * What was given beyond the goods and the fee, or kept back (negative).
   */
  adjustment: Money;
  /**
   * Brings the amount to whole shillings.
   */
  rounding: Money;
  /**
   * VAT inside the amount.
   */
  tax: Money;
  taxes: TaxLine[];
  reason: RefundReason;
  note: string | null;
  /**
   * Where a payout goes.
   */
  phone: string | null;
  /**
   * M-Pesa’s proof of the refund, when it has one.
   */
  receiptNumber: string | null;
  /**
   * Why it came to nothing; for the shop.
   */
  failure: {
    code: string;
    message: string;
  } | null;
  /**
   * Who gave it; not shown to buyers.
   */
  by: string | null;
  /**
   * Who approved it, where it was above a limit.
   */
  approvedBy: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
  /**
   * When the money had gone: the day on which reports count it.
   */
  completedAt: string | null;
}
/**
 * Goods taken back.
 *
 * @public
 */
export interface RefundLine {
  /**
   * The line of the order.
   */
  line: string;
  /**
   * Opaque id of a product, sortable by creation.
   */
  product: string;
  /**
   * Opaque id of a variant, sortable by creation.
   */
  variant: string;
  title: string;
  sku: string;
  /**
   * Whole number, 1 to 9,999.
   */
  quantity: number;
  /**
   * Share of the line’s total, VAT included.
   */
  amount: Money;
  vatClass: VatClass;
  /**
   * Basis points.
   */
  taxRate: number;
  /**
   * VAT inside `amount`, from the stored line.
   */
  tax: Money;
  /**
   * The goods go back on sale.
   */
  restock: boolean;
}
/**
 * Events after the one named, oldest first.
 *
 * @public
 */
export interface OrderEventList {
  data: OrderEvent[];
}
/**
 * What the staff wrote about an order. Buyers do not see it.
 *
 * @public
 */
export interface OrderNote {
  /**
   * Opaque id of a note, sortable by creation.
   */
  id: string;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  text: string;
  by: TimelineBy;
  /**
   * UTC instant, ISO 8601.
   */
  at: string;
}
/**
 * Who: somebody of the staff, a key, or the buyer.
 *
 * @public
 */
export interface TimelineBy {
  kind: string;
  id: string | null;
  name: string | null;
}
/**
 * What the staff write about an order.
 *
 * @public
 */
export interface OrderNoteInput {
  text: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface OrderPage {
  data: Order[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What happened to an order and what was noted, oldest first.
 *
 * @public
 */
export interface OrderTimeline {
  data: {
    /**
     * UTC instant, ISO 8601.
     */
    at: string;
    /**
     * Who did it; null when that is the buyer or the server itself.
     */
    by: TimelineBy | null;
    /**
     * Text of a note, or the reason that was given.
     */
    note: string | null;
    /**
     * What happened; null when this is a note.
     */
    event: OrderEvent | null;
  }[];
}
/**
 * A sale to set aside. It holds no stock.
 *
 * @public
 */
export interface ParkInput {
  /**
   * @minItems 1
   * @maxItems 100
   */
  items: (ScannedItem | CartItemInput)[];
  /**
   * Coupon code.
   */
  code?: string;
  customer?: CustomerInput;
  name: string;
  /**
   * Default: of your open shift, else the main place.
   */
  location?: string;
}
/**
 * A sale that waits for its buyer.
 *
 * @public
 */
export interface ParkedSale {
  /**
   * Opaque id of a parkedSale, sortable by creation.
   */
  id: string;
  state: 'parked' | 'resumed';
  name: string;
  /**
   * Opaque id of a location, sortable by creation.
   */
  location: string;
  items: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant?: string;
    product?: string;
    code?: string;
    /**
     * Whole number, 1 to 9,999.
     */
    quantity: number;
  }[];
  code: string | null;
  customer: {
    name: string | null;
  } | null;
  by: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface ParkedSalePage {
  data: ParkedSale[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * Ends the other sessions.
 *
 * @public
 */
export interface PasswordChange {
  current: string;
  /**
   * 12 to 128 characters.
   */
  password: string;
}
/**
 * Whose password. The answer is the same whether we know them or not.
 *
 * @public
 */
export interface PasswordForgotten {
  /**
   * An email address.
   */
  email?: string;
  /**
   * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
   */
  phone?: string;
  /**
   * Language of texts for people.
   */
  language?: 'en' | 'sw';
}
/**
 * The token of the message, good once and for 30 minutes.
 *
 * @public
 */
export interface PasswordReset {
  token: string;
  /**
   * 12 to 128 characters.
   */
  password: string;
}
/**
 * What a buyer who opened a link wants to pay.
 *
 * @public
 */
export interface PayLinkInput {
  /**
   * Needed when the link names none; otherwise the link’s counts.
   */
  amount?: number;
  customer?: CustomerInput;
}
/**
 * An address that asks whoever opens it for a sum.
 *
 * @public
 */
export interface PaymentLink {
  /**
   * Opaque id of a paymentLink, sortable by creation.
   */
  id: string;
  /**
   * The end of its address.
   */
  code: string;
  /**
   * Where a buyer pays: share it, or print it as a QR code.
   */
  url: string;
  title: string;
  /**
   * Null: the buyer says how much.
   */
  amount: Money | null;
  /**
   * Closed by the first payment.
   */
  once: boolean;
  state: PaymentLinkState;
  expiresAt: string | null;
  vatClass: VatClass;
  /**
   * Orders made by it, paid or not.
   */
  orders: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * A new payment link.
 *
 * @public
 */
export interface PaymentLinkInput {
  /**
   * What it is for: buyers read it.
   */
  title: string;
  /**
   * Minor units, whole shillings. Without: the buyer says how much.
   */
  amount?: number;
  once?: boolean;
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt?: string;
  /**
   * Default: exempt.
   */
  vatClass?: VatClass;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface PaymentLinkPage {
  data: PaymentLink[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * Whether a way to pay can be used now.
 *
 * @public
 */
export interface PaymentReadiness {
  method: PaymentMethod;
  ready: boolean;
  /**
   * Why it is not ready; null when it is.
   */
  reason: ('not_configured' | 'credentials_refused' | 'suspended') | null;
}
/**
 * What to give back of a payment.
 *
 * @public
 */
export interface PaymentRefundInput {
  /**
   * Minor units. Default: all that is left of the payment.
   */
  amount?: number;
  reason: RefundReason;
  note?: string;
  /**
   * Default: the way the money came in.
   */
  method?: RefundMethod;
  /**
   * For a payout to another phone than the one that paid.
   */
  phone?: string;
  /**
   * Approval of a second person, from `POST /api/approvals`; needed above your own limit.
   */
  approval?: string;
}
/**
 * Money that a person has to decide about.
 *
 * @public
 */
export interface PaymentReview {
  /**
   * Opaque id of a review, sortable by creation.
   */
  id: string;
  /**
   * Why a person has to look: a stable word.
   */
  reason: string;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  orderNumber: string;
  /**
   * What it is about.
   */
  amount: Money;
  payment: Payment;
  /**
   * The refund in doubt; null when it is the payment itself.
   */
  refund: Refund | null;
  /**
   * What can be decided now. Empty when it has been.
   */
  can: ('accept' | 'reject' | 'refund')[];
  decision: ReviewDecision | null;
  by: string | null;
  note: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  resolvedAt: string | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface PaymentReviewPage {
  data: PaymentReview[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * One’s own PIN.
 *
 * @public
 */
export interface PinChange {
  password: string;
  /**
   * 4 to 6 digits, no runs or repeats.
   */
  pin: string;
}
/**
 * Who takes over at this counter.
 *
 * @public
 */
export interface PinSwitch {
  code: string;
  pin: string;
}
/**
 * A shop as the operator of the server sees it: none of its secrets, books or buyers.
 *
 * @public
 */
export interface PlatformShop {
  /**
   * Opaque id of a shop, sortable by creation.
   */
  id: string;
  slug: string;
  name: string;
  status: 'active' | 'suspended';
  /**
   * How many people work there.
   */
  staff: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * A shop, and its owner, who is invited.
 *
 * @public
 */
export interface PlatformShopCreate {
  name: string;
  slug?: string;
  /**
   * Language of texts for people.
   */
  language?: 'en' | 'sw';
  owner: {
    name: string;
    /**
     * An email address.
     */
    email?: string;
    /**
     * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
     */
    phone?: string;
  };
}
/**
 * A page of a list.
 *
 * @public
 */
export interface PlatformShopPage {
  data: PlatformShop[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * RFC 9457 problem details.
 *
 * @public
 */
export interface Problem {
  /**
   * Address of the page about this error.
   */
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  /**
   * Stable machine code.
   */
  code: string;
  requestId: string;
  /**
   * The same call may succeed later.
   */
  retryable: boolean;
  errors?: FieldError[];
  /**
   * With `insufficient_stock`.
   */
  lines?: ShortLine[];
  /**
   * With `payment_in_progress`: the undecided attempt.
   */
  payment?: string;
  /**
   * With `wrong_state`: the state it is in.
   */
  state?: string;
  /**
   * With `shift_open`: the shift in the way.
   */
  shift?: string;
  /**
   * With `cart_completed`: the order it became.
   */
  order?: string;
  /**
   * With `shop_required`: where you work.
   */
  shops?: {
    id: string;
    name: string;
  }[];
  /**
   * With `approval_required`: what has to be approved, and how far you may go alone.
   */
  approval?: {
    action: string;
    limit: number | null;
  };
  /**
   * With `amount_exceeds_due`: what can still be asked for, minor units.
   */
  due?: number;
  /**
   * With `refund_exceeds`: what is left, minor units.
   */
  refundable?: number;
  /**
   * With `discount_minimum`: minor units.
   */
  minimum?: number;
  /**
   * With `total_changed`: the total now, minor units.
   */
  total?: number;
}
/**
 * A line that there is not enough stock for.
 *
 * @public
 */
export interface ShortLine {
  variant: string;
  title: string;
  requested: number;
  available: number;
}
/**
 * Something the shop lists, with one or more variants.
 *
 * @public
 */
export interface Product {
  /**
   * Opaque id of a product, sortable by creation.
   */
  id: string;
  slug: string;
  title: string;
  description: string;
  /**
   * The same texts in other languages, by language code.
   */
  translations: {
    [k: string]: {
      title: string;
      description?: string;
    };
  };
  brand: string | null;
  category: {
    /**
     * Opaque id of a category, sortable by creation.
     */
    id: string;
    slug: string;
    title: string;
  };
  tags: string[];
  kind?: ProductKind;
  unit: Unit;
  vatClass: VatClass;
  images: Image[];
  /**
   * Lowest price among its variants, VAT included.
   */
  price: Money;
  availability: Availability;
  /**
   * @minItems 1
   */
  variants: Variant[];
  /**
   * Whether buyers see it. Told to the shop only.
   */
  published?: boolean;
  /**
   * At or under this many, few are left. Told to the shop only.
   */
  lowStockAt?: number;
  /**
   * For `If-Match`. Told to the shop only.
   */
  version?: number;
  /**
   * When it was deleted. Told to the shop only.
   */
  deletedAt?: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * What is actually sold and counted: one size or colour of a product.
 *
 * @public
 */
export interface Variant {
  /**
   * Opaque id of a variant, sortable by creation.
   */
  id: string;
  sku: string;
  /**
   * GTIN (EAN-13 and the like), digits only.
   */
  barcode: string | null;
  /**
   * What tells it from its siblings, such as "2 kg".
   */
  title: string;
  options: {
    [k: string]: string;
  };
  /**
   * Price of one, VAT included.
   */
  price: Money;
  availability: Availability;
  /**
   * What one costs the shop, net of VAT. Told only to those with `costs:read`.
   */
  cost?: Money | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface ProductPage {
  data: Product[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What changes; the rest stays.
 *
 * @public
 */
export interface ProductUpdate {
  /**
   * Its address. Default: made from the title.
   */
  slug?: string;
  title?: string;
  description?: string;
  /**
   * The same texts in other languages.
   */
  translations?: {
    [k: string]: {
      title: string;
      description?: string;
    };
  };
  brand?: string | null;
  /**
   * Id or slug.
   */
  category?: string;
  /**
   * @maxItems 20
   */
  tags?: string[];
  /**
   * Default: piece.
   */
  unit?: Unit;
  /**
   * Default: standard.
   */
  vatClass?: VatClass;
  /**
   * Default: true.
   */
  published?: boolean;
  /**
   * Default: 5.
   */
  lowStockAt?: number;
  /**
   * Those that stay, in their order. New ones are uploaded.
   *
   * @maxItems 20
   */
  images?: {
    url: string;
    alt?: string;
  }[];
  /**
   * All of them: one that is not named is taken off, if none of it is in stock.
   *
   * @minItems 1
   * @maxItems 100
   */
  variants?: VariantUpdate[];
}
/**
 * A variant as it is to be. What is left out stays as it is.
 *
 * @public
 */
export interface VariantUpdate {
  /**
   * Of one that is there already; without it, a new one.
   */
  id?: string;
  sku: string;
  barcode?: string | null;
  /**
   * What tells it from its siblings. Default: its options.
   */
  title?: string;
  options?: {
    [k: string]: string;
  };
  /**
   * Price of one in minor units, VAT included.
   */
  price: number;
  /**
   * What one costs the shop in minor units, net of VAT.
   */
  cost?: number | null;
}
/**
 * A payment link as its buyers see it.
 *
 * @public
 */
export interface PublicPaymentLink {
  /**
   * Opaque id of a paymentLink, sortable by creation.
   */
  id: string;
  /**
   * The end of its address.
   */
  code: string;
  /**
   * Where a buyer pays: share it, or print it as a QR code.
   */
  url: string;
  title: string;
  /**
   * Null: the buyer says how much.
   */
  amount: Money | null;
  /**
   * Closed by the first payment.
   */
  once: boolean;
  state: PaymentLinkState;
  expiresAt: string | null;
}
/**
 * Goods ordered from a supplier. Receiving moves stock and cost, once.
 *
 * @public
 */
export interface Purchase {
  /**
   * Opaque id of a purchase, sortable by creation.
   */
  id: string;
  state: PurchaseState;
  /**
   * Opaque id of a supplier, sortable by creation.
   */
  supplier: string;
  /**
   * Where the goods are to arrive.
   */
  location: string;
  lines: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    sku: string;
    title: string;
    quantity: number;
    received: number;
    /**
     * Of one, net of VAT.
     */
    unitCost: Money;
  }[];
  /**
   * Of what was ordered, net of VAT.
   */
  total: Money;
  note: string | null;
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
  orderedAt: string | null;
  receivedAt: string | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface PurchasePage {
  data: Purchase[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What has arrived this time.
 *
 * @public
 */
export interface PurchaseReceipt {
  /**
   * @minItems 1
   * @maxItems 200
   */
  lines: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    quantity: number;
    /**
     * If it came at another price than was ordered.
     */
    unitCost?: number;
  }[];
}
/**
 * From which hour to which, in the shop’s time, nobody is sent what can wait. The same twice: never.
 *
 * @public
 */
export interface QuietHours {
  from: number;
  to: number;
}
/**
 * What the buyer takes home.
 *
 * @public
 */
export interface Receipt {
  number: string;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  orderNumber: string;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  shop: {
    name: string;
    address: string | null;
    phone: string | null;
    kraPin: string | null;
    /**
     * Lines that the shop wants above the goods.
     */
    header?: string[];
    /**
     * Lines that the shop wants below the totals.
     */
    footer?: string[];
  };
  /**
   * UTC instant, ISO 8601.
   */
  issuedAt: string;
  lines: OrderLine[];
  totals: Totals;
  discounts: AppliedDiscount[];
  tenders: {
    method: string;
    amount: Money;
    receiptNumber: string | null;
    phone: string | null;
    /**
     * With cash: what was handed over, and the change.
     */
    tender: Tender | null;
  }[];
  customer: Customer | null;
  delivery: Delivery | null;
  /**
   * Whether the sale still stands.
   */
  standing?: 'valid' | 'voided' | 'refunded' | 'partially_refunded';
  /**
   * What was given back of it.
   */
  refunded?: Money;
  /**
   * Page of this receipt, for printing and sharing.
   */
  url: string;
}
/**
 * A receipt that somebody showed, and what M-Pesa says of it.
 *
 * @public
 */
export interface ReceiptCheck {
  /**
   * Opaque id of a receiptCheck, sortable by creation.
   */
  id: string;
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  receiptNumber: string;
  state: ReceiptCheckState;
  reason: ReceiptCheckReason | null;
  /**
   * What M-Pesa says was paid; null until it has said so.
   */
  amount: Money | null;
  /**
   * The payment that it became.
   */
  payment: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * What the payer’s phone shows.
 *
 * @public
 */
export interface ReceiptCheckInput {
  /**
   * M-Pesa’s receipt number, or the whole message that holds it.
   */
  receipt: string;
}
/**
 * A receipt for a roll printer.
 *
 * @public
 */
export interface ReceiptPrint {
  /**
   * How often it has been printed, this time included. Above 1 it is a copy.
   */
  number: number;
  /**
   * Its lines.
   */
  text: string;
  /**
   * Bytes for an ESC/POS printer, base64.
   */
  escpos: string;
}
/**
 * For which printer.
 *
 * @public
 */
export interface ReceiptPrintInput {
  /**
   * Signs in a line: 32 on 58 mm paper, 42 or 48 on 80 mm.
   */
  width?: 32 | 42 | 48;
  /**
   * Default: the language of the shop.
   */
  language?: 'en' | 'sw';
  /**
   * Open the drawer with it.
   */
  drawer?: boolean;
}
/**
 * The refresh token of the last answer. An older one ends the session.
 *
 * @public
 */
export interface Refresh {
  refreshToken: string;
}
/**
 * What to give back for an order.
 *
 * @public
 */
export interface RefundInput {
  /**
   * @maxItems 100
   */
  lines?: RefundLineInput[];
  /**
   * Give the delivery fee back too.
   */
  delivery?: boolean;
  /**
   * What to give back in all, minor units. Default: what the goods and the fee come to. Alone, it gives money back without goods.
   */
  amount?: number;
  /**
   * From which payment. Default: one that fits, else several, for money given by hand.
   */
  payment?: string;
  reason: RefundReason;
  note?: string;
  /**
   * Default: the way the money came in.
   */
  method?: RefundMethod;
  /**
   * For a payout to another phone than the one that paid.
   */
  phone?: string;
  /**
   * Approval of a second person, from `POST /api/approvals`; needed above your own limit.
   */
  approval?: string;
}
/**
 * Goods that come back.
 *
 * @public
 */
export interface RefundLineInput {
  /**
   * Opaque id of a line, sortable by creation.
   */
  line: string;
  /**
   * Whole number, 1 to 9,999.
   */
  quantity: number;
  /**
   * Whether these goods go back on sale. Default true.
   */
  restock?: boolean;
}
/**
 * Refunds of an order, newest first.
 *
 * @public
 */
export interface RefundList {
  data: Refund[];
}
/**
 * A page of a list.
 *
 * @public
 */
export interface RefundPage {
  data: Refund[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * A report. Money is net of VAT unless its column says gross; only completed sales count, on the day they were paid in full, and what was given back is taken off on the day it was given back.
 *
 * @public
 */
export interface Report {
  report: ReportName;
  title: string;
  shop: {
    name: string;
  };
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  /**
   * ISO 4217 code in capitals.
   */
  currency: string;
  timeZone: string;
  /**
   * Language of texts for people.
   */
  language: 'en' | 'sw';
  range: ReportPreset;
  span: ReportSpan;
  compare: ReportComparison;
  comparedSpan: ReportSpan | null;
  group: ReportGroup | null;
  location: {
    /**
     * Opaque id of a location, sortable by creation.
     */
    id: string;
    title: string;
  } | null;
  channel: SalesChannel | null;
  /**
   * The first is the report; `sort`, `limit` and `after` are about that one.
   *
   * @minItems 1
   */
  tables: ReportTable[];
  notes: ReportNote[];
  /**
   * UTC instant, ISO 8601.
   */
  generatedAt: string;
}
/**
 * From when to when.
 *
 * @public
 */
export interface ReportSpan {
  /**
   * UTC instant, ISO 8601.
   */
  from: string;
  /**
   * The first instant after it.
   */
  to: string;
  /**
   * In the shop’s time zone.
   */
  firstDay: string;
  /**
   * In the shop’s time zone, included.
   */
  lastDay: string;
  /**
   * For people, in the language asked for.
   */
  label: string;
}
/**
 * A table of a report. One way to draw it fits all of them.
 *
 * @public
 */
export interface ReportTable {
  key: string;
  title: string;
  /**
   * What its rows are; `whole` has totals only.
   */
  about:
    | 'whole'
    | 'period'
    | 'product'
    | 'category'
    | 'brand'
    | 'location'
    | 'staff'
    | 'method'
    | 'reason'
    | 'vatClass'
    | 'receipt'
    | 'variant'
    | 'segment'
    | 'customer'
    | 'shift'
    | 'finding'
    | 'order';
  /**
   * How it is best drawn.
   */
  chart: 'time' | 'bars' | 'share' | 'none';
  /**
   * Key of the column to draw.
   */
  measure: string | null;
  columns: ReportColumn[];
  rows: ReportRow[];
  /**
   * Over all rows, those of other pages included.
   */
  totals: ReportValues | null;
  /**
   * The same totals in the time compared with.
   */
  compared: ReportValues | null;
  /**
   * By how much each total changed, in basis points of what it was; null where it was nothing.
   */
  change: ReportValues | null;
  /**
   * On all pages.
   */
  rowCount: number;
  hasMore: boolean;
  nextCursor: string | null;
}
/**
 * What a figure is and how to show it.
 *
 * @public
 */
export interface ReportColumn {
  key: string;
  /**
   * Heading, in the language asked for.
   */
  title: string;
  /**
   * `count`: a whole number. `money`: minor units of `currency`. `percent`: basis points, 1050 is 10.5 %. `duration`: seconds. `instant`: UTC, ISO 8601. `phone`: masked unless the caller may see it whole.
   */
  kind: 'text' | 'count' | 'money' | 'percent' | 'duration' | 'instant' | 'phone';
  /**
   * Less is not always worse and below zero is meant: a variance, a change.
   */
  signed: boolean;
  /**
   * Which way is good news; null when it is neither.
   */
  better: ('more' | 'less') | null;
}
/**
 * One line of a report.
 *
 * @public
 */
export interface ReportRow {
  /**
   * What the row is about: an id, a word such as `mpesa`, or when it begins.
   */
  key: string;
  /**
   * The same for people, in the language asked for.
   */
  label: string;
  /**
   * When a period begins; null for other rows.
   */
  from: string | null;
  /**
   * The first instant after it.
   */
  to: string | null;
  values: ReportValues;
  /**
   * The same row in the time compared with.
   */
  compared: ReportValues | null;
}
/**
 * Figures by the key of their column: whole numbers, text, or null where there is nothing to say.
 *
 * @public
 */
export interface ReportValues {
  [k: string]: number | string | null;
}
/**
 * What to know before trusting the figures.
 *
 * @public
 */
export interface ReportNote {
  code: 'costs_unknown' | 'rebuilding' | 'catching_up' | 'unfinished' | 'newest_only';
  /**
   * A sentence in the language asked for.
   */
  text: string;
}
/**
 * The money did move.
 *
 * @public
 */
export interface ReviewAccept {
  /**
   * The provider’s proof, as the portal shows it.
   */
  receiptNumber?: string;
  /**
   * Why, for whoever looks later.
   */
  note?: string;
  /**
   * Approval of a second person, from `POST /api/approvals`; needed above your own limit.
   */
  approval?: string;
}
/**
 * Give the money back.
 *
 * @public
 */
export interface ReviewRefund {
  method?: RefundMethod;
  /**
   * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
   */
  phone?: string;
  /**
   * Why, for whoever looks later.
   */
  note?: string;
  /**
   * Approval of a second person, from `POST /api/approvals`; needed above your own limit.
   */
  approval?: string;
}
/**
 * The money did not move, or there is nothing to do.
 *
 * @public
 */
export interface ReviewReject {
  /**
   * Why, for whoever looks later.
   */
  note?: string;
  /**
   * Approval of a second person, from `POST /api/approvals`; needed above your own limit.
   */
  approval?: string;
}
/**
 * A short-lived token that only reads.
 *
 * @public
 */
export interface ScopedToken {
  /**
   * Opaque id of a token, sortable by creation.
   */
  id: string;
  /**
   * For `Authorization: Bearer`, in pages of `origin` alone.
   */
  token: string;
  permissions: Permission[];
  reports: string[];
  personal: boolean;
  origin: string;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt: string;
}
/**
 * Somebody signed in on some device.
 *
 * @public
 */
export interface Session {
  /**
   * Opaque id of a session, sortable by creation.
   */
  id: string;
  staff: {
    /**
     * Opaque id of a staff, sortable by creation.
     */
    id: string;
    name: string;
  };
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  by: 'password' | 'pin';
  /**
   * The one that asks.
   */
  current: boolean;
  /**
   * What the browser says of itself.
   */
  device: string | null;
  address: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  lastSeenAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface SessionPage {
  data: Session[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * A copy of what is in a cart, for somebody else to open. Nothing of the buyer is in it.
 *
 * @public
 */
export interface SharedCart {
  /**
   * Short code of the copy, for a link or a message.
   */
  code: string;
  itemCount: number;
  /**
   * UTC instant, ISO 8601.
   */
  expiresAt: string;
}
/**
 * One cashier at one till, from the float to the count.
 *
 * @public
 */
export interface Shift {
  /**
   * Opaque id of a shift, sortable by creation.
   */
  id: string;
  state: ShiftState;
  /**
   * Number of its Z report: counts from 1 for each till without a gap. Null while it is open.
   */
  number: number | null;
  /**
   * Opaque id of a location, sortable by creation.
   */
  location: string;
  /**
   * The counter where it is worked.
   */
  till: string;
  cashier: {
    id: string | null;
    name: string | null;
  };
  /**
   * Cash in the drawer when it was opened.
   */
  float: Money;
  note: string | null;
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  openedAt: string;
  closedAt: string | null;
  closedBy: {
    id: string | null;
    name: string | null;
  } | null;
}
/**
 * What was counted in the drawer, without having been told what should be there. When it differs by more than KSh 500, somebody else approves: `adjustment` of this shift, with the difference as its amount.
 *
 * @public
 */
export interface ShiftClose {
  /**
   * Cash in the drawer, minor units. Or `denominations`.
   */
  counted?: number;
  /**
   * @minItems 1
   * @maxItems 40
   */
  denominations?: {
    /**
     * Of one coin or note, minor units: 100000 is a note of KSh 1,000.
     */
    value: number;
    count: number;
  }[];
  note?: string;
  /**
   * Approval of a second person, from `POST /api/approvals`; needed above your own limit.
   */
  approval?: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface ShiftPage {
  data: Shift[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What was sold, taken and counted in a shift.
 *
 * @public
 */
export interface ShiftReport {
  /**
   * x: how it stands; z: how it was closed, the same for ever.
   */
  kind: 'x' | 'z';
  shift: Shift;
  /**
   * UTC instant, ISO 8601.
   */
  at: string;
  /**
   * Sold and paid in this shift, VAT included; voided sales are not in it.
   */
  sales: {
    count: number;
    gross: Money;
    discount: Money;
    tax: Money;
    rounding: Money;
    total: Money;
  };
  /**
   * Sales of this shift that were voided.
   */
  voids: {
    count: number;
    total: Money;
  };
  /**
   * Given back in this shift, voids left out.
   */
  refunds: {
    count: number;
    total: Money;
  };
  /**
   * What was taken and given back, by what it was paid with.
   */
  tenders: {
    kind: TenderKind | 'mpesa';
    count: number;
    /**
     * Taken in.
     */
    amount: Money;
    /**
     * Refunds and voids.
     */
    givenBack: Money;
    net: Money;
  }[];
  cash: {
    float: Money;
    sales: Money;
    /**
     * Cash given back, voids included.
     */
    refunds: Money;
    in: Money;
    out: Money;
    /**
     * float + sales - refunds + in - out: cash alone.
     */
    expected: Money;
    counted: Money | null;
    /**
     * counted - expected.
     */
    variance: Money | null;
    denominations: CashCount[] | null;
  };
  movements: CashMovement[];
  /**
   * Who approved the difference, where one was large.
   */
  approvedBy: {
    id: string | null;
    name: string | null;
  } | null;
}
/**
 * A shop as its buyers see it.
 *
 * @public
 */
export interface Shop {
  /**
   * Opaque id of a shop, sortable by creation.
   */
  id: string;
  name: string;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  /**
   * ISO 4217 code in capitals.
   */
  currency: string;
  /**
   * ISO 3166-1 alpha-2.
   */
  country: string;
  /**
   * Language of texts for people.
   */
  language: 'en' | 'sw';
  tagline: Tagline;
  /**
   * Olson name.
   */
  timeZone: string;
  /**
   * A shop that is not registered for VAT prints no VAT line.
   */
  vatRegistered: boolean;
  rounding: Rounding;
  /**
   * Of the whole shop; places may have their own.
   */
  openingHours: OpeningTime[];
  policies: ShopPolicies;
  contact: {
    phone: string | null;
    email: string | null;
    address: string | null;
  };
  mpesa: {
    kind: 'paybill' | 'till';
    /**
     * Paybill or till number that buyers see.
     */
    number: string;
  } | null;
  paymentMethods: PaymentReadiness[];
  delivery: {
    zones: DeliveryZone[];
    pickupPoints: PickupPoint[];
  };
}
/**
 * One sentence under the name, by language.
 *
 * @public
 */
export interface Tagline {
  en?: string | null;
  sw?: string | null;
}
/**
 * What the shop promises its buyers, by matter and language. Plain text.
 *
 * @public
 */
export interface ShopPolicies {
  returns?: {
    en?: string | null;
    sw?: string | null;
  };
  delivery?: {
    en?: string | null;
    sw?: string | null;
  };
  privacy?: {
    en?: string | null;
    sw?: string | null;
  };
}
/**
 * Something that happened in the shop; what a webhook endpoint receives as its body.
 *
 * @public
 */
export interface ShopEvent {
  /**
   * The same over all repeats: tell an event that came twice by it.
   */
  id: string;
  type: OrderEventType;
  /**
   * Test mode talks to the Daraja simulator and never moves money.
   */
  mode: 'test' | 'live';
  /**
   * Opaque id of a order, sortable by creation.
   */
  order: string;
  /**
   * Place among the events of the same order.
   */
  sequence: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  data: OrderEvent;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface ShopEventPage {
  data: ShopEvent[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * A new shop and its owner, who shows the code that was sent to them.
 *
 * @public
 */
export interface ShopOpening {
  /**
   * An email address.
   */
  email?: string;
  /**
   * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
   */
  phone?: string;
  code: string;
  owner: {
    name: string;
    /**
     * 12 to 128 characters.
     */
    password: string;
  };
  shop: {
    name: string;
    /**
     * Short name in addresses. Default: made from the name.
     */
    slug?: string;
    /**
     * Language of texts for people.
     */
    language?: 'en' | 'sw';
  };
}
/**
 * All that a shop can set, but for its zones, places and M-Pesa credentials.
 *
 * @public
 */
export interface ShopSettings {
  /**
   * Opaque id of a shop, sortable by creation.
   */
  shop: string;
  slug: string;
  version: number;
  /**
   * ISO 4217 code in capitals.
   */
  currency: string;
  country: string;
  name: string;
  tagline: Tagline;
  /**
   * Of messages and receipts to people whose own is not known.
   */
  language: 'en' | 'sw';
  /**
   * Olson name.
   */
  timeZone: string;
  contact: {
    phone: string | null;
    email: string | null;
    address: string | null;
  };
  kraPin: string | null;
  tax: {
    /**
     * A shop that is not registered for VAT prints no VAT line.
     */
    vatRegistered: boolean;
    rates: {
      /**
       * Basis points: 1600 is 16 %.
       */
      standard: number;
      /**
       * Basis points: 1600 is 16 %.
       */
      zero: number;
      /**
       * Basis points: 1600 is 16 %.
       */
      exempt: number;
    };
    /**
     * Class of the delivery fee.
     */
    deliveryClass: VatClass;
  };
  rounding: Rounding;
  receipt: {
    /**
     * Lines above the goods, 48 characters each.
     *
     * @maxItems 5
     */
    header: string[];
    /**
     * Lines below the totals.
     *
     * @maxItems 5
     */
    footer: string[];
  };
  /**
   * @maxItems 21
   */
  openingHours: OpeningTime[];
  /**
   * How long goods are kept for an order that is not paid yet. A prompt that is out keeps them longer.
   */
  holdMinutes: number;
  /**
   * Hour from which the shop is told of the day before; null: never.
   */
  summaryHour: number | null;
  quietHours: QuietHours;
  policies: ShopPolicies;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * What changes; the rest stays. Parts of `contact`, `tax`, `receipt`, `tagline` and `policies` can be given alone; null clears.
 *
 * @public
 */
export interface ShopSettingsUpdate {
  name?: string;
  tagline?: Tagline;
  /**
   * Of messages and receipts to people whose own is not known.
   */
  language?: 'en' | 'sw';
  /**
   * Olson name.
   */
  timeZone?: string;
  contact?: {
    phone?: string | null;
    email?: string | null;
    address?: string | null;
  };
  kraPin?: string | null;
  tax?: {
    /**
     * A shop that is not registered for VAT prints no VAT line.
     */
    vatRegistered?: boolean;
    rates?: {
      /**
       * Basis points: 1600 is 16 %.
       */
      standard?: number;
      /**
       * Basis points: 1600 is 16 %.
       */
      zero?: number;
      /**
       * Basis points: 1600 is 16 %.
       */
      exempt?: number;
    };
    /**
     * Class of the delivery fee.
     */
    deliveryClass?: VatClass;
  };
  rounding?: Rounding;
  receipt?: {
    /**
     * Lines above the goods, 48 characters each.
     *
     * @maxItems 5
     */
    header?: string[];
    /**
     * Lines below the totals.
     *
     * @maxItems 5
     */
    footer?: string[];
  };
  /**
   * @maxItems 21
   */
  openingHours?: OpeningTime[];
  /**
   * How long goods are kept for an order that is not paid yet. A prompt that is out keeps them longer.
   */
  holdMinutes?: number;
  /**
   * Hour from which the shop is told of the day before; null: never.
   */
  summaryHour?: number | null;
  quietHours?: QuietHours;
  policies?: ShopPolicies;
}
/**
 * Email or phone, and the password.
 *
 * @public
 */
export interface SignIn {
  /**
   * An email address.
   */
  email?: string;
  /**
   * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
   */
  phone?: string;
  password: string;
  /**
   * Id or short name of the shop; needed by those who work in several.
   */
  shop?: string;
  /**
   * Which side of the shop. Default: the one this server is for.
   */
  mode?: 'test' | 'live';
}
/**
 * A session.
 *
 * @public
 */
export interface SignedIn {
  /**
   * For `Authorization: Bearer`.
   */
  accessToken: string;
  tokenType: 'Bearer';
  /**
   * Seconds until the access token expires.
   */
  expiresIn: number;
  /**
   * For `POST /api/auth/refresh`, once: each answer brings the next.
   */
  refreshToken: string;
  me: Me;
}
/**
 * Somebody new. With an email or phone they are invited to choose a password; with a PIN alone they work at the counter.
 *
 * @public
 */
export interface StaffCreate {
  name: string;
  /**
   * An email address.
   */
  email?: string;
  /**
   * Kenyan mobile number. 07…, 01…, 254… and +254… are accepted and kept as E.164.
   */
  phone?: string;
  role: StaffRole;
  /**
   * @maxItems 20
   */
  extra?: (
    | 'costs:read'
    | 'catalog:write'
    | 'inventory:write'
    | 'purchasing:read'
    | 'purchasing:write'
    | 'payments:review'
    | 'refunds:write'
    | 'discounts:write'
    | 'customers:write'
    | 'personal:read'
    | 'shifts:read'
    | 'reports:read'
    | 'approve'
  )[];
  /**
   * Default: those of the role.
   */
  limits?: StaffLimits;
  /**
   * 4 to 6 digits, no runs or repeats.
   */
  pin?: string;
  /**
   * Of the invitation. Default: the shop’s.
   */
  language?: 'en' | 'sw';
}
/**
 * Somebody who works in the shop.
 *
 * @public
 */
export interface StaffMember {
  /**
   * Opaque id of a staff, sortable by creation.
   */
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  role: StaffRole;
  /**
   * Permissions beyond the role.
   */
  extra: Permission[];
  limits: StaffLimits;
  /**
   * What is typed at the counter.
   */
  code: string;
  hasPin: boolean;
  /**
   * Whether they have an account to sign in with.
   */
  hasPassword: boolean;
  status: 'invited' | 'active' | 'disabled';
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface StaffPage {
  data: StaffMember[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What changes. Who is disabled is signed out everywhere within a minute.
 *
 * @public
 */
export interface StaffUpdate {
  name?: string;
  role?: StaffRole;
  /**
   * @maxItems 20
   */
  extra?: (
    | 'costs:read'
    | 'catalog:write'
    | 'inventory:write'
    | 'purchasing:read'
    | 'purchasing:write'
    | 'payments:review'
    | 'refunds:write'
    | 'discounts:write'
    | 'customers:write'
    | 'personal:read'
    | 'shifts:read'
    | 'reports:read'
    | 'approve'
  )[];
  limits?: StaffLimits;
  /**
   * Null takes it away.
   */
  pin?: string | null;
  status?: 'active' | 'disabled';
}
/**
 * A statement of the M-PESA portal, and how it stands to our books now.
 *
 * @public
 */
export interface Statement {
  /**
   * Opaque id of a statement, sortable by creation.
   */
  id: string;
  name: string | null;
  lines: number;
  /**
   * Lines that an earlier statement had brought in.
   */
  known: number;
  /**
   * Lines of the file that could not be read; the first 100.
   */
  unread: {
    line: number;
    why: string;
  }[];
  from: string | null;
  to: string | null;
  matched: {
    count: number;
    amount: Money;
  };
  missingHere: {
    count: number;
    amount: Money;
  };
  amountDiffers: {
    count: number;
    amount: Money;
  };
  other: {
    count: number;
    amount: Money;
  };
  /**
   * Payments that we count in that time and no statement shows; the first 1,000.
   */
  missingThere: {
    /**
     * Opaque id of a payment, sortable by creation.
     */
    payment: string;
    /**
     * Opaque id of a order, sortable by creation.
     */
    order: string;
    receiptNumber: string;
    amount: Money;
    /**
     * UTC instant, ISO 8601.
     */
    at: string;
  }[];
  by: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
}
/**
 * A line of a statement.
 *
 * @public
 */
export interface StatementLine {
  receiptNumber: string;
  direction: 'in' | 'out';
  amount: Money;
  /**
   * UTC instant, ISO 8601.
   */
  at: string;
  /**
   * As the portal says, phone numbers hidden.
   */
  details: string;
  /**
   * What the payer typed.
   */
  account: string | null;
  match: StatementMatch;
  payment: string | null;
  refund: string | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface StatementLinePage {
  data: StatementLine[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface StatementPage {
  data: Statement[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * An increment of stock. Stock never goes below what is available.
 *
 * @public
 */
export interface StockAdjustment {
  /**
   * Opaque id of a variant, sortable by creation.
   */
  variant: string;
  /**
   * Default: the shop’s main location.
   */
  location?: string;
  /**
   * How many more (or fewer) there are. Not 0.
   */
  change: number;
  reason: 'received' | 'damage' | 'loss' | 'theft' | 'expired' | 'recount' | 'return' | 'correction';
  note?: string;
}
/**
 * What was counted just now.
 *
 * @public
 */
export interface StockCount {
  /**
   * @minItems 1
   * @maxItems 100
   */
  counts: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant?: string;
    /**
     * A barcode or SKU, as scanned.
     */
    code?: string;
    quantity: number;
    /**
     * To what was counted before. Default: instead of it.
     */
    add?: boolean;
  }[];
}
/**
 * Stock of a variant in a place.
 *
 * @public
 */
export interface StockLevel {
  /**
   * Opaque id of a variant, sortable by creation.
   */
  variant: string;
  /**
   * Opaque id of a location, sortable by creation.
   */
  location: string;
  sku: string;
  /**
   * Counted in the place: available + held + allocated.
   */
  onHand: number;
  available: number;
  /**
   * Kept for checkouts in progress.
   */
  held: number;
  /**
   * Sold, not yet handed over.
   */
  allocated: number;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface StockLevelPage {
  data: StockLevel[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * One row of the stock ledger. Rows are never changed; their sums are the levels.
 *
 * @public
 */
export interface StockMovement {
  /**
   * Opaque id of a movement, sortable by creation.
   */
  id: string;
  /**
   * Opaque id of a variant, sortable by creation.
   */
  variant: string;
  /**
   * Opaque id of a location, sortable by creation.
   */
  location: string;
  /**
   * Why: a reason of an adjustment, or `held`, `sold`, `transfer_out` …
   */
  reason: string;
  /**
   * By how much this changed; likewise the others.
   */
  onHand: number;
  available: number;
  held: number;
  allocated: number;
  order: string | null;
  /**
   * The transfer, stock-take or purchase that it belongs to.
   */
  reference: string | null;
  /**
   * Who did it, when it was a person or a key.
   */
  staff: string | null;
  note: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  at: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface StockMovementPage {
  data: StockMovement[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * Counting a place while it goes on selling.
 *
 * @public
 */
export interface StockTake {
  /**
   * Opaque id of a stockTake, sortable by creation.
   */
  id: string;
  state: StockTakeState;
  /**
   * Opaque id of a location, sortable by creation.
   */
  location: string;
  lines: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    sku: string;
    counted: number;
    /**
     * What the books said at the moment of counting.
     */
    expected: number;
    /**
     * counted - expected: what closing corrects.
     */
    variance: number;
    /**
     * UTC instant, ISO 8601.
     */
    countedAt: string;
  }[];
  note: string | null;
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
  closedAt: string | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface StockTakePage {
  data: StockTake[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * An order of one line and no goods, and what opens it in a browser.
 *
 * @public
 */
export interface Sum {
  order: Order;
  /**
   * For the buyer’s browser: the id of the order, `_secret_`, and the secret that opens it (`Duka-Secret`). It pays, watches and reads this one order. Told once.
   */
  clientSecret: string;
}
/**
 * A sum to be paid, without a cart.
 *
 * @public
 */
export interface SumInput {
  /**
   * Minor units, whole shillings, VAT inside.
   */
  amount: number;
  /**
   * What it is for: buyers read it.
   */
  description: string;
  /**
   * Your own number for it, such as an invoice.
   */
  reference?: string;
  /**
   * Default: exempt.
   */
  vatClass?: VatClass;
  customer?: CustomerInput;
}
/**
 * Whom the shop buys from.
 *
 * @public
 */
export interface Supplier {
  /**
   * Opaque id of a supplier, sortable by creation.
   */
  id: string;
  name: string;
  /**
   * E.164.
   */
  phone: string | null;
  email: string | null;
  kraPin: string | null;
  /**
   * Days from order to delivery.
   */
  leadDays: number;
  note: string | null;
  archived: boolean;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface SupplierPage {
  data: Supplier[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What changes; the rest stays.
 *
 * @public
 */
export interface SupplierUpdate {
  name?: string;
  phone?: string | null;
  email?: string | null;
  kraPin?: string | null;
  /**
   * Default: 3.
   */
  leadDays?: number;
  note?: string | null;
  archived?: boolean;
}
/**
 * Why, for the audit log.
 *
 * @public
 */
export interface Suspension {
  note?: string;
}
/**
 * What a widget on one site may read for a quarter of an hour.
 *
 * @public
 */
export interface TokenCreate {
  /**
   * @minItems 1
   * @maxItems 10
   */
  permissions: (
    | 'shop:read'
    | 'catalog:read'
    | 'costs:read'
    | 'inventory:read'
    | 'purchasing:read'
    | 'carts:read'
    | 'orders:read'
    | 'payments:read'
    | 'discounts:read'
    | 'customers:read'
    | 'shifts:read'
    | 'reports:read'
    | 'webhooks:read'
  )[];
  /**
   * Which reports it may read.
   *
   * @maxItems 40
   */
  reports?: string[];
  /**
   * Whether with names and phone numbers; who mints it needs `personal:read`.
   */
  personal?: boolean;
  /**
   * The one page origin that may use it.
   */
  origin: string;
  /**
   * Seconds, at most 900.
   */
  expiresIn?: number;
}
/**
 * Goods from one place to another: they leave the one when shipped and are in the other when received.
 *
 * @public
 */
export interface Transfer {
  /**
   * Opaque id of a transfer, sortable by creation.
   */
  id: string;
  state: TransferState;
  /**
   * Opaque id of a location, sortable by creation.
   */
  from: string;
  /**
   * Opaque id of a location, sortable by creation.
   */
  to: string;
  lines: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    sku: string;
    quantity: number;
    received: number;
    /**
     * Broken or lost on the way.
     */
    damaged: number;
  }[];
  note: string | null;
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
  shippedAt: string | null;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface TransferPage {
  data: Transfer[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What has arrived this time, sound and damaged.
 *
 * @public
 */
export interface TransferReceipt {
  /**
   * @minItems 1
   * @maxItems 200
   */
  lines: {
    /**
     * Opaque id of a variant, sortable by creation.
     */
    variant: string;
    received: number;
    damaged?: number;
  }[];
}
/**
 * Why a sale is taken back.
 *
 * @public
 */
export interface VoidInput {
  reason: string;
  /**
   * Approval of a second person, from `POST /api/approvals`; needed above your own limit.
   */
  approval?: string;
}
/**
 * An event on its way to an endpoint.
 *
 * @public
 */
export interface WebhookDelivery {
  /**
   * Opaque id of a delivery, sortable by creation.
   */
  id: string;
  /**
   * Opaque id of a webhook, sortable by creation.
   */
  webhook: string;
  /**
   * Opaque id of a event, sortable by creation.
   */
  event: string;
  type: WebhookEventType;
  /**
   * `pending`: waits for its turn or its next try. `dead`: given up after three days, or no longer wanted.
   */
  state: 'pending' | 'delivered' | 'dead';
  tries: number;
  nextTryAt: string | null;
  lastTryAt: string | null;
  /**
   * HTTP status that the endpoint last answered with.
   */
  lastStatus: number | null;
  /**
   * Why the last try failed. `address`: the name leads to no public address.
   */
  lastProblem: ('status' | 'timeout' | 'network' | 'address' | 'redirect') | null;
  deliveredAt: string | null;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
}
/**
 * A page of a list.
 *
 * @public
 */
export interface WebhookDeliveryPage {
  data: WebhookDelivery[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * An address that events of the shop are sent to.
 *
 * @public
 */
export interface WebhookEndpoint {
  /**
   * Opaque id of a webhook, sortable by creation.
   */
  id: string;
  url: string;
  description: string | null;
  events: string[];
  status: 'enabled' | 'disabled';
  /**
   * `gone`: it answered 410. Enabling it begins with the events from then on.
   */
  disabledReason: ('by_hand' | 'gone') | null;
  /**
   * Since when nothing has got through; null when all is well.
   */
  failingSince: string | null;
  version: number;
  /**
   * UTC instant, ISO 8601.
   */
  createdAt: string;
  /**
   * UTC instant, ISO 8601.
   */
  updatedAt: string;
}
/**
 * Where to send events, and which.
 *
 * @public
 */
export interface WebhookInput {
  /**
   * Public https address that takes POST.
   */
  url: string;
  description?: string;
  /**
   * Which events to send: types (`order.paid`), kinds (`order.*`, `payment.*`, `refund.*`), or `*` for all.
   *
   * @minItems 1
   * @maxItems 50
   */
  events?: string[];
}
/**
 * A page of a list.
 *
 * @public
 */
export interface WebhookPage {
  data: WebhookEndpoint[];
  hasMore: boolean;
  /**
   * Pass as `after` for the next page; null on the last.
   */
  nextCursor: string | null;
}
/**
 * What to change of an endpoint.
 *
 * @public
 */
export interface WebhookUpdate {
  /**
   * Public https address that takes POST.
   */
  url?: string;
  description?: string | null;
  /**
   * Which events to send: types (`order.paid`), kinds (`order.*`, `payment.*`, `refund.*`), or `*` for all.
   *
   * @minItems 1
   * @maxItems 50
   */
  events?: string[];
  status?: 'enabled' | 'disabled';
}

/**
 * Every refusal of the API, by its stable code. New ones may be added.
 *
 * @public
 */
export type RefusalCode =
  | 'validation_failed'
  | 'malformed_json'
  | 'cursor_invalid'
  | 'version_unknown'
  | 'idempotency_key_required'
  | 'idempotency_key_invalid'
  | 'key_missing'
  | 'key_invalid'
  | 'credentials_invalid'
  | 'token_invalid'
  | 'session_ended'
  | 'code_invalid'
  | 'secret_required'
  | 'origin_not_allowed'
  | 'secret_key_in_browser'
  | 'forbidden'
  | 'approval_required'
  | 'approval_invalid'
  | 'shop_suspended'
  | 'signup_closed'
  | 'not_found'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'product_ambiguous'
  | 'product_unavailable'
  | 'already_taken'
  | 'category_cycle'
  | 'category_in_use'
  | 'image_invalid'
  | 'customer_erased'
  | 'customer_busy'
  | 'too_many_zones'
  | 'too_many_images'
  | 'variant_in_stock'
  | 'wrong_state'
  | 'cart_empty'
  | 'cart_full'
  | 'cart_completed'
  | 'total_changed'
  | 'insufficient_stock'
  | 'code_taken'
  | 'discount_unknown'
  | 'discount_expired'
  | 'discount_not_now'
  | 'discount_minimum'
  | 'discount_not_for_cart'
  | 'discount_used_up'
  | 'discount_needs_phone'
  | 'discount_outdone'
  | 'order_canceled'
  | 'order_paid'
  | 'order_unpaid'
  | 'payment_in_progress'
  | 'payment_method_unavailable'
  | 'amount_out_of_range'
  | 'review_decided'
  | 'review_unfit'
  | 'amount_exceeds_due'
  | 'payment_link_closed'
  | 'receipt_check_unavailable'
  | 'receipt_used'
  | 'refund_exceeds'
  | 'refund_method_unavailable'
  | 'shift_open'
  | 'shift_required'
  | 'tenders_short'
  | 'shift_closed'
  | 'shop_required'
  | 'taken'
  | 'last_owner'
  | 'above_own_role'
  | 'key_in_use'
  | 'webhook_disabled'
  | 'too_many_webhooks'
  | 'idempotency_in_progress'
  | 'version_stale'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'idempotency_key_reused'
  | 'rate_limited'
  | 'sign_in_locked'
  | 'too_many_prompts'
  | 'internal'
  | 'unavailable'
  | (string & {});

/**
 * Versions of the API.
 *
 * @public
 */
export type ApiVersion = '2026-11-01';

/**
 * The version this client speaks.
 *
 * @public
 */
export const currentVersion: ApiVersion = '2026-11-01';
