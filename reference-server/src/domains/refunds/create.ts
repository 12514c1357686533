import type { PaymentRefundInput, Refund, RefundInput } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import type { Context } from '../../platform/context.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { openPhone, sealPhone, type SealedPhone } from '../../platform/personal.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { stockQueue } from '../inventory/service.js';
import { addUpLines } from '../orders/fulfil-rules.js';
import type { Voided } from '../orders/model.js';
import { findOrder, type OrderRecord } from '../orders/service.js';
import { attemptsOf, findAttempt } from '../payments/attempts.js';
import { mpesaBy } from '../payments/gateways/choose.js';
import { balancesOf } from '../payments/ledger.js';
import type { AttemptRecord } from '../payments/model.js';
import { newResultAddress } from '../payments/results/addresses.js';
import { resolveReviews } from '../payments/reviews.js';
import { countInShift } from '../shifts/drawer.js';
import { needLimit } from '../staff/approvals.js';
import { Refunds, type RefundRecord } from './model.js';
import { refundsOf, toRefund } from './present.js';
import {
  byHand,
  figure,
  isFinal,
  obstacleTo,
  pauseBeforeCheck,
  pickShares,
  usualMethod,
  type Figures,
  type Fund,
  type Method,
  type Share,
  type Ways,
} from './rules.js';
import { send } from './send.js';
import { complete, reserve } from './service.js';

/** How the money shall go back, whatever it is for. */
type How = Pick<RefundInput, 'reason' | 'note' | 'method' | 'phone' | 'approval'>;
type Remember = (answer: Refund, tx: ClientSession) => Promise<void>;

const nothing: Omit<Figures, 'amount'> = { lines: [], delivery: 0, adjustment: 0, rounding: 0, tax: 0, taxes: [] };

/**
 * Gives money back for an order. What is given by hand is done at once; what M-Pesa has to move is written down first, then asked for, and
 * decided by what M-Pesa says.
 *
 * @throws Refused `not_found`, `refund_exceeds` (with `refundable`), `refund_method_unavailable` (with `detail`), `validation_failed`
 */
export async function refundOrder(
  tenant: Tenant,
  { actor, requestId }: Asker,
  orderId: string,
  input: RefundInput,
  remember: Remember,
): Promise<Refund> {
  return make(tenant, remember, async (tx) => {
    const order = await findOrder(tenant, orderId, tx);
    if (!order) throw new Refused('not_found');
    const figures = figureOf(order, input, await earlierOf(tenant, order, tx));
    const attempts = await attemptsOf(tenant, [orderId], tx);
    if (input.payment && !attempts.some(({ _id }) => _id === input.payment))
      throw invalid('payment', 'unknown', 'must be a payment of this order');
    const funds = await fundsOf(tenant, attempts, 'applied', tx);
    return {
      order,
      of: 'order',
      figures,
      lines: input.lines,
      how: input,
      attempts,
      funds,
      from: input.payment,
      actor,
      requestId,
      subject: orderId,
    };
  });
}

/**
 * Gives a payment back: money that never paid for its order, or, for a payment that did, an amount without goods.
 *
 * @throws Refused as `refundOrder`
 */
export async function refundPayment(
  tenant: Tenant,
  asker: Asker,
  paymentId: string,
  input: PaymentRefundInput,
  remember: Remember,
): Promise<Refund> {
  return make(tenant, remember, (tx) => drawPayment(tenant, asker, paymentId, input, tx));
}

/** Who asks, and in which call. */
export type Asker = Pick<Context, 'actor' | 'requestId'>;

async function drawPayment(
  tenant: Tenant,
  { actor, requestId }: Asker,
  paymentId: string,
  input: PaymentRefundInput,
  tx: ClientSession,
): Promise<Draft> {
  const attempt = await findAttempt(tenant, paymentId, tx);
  const order = attempt && (await findOrder(tenant, attempt.order, tx));
  if (!attempt || !order) throw new Refused('not_found');
  const unapplied = await fundsOf(tenant, [attempt], 'unapplied', tx);
  const of = (unapplied[0]?.left ?? 0) > 0 ? 'unapplied' : 'order';
  const funds = of === 'unapplied' ? unapplied : await fundsOf(tenant, [attempt], 'applied', tx);
  const left = funds[0]?.left ?? 0;
  const amount = input.amount ?? left;
  if (left === 0 || amount > left) throw new Refused('refund_exceeds', { refundable: left });
  const figures =
    of === 'unapplied'
      ? { ...nothing, adjustment: amount, amount }
      : figureOf(order, { lines: [], delivery: false, amount }, await earlierOf(tenant, order, tx));
  const by = { actor, requestId, subject: paymentId };
  return { order, of, figures, lines: [], how: input, attempts: [attempt], funds, from: attempt._id, ...by };
}

