import { inTransaction, trusted } from '../../platform/database.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { shopZones } from '../shops/service.js';
import { factsOf } from './facts.js';
import { factKinds, layout, Queue, States, type Building, type FactKind, type StateRecord } from './model.js';
import { addBuckets, bucketsOf, dropOthers } from './store.js';

const batch = 500;
const order: readonly FactKind[] = factKinds;

/** Asks for a shop's reports to be added up anew. What is there stays in use until it is done; a rebuild that is under way goes on. */
export async function requestRebuild(tenant: Tenant, timeZone: string, now: Date = new Date()): Promise<void> {
  const id = `${tenant.shop}/${tenant.mode}`;
  await States.updateOne(
    { ...owned(tenant), _id: id },
    { $setOnInsert: { generation: 0, timeZone, building: null, counted: 0 } },
    { upsert: true },
  );
  const state = await States.findOne({ ...owned(tenant), _id: id }).lean<StateRecord>();
  if (!state || (state.building && state.building.timeZone === timeZone)) return;
  const generation = Math.max(state.generation, state.building?.generation ?? 0) + 1;
  const building: Building = { generation, timeZone, kind: 'sale', after: '', done: 0, startedAt: now };
  await States.updateOne({ ...owned(tenant), _id: id, generation: state.generation }, { $set: { building } });
}

/**
 * Goes on with a rebuild, a batch in each transaction, until it is done or told to stop. What a batch holds leaves the queue with it; what happens
 * behind it waits in the queue, so that each thing is counted once. Stopped or killed, it goes on where it was.
 *
 * @returns Whether it is done.
 */
export async function buildSome(
  tenant: Tenant,
  signal: AbortSignal,
  progress?: (building: Building) => void,
): Promise<boolean> {
  while (!signal.aborted) {
    const state = await States.findOne({ ...owned(tenant) }).lean<StateRecord>();
    if (!state?.building) return state !== null;
    progress?.(state.building);
    const next = await buildBatch(tenant, state.building).catch((error: unknown) => {
      if (error instanceof WentOn) return 'more';
      throw error;
    });
    if (next === 'done') {
      await dropOthers(tenant, state.building.generation);
      return true;
    }
  }
  return false;
}

/** Another process took the same step: this one's transaction ends, and what the other did is looked at. */
class WentOn extends Error {}

async function buildBatch(tenant: Tenant, building: Building): Promise<'more' | 'done'> {
  const { generation, kind, after, timeZone, done } = building;
  return inTransaction(async (tx) => {
    const { facts, ids } = await factsOf(tenant, kind, { after, limit: batch }, tx);
    await addBuckets(tenant, generation, bucketsOf(facts, timeZone), facts, tx);
    const last = ids.at(-1);
    if (last !== undefined)
      await Queue.deleteMany(
        { ...owned(tenant), _id: trusted({ $in: ids.map((id) => `${kind}/${id}`) }) },
        { session: tx },
      );
    const following = order[order.indexOf(kind) + 1];
    const change =
      last !== undefined && ids.length === batch
        ? { $set: { 'building.after': last, 'building.done': done + ids.length } }
        : following
          ? { $set: { 'building.kind': following, 'building.after': '', 'building.done': done + ids.length } }
          : { $set: { generation, timeZone, layout, building: null } };
    const moved = await States.updateOne(
      {
        ...owned(tenant),
        'building.generation': generation,
        'building.kind': kind,
        'building.after': after,
      },
      change,
      { session: tx },
    );
    if (moved.matchedCount === 0) throw new WentOn();
    return 'building' in change.$set ? 'done' : 'more';
  });
}

/**
 * Rebuilds the reports of every shop on this server, or of one, on both of its sides.
 *
 * @param tell Hears how far it is, a line at a time.
 * @returns Whether it came to the end.
 */
export async function rebuildAll(
  shop: string | null,
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<boolean> {
  const zones = (await shopZones()).filter(({ id }) => shop === null || id === shop);
  if (shop !== null && zones.length === 0) throw new Error(`there is no shop ${shop}`);
  for (const { id, timeZone } of zones)
    for (const mode of ['test', 'live'] as const) {
      const tenant: Tenant = { shop: id, mode };
      await requestRebuild(tenant, timeZone);
      let told = 0;
      const progress = ({ kind, done }: Building): void => {
        if (done - told < 10_000 && done !== 0) return;
        told = done;
        tell(`${id} ${mode}: ${done} records, now at ${kind}s`);
      };
      if (!(await buildSome(tenant, signal, progress))) return false;
      tell(`${id} ${mode}: done`);
    }
  return true;
}
