import type { CounterSale, CounterSaleInput } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { clock } from '../../platform/clock.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { cartOfSale, linesOf } from '../carts/counter.js';
import { placeOrder } from '../checkout/place.js';
import { stockQueue } from '../inventory/service.js';
import { claimFor } from '../money-receipts/claim.js';
import { findReceipt } from '../money-receipts/match.js';
import { present, toOrder } from '../orders/present.js';
import { findOrder, nextOrderNumber, type OrderRecord } from '../orders/service.js';
import { attemptsOf, toPayment } from '../payments/attempts.js';
import type { AttemptRecord } from '../payments/model.js';
import { holdUntil } from '../payments/pay.js';
import { prepare, sendPrompt, writeAttempt } from '../payments/start.js';
import { writeTender } from '../payments/tenders.js';
import { shiftInUse, shiftNamed } from '../shifts/drawer.js';
import type { ShiftRecord } from '../shifts/model.js';
import { shopOf } from '../shops/service.js';
import { takeParked } from './park.js';
import { shareOut } from './rules.js';

export interface SaleCall {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string;
  readonly remember: (answer: CounterSale, tx: ClientSession) => Promise<void>;
}

/**
 * Sells at a counter. One transaction prices the goods, takes them from the stock of the shift's place, freezes the order, writes each tender and, when
 * all is paid, hands the goods over; then, outside of it, the prompt for a part by M-Pesa is sent. With such a part the goods leave when it is paid.
 *
 * @throws Refused `shift_required` without an open shift; `tenders_short` and `amount_exceeds_due` (with `due`) unless the tenders come to the total;
 *   and as the cart, the discounts, the stock and each payment refuse. Nothing has changed then.
 */
export async function sellAtCounter(call: SaleCall, input: CounterSaleInput): Promise<CounterSale> {
  const { tenant, actor, requestId, remember } = call;
  const asked = input.tenders.find((tender) => tender.method === 'mpesa');
  const place = asked ? (await inTransaction((tx) => shiftOf(tenant, actor, input.shift, tx))).location : null;
  const prepared = asked ? await prepare(tenant, { method: 'mpesa', phone: asked.phone }, place) : null;
  const lines = await linesOf(tenant, input.items);
  const shop = await shopOf(tenant);
  const number = await nextOrderNumber(tenant);
  const id = newId('order');

  const written = await inTransaction(
    async (tx) => {
      const now = clock.now();
      const shift = await shiftOf(tenant, actor, input.shift, tx);
      if (input.parked) await takeParked(tenant, input.parked, tx);
      const by = { actor, requestId, subject: shift._id, now };
      const cart = await cartOfSale(tenant, lines, input, by, tx);
      const order = await placeOrder(
        tenant,
        {
          ...{ id, number, cart: cart._id, opener: 'shop', channel: 'counter', location: shift.location },
          ...{ staff: staffOf(actor, shift), shift: shift._id, secrets: [] },
          ...{ customer: input.customer, expectedTotal: input.expectedTotal },
          reservedUntil: holdUntil(asked ? 'mpesa' : 'cash', false, shop.holdMinutes),
        },
        tx,
      );
      await takeAll(tenant, { actor, shift: shift._id }, order, input, tx);
      const now2 = await freshOrder(tenant, id, tx);
      const made = prepared ? await writeAttempt(tenant, now2, prepared, tx) : { order: now2, attempt: null };
      const answer = await answerOf(tenant, made.order, made.attempt, tx);
      await remember(answer, tx);
      return { ...made, answer };
    },
    { inTurn: stockQueue(tenant) },
  ).catch((error: unknown) => {
    throw isDuplicate(error, 'receiptNumber') ? new Refused('receipt_used') : error;
  });
  if (!prepared || !written.attempt) return written.answer;
  const attempt = await sendPrompt(tenant, written.order, written.attempt, prepared);
  return answerOf(tenant, await freshOrder(tenant, id, null), attempt, null);
}

async function shiftOf(tenant: Tenant, actor: Actor, id: string | undefined, tx: ClientSession): Promise<ShiftRecord> {
  if (id !== undefined) return shiftNamed(tenant, actor, id, tx);
  const own = await shiftInUse(tenant, actor, tx);
  if (!own) throw new Refused('shift_required');
  return own;
}

/** Who sold it: whoever signed in, else the cashier of the shift that a key works for. */
function staffOf(actor: Actor, shift: ShiftRecord): string | null {
  if (actor.kind === 'staff') return actor.id;
  return shift.cashier.id.startsWith('stf_') ? shift.cashier.id : null;
}

/** What is in hand or paid already; the prompt comes last, for what is left. */
async function takeAll(
  tenant: Tenant,
  taker: { readonly actor: Actor; readonly shift: string },
  order: OrderRecord,
  { tenders }: CounterSaleInput,
  tx: ClientSession,
): Promise<void> {
  const receipts = new Map<string, number>();
  for (const tender of tenders)
    if (tender.method === 'receipt') {
      const receipt = await findReceipt(tenant, tender.moneyReceipt, tx);
      if (!receipt || receipts.has(tender.moneyReceipt)) throw new Refused('not_found');
      receipts.set(tender.moneyReceipt, receipt.amount);
    }
  const amounts = shareOut(order.totals.total.amount, tenders, receipts);
  for (const [i, tender] of tenders.entries()) {
    const amount = amounts[i] ?? 0;
    if (tender.method === 'mpesa') continue;
    if (tender.method === 'receipt') await claimFor(tenant, taker.actor, tender.moneyReceipt, order._id, tx);
    else await writeTender(tenant, taker, await freshOrder(tenant, order._id, tx), { ...tender, amount }, tx);
  }
}

async function freshOrder(tenant: Tenant, id: string, tx: ClientSession | null): Promise<OrderRecord> {
  const order = await findOrder(tenant, id, tx);
  if (!order) throw new Error(`${id} has gone`);
  return order;
}

async function answerOf(
  tenant: Tenant,
  order: OrderRecord,
  prompt: AttemptRecord | null,
  tx: ClientSession | null,
): Promise<CounterSale> {
  const attempts = await attemptsOf(tenant, [order._id], tx);
  const change = attempts.reduce((sum, attempt) => sum + (attempt.tender?.change ?? 0), 0);
  return {
    order: prompt ? present(order, attempts) : await toOrder(tenant, order, tx),
    change: { amount: change, currency: order.currency },
    payment: prompt && toPayment(prompt, true),
  };
}
