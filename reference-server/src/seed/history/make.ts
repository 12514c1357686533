import type { SalesChannel, VatClass } from '@smartduka/contract';
import { quote, type TaxRules } from '../../domains/carts/rules.js';
import type { OrderRecord, SoldLine } from '../../domains/orders/service.js';
import type { AttemptRecord, LedgerRecord } from '../../domains/payments/model.js';
import type { RefundRecord } from '../../domains/refunds/figures.js';
import { figure } from '../../domains/refunds/rules.js';
import { newId } from '../../platform/ids.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import type { Random } from './random.js';

export interface HistoryGoods {
  product: string;
  variant: string;
  title: string;
  sku: string;
  category: string;
  brand: string | null;
  /** Minor units, VAT included. */
  price: number;
  cost: number | null;
  vatClass: VatClass;
}

/** Where a history happens. */
export interface Setting {
  readonly tenant: Tenant;
  readonly tax: TaxRules;
  readonly goods: readonly HistoryGoods[];
  readonly locations: readonly string[];
  readonly staff: readonly string[];
  /** Hashes of the phones of those who come back. */
  readonly customers: readonly string[];
  readonly deliveryFee: number;
}

/** Everything a sale leaves behind. */
export interface SaleMade {
  order: OrderRecord;
  attempts: AttemptRecord[];
  ledger: LedgerRecord[];
  refund: RefundRecord | null;
}

const currency = 'KES';
const money = (amount: number) => ({ amount, currency });
const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000);

/**
 * A sale as a real one would stand in the books: an order, the attempts at paying it, the ledger, and now and then a refund days later.
 *
 * @param at When it is paid; null: it never is, and nothing of it may be counted.
 */
export function makeSale(setting: Setting, random: Random, paidAt: Date | null, ordered: Date): SaleMade {
  const { tenant } = setting;
  const channel: SalesChannel = random.chance(0.6) ? 'counter' : random.chance(0.9) ? 'online' : 'link';
  const fee = channel === 'online' && random.chance(0.4) ? setting.deliveryFee : 0;
  const { lines, totals } = basketOf(setting, random, fee);
  const total = totals.total.amount;
  const staff = channel === 'counter' ? random.pick(setting.staff) : null;
  const known = random.chance(0.35) ? random.pick(setting.customers) : null;
  const order: OrderRecord = {
    ...owned(tenant),
    _id: newId('order', ordered),
    number: newId('order', ordered).slice(-12),
    cart: newId('cart', ordered),
    channel,
    location: random.chance(0.05) ? null : random.pick(setting.locations),
    staff,
    shift: staff && `shf_${staff.slice(-6)}${Math.floor(ordered.getTime() / 28_800_000)}`,
    customerId: null,
    status: paidAt ? 'open' : 'canceled',
    paymentStatus: paidAt ? 'paid' : 'unpaid',
    fulfilmentStatus: 'unfulfilled',
    currency,
    lines,
    totals,
    paid: paidAt ? total : 0,
    refunded: 0,
    refunding: 0,
    customer: known
      ? { name: 'Mteja', email: null, phone: { sealed: '', hash: known, masked: `+254 7•• ••• ${known.slice(-3)}` } }
      : null,
    delivery: null,
    secretHashes: [],
    receiptToken: 'none',
    receiptHash: newId('order', ordered),
    reservedUntil: null,
    history: [{ what: 'order.created', at: ordered }],
    eventSequence: 0,
    version: 1,
    createdAt: ordered,
    updatedAt: paidAt ?? ordered,
    paidAt,
    canceledAt: paidAt ? null : later(ordered, 900),
  };
  const method = random.chance(channel === 'counter' ? 0.6 : 0.95) ? 'mpesa' : 'cash';
  const attempts: AttemptRecord[] = [];
  const failures = method === 'mpesa' && random.chance(0.12) ? random.whole(1, 2) : 0;
  for (let n = 0; n < failures; n++)
    attempts.push(attemptOf(order, 'mpesa', 'failed', later(ordered, 10 + 40 * n), random));
  const ledger: LedgerRecord[] = [];
  if (paidAt) {
    const attempt = attemptOf(order, method, 'succeeded', later(paidAt, -random.whole(4, 60)), random, paidAt);
    attempts.push(attempt);
    ledger.push(...bookOf(order, attempt._id, 'capture', { captured: total, applied: total }, paidAt));
  }
  const refund = paidAt && random.chance(0.03) ? refundOf(setting, order, random, paidAt) : null;
  if (refund) {
    const payment = attempts.at(-1)?._id ?? '';
    order.refunded = refund.amount;
    order.paymentStatus = refund.amount === total ? 'refunded' : 'partially_refunded';
    const moves = { applied: -refund.amount, refunded: refund.amount };
    ledger.push(...bookOf(order, payment, refund._id, moves, refund.completedAt ?? ordered));
  }
  return { order, attempts, ledger, refund };
}

