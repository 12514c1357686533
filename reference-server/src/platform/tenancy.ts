import type { Aggregate, ClientSession, PipelineStage, Query, Schema } from 'mongoose';

/** Whose data: a shop, and which of its two sides. Comes from the credential only (T1). */
export interface Tenant {
  readonly shop: string;
  readonly mode: 'test' | 'live';
}

/** What every stored document of a shop carries. */
export interface Owned {
  shop: string;
  mode: Tenant['mode'];
}

/** For calls that belong to no shop: signing in, and the operator of the server. Owns nothing of any shop. */
export const noShop: Tenant = { shop: 'platform', mode: 'live' };

/** Just the two fields, for filters and new documents: `Cart.findOne({ ...owned(tenant), _id })`. */
export function owned(tenant: Tenant): Owned {
  return { shop: tenant.shop, mode: tenant.mode };
}

/** A query that forgot whose data it wants. A defect of ours, never an answer to a client. */
export class TenantMissing extends Error {
  constructor(what: string) {
    super(`${what} without shop and mode`);
  }
}

const widened = new WeakSet<object>();

/**
 * Lets one query or aggregation look at every shop, which only jobs and server-wide tokens may (T3). It stands out on the page so that a
 * reviewer asks why.
 *
 * @example await acrossTenants(Attempt.find({ nextCheckAt: { $lte: now } }))
 */
export function acrossTenants<T extends object>(query: T): T {
  widened.add(query);
  return query;
}

const reads = ['find', 'findOne', 'countDocuments', 'distinct'] as const;
const writes = [
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
] as const;

/**
 * The data-access layer's one rule, as a mongoose plugin: every document carries shop and mode, and every query, update, aggregation, insert
 * and bulk write names both, or throws before it reaches the database (T2). mongoose would turn a missing shop into "shop is null".
 */
export function tenancy(schema: Schema): void {
  schema.add({
    shop: { type: String, required: true, immutable: true },
    mode: { type: String, enum: ['test', 'live'], required: true, immutable: true },
  });
  guard(schema, check, ['shop', 'mode']);
}

/** The same for what a shop has once for both of its sides, such as its staff: every query names the shop. */
export function shopTenancy(schema: Schema): void {
  schema.add({ shop: { type: String, required: true, immutable: true } });
  guard(schema, checkShop, ['shop']);
}

type Check = (named: Record<string, unknown>, what: string) => void;

function guard(schema: Schema, check: Check, owner: readonly string[]): void {
  for (const operation of [...reads, ...writes]) {
    schema.pre(operation, { query: true, document: false }, function (this: Query<unknown, unknown>) {
      if (widened.has(this)) return;
      check(this.getFilter(), `${operation} on ${this.model.modelName}`);
      const update: unknown = this.getUpdate();
      if (update) refuseMove(update, owner, `${operation} on ${this.model.modelName}`);
    });
  }
  schema.pre('estimatedDocumentCount', function () {
    throw new TenantMissing('estimatedDocumentCount counts every shop');
  });
  schema.pre('aggregate', function (this: Aggregate<unknown>) {
    if (widened.has(this)) return;
    const first = this.pipeline()[0] as (PipelineStage & { $match?: Record<string, unknown> }) | undefined;
    check(first?.$match ?? {}, 'aggregate, whose first stage must match them,');
  });
  schema.pre('save', function () {
    check(this.toObject() as Record<string, unknown>, 'save');
  });
  schema.pre('insertMany', function (docs: unknown) {
    for (const doc of Array.isArray(docs) ? docs : [docs]) check(doc as Record<string, unknown>, 'insertMany');
  });
  schema.pre('bulkWrite', function (operations: unknown) {
    for (const operation of operations as Record<string, Record<string, unknown>>[]) {
      const [name, parts] = Object.entries(operation)[0] ?? ['', {}];
      const named = name === 'insertOne' ? parts['document'] : parts['filter'];
      check((named ?? {}) as Record<string, unknown>, `bulkWrite ${name}`);
      refuseMove(parts['update'] ?? {}, owner, `bulkWrite ${name}`);
    }
  });
}

function check(named: Record<string, unknown>, what: string): void {
  checkShop(named, what);
  if (named['mode'] !== 'test' && named['mode'] !== 'live') throw new TenantMissing(what);
}

function checkShop({ shop }: Record<string, unknown>, what: string): void {
  if (typeof shop !== 'string' || shop === '') throw new TenantMissing(what);
}

/** A document never changes hands. Setting the owner on insert is how an upsert names it. */
function refuseMove(update: unknown, owner: readonly string[], what: string): void {
  for (const [operator, fields] of Object.entries(update as Record<string, unknown>)) {
    if (operator === '$setOnInsert' || typeof fields !== 'object' || fields === null) continue;
    if (owner.some((name) => name in fields)) throw new TenantMissing(`${what} must not change the owner; it came`);
  }
}

/** A transaction in hand, or none. */
export type Tx = ClientSession | null;
