import type { ClientSession } from 'mongoose';
import type {
  AppliedDiscount,
  CustomerInput,
  Delivery,
  Fulfilment,
  OrderEventType,
  Payment,
  Refund,
  SalesChannel,
  Totals,
} from '@smartduka/contract';
import { clock } from '../../platform/clock.js';
import { newSecret } from '../../platform/ids.js';
import { seal, sha256, unseal } from '../../platform/keyring.js';
import { addEvents, type EventBy } from '../../platform/outbox.js';
import { agreementOf } from './frozen.js';
import { nameKeyOf } from '../../platform/names.js';
import { sealPhone } from '../../platform/personal.js';
import { Refused } from '../../platform/refusals.js';
import { runtime } from '../../platform/runtime.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { toCount } from '../reports/queue.js';
import { customerFor } from '../customers/join.js';
import { freeUses } from '../discounts/service.js';
import { Counters, Orders, type OrderRecord, type SoldLine } from './model.js';

export type { OrderRecord, SoldLine } from './model.js';

/** The holder of a secret (`Duka-Secret`), or the shop itself with its secret key. */
export type OrderOpener = { readonly secret: string } | 'shop';

export interface NewOrder {
  id: string;
  number: string;
  cart: string;
  channel: SalesChannel;
  location: string | null;
  /** Who sold it, and in which shift: at a counter. */
  staff?: string | null;
  shift?: string | null;
  /** When it was sold, if that was before it arrived. */
  soldAt?: Date | null;
  lines: SoldLine[];
  totals: Totals;
  discounts?: AppliedDiscount[];
  customer: CustomerInput | null;
  delivery: Delivery | null;
  /** Whole secrets that shall open it; their hashes are kept. */
  secrets: readonly string[];
  /** Null: it has no goods to hold. */
  reservedUntil: Date | null;
}

/** The next number for people to read out. Taken outside the transaction, so that checkouts do not queue for it; a number may be skipped. */
export async function nextOrderNumber(tenant: Tenant): Promise<string> {
  const counter = await Counters.findOneAndUpdate(
    { ...owned(tenant), _id: `${tenant.shop}/${tenant.mode}` },
    { $inc: { last: 1 } },
    { upsert: true, returnDocument: 'after' },
  ).lean();
  return `SD-${1000 + counter.last}`;
}

/** Writes down what was agreed, frozen, with its first event. */
export async function createOrder(tenant: Tenant, order: NewOrder, tx: ClientSession): Promise<OrderRecord> {
  const now = clock.now();
  const { name = null, phone, email = null } = order.customer ?? {};
  const receiptToken = newSecret('r');
  const buyer = await customerFor(tenant, order.customer, tx);
  const record: OrderRecord = {
    ...owned(tenant),
    _id: order.id,
    number: order.number,
    cart: order.cart,
    channel: order.channel,
    location: order.location,
    staff: order.staff ?? null,
    shift: order.shift ?? null,
    soldAt: order.soldAt ?? null,
    customerId: buyer?.id ?? null,
    status: 'open',
    paymentStatus: 'unpaid',
    fulfilmentStatus: 'unfulfilled',
    currency: order.totals.total.currency,
    lines: order.lines,
    totals: order.totals,
    agreement: agreementOf({ currency: order.totals.total.currency, lines: order.lines, totals: order.totals }),
    discounts: order.discounts ?? [],
    paid: 0,
    refunded: 0,
    refunding: 0,
    customer: order.customer
      ? { name, ...(name ? { nameKey: nameKeyOf(name) } : {}), phone: phone ? sealPhone(tenant, phone) : null, email }
      : null,
    delivery: order.delivery,
    secretHashes: order.secrets.map(sha256),
    receiptToken: seal(receiptToken, `${order.id}:receipt`),
    receiptHash: sha256(receiptToken),
    reservedUntil: order.reservedUntil,
    history: [],
    eventSequence: 0,
    version: 0,
    createdAt: now,
    updatedAt: now,
    paidAt: null,
    canceledAt: null,
  };
  await Orders.create([record], { session: tx });
  if (buyer?.fresh && record.customer?.phone)
    await Orders.updateMany(
      { ...owned(tenant), 'customer.phone.hash': record.customer.phone.hash, customerId: null },
      { $set: { customerId: buyer.id } },
      { session: tx },
    );
  return tell(tenant, order.id, 'order.created', null, tx);
}

export type OrderChange = Partial<
  Pick<
    OrderRecord,
    | 'status'
    | 'paymentStatus'
    | 'fulfilmentStatus'
    | 'fulfilments'
    | 'paid'
    | 'refunded'
    | 'refunding'
    | 'reservedUntil'
    | 'paidAt'
    | 'canceledAt'
    | 'voided'
  >
>;

/**
 * Changes an order and writes the event about it (or the events, in their order), in one step and in line with all other events of the order (W1, INV-17, INV-18).
 *
 * @param options.payment The attempt concerned, made from the order as it is after the change.
 * @param options.refund The refund concerned, as it is after the change.
 * @param options.fulfilment The goods concerned, likewise.
 * @param options.who Who did it and why, for the shop alone.
 * @param options.expect What the order must be before; otherwise nothing happens and the transaction ends.
 */
