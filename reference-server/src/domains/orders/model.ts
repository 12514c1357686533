import { Schema, model } from 'mongoose';
import type {
  AppliedDiscount,
  Delivery,
  FulfilmentState,
  FulfilmentStatus,
  OrderLine,
  OrderStatus,
  PaymentStatus,
  SalesChannel,
  Totals,
} from '@smartduka/contract';
import type { SealedPhone } from '../../platform/personal.js';
import { tenancy, type Owned } from '../../platform/tenancy.js';

export interface OrderCustomer {
  name: string | null;
  /** The name as it is searched for. Absent without a name. */
  nameKey?: string;
  phone: SealedPhone | null;
  email: string | null;
}

/** A line as it was sold, with what only the shop may know of it. */
export interface SoldLine extends OrderLine {
  /** What one cost the shop at that time, minor units, net of VAT; null when that is not known. */
  unitCost: number | null;
  category: string | null;
  brand: string | null;
  /** Not counted in stock. */
  service?: boolean;
}

/** Goods of it that leave together. What is `canceled` was packed and never left. */
export interface FulfilmentRecord {
  id: string;
  state: FulfilmentState;
  lines: { line: string; quantity: number }[];
  tracking: string | null;
  note: string | null;
  createdAt: Date;
  handedOverAt: Date | null;
  deliveredAt: Date | null;
}

export interface OrderRecord extends Owned {
  _id: string;
  /** For people: `SD-1042`. */
  number: string;
  cart: string;
  channel: SalesChannel;
  /** Where its goods leave from. */
  location: string | null;
  /** Who sold it, at a counter. */
  staff: string | null;
  /** The shift in which it was sold, at a counter. */
  shift: string | null;
  /** The customer record that it belongs to. */
  customerId: string | null;
  status: OrderStatus;
  paymentStatus: PaymentStatus;
  fulfilmentStatus: FulfilmentStatus;
  currency: string;
  /** Frozen copies: later changes to the catalogue change nothing here (M2). */
  lines: SoldLine[];
  totals: Totals;
  /** A short name for lines and totals as they were agreed on (`agreementOf`). Orders from before it was kept have none. */
  agreement?: string;
  /** What was taken off, and why; frozen with the totals. Those before discounts have none. */
  discounts?: AppliedDiscount[];
  /** Minor units. */
  paid: number;
  /** Given back of it, and about to be: refunds that are not decided yet. Absent in orders from before there were refunds. */
  refunded?: number;
  refunding?: number;
  customer: OrderCustomer | null;
  delivery: Delivery | null;
  /** Oldest first. Orders from before there were any have none. */
  fulfilments?: FulfilmentRecord[];
  /**
   * Hashes of what opens it: the order's own secret, and that of the cart it came from, so that a buyer whose answer was lost on the way still
   * finds the order.
   */
  secretHashes: string[];
  /** Opens the receipt and nothing else. */
  receiptToken: string;
  receiptHash: string;
  reservedUntil: Date | null;
  history: { what: string; at: Date }[];
  /** Sequence of the last event. Every change of an order or its payments goes through here, which puts them in one line. */
  eventSequence: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  paidAt: Date | null;
  canceledAt: Date | null;
  /** When it was sold at a till without a line. Absent in all others. */
  soldAt?: Date | null;
  /** How often its receipt was printed. */
  prints?: number;
  /** The sale was taken back at the counter, in the shift in which it was made. Absent in orders that were not. */
  voided?: Voided | null;
}

export interface Voided {
  at: Date;
  reason: string;
  by: { id: string | null; name: string | null };
  approvedBy: { id: string | null; name: string | null } | null;
}

const frozen = { type: Schema.Types.Mixed, required: true, immutable: true };
const instant = { type: Date, default: null };
const phone = new Schema<SealedPhone>({ sealed: String, hash: String, masked: String }, { _id: false });

const schema = new Schema<OrderRecord>(
  {
    _id: String,
    number: { type: String, required: true, immutable: true },
    cart: { type: String, required: true, immutable: true },
    channel: { type: String, enum: ['online', 'counter', 'link'], default: 'online', immutable: true },
    location: { type: String, default: null },
    staff: { type: String, default: null },
    shift: { type: String, default: null },
    customerId: { type: String, default: null },
    status: { type: String, enum: ['open', 'canceled', 'closed'], required: true },
    paymentStatus: { type: String, required: true },
    fulfilmentStatus: { type: String, required: true },
    currency: { type: String, required: true, immutable: true },
    lines: frozen,
    totals: frozen,
    agreement: { type: String, immutable: true },
    discounts: { type: Schema.Types.Mixed, default: [], immutable: true },
    paid: { type: Number, required: true, min: 0, validate: Number.isSafeInteger },
    refunded: { type: Number, default: 0, min: 0, validate: Number.isSafeInteger },
    refunding: { type: Number, default: 0, min: 0, validate: Number.isSafeInteger },
    customer: {
      type: new Schema<OrderCustomer>(
        {
          name: { type: String, default: null },
          nameKey: String,
          phone: { type: phone, default: null },
          email: { type: String, default: null },
        },
        { _id: false },
      ),
      default: null,
    },
    delivery: { type: Schema.Types.Mixed, default: null },
    fulfilments: { type: [Schema.Types.Mixed], default: [] },
    secretHashes: [String],
    receiptToken: { type: String, required: true },
    receiptHash: { type: String, required: true },
    reservedUntil: instant,
    history: [new Schema({ what: String, at: Date }, { _id: false })],
    eventSequence: { type: Number, required: true },
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    paidAt: instant,
    canceledAt: instant,
    voided: { type: Schema.Types.Mixed, default: null },
    soldAt: instant,
    prints: { type: Number, default: 0 },
  },
  { minimize: false, versionKey: false },
);
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, _id: -1 });
schema.index({ shop: 1, mode: 1, number: 1 }, { unique: true });
schema.index({ shop: 1, mode: 1, paidAt: 1 });
// Who bought, for reports: the last order of a phone.
schema.index({ shop: 1, mode: 1, 'customer.phone.hash': 1, _id: -1 });
schema.index({ shop: 1, mode: 1, customerId: 1, _id: -1 });
// Money paid from a phone names a number and no shop.
schema.index({ number: 1, mode: 1 });
// What orders are searched for by; a number and a phone have theirs above, a time is in the id.
for (const field of [
  'status',
  'paymentStatus',
  'fulfilmentStatus',
  'channel',
  'location',
  'staff',
  'shift',
  'customer.nameKey',
] as const)
  schema.index({ shop: 1, mode: 1, [field]: 1, _id: -1 });
// One cart becomes at most one order (INV-16).
schema.index({ shop: 1, mode: 1, cart: 1 }, { unique: true });
schema.index({ receiptHash: 1 }, { unique: true });
export const Orders = model('Order', schema, 'orders');

interface Counter extends Owned {
  _id: string;
  last: number;
}
const counter = new Schema<Counter>({ _id: String, last: { type: Number, required: true } }, { versionKey: false });
counter.plugin(tenancy);
export const Counters = model('OrderCounter', counter, 'order_counters');
