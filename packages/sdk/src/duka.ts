import type { DukaOptions } from './core/setup.js';
import type { Transport } from './core/transport.js';
import { DukaBuyer } from './duka-buyer.js';
import { Discounts } from './resources/discounts.js';
import { Inventory } from './resources/inventory.js';
import { Ledger } from './resources/ledger.js';
import { PaymentReviews } from './resources/payment-reviews.js';
import { Refunds } from './resources/refunds.js';
import { Reports } from './resources/reports.js';
import { Events, WebhookEndpoints } from './resources/webhooks.js';

/**
 * A client of one shop, with all that its owner and staff may ask. Made by `createDuka`.
 *
 * @public
 */
export class Duka extends DukaBuyer {
  /** Money given back, with a secret key. */
  readonly refunds: Refunds;
  /** Discounts and coupons, with a secret key. */
  readonly discounts: Discounts;
  /** Money that a person has to decide about, with a secret key. */
  readonly paymentReviews: PaymentReviews;
  /** Movements of money, with a secret key. */
  readonly ledger: Ledger;
  /** Stock, with a secret key. */
  readonly inventory: Inventory;
  /** Reports, with a secret key or a scoped token. */
  readonly reports: Reports;
  /** What happened in the shop, with a secret key. */
  readonly events: Events;
  /** Addresses that events are sent to, with a secret key. */
  readonly webhooks: WebhookEndpoints;

  /** @internal */
  constructor(options: DukaOptions, defaultTransport: () => Transport) {
    super(options, defaultTransport);
    const { setup } = this;
    this.refunds = new Refunds(setup, this.kept);
    this.discounts = new Discounts(setup);
    this.paymentReviews = new PaymentReviews(setup);
    this.ledger = new Ledger(setup);
    this.inventory = new Inventory(setup);
    this.reports = new Reports(setup);
    this.events = new Events(setup);
    this.webhooks = new WebhookEndpoints(setup);
  }
}
