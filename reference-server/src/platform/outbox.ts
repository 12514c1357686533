import { EventEmitter } from 'node:events';
import type { OrderEvent } from '@smartduka/contract';
import { Schema, model, type ClientSession } from 'mongoose';
import { afterCommit, trusted } from './database.js';
import { newId } from './ids.js';
import { owned, tenancy, type Owned, type Tenant } from './tenancy.js';

interface StoredEvent extends Owned {
  _id: string;
  order: string;
  sequence: number;
  type: OrderEvent['type'];
  schemaVersion: number;
  /** As clients get it: ids, states, amounts; phones masked (W1). */
  event: OrderEvent;
  createdAt: Date;
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
  },
  { minimize: false },
);
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, order: 1, sequence: 1 }, { unique: true });
const Events = model('OutboxEvent', schema, 'outbox');

const wakeUps = new EventEmitter().setMaxListeners(0);

/** Writes an event in the transaction of the change that it tells about; without that transaction there is no event (W1). */
export async function addEvent(tenant: Tenant, event: Omit<OrderEvent, 'id'>, tx: ClientSession): Promise<void> {
  const id = newId('event');
  const createdAt = new Date(event.createdAt);
  await Events.create(
    [
      {
        ...owned(tenant),
        _id: id,
        order: event.order,
        sequence: event.sequence,
        type: event.type,
        schemaVersion: 1,
        event: { id, ...event },
        createdAt,
      },
    ],
    { session: tx },
  );
  afterCommit(tx, () => wakeUps.emit(event.order));
}

/** Events of an order after a sequence number, oldest first. */
export async function eventsAfter(tenant: Tenant, order: string, after: number, limit = 200): Promise<OrderEvent[]> {
  const rows = await Events.find({ ...owned(tenant), order, sequence: trusted({ $gt: after }) })
    .sort({ sequence: 1 })
    .limit(limit)
    .lean();
  return rows.map((row) => row.event);
}

/** Calls back soon after this process wrote an event of the order. Events of other processes are found by looking again. */
export function onEvent(order: string, wake: () => void): () => void {
  wakeUps.on(order, wake);
  return () => void wakeUps.off(order, wake);
}