/**
 * The same within a transaction of somebody else's, who sends it (`send`) when that has come to its end.
 *
 * @returns The token of the request that is still to be sent; null when the refund is complete.
 */
export async function writePaymentRefund(
  tenant: Tenant,
  asker: Asker,
  paymentId: string,
  input: PaymentRefundInput,
  tx: ClientSession,
): Promise<{ refund: RefundRecord; token: string | null }> {
  return write(tenant, await drawPayment(tenant, asker, paymentId, input, tx), tx);
}

/**
 * Takes a whole sale back, in a transaction of its voiding: one refund for each payment, the way it came in; the goods are in the first of them.
 *
 * @returns With the token of each request that is still to be sent, as of `writePaymentRefund`.
 * @throws Refused `refund_method_unavailable` when M-Pesa cannot reverse its part.
 */
export async function writeTakeBack(
  tenant: Tenant,
  { actor, requestId }: Asker,
  { _id: id, delivery }: OrderRecord,
  { note, voided }: { readonly note: string; readonly voided: Pick<Voided, 'approvedBy'> },
  tx: ClientSession,
): Promise<{ refund: RefundRecord; token: string | null }[]> {
  const attempts = await attemptsOf(tenant, [id], tx);
  const funds = (await fundsOf(tenant, attempts, 'applied', tx)).filter((fund) => fund.left > 0);
  const made = [];
  for (const [i, fund] of funds.entries()) {
    const order = await findOrder(tenant, id, tx);
    if (!order) throw new Refused('not_found');
    const earlier = await earlierOf(tenant, order, tx);
    const returned = addUpLines(earlier.flatMap((refund) => refund.lines));
    const left = (line: string, quantity: number) => quantity - (returned.get(line) ?? 0);
    const lines =
      i === 0 && order.paidAt
        ? order.lines
            .map((line) => ({ line: line.id, quantity: left(line.id, line.quantity), restock: true }))
            .filter(({ quantity }) => quantity > 0)
        : [];
    const wish = { lines, delivery: i === 0 && delivery !== null };
    const whole = funds.length === 1 && order.paidAt !== null;
    const figures = figureOf(order, whole ? wish : { ...wish, amount: fund.left }, earlier);
    const attempt = attempts.find(({ _id }) => _id === fund.payment);
    const method = fund.cash ? 'cash' : attempt?.tender ? 'other' : 'mpesa_reversal';
    const draft: Draft = {
      ...{ order, of: 'order', figures, lines, attempts, funds, from: fund.payment, actor, requestId, subject: id },
      how: { reason: 'other', note, method },
      voided,
    };
    made.push(await write(tenant, draft, tx));
  }
  return made;
}

async function earlierOf(tenant: Tenant, order: OrderRecord, tx: ClientSession): Promise<RefundRecord[]> {
  return (await refundsOf(tenant, order._id, tx)).filter((one) => one.of === 'order' && one.state !== 'failed');
}

interface Draft {
  readonly order: OrderRecord;
  readonly of: RefundRecord['of'];
  readonly figures: Figures;
  readonly lines: RefundInput['lines'];
  readonly how: How;
  readonly attempts: readonly AttemptRecord[];
  readonly funds: readonly Fund[];
  readonly from: string | undefined;
  readonly actor: Actor;
  readonly requestId: string | null;
  /** What an approval has to be about. */
  readonly subject: string;
  /** The sale is voided: approved as that, and paid out of its own shift. */
  readonly voided?: Pick<Voided, 'approvedBy'>;
}

