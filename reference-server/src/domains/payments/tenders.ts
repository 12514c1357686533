import type { Payment, TenderInput } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { stockQueue } from '../inventory/service.js';
import { countInShift } from '../shifts/drawer.js';
import { dueOf, findOrder, isPayable, type OrderRecord } from '../orders/service.js';
import { attemptsOf, toPayment } from './attempts.js';
import { Attempts, type AttemptRecord, type TenderRecord } from './model.js';
import { holdsOrder, type Method } from './rules.js';
import { take, withdrawPromises } from './service.js';

/** Who takes the money, and into which drawer. */
export interface Taker {
  readonly actor: Actor;
  /** The shift that counts it; null outside of one. */
  readonly shift: string | null;
}

/**
 * Takes money that the shop has in its hands: cash, or what came by card terminal, bank or voucher. It succeeds at once. A promise to pay the same in
 * cash is settled by it; other promises end.
 *
 * @throws Refused `not_found`, `order_canceled`, `order_paid`, `amount_exceeds_due` (with `due`), `payment_in_progress` (with `payment`): a prompt is
 *   out for a part of what is due, `insufficient_stock` (with `lines`), `validation_failed`
 */
export async function takeTender(
  tenant: Tenant,
  taker: Pick<Taker, 'actor'>,
  orderId: string,
  input: TenderInput,
  remember: (answer: Payment, tx: ClientSession) => Promise<void>,
): Promise<Payment> {
  return inTransaction(
    async (tx) => {
      const order = await findOrder(tenant, orderId, tx);
      if (!order) throw new Refused('not_found');
      const shift = await countInShift(tenant, taker.actor, tx);
      const answer = toPayment(await writeTender(tenant, { ...taker, shift }, order, input, tx), false);
      await remember(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(tenant) },
  );
}

/** The same within a transaction that does more, such as a sale at a counter. Its caller waits its turn for the stock. */
export async function writeTender(
  tenant: Tenant,
  taker: Taker,
  order: OrderRecord,
  input: TenderInput,
  tx: ClientSession,
): Promise<AttemptRecord> {
  if (order.status !== 'open') throw new Refused('order_canceled');
  if (!isPayable(order)) throw new Refused('order_paid');
  const due = dueOf(order);
  const amount = input.amount ?? due;
  if (amount > due) throw new Refused('amount_exceeds_due', { due });
  const attempts = await attemptsOf(tenant, [order._id], tx);
  const open = attempts.filter((attempt) => holdsOrder(attempt.method, attempt.state));
  const asked = open.reduce((sum, attempt) => sum + attempt.amount, 0);
  if (amount > due - asked) throw new Refused('payment_in_progress', { payment: open[0]?._id });

  const tender = tenderOf(input, amount, taker);
  const promise = attempts.find(
    (attempt) => input.method === 'cash' && attempt.method === 'cash' && attempt.state === 'pending',
  );
  const kept = promise?.amount === amount ? promise : null;
  await withdrawPromises(tenant, order._id, tx, kept?._id ?? null);
  const attempt =
    kept ?? (await insertAttempt(tenant, order, { method: input.method, amount, receiptNumber: null }, tx));
  return take(tenant, attempt, 'handedOver', { tender, refusable: true }, tx);
}

function tenderOf(input: TenderInput, amount: number, { actor, shift }: Taker): TenderRecord {
  const by = { kind: actor.kind, id: actor.id, name: actor.name };
  if (input.method === 'other')
    return { kind: input.kind, tendered: null, change: null, reference: input.reference ?? null, by, shift };
  const tendered = input.tendered ?? amount;
  if (tendered < amount) throw invalid('tendered', 'too_small', `must be at least the amount, ${amount}`);
  return { kind: 'cash', tendered, change: tendered - amount, reference: null, by, shift };
}

/** An attempt for money that is there already: the next fact makes it succeed. */
export async function insertAttempt(
  tenant: Tenant,
  order: OrderRecord,
  money: { method: Method; amount: number; receiptNumber: string | null; shortcode?: string },
  tx: ClientSession,
): Promise<AttemptRecord> {
  const now = clock.now();
  const attempt: AttemptRecord = {
    ...owned(tenant),
    _id: newId('payment', now),
    order: order._id,
    method: money.method,
    state: 'created',
    reason: null,
    retryable: false,
    amount: money.amount,
    currency: order.currency,
    phone: null,
    shortcode: money.shortcode ?? null,
    callbackHash: null,
    callbackUntil: null,
    checkoutRequestId: null,
    merchantRequestId: null,
    receiptNumber: money.receiptNumber,
    tender: null,
    claim: null,
    firstDenial: null,
    late: false,
    unapplied: false,
    reviewReason: null,
    pushedAt: null,
    promptExpiresAt: null,
    nextCheckAt: null,
    checks: 0,
    history: [],
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  await Attempts.create([attempt], { session: tx });
  return attempt;
}
