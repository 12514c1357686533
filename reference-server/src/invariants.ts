import type { mongo } from 'mongoose';
import { keeping } from './keeping-invariants.js';
import { atOneMoment } from './one-moment.js';
import { reports } from './report-invariants.js';
import { sending } from './sending-invariants.js';

export interface Violation {
  readonly id: string;
  readonly what: string;
}

type Row = Record<string, unknown> & { _id: string };
interface Lines {
  orders: Row[];
  attempts: Row[];
  ledger: Row[];
  reservations: Row[];
  levels: Row[];
  events: Row[];
  reviews: Row[];
  callbacks: Row[];
  carts: Row[];
  refunds: Row[];
  receipts: Row[];
  discounts: Row[];
  uses: Row[];
  movements: Row[];
  transfers: Row[];
  purchases: Row[];
}

const collections: Readonly<Record<keyof Lines, string>> = {
  orders: 'orders',
  attempts: 'payment_attempts',
  ledger: 'ledger',
  reservations: 'reservations',
  levels: 'stock_levels',
  events: 'outbox',
  reviews: 'payment_reviews',
  callbacks: 'payment_callbacks',
  carts: 'carts',
  refunds: 'refunds',
  receipts: 'money_receipts',
  discounts: 'discounts',
  uses: 'discount_uses',
  movements: 'stock_movements',
  transfers: 'stock_transfers',
  purchases: 'purchases',
};
/** Everything that belongs to a shop (INV-21). */
const ownedCollections = [
  ...Object.values(collections),
  'products',
  'shifts',
  'parked_sales',
  'offline_sales',
  'categories',
  'api_keys',
  'idempotent_calls',
  'approvals',
  'scoped_tokens',
  'stock_takes',
  'suppliers',
  'report_queue',
  'report_buckets',
  'report_patrons',
  'report_states',
  'discount_customers',
  'order_notes',
  'shared_carts',
  'report_digests',
  'result_addresses',
  'result_posts',
  'statements',
  'statement_lines',
  'webhook_endpoints',
  'webhook_deliveries',
  'receipt_checks',
  'payment_links',
  'mpesa_accounts',
];

/**
 * Reads the whole database and names what must never be, by the ids of the reliability document. It looks past the models on purpose: what it
 * finds wrong may be theirs.
 *
 * @param acknowledged Ids of orders, payments, refunds and receipts that clients were told of, as they wrote them down (INV-24).
 */
export async function checkInvariants(
  db: mongo.Db,
  now: Date,
  acknowledged: readonly string[] = [],
): Promise<Violation[]> {
  return atOneMoment(db, (read) => examine(read, now, acknowledged));
}

/** The same for books that are in hand: `read` gives whole collections, all of one moment. */
export async function examine(
  read: (name: string) => Promise<Row[]>,
  now: Date,
  acknowledged: readonly string[] = [],
): Promise<Violation[]> {
  const lines = {} as Lines;
  for (const [key, name] of Object.entries(collections)) lines[key as keyof Lines] = await read(name);
  const found: Violation[] = [];
  const wrong = (id: string, what: string): void => void found.push({ id, what });

  money(lines, wrong);
  refunds(lines, now, wrong);
  moneyReceipts(lines, now, wrong);
  attempts(lines, now, wrong);
  stock(lines, wrong);
  moves(lines, wrong);
  fulfilments(lines, wrong);
  events(lines, wrong);
  await reports(read, wrong);
  discounts(lines, wrong);
  await sending(read, now, wrong);
  await keeping(read, acknowledged, wrong);
  await owners(lines, read, wrong);
  return found;
}

type Wrong = (id: string, what: string) => void;
/** A stored id, state or number as text. */
const said = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));
const num = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);
const sum = (rows: readonly Row[], field: string): number => rows.reduce((total, row) => total + num(row[field]), 0);
const amountOf = (totals: unknown, name: string): number =>
  num((totals as Record<string, { amount: unknown }> | undefined)?.[name]?.amount);