async function make(tenant: Tenant, remember: Remember, draw: (tx: ClientSession) => Promise<Draft>): Promise<Refund> {
  const written = await inTransaction(
    async (tx) => {
      const made = await write(tenant, await draw(tx), tx);
      await remember(toRefund(made.refund, 'shop'), tx);
      return made;
    },
    { inTurn: stockQueue(tenant) },
  );
  const refund = written.token === null ? written.refund : await send(tenant, written.refund, written.token);
  return toRefund(refund, 'shop');
}

/** Reserves the money and writes the refund down, before M-Pesa hears of it. What is given by hand is complete with that. */
async function write(
  tenant: Tenant,
  draft: Draft,
  tx: ClientSession,
): Promise<{ refund: RefundRecord; token: string | null }> {
  const { order, figures, how } = draft;
  const shares = sharesOf(draft);
  const original = draft.attempts.find(({ _id }) => _id === shares[0]?.payment);
  const mpesa = await mpesaBy(tenant, original?.shortcode ?? null);
  const phone = phoneOf(tenant, draft, shares);
  const ways: Ways = {
    reverses: mpesa?.hasInitiator ?? false,
    paysOut: mpesa?.paysOut ?? false,
    hasPhone: phone !== null,
  };
  const method = methodOf(draft, shares, ways);
  if (method !== 'other' && figures.amount % 100 !== 0)
    throw invalid(
      'amount',
      'not_whole_shillings',
      'must be whole shillings (a multiple of 100), unless the method is `other`',
    );

  const subject = draft.subject;
  const by = draft.actor;
  const { voided } = draft;
  const matter = { action: 'refund', subject, amount: figures.amount, by } as const;
  const approver = voided ? voided.approvedBy : await needLimit(tenant, matter, how.approval, tx);
  const shift = voided ? order.shift : await countInShift(tenant, by, tx);
  const now = clock.now();
  const manual = byHand(method);
  const state = manual ? 'succeeded' : 'requesting';
  const id = newId('refund', now);
  const pause = pauseBeforeCheck(state, 0);
  const refund: RefundRecord = {
    ...owned(tenant),
    _id: id,
    order: order._id,
    of: draft.of,
    state,
    method,
    amount: figures.amount,
    currency: order.currency,
    shares,
    lines: figures.lines.map(({ sold, quantity, amount, tax }) => ({
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
      restock: draft.lines.find((line) => line.line === sold.id)?.restock ?? false,
    })),
    delivery: figures.delivery,
    adjustment: figures.adjustment,
    rounding: figures.rounding,
    tax: figures.tax,
    taxes: figures.taxes.map((line) => ({ ...line })),
    reason: how.reason,
    note: how.note ?? null,
    location: order.location,
    by: { kind: draft.actor.kind, id: draft.actor.id, name: draft.actor.name },
    shift,
    approvedBy: approver && { id: approver.id, name: approver.name },
    phone: method === 'mpesa_payout' ? phone : null,
    originalReceipt: method === 'mpesa_reversal' ? (original?.receiptNumber ?? null) : null,
    // A payout carries a name of ours, which Daraja takes once.
    originatorConversationId: method === 'mpesa_payout' ? id : null,
    conversationId: null,
    shortcode: manual ? null : (mpesa?.shortcode ?? null),
    receiptNumber: null,
    claim: null,
    failure: null,
    reviewReason: null,
    unheardOf: 0,
    requestedAt: manual ? null : now,
    nextCheckAt: pause === null ? null : new Date(now.getTime() + pause),
    checks: 0,
    history: [{ state, fact: manual ? 'handedOver' : 'asked', at: now }],
    version: 1,
    createdAt: now,
    updatedAt: now,
    completedAt: manual ? now : null,
  };
  await Refunds.create([refund], { session: tx });
  const after = {
    order: order._id,
    amount: refund.amount,
    method,
    reason: refund.reason,
    approvedBy: approver?.name ?? null,
  };
  await audit(tenant, by, { action: 'refund.made', subject: id, after, note: how.note }, draft.requestId, tx);
  if (draft.of === 'unapplied')
    await resolveReviews(tenant, { payment: shares[0]?.payment ?? '' }, 'refunded', by, how.note, tx);
  if (manual) {
    await complete(tenant, refund, order, tx);
    return { refund, token: null };
  }
  await reserve(tenant, refund, order, tx);
  return { refund, token: await newResultAddress(tenant, 'refund', id, tx) };
}