export async function tell(
  tenant: Tenant,
  order: string,
  type: OrderEventType | readonly OrderEventType[],
  payment: ((order: OrderRecord) => Payment) | null,
  tx: ClientSession,
  options: {
    change?: OrderChange;
    expect?: Partial<Pick<OrderRecord, 'status' | 'paymentStatus'>>;
    refund?: Refund;
    fulfilment?: Fulfilment;
    who?: { by?: EventBy; reason?: string };
  } = {},
): Promise<OrderRecord> {
  const now = clock.now();
  const types = typeof type === 'string' ? [type] : type;
  const changes = types.filter((name) => name.startsWith('order.')).map((what) => ({ what, at: now }));
  const changed = await Orders.findOneAndUpdate(
    { ...owned(tenant), _id: order, ...options.expect },
    {
      $set: { ...options.change, updatedAt: now },
      $inc: { eventSequence: types.length, version: 1 },
      ...(changes.length > 0 ? { $push: { history: { $each: changes } } } : {}),
    },
    { session: tx, returnDocument: 'after' },
  ).lean<OrderRecord>();
  if (!changed) throw new Error(`order ${order} is not what ${types.join()} expects`);
  // What was sold and is taken back as if it had never been.
  if (options.change && 'voided' in options.change && changed.paidAt) await toCount(tenant, 'void', order, tx);
  const shown = payment?.(changed) ?? null;
  for (const name of types) {
    if (name === 'order.paid') await toCount(tenant, 'sale', order, tx);
    if (shown && (name === 'payment.succeeded' || name === 'payment.failed'))
      await toCount(tenant, 'attempt', shown.id, tx);
    if (options.refund && name === 'refund.succeeded') await toCount(tenant, 'refund', options.refund.id, tx);
  }
  const common = {
    order,
    status: changed.status,
    paymentStatus: changed.paymentStatus,
    fulfilmentStatus: changed.fulfilmentStatus,
    payment: shown,
    ...(options.refund ? { refund: options.refund } : {}),
    ...(options.fulfilment ? { fulfilment: options.fulfilment } : {}),
    createdAt: now.toISOString(),
  };
  const before = changed.eventSequence - types.length;
  await addEvents(
    tenant,
    types.map((name, i) => ({ sequence: before + i + 1, type: name, ...common })),
    tx,
    options.who,
  );
  return changed;
}

/** Whether the order still wants money. */
export function isPayable(order: Pick<OrderRecord, 'status' | 'paymentStatus'>): boolean {
  return order.status === 'open' && (order.paymentStatus === 'unpaid' || order.paymentStatus === 'partially_paid');
}

/** What it still owes, minor units. */
export function dueOf(order: Pick<OrderRecord, 'totals' | 'paid'>): number {
  return order.totals.total.amount - order.paid;
}

/**
 * Opens an order for whoever asks.
 *
 * @throws Refused `not_found`: no such order here, or the secret does not open it; the two look alike (T4).
 */
export async function openOrder(
  tenant: Tenant,
  id: string,
  opener: OrderOpener,
  tx: ClientSession | null = null,
): Promise<OrderRecord> {
  const order = await findOrder(tenant, id, tx);
  if (!order) throw new Refused('not_found');
  if (opener !== 'shop' && !order.secretHashes.includes(sha256(opener.secret))) throw new Refused('not_found');
  return order;
}

/** One more secret that opens it: told to somebody else who may pay it. The latest fifty count. */
export async function admitSecret(tenant: Tenant, id: string, secret: string, tx: ClientSession): Promise<OrderRecord> {
  const order = await Orders.findOneAndUpdate(
    { ...owned(tenant), _id: id },
    { $push: { secretHashes: { $each: [sha256(secret)], $slice: -50 } } },
    { session: tx, returnDocument: 'after' },
  ).lean<OrderRecord>();
  if (!order) throw new Error(`order ${id} has gone`);
  return order;
}

export async function findOrder(
  tenant: Tenant,
  id: string,
  tx: ClientSession | null = null,
): Promise<OrderRecord | null> {
  return Orders.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<OrderRecord>();
}

/** Orders that people call by this number: one in each shop at most. For money that names no shop (T3). */
export async function ordersNumbered(
  mode: Tenant['mode'],
  number: string,
  shop: string | null = null,
  tx: ClientSession | null = null,
): Promise<OrderRecord[]> {
  const where = shop === null ? { mode, number } : { shop, mode, number };
  return acrossTenants(Orders.find(where, null, { session: tx }).limit(5)).lean<OrderRecord[]>();
}

/** The goods of an order went back to the shelf: nobody paid in time. */
export async function noteExpiry(tenant: Tenant, order: string, tx: ClientSession): Promise<void> {
  const after = await tell(tenant, order, 'order.reservation_expired', null, tx, { change: { reservedUntil: null } });
  await freeUses(tenant, after, tx);
}

/** Keeps the order's own note of how long its goods are held in step with the stock. No event: nothing happened to the order. */
export async function noteHold(tenant: Tenant, order: string, until: Date | null, tx: ClientSession): Promise<void> {
  await Orders.updateOne({ ...owned(tenant), _id: order }, { $set: { reservedUntil: until } }, { session: tx });
}

/** The order whose receipt this token opens. */
export async function orderOfReceipt(token: string): Promise<OrderRecord | null> {
  return acrossTenants(Orders.findOne({ receiptHash: sha256(token) })).lean<OrderRecord>();
}

/** Counts one more print of its receipt. @returns How many there were, this one included. */
export async function countPrint(tenant: Tenant, order: string, tx: ClientSession): Promise<number> {
  const after = await Orders.findOneAndUpdate(
    { ...owned(tenant), _id: order },
    { $inc: { prints: 1 } },
    { session: tx, returnDocument: 'after' },
  ).lean<OrderRecord>();
  return after?.prints ?? 1;
}

/** Where its receipt is found. Whoever has the address sees the receipt, and nothing else. */
export function receiptUrlOf(order: OrderRecord): string {
  return `${runtime.publicUrl}/r/${unseal(order.receiptToken, `${order._id}:receipt`)}`;
}