function basketOf(setting: Setting, random: Random, fee: number) {
  const count = random.chance(0.5) ? random.whole(1, 2) : random.whole(2, 7);
  const chosen = new Map<string, HistoryGoods>();
  // A few goods are in most baskets, most are in few.
  for (let n = 0; n < count; n++) {
    const goods = setting.goods[Math.floor(random.next() ** 2 * setting.goods.length)];
    if (goods) chosen.set(goods.variant, goods);
  }
  const off = random.chance(0.08);
  const items = [...chosen.values()].map((goods) => {
    const quantity = random.chance(0.75) ? 1 : random.whole(2, 6);
    const discount = off ? Math.floor((goods.price * quantity * random.whole(3, 20)) / 100) : 0;
    return { goods, quantity, discount, unitPrice: goods.price, vatClass: goods.vatClass };
  });
  const { lines, totals } = quote(items, fee, currency, setting.tax);
  const sold = lines.map((line): SoldLine => ({
    id: newId('line'),
    product: line.goods.product,
    variant: line.goods.variant,
    title: line.goods.title,
    variantTitle: '',
    sku: line.goods.sku,
    image: null,
    quantity: line.quantity,
    unitPrice: money(line.unitPrice),
    discount: money(line.discount),
    total: money(line.total),
    vatClass: line.vatClass,
    taxRate: line.taxRate,
    tax: money(line.tax),
    unitCost: line.goods.cost,
    category: line.goods.category,
    brand: line.goods.brand,
  }));
  return { lines: sold, totals };
}

const reasons = ['cancelled', 'wrong_pin', 'insufficient_funds', 'unreachable', 'expired'] as const;

function attemptOf(
  order: OrderRecord,
  method: AttemptRecord['method'],
  state: 'succeeded' | 'failed',
  made: Date,
  random: Random,
  ended: Date = later(made, random.whole(8, 90)),
): AttemptRecord {
  return {
    ...owned(order),
    _id: newId('payment', made),
    order: order._id,
    method,
    state,
    reason: state === 'failed' ? random.pick(reasons) : null,
    retryable: state === 'failed',
    amount: order.totals.total.amount,
    currency,
    phone: null,
    shortcode: method === 'mpesa' ? '174379' : null,
    callbackHash: null,
    callbackUntil: null,
    checkoutRequestId: null,
    merchantRequestId: null,
    receiptNumber: null,
    claim: null,
    firstDenial: null,
    late: false,
    unapplied: false,
    reviewReason: null,
    pushedAt: method === 'mpesa' ? made : null,
    promptExpiresAt: null,
    nextCheckAt: null,
    checks: 1,
    history: [
      { state: 'created', fact: 'pushSent', at: made },
      { state, fact: state === 'failed' ? 'unpaidByQuery' : 'paidByQuery', at: ended },
    ],
    version: 2,
    createdAt: made,
    updatedAt: ended,
  };
}

function bookOf(
  order: OrderRecord,
  payment: string,
  cause: string,
  moves: Partial<Record<LedgerRecord['kind'], number>>,
  at: Date,
): LedgerRecord[] {
  return Object.entries(moves).map(([kind, amount]) => ({
    ...owned(order),
    _id: newId('event', at),
    kind: kind as LedgerRecord['kind'],
    payment,
    order: order._id,
    cause,
    amount,
    currency,
    at,
  }));
}

function refundOf(setting: Setting, order: OrderRecord, random: Random, paidAt: Date): RefundRecord | null {
  const at = later(paidAt, random.whole(600, 20 * 86_400));
  const some = order.lines.filter(() => random.chance(0.6));
  const wish = {
    lines: some.map((line) => ({ line: line.id, quantity: random.whole(1, line.quantity) })),
    delivery: order.totals.delivery.amount > 0 && random.chance(0.3),
    // Now and then a sum of the shop's own: a price reduced, a fee kept.
    ...(random.chance(0.3) ? { amount: random.whole(1, order.totals.total.amount / 100) * 100 } : {}),
  };
  const given = figure(order, wish, {
    returned: new Map(),
    deliveryReturned: false,
    adjusted: false,
    left: order.paid,
  });
  if (given.amount <= 0 || given.amount > order.paid) return null;
  return {
    ...owned(setting.tenant),
    _id: newId('refund', at),
    order: order._id,
    of: 'order',
    state: 'succeeded',
    method: 'cash',
    amount: given.amount,
    currency,
    shares: [],
    lines: given.lines.map(({ sold, quantity, amount, tax }) => ({
      line: sold.id,
      product: sold.product,
      variant: sold.variant,
      title: sold.title,
      sku: sold.sku,
      quantity,
      amount,
      tax,
      taxRate: sold.taxRate,
      vatClass: sold.vatClass,
      unitCost: sold.unitCost,
      category: sold.category,
      brand: sold.brand,
      restock: random.chance(0.8),
    })),
    delivery: given.delivery,
    adjustment: given.adjustment,
    rounding: given.rounding,
    tax: given.tax,
    taxes: [...given.taxes],
    reason: 'other',
    note: null,
    location: order.location,
    by: { kind: 'staff', id: null, name: null },
    shift: order.shift,
    approvedBy: null,
    phone: null,
    originalReceipt: null,
    originatorConversationId: null,
    conversationId: null,
    receiptNumber: null,
    claim: null,
    failure: null,
    reviewReason: null,
    unheardOf: 0,
    requestedAt: null,
    nextCheckAt: null,
    checks: 0,
    history: [{ state: 'succeeded', fact: 'handedOver', at }],
    version: 1,
    createdAt: at,
    updatedAt: at,
    completedAt: at,
  };
}