function groupBy(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

/** Whether the order was paid at some time, whatever has been given back since. */
const wasPaid = (order: Row): boolean => Boolean(order['paidAt']);
const amountIn = (order: Row, name: string): number => (typeof order[name] === 'number' ? order[name] : 0);

function money({ orders, attempts: all, ledger, carts }: Lines, wrong: Wrong): void {
  const byPayment = groupBy(ledger, (row) => said(row['payment']));
  const byOrder = groupBy(ledger, (row) => said(row['order']));
  const paymentsOf = groupBy(all, (row) => said(row['order']));
  for (const order of orders) {
    const applied = (byOrder.get(order._id) ?? []).filter((row) => row['kind'] === 'applied');
    const total = amountOf(order['totals'], 'total');
    const kept = amountIn(order, 'paid') - amountIn(order, 'refunded');
    if (wasPaid(order) && amountIn(order, 'paid') !== total)
      wrong('INV-01', `${order._id} was paid, but with ${amountIn(order, 'paid')} of ${total}`);
    if (sum(applied, 'amount') !== kept)
      wrong('INV-01', `${order._id} keeps ${kept}, but ${sum(applied, 'amount')} are applied to it`);
    if (order['paymentStatus'] === 'unpaid' && applied.length > 0)
      wrong('INV-01', `${order._id} is unpaid, yet money is applied to it`);
    const inParts = amountIn(order, 'paid') > 0 && amountIn(order, 'paid') < total;
    if (order['paymentStatus'] === 'partially_paid' && !inParts)
      wrong('INV-01', `${order._id} is paid in part, with ${amountIn(order, 'paid')} of ${total}`);
    if (applied.some((row) => row['currency'] !== order['currency']))
      wrong('INV-01', `${order._id} was paid in another currency`);
    const paidRows = (order['history'] as { what: string }[]).filter((row) => row.what === 'order.paid').length;
    if (paidRows !== (wasPaid(order) ? 1 : 0)) wrong('INV-06', `${order._id} has ${paidRows} rows of being paid`);
    for (const attempt of paymentsOf.get(order._id) ?? [])
      if (num(attempt['amount']) > total || num(attempt['amount']) <= 0)
        wrong('INV-09', `${attempt._id} is for ${said(attempt['amount'])}, its order for ${total}`);
    totalsOf(order, wrong);
  }
  for (const [payment, rows] of byPayment) {
    const of = (kind: string) =>
      sum(
        rows.filter((row) => row['kind'] === kind),
        'amount',
      );
    const kinds = ['applied', 'unapplied', 'refunded'] as const;
    if (kinds.reduce((all, kind) => all + of(kind), 0) !== of('captured'))
      wrong('INV-02', `the ledger of ${payment} does not add up`);
    for (const kind of [...kinds, 'captured'])
      if (of(kind) < 0) wrong('INV-02', `the ledger of ${payment} has less than nothing ${kind}`);
  }
  for (const attempt of all) {
    const captured = byPayment.has(attempt._id);
    const cameIn = attempt['state'] === 'succeeded' || attempt['late'] === true;
    if (captured !== cameIn) wrong('INV-02', `${attempt._id} is ${said(attempt['state'])}, captured: ${captured}`);
  }
  for (const [cart, made] of groupBy(orders, (row) => said(row['cart'])))
    if (made.length > 1) wrong('INV-16', `${cart} became ${made.length} orders`);
  const numbers = new Map(orders.map((order) => [order['cart'], order._id]));
  for (const cart of carts)
    if (cart['order'] && numbers.get(cart._id) !== cart['order'])
      wrong('INV-16', `${cart._id} says it became ${said(cart['order'])}`);
}

function refunds({ orders, ledger, refunds: all, reviews }: Lines, now: Date, wrong: Wrong): void {
  const byPayment = groupBy(ledger, (row) => said(row['payment']));
  const ended = new Set(['succeeded', 'failed']);
  const sharesOf = (row: Row) => row['shares'] as { payment: string; amount: number }[];
  const given = new Map<string, number>();
  for (const refund of all.filter((row) => row['state'] !== 'failed'))
    for (const { payment, amount } of sharesOf(refund)) given.set(payment, (given.get(payment) ?? 0) + amount);
  for (const [payment, amount] of given) {
    const captured = sum(
      (byPayment.get(payment) ?? []).filter((row) => row['kind'] === 'captured'),
      'amount',
    );
    if (amount > captured) wrong('INV-07', `${amount} of ${payment} are given back, ${captured} came in`);
  }
  const byOrder = groupBy(all, (row) => said(row['order']));
  for (const order of orders) {
    const own = (byOrder.get(order._id) ?? []).filter((row) => row['of'] === 'order');
    const done = sum(
      own.filter((row) => row['state'] === 'succeeded'),
      'amount',
    );
    const open = sum(
      own.filter((row) => !ended.has(said(row['state']))),
      'amount',
    );
    if (done !== amountIn(order, 'refunded') || open !== amountIn(order, 'refunding'))
      wrong(
        'INV-07',
        `${order._id} says ${amountIn(order, 'refunded')} refunded, its refunds say ${done} and ${open} under way`,
      );
    if (done + open > amountIn(order, 'paid')) wrong('INV-07', `${order._id} gives back more than was paid`);
    const status = done === 0 ? null : done === amountIn(order, 'paid') ? 'refunded' : 'partially_refunded';
    if (status !== null && order['paymentStatus'] !== status)
      wrong('INV-07', `${order._id} is ${said(order['paymentStatus'])}, its refunds make it ${status}`);
    const soldOf = new Map(
      (order['lines'] as { id: string; quantity: number }[]).map((line) => [line.id, line.quantity]),
    );
    for (const refund of own.filter((row) => row['state'] !== 'failed'))
      for (const line of refund['lines'] as { line: string; quantity: number }[])
        soldOf.set(line.line, (soldOf.get(line.line) ?? 0) - line.quantity);
    for (const [line, left] of soldOf) if (left < 0) wrong('INV-07', `more of ${line} came back than was sold`);
  }
  const reviewed = new Set(reviews.map((row) => row['refund']));
  for (const refund of all) {
    const history = refund['history'] as { state: string; at: Date }[];
    const end = history.findIndex((row) => ended.has(row.state));
    if (end >= 0 && end < history.length - 1) wrong('INV-08', `${refund._id} went on after its end`);
    if (history.at(-1)?.state !== refund['state']) wrong('INV-08', `${refund._id} is not in the state of its last row`);
    if (sum(sharesOf(refund) as unknown as Row[], 'amount') !== refund['amount'])
      wrong('INV-07', `${refund._id} does not add up`);
    const moved = ledger.filter((row) => row['cause'] === refund._id && row['kind'] === 'refunded');
    if (sum(moved, 'amount') !== (refund['state'] === 'succeeded' ? refund['amount'] : 0))
      wrong('INV-02', `${refund._id} is ${said(refund['state'])}, the ledger says ${sum(moved, 'amount')}`);
    const since = now.getTime() - (history.at(-1)?.at.getTime() ?? 0);
    const minute = 60_000;
    const longest = {
      requesting: 5 * minute,
      pending: 5 * minute,
      confirming: 25 * 60 * minute,
      unknown: 25 * 60 * minute,
    }[said(refund['state'])];
    if (longest !== undefined && since > longest && !reviewed.has(refund._id))
      wrong('INV-23', `${refund._id} has been ${said(refund['state'])} for ${Math.round(since / minute)} minutes`);
  }
}

function moneyReceipts({ receipts, attempts: all }: Lines, now: Date, wrong: Wrong): void {
  const numbered = new Map(all.filter((row) => row['receiptNumber']).map((row) => [said(row['receiptNumber']), row]));
  for (const [number, rows] of groupBy(
    receipts.filter((row) => row['receiptNumber']),
    (row) => said(row['receiptNumber']),
  ))
    if (rows.length > 1) wrong('INV-03', `${number} was received ${rows.length} times`);
  for (const receipt of receipts) {
    const attempt = numbered.get(said(receipt['receiptNumber']));
    if (
      receipt['state'] === 'matched' &&
      (attempt?._id !== receipt['payment'] || attempt?.['amount'] !== receipt['amount'])
    )
      wrong('INV-03', `${receipt._id} says it paid ${said(receipt['payment'])}, which is not so`);
    const since = now.getTime() - (receipt['receivedAt'] as Date).getTime();
    if (receipt['state'] === 'received' && since > 300_000)
      wrong('INV-23', `${receipt._id} has not been looked at for ${Math.round(since / 60_000)} minutes`);
  }
}

function totalsOf(order: Row, wrong: Wrong): void {
  const totals = order['totals'];
  const parts = ['subtotal', 'discount', 'delivery', 'rounding', 'total', 'tax'].map((name) => amountOf(totals, name));
  const [subtotal = 0, discount = 0, delivery = 0, rounding = 0, total = 0] = parts;
  const lines = (order['lines'] as { total: { amount: number } }[]).reduce((all, line) => all + line.total.amount, 0);
  if (parts.some((part) => !Number.isSafeInteger(part)))
    wrong('INV-13', `${order._id} has a total that is not a whole number`);
  if (lines !== subtotal - discount || subtotal - discount + delivery + rounding !== total)
    wrong('INV-13', `${order._id} does not add up`);
}

function attempts({ attempts: all, reviews }: Lines, now: Date, wrong: Wrong): void {
  for (const [id, field] of [
    ['INV-03', 'receiptNumber'],
    ['INV-04', 'checkoutRequestId'],
  ] as const)
    for (const [value, rows] of groupBy(
      all.filter((row) => row[field]),
      (row) => said(row[field]),
    ))
      if (rows.length > 1) wrong(id, `${value} belongs to ${rows.length} attempts`);
  const undecided = new Set(['requesting', 'pending', 'confirming']);
  const phoned = all.filter((row) => row['method'] === 'mpesa');
  for (const [order, rows] of groupBy(
    phoned.filter((row) => undecided.has(said(row['state']))),
    (row) => said(row['order']),
  ))
    if (rows.length > 1) wrong('INV-05', `${order} has ${rows.length} undecided attempts`);
  const reviewed = new Set(reviews.map((row) => row['payment']));
  const minute = 60_000;
  for (const attempt of all) {
    const history = attempt['history'] as { state: string; at: Date }[];
    const end = history.findIndex((row) => row.state === 'succeeded' || row.state === 'failed');
    if (end >= 0 && end < history.length - 1) wrong('INV-08', `${attempt._id} went on after its end`);
    if (history.at(-1)?.state !== attempt['state'])
      wrong('INV-08', `${attempt._id} is not in the state of its last row`);
    const since = now.getTime() - (history.at(-1)?.at.getTime() ?? 0);
    const state = said(attempt['state']);
    const longest = {
      requesting: 5 * minute,
      pending: 5 * minute,
      confirming: 24 * 60 * minute,
      unknown: 24 * 60 * minute,
    }[state];
    if (attempt['method'] === 'mpesa' && longest !== undefined && since > longest && !reviewed.has(attempt._id))
      wrong('INV-23', `${attempt._id} has been ${state} for ${Math.round(since / minute)} minutes`);
  }
}

function stock({ levels, reservations, orders }: Lines, wrong: Wrong): void {
  const held = new Map<string, number>();
  const allocated = new Map<string, number>();
  const orderOf = new Map(orders.map((order) => [order._id, order]));
  for (const row of reservations) {
    const order = orderOf.get(said(row['order']));
    const into = row['state'] === 'held' ? held : row['state'] === 'consumed' ? allocated : null;
    for (const item of row['items'] as { variant: string; location: string; quantity: number }[]) {
      const key = `${item.variant}/${item.location}`;
      into?.set(key, (into.get(key) ?? 0) + item.quantity);
    }
    if (row['state'] === 'held' && order?.['status'] === 'canceled')
      wrong('INV-12', `${order._id} is canceled and holds goods`);
    // Handed over before it was paid: pay later.
    const handedOver = order !== undefined && order['fulfilmentStatus'] !== 'unfulfilled';
    if (row['state'] === 'consumed' && !handedOver && !(order && wasPaid(order)))
      wrong('INV-12', `${row._id} is consumed by an order that is not paid`);
  }
  for (const order of orders) {
    const consumed = reservations.filter((row) => row['order'] === order._id && row['state'] === 'consumed').length;
    if (wasPaid(order) && consumed !== 1) wrong('INV-12', `${order._id} is paid and consumed ${consumed} reservations`);
  }
  for (const level of levels) {
    const [onHand, available, h, a] = ['onHand', 'available', 'held', 'allocated'].map((name) => num(level[name]));
    if (onHand === undefined || available === undefined || h === undefined || a === undefined) continue;
    if (onHand !== available + h + a || Math.min(onHand, available, h, a) < 0)
      wrong('INV-10', `${level._id}: ${onHand} = ${available} + ${h} + ${a}`);
    if (h !== (held.get(level._id) ?? 0))
      wrong('INV-11', `${level._id} holds ${h}, reservations ${held.get(level._id) ?? 0}`);
    if (a !== (allocated.get(level._id) ?? 0))
      wrong('INV-11', `${level._id} allocates ${a}, orders ${allocated.get(level._id) ?? 0}`);
  }
}

/** The ledger of stock explains the levels, and what transfers and purchases say of goods is what moved. */
function moves({ levels, movements, transfers, purchases }: Lines, wrong: Wrong): void {
  const byLevel = groupBy(movements, (row) => `${said(row['variant'])}/${said(row['location'])}`);
  for (const level of levels)
    for (const figure of ['onHand', 'available', 'held', 'allocated'])
      if (sum(byLevel.get(level._id) ?? [], figure) !== num(level[figure]))
        wrong('INV-28', `${level._id} has ${said(level[figure])} ${figure}, its ledger comes to another sum`);
  const byReference = groupBy(
    movements.filter((row) => row['reference']),
    (row) => said(row['reference']),
  );
  const movedOf = (id: string, variant: string, location: unknown, reasons: readonly string[]): number => {
    const rows = (byReference.get(id) ?? []).filter(
      (row) => row['variant'] === variant && row['location'] === location,
    );
    return sum(
      rows.filter((row) => reasons.includes(said(row['reason']))),
      'onHand',
    );
  };
  for (const transfer of transfers)
    for (const line of transfer['lines'] as {
      variant: string;
      quantity: number;
      received: number;
      damaged: number;
    }[]) {
      const left = transfer['shippedAt'] ? line.quantity : 0;
      const back = left > 0 && transfer['state'] === 'canceled' ? left - line.received - line.damaged : 0;
      const went = movedOf(transfer._id, line.variant, transfer['from'], ['transfer_out', 'transfer_back']);
      const came = movedOf(transfer._id, line.variant, transfer['to'], ['transfer_in']);
      if (went !== back - left || came !== line.received || line.received + line.damaged > line.quantity)
        wrong('INV-29', `${transfer._id} moved ${went} and ${came} of ${line.variant}, its lines say otherwise`);
    }
  for (const purchase of purchases)
    for (const line of purchase['lines'] as { variant: string; quantity: number; received: number }[])
      if (
        movedOf(purchase._id, line.variant, purchase['location'], ['received']) !== line.received ||
        line.received > line.quantity
      )
        wrong('INV-30', `${purchase._id} received ${line.received} of ${line.variant}, the ledger says otherwise`);
}

/** What orders say has left is what left the stock, and never more than was sold. */
function fulfilments({ orders, movements }: Lines, wrong: Wrong): void {
  const left = groupBy(
    movements.filter((row) => row['reason'] === 'handed_over'),
    (row) => said(row['order']),
  );
  for (const order of orders) {
    const lines = order['lines'] as { id: string; variant: string; quantity: number; service?: boolean }[];
    const all = (order['fulfilments'] ?? []) as { state: string; lines: { line: string; quantity: number }[] }[];
    const gone = all.filter(({ state }) => state === 'handed_over' || state === 'delivered');
    if (gone.length > 0 !== (order['fulfilmentStatus'] !== 'unfulfilled'))
      wrong('INV-31', `${order._id} is ${said(order['fulfilmentStatus'])}, and ${gone.length} parts of it left`);
    const byVariant = new Map<string, number>();
    for (const line of lines) {
      const parts = gone.flatMap((one) => one.lines).filter((part) => part.line === line.id);
      const quantity = parts.reduce((total, part) => total + part.quantity, 0);
      if (quantity > line.quantity) wrong('INV-31', `${quantity} of ${line.id} left, ${line.quantity} were sold`);
      if (!line.service) byVariant.set(line.variant, (byVariant.get(line.variant) ?? 0) + quantity);
    }
    for (const [variant, quantity] of byVariant) {
      const moved = (left.get(order._id) ?? []).filter((row) => row['variant'] === variant);
      if (sum(moved, 'onHand') + quantity !== 0)
        wrong('INV-31', `${order._id} handed over ${quantity} of ${variant}, the ledger says otherwise`);
    }
  }
}

function events({ orders, attempts: all, events: rows, refunds: given }: Lines, wrong: Wrong): void {
  const refundsOf = groupBy(given, (row) => said(row['order']));
  const byOrder = groupBy(rows, (row) => said(row['order']));
  const paymentsOf = groupBy(all, (row) => said(row['order']));
  for (const order of orders) {
    const own = (byOrder.get(order._id) ?? []).sort((a, b) => num(a['sequence']) - num(b['sequence']));
    if (own.some((row, i) => row['sequence'] !== i + 1) || own.length !== order['eventSequence'])
      wrong('INV-18', `${order._id} has the sequences ${own.map((row) => said(row['sequence'])).join(', ')}`);
    const count = (type: string) => own.filter((row) => row['type'] === type).length;
    if (count('order.paid') !== (wasPaid(order) ? 1 : 0))
      wrong('INV-06', `${order._id} has ${count('order.paid')} paid events`);
    const changes = (order['history'] as { what: string }[]).map((row) => row.what).sort();
    const told = own
      .map((row) => said(row['type']))
      .filter((type) => type.startsWith('order.'))
      .sort();
    if (changes.join() !== told.join())
      wrong('INV-17', `${order._id} changed by ${changes.join()}, told of ${told.join()}`);
    for (const attempt of paymentsOf.get(order._id) ?? []) {
      const steps = (attempt['history'] as { state: string }[]).map((row) => `payment.${row.state}`).join();
      const heard = own
        .filter((row) => (row['event'] as { payment: { id: string } | null }).payment?.id === attempt._id)
        .map((row) => said(row['type']))
        .filter(
          (type) => type.startsWith('payment.') && !['payment.unapplied', 'payment.receipt_number'].includes(type),
        );
      if (steps !== heard.join()) wrong('INV-17', `${attempt._id} went ${steps}, told of ${heard.join()}`);
    }
  }
  for (const [order, own] of refundsOf)
    for (const refund of own) {
      const steps = (refund['history'] as { state: string }[]).map((row) => `refund.${row.state}`).join();
      const heard = (byOrder.get(order) ?? [])
        .filter((row) => (row['event'] as { refund?: { id: string } }).refund?.id === refund._id)
        .map((row) => said(row['type']))
        .join();
      if (steps !== heard) wrong('INV-17', `${refund._id} went ${steps}, told of ${heard}`);
    }
  const known = new Set(orders.map((order) => order._id));
  for (const order of byOrder.keys()) if (!known.has(order)) wrong('INV-17', `events of ${order}, which is no order`);
}

function discounts({ orders, discounts: all, uses }: Lines, wrong: Wrong): void {
  const orderOf = new Map(orders.map((order) => [order._id, order]));
  const live = uses.filter((use) => use['state'] !== 'freed');
  for (const discount of all) {
    const taken = live.filter((use) => use['discount'] === discount._id).length;
    const limit = discount['usageLimit'];
    if (typeof limit === 'number' && num(discount['uses']) !== taken)
      wrong('INV-15', `${discount._id} says ${num(discount['uses'])} uses, orders have ${taken}`);
    if (typeof limit === 'number' && taken > limit)
      wrong('INV-15', `${discount._id} was used ${taken} times of ${limit}`);
  }
  for (const use of uses) {
    const order = orderOf.get(said(use['order']));
    if (!order) wrong('INV-15', `${use._id} belongs to no order`);
    if (use['state'] !== 'freed' && order?.['status'] === 'canceled')
      wrong('INV-15', `${order._id} is canceled and keeps a use of ${said(use['discount'])}`);
    if (use['state'] === 'reserved' && order?.['paidAt'])
      wrong('INV-15', `${order._id} is paid, ${use._id} does not count`);
  }
}

async function owners(lines: Lines, read: (name: string) => Promise<Row[]>, wrong: Wrong): Promise<void> {
  const side = (row: Row): string => `${said(row['shop'])}/${said(row['mode'])}`;
  for (const name of ownedCollections)
    for (const row of await read(name))
      if (typeof row['shop'] !== 'string' || (row['mode'] !== 'test' && row['mode'] !== 'live'))
        wrong('INV-21', `${name} ${row._id} has no owner`);
  const orderSide = new Map(lines.orders.map((order) => [order._id, side(order)]));
  const paymentSide = new Map(lines.attempts.map((attempt) => [attempt._id, side(attempt)]));
  for (const row of [
    ...lines.attempts,
    ...lines.ledger,
    ...lines.events,
    ...lines.reservations,
    ...lines.reviews,
    ...lines.refunds,
  ])
    if (orderSide.get(said(row['order'])) !== side(row))
      wrong('INV-21', `${row._id} refers to an order of somebody else`);
  for (const row of [...lines.ledger, ...lines.callbacks, ...lines.reviews])
    if (paymentSide.get(said(row['payment'])) !== side(row))
      wrong('INV-21', `${row._id} refers to a payment of somebody else`);
}
