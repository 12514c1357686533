import type { ParkInput, ParkedSale } from '@smartduka/contract';
import { Schema, model, trusted, type ClientSession } from 'mongoose';
import type { Actor } from '../../platform/actor.js';
import { clock } from '../../platform/clock.js';
import { pageById, olderThan, type PageAsked } from '../../platform/cursors.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned, tenancy, type Owned, type Tenant } from '../../platform/tenancy.js';
import { linesOf } from '../carts/counter.js';
import { shiftInUse } from '../shifts/drawer.js';
import { locationNamed } from '../shops/locations.js';

interface ParkedRecord extends Owned {
  _id: string;
  state: 'parked' | 'resumed';
  name: string;
  location: string;
  items: ParkedSale['items'];
  code: string | null;
  customer: string | null;
  by: { id: string | null; name: string | null };
  createdAt: Date;
  expiresAt: Date;
}

const schema = new Schema<ParkedRecord>(
  {
    _id: String,
    state: { type: String, required: true },
    name: { type: String, required: true },
    location: { type: String, required: true },
    items: { type: Schema.Types.Mixed, required: true } as never,
    code: { type: String, default: null },
    customer: { type: String, default: null },
    by: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { minimize: false, versionKey: false },
);
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, state: 1, _id: -1 });
schema.index({ shop: 1, mode: 1, location: 1, state: 1, _id: -1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 7 * 24 * 3600 });
const Parked = model('ParkedSale', schema, 'parked_sales');

const lifeMs = 24 * 3_600_000;

interface Call {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly remember: (answer: ParkedSale, tx: ClientSession) => Promise<void>;
}

/** @throws Refused `not_found` for a place that is not there, `product_unavailable`, `product_ambiguous` */
export async function parkSale({ tenant, actor, remember }: Call, input: ParkInput): Promise<ParkedSale> {
  await linesOf(tenant, input.items);
  return inTransaction(async (tx) => {
    const own = input.location === undefined ? (await shiftInUse(tenant, actor, tx))?.location : input.location;
    const now = clock.now();
    const record: ParkedRecord = {
      ...owned(tenant),
      ...{ _id: newId('parkedSale', now), state: 'parked', name: input.name },
      location: (await locationNamed(tenant, own, tx))._id,
      items: input.items.map((item) => JSON.parse(JSON.stringify(item)) as ParkedSale['items'][number]),
      ...{ code: input.code ?? null, customer: input.customer?.name ?? null },
      by: { id: actor.id, name: actor.name },
      ...{ createdAt: now, expiresAt: new Date(now.getTime() + lifeMs) },
    };
    await Parked.create([record], { session: tx });
    const answer = toParked(record);
    await remember(answer, tx);
    return answer;
  });
}

export async function listParked(tenant: Tenant, query: PageAsked & { location?: string | undefined }) {
  const where = query.location === undefined ? {} : { location: query.location };
  const live = { ...owned(tenant), ...where, state: 'parked' as const, expiresAt: trusted({ $gt: clock.now() }) };
  const page = await pageById(tenant, `parked ${JSON.stringify(where)}`, query, (last, limit) =>
    Parked.find({ ...live, ...olderThan(last) })
      .sort({ _id: -1 })
      .limit(limit)
      .lean<ParkedRecord[]>(),
  );
  return { ...page, data: page.data.map(toParked) };
}

/** @throws Refused `not_found`, `wrong_state` when another till has it. */
export async function resumeSale({ tenant, remember }: Call, id: string): Promise<ParkedSale> {
  return inTransaction(async (tx) => {
    const answer = toParked(await take(tenant, id, ['parked'], tx));
    await remember(answer, tx);
    return answer;
  });
}

/** The sale that it was is made: nobody takes it up again. */
export async function takeParked(tenant: Tenant, id: string, tx: ClientSession): Promise<void> {
  await take(tenant, id, ['parked', 'resumed'], tx);
}

async function take(
  tenant: Tenant,
  id: string,
  from: readonly ParkedRecord['state'][],
  tx: ClientSession,
): Promise<ParkedRecord> {
  const found = await Parked.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<ParkedRecord>();
  if (!found || found.expiresAt <= clock.now()) throw new Refused('not_found');
  if (!from.includes(found.state)) throw new Refused('wrong_state', { state: found.state });
  await Parked.updateOne(
    { ...owned(tenant), _id: id, state: found.state },
    { $set: { state: 'resumed' } },
    { session: tx },
  );
  return { ...found, state: 'resumed' };
}

function toParked(record: ParkedRecord): ParkedSale {
  const { _id: id, state, name, location, items, code, customer, by } = record;
  return {
    ...{ id, state, name, location, items, code },
    customer: customer === null ? null : { name: customer },
    by: by.name,
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
  };
}
