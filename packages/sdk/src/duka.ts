import type { DukaOptions, Setup } from './core/setup.js';
import type { Transport } from './core/transport.js';
import { DukaBuyer } from './duka-buyer.js';
import { Auth } from './resources/auth.js';
import { Customers } from './resources/customers.js';
import { DeliveryDesk } from './resources/delivery.js';
import { Counter } from './resources/counter.js';
import { Discounts } from './resources/discounts.js';
import { Fulfilments } from './resources/fulfilments.js';
import { Goods } from './resources/goods.js';
import { Inventory } from './resources/inventory.js';
import { Keys, Tokens } from './resources/keys.js';
import { Ledger } from './resources/ledger.js';
import { OrderDesk } from './resources/order-desk.js';
import { MpesaAccounts } from './resources/mpesa-accounts.js';
import { PaymentLinks, Sums } from './resources/payment-links.js';
import { PaymentReviews } from './resources/payment-reviews.js';
import { PlatformShops } from './resources/platform.js';
import { Purchasing } from './resources/purchasing.js';
import { MoneyReceipts } from './resources/money-receipts.js';
import { Refunds } from './resources/refunds.js';
import { Reports } from './resources/reports.js';
import { ShopSettingsDesk } from './resources/settings.js';
import { Shifts } from './resources/shifts.js';
import { Statements } from './resources/statements.js';
import { AuditLog, Staff } from './resources/staff.js';
import { Events, WebhookEndpoints } from './resources/webhooks.js';

/**
 * A client of one shop, with all that its owner and staff may ask. Made by `createDuka`.
 *
 * @public
 */
export class Duka extends DukaBuyer {
  /** Signing in, for the staff. */
  readonly auth: Auth;
  /** The people of the shop, and their approvals. */
  readonly staff: Staff;
  /** What was done, by whom. */
  readonly auditLog: AuditLog;
  /** Keys for pages and servers. */
  readonly keys: Keys;
  /** Short-lived tokens for widgets. */
  readonly tokens: Tokens;
  /** Money given back, with a secret key. */
  readonly refunds: Refunds;
  /** Sales at the tills, for the staff or with a secret key. */
  readonly counter: Counter;
  /** Shifts at the tills, for the staff or with a secret key. */
  readonly shifts: Shifts;
  /** Goods packed, handed over and delivered, with a secret key. */
  readonly fulfilments: Fulfilments;
  /** Notes and timelines of orders, with a secret key. */
  readonly orderDesk: OrderDesk;
  /** All that the shop can set, with a secret key. */
  readonly settings: ShopSettingsDesk;
  /** Who buys, with a secret key. */
  readonly customers: Customers;
  /** Where the shop delivers to, and what that costs. */
  readonly delivery: DeliveryDesk;
  /** Discounts and coupons, with a secret key. */
  readonly discounts: Discounts;
  /** Money that a person has to decide about, with a secret key. */
  readonly paymentReviews: PaymentReviews;
  /** M-Pesa credentials of the shop and its places, for its owner. */
  readonly mpesaAccounts: MpesaAccounts;
  /** Addresses that ask for a sum, with a secret key. */
  readonly paymentLinks: PaymentLinks;
  /** Sums without a cart, with a secret key. */
  readonly sums: Sums;
  /** Movements of money, with a secret key. */
  readonly ledger: Ledger;
  /** Changes of the catalogue, with a secret key. */
  readonly goods: Goods;
  /** Suppliers and purchases, with a secret key. */
  readonly purchasing: Purchasing;
  /** Money paid from phones' own menus, with a secret key. */
  readonly moneyReceipts: MoneyReceipts;
  /** M-Pesa's statements beside the books, with a secret key. */
  readonly statements: Statements;
  /** The shops of a server, for its operator. */
  readonly platform: PlatformShops;
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
    const { token } = options;
    if (token) setup.renew = once(token, setup);
    this.auth = new Auth(setup);
    this.staff = new Staff(setup);
    this.auditLog = new AuditLog(setup);
    this.keys = new Keys(setup);
    this.tokens = new Tokens(setup);
    this.refunds = new Refunds(setup, this.kept);
    this.counter = new Counter(setup);
    this.shifts = new Shifts(setup);
    this.fulfilments = new Fulfilments(setup);
    this.orderDesk = new OrderDesk(setup);
    this.settings = new ShopSettingsDesk(setup);
    this.customers = new Customers(setup);
    this.delivery = new DeliveryDesk(setup);
    this.discounts = new Discounts(setup);
    this.paymentReviews = new PaymentReviews(setup);
    this.mpesaAccounts = new MpesaAccounts(setup);
    this.paymentLinks = new PaymentLinks(setup);
    this.sums = new Sums(setup);
    this.ledger = new Ledger(setup);
    this.goods = new Goods(setup);
    this.purchasing = new Purchasing(setup);
    this.moneyReceipts = new MoneyReceipts(setup);
    this.statements = new Statements(setup);
    this.platform = new PlatformShops(setup);
    this.inventory = new Inventory(setup);
    this.reports = new Reports(setup);
    this.events = new Events(setup);
    this.webhooks = new WebhookEndpoints(setup);
  }
}

/** Asks for a token once for all calls that were refused at the same time. */
function once(token: () => Promise<string>, setup: Setup): NonNullable<Setup['renew']> {
  let asked: Promise<unknown> | undefined;
  return async (used) => {
    if (setup.key !== used) return;
    const ask = async (): Promise<void> => {
      setup.key = await token();
    };
    asked ??= ask().finally(() => (asked = undefined));
    await asked;
  };
}
