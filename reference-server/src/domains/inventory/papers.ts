import type { ClientSession, Model } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { olderThan, pageById, type PageAsked } from '../../platform/cursors.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Owned, type Tenant } from '../../platform/tenancy.js';

/** What transfers, stock-takes and purchases have in common: a state, and a version that grows with each change. */
export interface Paper extends Owned {
  _id: string;
  state: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A collection of them. Named with the `id` that every model adds: without it, whether it fits depends on the order in which files are checked. */
type Papers<T> = Model<T, object, object, { id: string }>;

/** @throws Refused `not_found` */
export async function openPaper<T extends Paper>(
  papers: Papers<T>,
  tenant: Tenant,
  id: string,
  tx: ClientSession | null = null,
): Promise<T> {
  const found = await papers.findOne({ ...owned(tenant), _id: id }, null, { session: tx }).lean<T>();
  if (!found) throw new Refused('not_found');
  return found;
}

/**
 * Moves a paper on from one of the states that allow it. The row is written before any stock moves: of two who do it at once, one starts over and
 * finds it done.
 *
 * @param change What becomes of it, from how it is.
 * @throws Refused `not_found`, `wrong_state`
 */
export async function turnPaper<T extends Paper>(
  papers: Papers<T>,
  tenant: Tenant,
  id: string,
  from: readonly T['state'][],
  change: (paper: T) => Partial<T> | Promise<Partial<T>>,
  tx: ClientSession,
): Promise<{ before: T; after: T }> {
  const before = await openPaper(papers, tenant, id, tx);
  if (!from.includes(before.state)) throw new Refused('wrong_state', { state: before.state });
  const after = await papers
    .findOneAndUpdate(
      { ...owned(tenant), _id: id, version: before.version } as object,
      { $set: { ...(await change(before)), updatedAt: clock.now() }, $inc: { version: 1 } } as object,
      { session: tx, returnDocument: 'after' },
    )
    .lean<T>();
  if (!after) throw new Error(`${id} moved under its own transaction`);
  return { before, after };
}

/** Papers, newest first. */
export async function listPapers<T extends Owned & { _id: string }, Item>(
  papers: Papers<T>,
  tenant: Tenant,
  name: string,
  query: PageAsked,
  filter: Readonly<Record<string, string | undefined>>,
  toItem: (paper: T) => Item,
) {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const page = await pageById<T>(tenant, `${name} ${JSON.stringify(given)}`, query, (last, limit) =>
    papers
      .find({ ...owned(tenant), ...given, ...olderThan(last) } as object)
      .sort({ _id: -1 })
      .limit(limit)
      .lean<T[]>(),
  );
  return { ...page, data: page.data.map(toItem) };
}
