import type { Fulfilment, FulfilmentInput, FulfilmentUpdate, OrderEventType } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid, Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import { consume, handOver, stockQueue } from '../inventory/service.js';
import { attemptsOf } from '../payments/attempts.js';
import { itemsOf } from '../payments/settle.js';
import { refundsOf } from '../refunds/present.js';
import { addUpLines, canTurn, hasLeft, leftToFulfil, statusOf, type Quantities } from './fulfil-rules.js';
import type { FulfilmentRecord } from './model.js';
import { whoIs } from './notes.js';
import { toFulfilment } from './present.js';
import { openOrder, tell, type OrderChange, type OrderRecord } from './service.js';

interface Call {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly remember: (answer: Fulfilment, tx: ClientSession) => Promise<void>;
}

/**
 * Packs, hands over or delivers goods of an order, all or some of them. What was sold leaves the stock when it is handed over. Goods may leave
 * before the money comes where it was said that cash is paid on delivery.
 *
 * @throws Refused `not_found`, `order_canceled`, `order_unpaid`, `validation_failed` for more than is left, `insufficient_stock` when the goods of
 *   an unpaid order were not kept and are gone.
 */
export async function fulfilOrder(call: Call, id: string, input: FulfilmentInput): Promise<Fulfilment> {
  return changing(call, id, async (order, returned) => {
    const left = leftToFulfil(order.lines, order.fulfilments ?? [], returned);
    for (const [i, { line, quantity }] of input.lines.entries()) {
      const most = left.get(line);
      if (most === undefined) throw invalid(`lines.${i}.line`, 'unknown', 'must be a line of this order');
      if (quantity > most)
        throw invalid(
          `lines.${i}.quantity`,
          'too_big',
          `must be at most ${most}: the rest is packed, gone or given back`,
        );
    }
    const now = clock.now();
    const { lines, state, tracking = null, note = null } = input;
    const gone = hasLeft(state);
    const after: FulfilmentRecord = {
      ...{ id: newId('fulfilment', now), lines, state, tracking, note },
      createdAt: now,
      handedOverAt: gone ? now : null,
      deliveredAt: state === 'delivered' ? now : null,
    };
    return { before: null, after };
  });
}

/**
 * Says how packed goods went on. Repeated, it changes nothing.
 *
 * @throws Refused as `fulfilOrder`, and `wrong_state` (with `state`) where they cannot go from there.
 */
export async function updateFulfilment(
  call: Call,
  id: string,
  fulfilment: string,
  update: FulfilmentUpdate,
): Promise<Fulfilment> {
  return changing(call, id, async (order) => {
    const before = order.fulfilments?.find((one) => one.id === fulfilment);
    if (!before) throw new Refused('not_found');
    const { state = before.state, tracking = before.tracking, note = before.note } = update;
    if (!canTurn(before.state, state)) throw new Refused('wrong_state', { state: before.state });
    const now = clock.now();
    const after: FulfilmentRecord = {
      ...before,
      ...{ state, tracking, note },
      handedOverAt: before.handedOverAt ?? (hasLeft(state) ? now : null),
      deliveredAt: before.deliveredAt ?? (state === 'delivered' ? now : null),
    };
    return { before, after };
  });
}

interface Turn {
  readonly before: FulfilmentRecord | null;
  readonly after: FulfilmentRecord;
}

function changing(
  call: Call,
  id: string,
  turn: (order: OrderRecord, returned: Quantities) => Promise<Turn>,
): Promise<Fulfilment> {
  const { tenant, actor, requestId, remember } = call;
  return inTransaction(
    async (tx) => {
      const order = await openOrder(tenant, id, 'shop', tx);
      const refunds = await refundsOf(tenant, id, tx);
      const returned = addUpLines(
        refunds.filter((one) => one.of === 'order' && one.state !== 'failed').flatMap((one) => one.lines),
      );
      const { before, after } = await turn(order, returned);
      const answer = toFulfilment(after);
      const types = eventsOf(before, after);
      if (types.length > 0 || !before) {
        const change = await moveOn(call, order, { before, after }, returned, tx);
        await tell(tenant, id, types.map(named(change)), null, tx, {
          ...{ change, fulfilment: answer },
          who: { by: whoIs(actor) },
        });
        const deed = { action: `fulfilment.${after.state}`, subject: id, after: { fulfilment: after.id } };
        await audit(tenant, actor, deed, requestId, tx);
      }
      await remember(answer, tx);
      return answer;
    },
    { inTurn: stockQueue(tenant) },
  );
}

/** Checks that they may go on, and moves the stock when they leave. */
async function moveOn(
  { tenant, actor }: Call,
  order: OrderRecord,
  { before, after }: Turn,
  returned: Quantities,
  tx: ClientSession,
): Promise<OrderChange> {
  const earlier = order.fulfilments ?? [];
  const fulfilments = before ? earlier.map((one) => (one.id === after.id ? after : one)) : [...earlier, after];
  const change: OrderChange = { fulfilments, fulfilmentStatus: statusOf(order.lines, fulfilments, returned) };
  const leaves = hasLeft(after.state) && !(before && hasLeft(before.state));
  if (before && !leaves) return change;
  if (order.status === 'canceled') throw new Refused('order_canceled');
  const unpaid = order.paidAt === null;
  if (unpaid && !(await isPromised(tenant, order, tx))) throw new Refused('order_unpaid');
  if (!leaves) return change;

  const gone = earlier.filter((one) => hasLeft(one.state));
  const left = leftToFulfil(order.lines, gone, returned);
  const tooMany = () => invalid('lines', 'too_big', 'must be no more than is left: some has been given back');
  if (after.lines.some(({ line, quantity }) => quantity > (left.get(line) ?? 0))) throw tooMany();
  if (unpaid) {
    const goods = await consume(tenant, order._id, itemsOf(order), tx);
    if (goods.outcome === 'short') throw new Refused('insufficient_stock', { lines: goods.lines });
    change.reservedUntil = null;
  }
  const parts = new Map(after.lines.map(({ line, quantity }) => [line, quantity]));
  const leaving = order.lines
    .filter((line) => parts.has(line.id))
    .map((line) => ({ ...line, quantity: parts.get(line.id) ?? 0 }));
  if (!(await handOver(tenant, order._id, itemsOf({ lines: leaving }), actor.id, tx))) throw tooMany();
  return change;
}

/** Whether it was said that cash is paid on delivery, or at the counter. */
async function isPromised(tenant: Tenant, order: OrderRecord, tx: ClientSession): Promise<boolean> {
  const attempts = await attemptsOf(tenant, [order._id], tx);
  return attempts.some((attempt) => attempt.method === 'cash' && attempt.state === 'pending');
}

type Told = 'ready' | 'left' | 'delivered' | 'changed';

function eventsOf(before: FulfilmentRecord | null, after: FulfilmentRecord): Told[] {
  const told: Told[] = [];
  if (!before && after.state === 'ready') told.push('ready');
  if (hasLeft(after.state) && !(before && hasLeft(before.state))) told.push('left');
  if (after.state === 'delivered' && before?.state !== 'delivered') told.push('delivered');
  const other = before && (before.tracking !== after.tracking || before.note !== after.note);
  if (told.length === 0 && (other || (before && before.state !== after.state))) told.push('changed');
  return told;
}

const named =
  (change: OrderChange) =>
  (told: Told): OrderEventType => {
    if (told === 'left')
      return change.fulfilmentStatus === 'fulfilled' ? 'order.fulfilled' : 'order.partially_fulfilled';
    return ({ ready: 'order.ready', delivered: 'order.delivered', changed: 'order.fulfilment_changed' } as const)[told];
  };