function figureOf(
  order: OrderRecord,
  wish: Pick<RefundInput, 'lines' | 'delivery' | 'amount'>,
  earlier: readonly RefundRecord[],
): Figures {
  const returned = new Map<string, number>();
  for (const { line, quantity } of earlier.flatMap((refund) => refund.lines))
    returned.set(line, (returned.get(line) ?? 0) + quantity);
  for (const [i, { line, quantity }] of wish.lines.entries()) {
    const sold = order.lines.find((one) => one.id === line);
    if (!sold) throw invalid(`lines.${i}.line`, 'unknown', 'must be a line of this order');
    const left = sold.quantity - (returned.get(line) ?? 0);
    if (quantity > left)
      throw invalid(`lines.${i}.quantity`, 'too_big', `must be at most ${left}: the rest has been given back already`);
  }
  const left = refundableOf(order);
  const deliveryReturned = earlier.some((refund) => refund.delivery > 0);
  const adjusted = earlier.some((refund) => refund.adjustment !== 0);
  const figures = figure(order, wish, { returned, deliveryReturned, adjusted, left });
  if (figures.amount > left || figures.amount <= 0) throw new Refused('refund_exceeds', { refundable: left });
  return figures;
}

/** What of an order's money can still be given back. */
export function refundableOf(order: Pick<OrderRecord, 'paid' | 'refunded' | 'refunding'>): number {
  return order.paid - (order.refunded ?? 0) - (order.refunding ?? 0);
}

/** What is left of each payment: where its money stands, less what refunds under way will take. Read in the transaction that moves the order. */
async function fundsOf(
  tenant: Tenant,
  attempts: readonly AttemptRecord[],
  kind: 'applied' | 'unapplied',
  tx: ClientSession,
): Promise<Fund[]> {
  const balances = await balancesOf(
    tenant,
    attempts.map(({ _id }) => _id),
    tx,
  );
  const order = attempts[0]?.order;
  const of = kind === 'applied' ? 'order' : 'unapplied';
  const open = order ? (await refundsOf(tenant, order, tx)).filter((one) => one.of === of && !isFinal(one.state)) : [];
  return attempts.flatMap((attempt) => {
    const balance = balances.get(attempt._id);
    if (!balance || balance[kind] === 0) return [];
    const going = open
      .flatMap((refund) => refund.shares)
      .filter((share) => share.payment === attempt._id)
      .reduce((sum, share) => sum + share.amount, 0);
    return [
      {
        payment: attempt._id,
        captured: balance.captured,
        left: balance[kind] - going,
        receiptNumber: attempt.receiptNumber,
        cash: attempt.receiptNumber === null && attempt.method === 'cash',
      },
    ];
  });
}

function sharesOf({ figures: { amount }, funds, from }: Draft): Share[] {
  const usable = from === undefined ? funds : funds.filter((fund) => fund.payment === from);
  const shares = pickShares(amount, usable);
  if (!shares) throw new Refused('refund_exceeds', { refundable: usable.reduce((sum, fund) => sum + fund.left, 0) });
  return shares;
}

/** Where a payout goes: the phone that was named, or the one that paid. */
function phoneOf(tenant: Tenant, { how, attempts }: Draft, shares: readonly Share[]): SealedPhone | null {
  if (how.phone) return sealPhone(tenant, how.phone);
  const payers = attempts.filter(({ _id }) => shares.some((share) => share.payment === _id));
  return payers.find(({ phone }) => phone && phoneOpens(tenant, phone))?.phone ?? null;
}

function phoneOpens(tenant: Tenant, phone: SealedPhone): boolean {
  try {
    return openPhone(tenant, phone) !== '';
  } catch {
    return false;
  }
}

function methodOf({ how, funds }: Draft, shares: readonly Share[], ways: Ways): Method {
  const method = how.method ?? usualMethod(shares, funds, ways);
  if (method === null)
    throw new Refused('refund_method_unavailable', {
      detail:
        'M-Pesa cannot give this amount back by itself here: name `method` (cash or other), or refund each payment on its own.',
    });
  const detail = obstacleTo(method, shares, funds, ways);
  if (detail !== null) throw new Refused('refund_method_unavailable', { detail });
  return method;
}
