import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { inTransaction, trusted } from '../../platform/database.js';
import type { Job } from '../../platform/jobs.js';
import { log } from '../../platform/log.js';
import { Refused } from '../../platform/refusals.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { shopOf } from '../shops/service.js';
import { factsOf } from './facts.js';
import { layout, Queue, States, type FactKind, type QueueRecord, type StateRecord } from './model.js';
import { settledMs } from './read.js';
import { buildSome, requestRebuild } from './rebuild.js';
import { addBuckets, bucketsOf } from './store.js';

const batch = 400;

/** Adds what waits in the queue to the buckets. A few seconds after a sale, its shop sees it. */
export const rollUpJob: Job = {
  name: 'reports.roll-up',
  everyMs: 1_000,
  async run(signal) {
    // One shop's trouble is not everybody's: its rows stay, and are tried again the next time.
    const troubled = new Set<string>();
    while (!signal.aborted && (await rollUpSome(signal, troubled)) > 0);
  },
};

/** Counts one batch of what waits. @returns How many there were. */
async function rollUpSome(signal: AbortSignal, troubled: Set<string>): Promise<number> {
  for (const { shop, mode, timeZone } of await acrossTenants(
    States.find({ building: null, layout: trusted({ $ne: layout }) }),
  ).lean<StateRecord[]>())
    await requestRebuild({ shop, mode }, timeZone);
  for (const state of await acrossTenants(States.find({ building: trusted({ $ne: null }) })).lean<StateRecord[]>())
    await buildSome({ shop: state.shop, mode: state.mode }, signal);
  const waiting = await acrossTenants(
    Queue.find({ shop: trusted({ $nin: [...troubled] }) })
      .sort({ at: 1 })
      .limit(batch),
  ).lean<QueueRecord[]>();
  const tenants = new Map<string, { tenant: Tenant; rows: QueueRecord[] }>();
  for (const row of waiting) {
    const key = `${row.shop}/${row.mode}`;
    const group = tenants.get(key) ?? { tenant: { shop: row.shop, mode: row.mode }, rows: [] };
    group.rows.push(row);
    tenants.set(key, group);
  }
  for (const { tenant, rows } of tenants.values()) {
    if (signal.aborted) return 0;
    try {
      await count(tenant, rows, signal);
    } catch (error) {
      troubled.add(tenant.shop);
      log.error({ err: error, shop: tenant.shop }, 'reports could not count what waits');
    }
  }
  return waiting.length;
}

/** The state of a shop's reports; a shop without one, or whose clocks moved to another zone, is built anew first. */
async function count(tenant: Tenant, rows: readonly QueueRecord[], signal: AbortSignal): Promise<void> {
  let state = await stateOf(tenant);
  const timeZone = await zoneOf(tenant, state);
  if (!state || state.building || state.timeZone !== timeZone || state.layout !== layout) {
    if (!state?.building) await requestRebuild(tenant, timeZone);
    if (!(await buildSome(tenant, signal))) return;
    state = await stateOf(tenant);
    if (!state) return;
  }
  const { generation } = state;
  await inTransaction(async (tx) => {
    // Whoever rebuilds takes rows off the queue as well: what is no longer there has been counted.
    const left = await Queue.find({ ...owned(tenant), _id: trusted({ $in: rows.map((row) => row._id) }) }, null, {
      session: tx,
    }).lean<QueueRecord[]>();
    const current = await States.findOne({ ...owned(tenant) }, null, { session: tx }).lean<StateRecord>();
    if (left.length === 0 || current?.generation !== generation || current.building) return;
    await countRows(tenant, current, left, tx);
  });
}

/** The zone of a shop; of a suspended one, which nobody may ask, the one that its reports have. */
async function zoneOf(tenant: Tenant, state: StateRecord | null): Promise<string> {
  try {
    return (await shopOf(tenant)).timeZone;
  } catch (error) {
    if (state && error instanceof Refused) return state.timeZone;
    throw error;
  }
}

async function countRows(
  tenant: Tenant,
  state: StateRecord,
  rows: readonly QueueRecord[],
  tx: ClientSession,
): Promise<void> {
  const kinds = new Map<FactKind, string[]>();
  for (const { kind, subject } of rows) kinds.set(kind, [...(kinds.get(kind) ?? []), subject]);
  const facts = [];
  for (const [kind, ids] of kinds) facts.push(...(await factsOf(tenant, kind, { ids }, tx)).facts);
  const buckets = bucketsOf(facts, state.timeZone);
  await addBuckets(tenant, state.generation, buckets, facts, tx);
  const late = clock.now().getTime() - settledMs;
  const settled = buckets.some(({ at }) => at.getTime() < late) ? 1 : 0;
  // The state is written so that a rebuild that begins meanwhile and this cannot both go through.
  await States.updateOne({ ...owned(tenant) }, { $inc: { counted: rows.length, settled } }, { session: tx });
  const gone = await Queue.deleteMany(
    { ...owned(tenant), _id: trusted({ $in: rows.map((row) => row._id) }) },
    { session: tx },
  );
  if (gone.deletedCount !== rows.length) throw new Error('rows of the report queue went while they were counted');
}

export async function stateOf(tenant: Tenant): Promise<StateRecord | null> {
  return States.findOne({ ...owned(tenant) }).lean<StateRecord>();
}
