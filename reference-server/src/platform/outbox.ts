import { EventEmitter } from 'node:events';
import type { OrderEvent, ShopEvent } from '@smartduka/contract';
import { Schema, model, type ClientSession } from 'mongoose';
import { afterCommit, trusted } from './database.js';
import { idsFrom, newId } from './ids.js';
import { acrossTenants, owned, tenancy, type Owned, type Tenant } from './tenancy.js';

export interface EventBy {
  kind: string;
  id: string | null;
  name: string | null;
}

export interface StoredEvent extends Owned {
  _id: string;
  order: string;
  sequence: number;
  type: OrderEvent['type'];
  schemaVersion: number;
  /** As clients get it: ids, states, amounts; phones masked (W1). */
  event: OrderEvent;
  createdAt: Date;
  /** Who did it, for the shop alone. Absent when that was the buyer or the server itself. */
  by?: EventBy;
  /** Why, in their words. */
  reason?: string;
  /** Nobody has looked yet whether an endpoint wants it. Absent afterwards, so that its index holds only what is to be done. */
  pending?: true;
}

const schema = new Schema<StoredEvent>(
  {
    _id: String,
    order: { type: String, required: true },
    sequence: { type: Number, required: true },
    type: { type: String, required: true },
    schemaVersion: { type: Number, required: true },
    event: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
    by: { type: Schema.Types.Mixed },
    reason: { type: String },
    pending: { type: Boolean },
  },
  { minimize: false },
);
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, order: 1, sequence: 1 }, { unique: true });
schema.index({ shop: 1, mode: 1, _id: -1 });
schema.index({ shop: 1, mode: 1, type: 1, _id: -1 });
schema.index({ pending: 1, _id: 1 }, { partialFilterExpression: { pending: true } });
const Events = model('OutboxEvent', schema, 'outbox');

/** No order has this id. */
const anyEvent = '*';
const wakeUps = new EventEmitter().setMaxListeners(0);

/** Writes events of one order in the transaction of the change that they tell about; without that transaction there are none (W1). */
export async function addEvents(
  tenant: Tenant,
  events: readonly Omit<OrderEvent, 'id'>[],
  tx: ClientSession,
  who: Pick<StoredEvent, 'by' | 'reason'> = {},
): Promise<void> {
  const rows: StoredEvent[] = events.map((event) => {
    const id = newId('event');
    const { order, sequence, type } = event;
    const createdAt = new Date(event.createdAt);
    return {
      ...owned(tenant),
      _id: id,
      order,
      sequence,
      type,
      schemaVersion: 1,
      event: { id, ...event },
      createdAt,
      ...who,
      pending: true,
    };
  });
  await Events.insertMany(rows, { session: tx });
  afterCommit(tx, () => {
    for (const order of new Set(events.map((event) => event.order))) wakeUps.emit(order);
    wakeUps.emit(anyEvent);
  });
}

/** Events of an order after a sequence number, oldest first. */
export async function eventsAfter(tenant: Tenant, order: string, after: number, limit = 200): Promise<OrderEvent[]> {
  const rows = await Events.find({ ...owned(tenant), order, sequence: trusted({ $gt: after }) })
    .sort({ sequence: 1 })
    .limit(limit)
    .lean();
  return rows.map((row) => row.event);
}

/** All events of an order with who did it, oldest first. */
export async function historyOf(tenant: Tenant, order: string, limit = 500): Promise<StoredEvent[]> {
  return Events.find({ ...owned(tenant), order })
    .sort({ sequence: 1 })
    .limit(limit)
    .lean<StoredEvent[]>();
}

export function toShopEvent({ _id, type, mode, order, sequence, createdAt, event }: StoredEvent): ShopEvent {
  return { id: _id, type, mode, order, sequence, createdAt: createdAt.toISOString(), data: event };
}

/** Events of a shop, newest first; `before` is the last id of the page before. */
export async function findEvents(
  tenant: Tenant,
  filter: Partial<Pick<StoredEvent, '_id' | 'type' | 'order'>>,
  before: string | null,
  limit: number,
): Promise<StoredEvent[]> {
  const position = before ? { _id: trusted({ $lt: before }) } : {};
  return Events.find({ ...owned(tenant), ...position, ...filter })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<StoredEvent[]>();
}

/**
 * Events of a shop that were begun at or after an instant, oldest first. An event becomes visible up to a transaction's length after it was
 * begun, so whoever follows the list looks back that far again and skips what was seen (`longestWrite`).
 */
export async function eventsSince(tenant: Tenant, since: Date, limit = 500): Promise<StoredEvent[]> {
  return Events.find({ ...owned(tenant), _id: trusted({ $gte: idsFrom('event', since) }) })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<StoredEvent[]>();
}

/** A transaction that wrote an event has ended by then, one way or the other. */
export const longestWrite = 15_000;

/** Events of all shops that no endpoint was offered yet, oldest first. */
export async function pendingEvents(limit: number): Promise<StoredEvent[]> {
  return acrossTenants(Events.find({ pending: true }))
    .sort({ _id: 1 })
    .limit(limit)
    .lean<StoredEvent[]>();
}

export async function eventsOffered(ids: readonly string[]): Promise<void> {
  await acrossTenants(Events.updateMany({ _id: trusted({ $in: [...ids] }) }, { $unset: { pending: 1 } }));
}

/** Calls back soon after this process wrote an event of the order. Events of other processes are found by looking again. */
export function onEvent(order: string, wake: () => void): () => void {
  wakeUps.on(order, wake);
  return () => void wakeUps.off(order, wake);
}

/** The same for the events of all orders and shops. */
export const onAnyEvent = (wake: () => void): (() => void) => onEvent(anyEvent, wake);
