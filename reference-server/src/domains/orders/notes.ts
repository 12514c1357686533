import type { OrderNote, OrderTimeline } from '@smartduka/contract';
import { model, Schema, trusted, type ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { historyOf, type EventBy } from '../../platform/outbox.js';
import { owned, tenancy, type Owned, type Tenant } from '../../platform/tenancy.js';
import { attemptsOf } from '../payments/attempts.js';
import { refundsOf } from '../refunds/present.js';
import { openOrder } from './service.js';

interface NoteRecord extends Owned {
  _id: string;
  order: string;
  text: string;
  by: EventBy;
  at: Date;
}
const schema = new Schema<NoteRecord>(
  {
    _id: String,
    order: { type: String, required: true, immutable: true },
    text: { type: String, required: true, immutable: true },
    by: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
  },
  { minimize: false, versionKey: false },
);
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, order: 1, _id: 1 });
const Notes = model('OrderNote', schema, 'order_notes');

export const whoIs = ({ kind, id, name }: Actor): EventBy => ({ kind, id, name });

/** @throws Refused `not_found` */
export async function addNote(
  tenant: Tenant,
  actor: Actor,
  order: string,
  text: string,
  remember: (answer: OrderNote, tx: ClientSession) => Promise<void>,
): Promise<OrderNote> {
  return inTransaction(async (tx) => {
    await openOrder(tenant, order, 'shop', tx);
    const at = clock.now();
    const note: NoteRecord = { ...owned(tenant), _id: newId('note', at), order, text, by: whoIs(actor), at };
    await Notes.create([note], { session: tx });
    const answer = { id: note._id, order, text, by: note.by, at: at.toISOString() };
    await remember(answer, tx);
    return answer;
  });
}

/** Notes may name people: they go when somebody's data is removed. */
export async function dropNotes(tenant: Tenant, orders: readonly string[], tx: ClientSession): Promise<void> {
  await Notes.deleteMany({ ...owned(tenant), order: trusted({ $in: [...orders] }) }, { session: tx });
}

/**
 * Events and notes of an order in one line, with whoever did it as far as that is known.
 *
 * @throws Refused `not_found`
 */
export async function timelineOf(tenant: Tenant, id: string): Promise<OrderTimeline> {
  await openOrder(tenant, id, 'shop');
  const [events, notes, refunds, attempts] = await Promise.all([
    historyOf(tenant, id),
    Notes.find({ ...owned(tenant), order: id })
      .sort({ _id: 1 })
      .limit(500)
      .lean<NoteRecord[]>(),
    refundsOf(tenant, id),
    attemptsOf(tenant, [id]),
  ]);
  const actors = new Map<string, EventBy | undefined>([
    ...refunds.map((refund) => [refund._id, refund.by] as const),
    ...attempts.map((attempt) => [attempt._id, attempt.tender?.by] as const),
  ]);
  const happened = events.map(({ event, by, reason, createdAt }) => ({
    at: createdAt.toISOString(),
    by: by ?? actors.get(event.refund?.id ?? event.payment?.id ?? '') ?? null,
    note: reason ?? null,
    event,
  }));
  const noted = notes.map(({ at, by, text }) => ({ at: at.toISOString(), by, note: text, event: null }));
  // Both are in their own order already, which a stable sort keeps where two are of the same instant.
  return { data: [...happened, ...noted].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}
