import { trusted, type ClientSession } from 'mongoose';
import type { ConsentChannel, CustomerQuery, CustomerRecord, CustomerUpdate, NewCustomer } from '@smartduka/contract';
import type { Actor } from '../../platform/actor.js';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { olderThan, pageById } from '../../platform/cursors.js';
import { inTransaction, isDuplicate } from '../../platform/database.js';
import { nameKeyOf } from '../../platform/names.js';
import { phoneHash, sealPhone } from '../../platform/personal.js';
import { Refused } from '../../platform/refusals.js';
import { owned, type Tenant, type Tx } from '../../platform/tenancy.js';
import { claimOrders } from '../orders/people.js';
import { newCustomer } from './join.js';
import { Customers, type StoredCustomer } from './model.js';
import { toCustomerRecord } from './view.js';

/** Who asks, and what to do with the answer in the same transaction. */
export interface Edit<Answer = CustomerRecord> {
  readonly tenant: Tenant;
  readonly actor: Actor;
  readonly requestId: string;
  readonly remember: (answer: Answer, tx: ClientSession) => Promise<void>;
}

/**
 * A customer; the id of one that was merged leads to the one that is left.
 *
 * @throws Refused `not_found`
 */
export async function openCustomer(tenant: Tenant, id: string, tx: Tx = null): Promise<StoredCustomer> {
  const byId = (_id: string) =>
    Customers.findOne({ ...owned(tenant), _id }, null, { session: tx }).lean<StoredCustomer>();
  const found = await byId(id);
  const left = found?.mergedInto ? await byId(found.mergedInto) : found;
  if (!left) throw new Refused('not_found');
  return left;
}

/** Newest first. Those that became part of another are not among them. */
export async function listCustomers(tenant: Tenant, { limit, after, ...wanted }: CustomerQuery) {
  const filter = await filterOf(tenant, wanted);
  const page = await pageById(tenant, `customers ${JSON.stringify(wanted)}`, { limit, after }, (last, most) =>
    Customers.find({ ...owned(tenant), mergedInto: null, ...filter, ...(last === null ? {} : both(filter, last)) })
      .sort({ _id: -1 })
      .limit(most)
      .lean<StoredCustomer[]>(),
  );
  return { ...page, data: page.data.map((customer) => toCustomerRecord(customer, false)) };
}

const both = (filter: Record<string, unknown>, last: string) =>
  '_id' in filter ? { _id: trusted({ $eq: filter['_id'], $lt: last }) } : olderThan(last);

async function filterOf(
  tenant: Tenant,
  { phone, name, tag }: Omit<CustomerQuery, 'limit' | 'after'>,
): Promise<Record<string, unknown>> {
  const filter: Record<string, unknown> = {};
  if (phone !== undefined) {
    const hash = phoneHash(phone);
    // A phone of a record that became part of another finds that other.
    const merged = await Customers.findOne({ ...owned(tenant), 'phone.hash': hash }).lean<StoredCustomer>();
    if (merged?.mergedInto) filter['_id'] = merged.mergedInto;
    else filter['phone.hash'] = hash;
  }
  if (name !== undefined) {
    const key = nameKeyOf(name);
    filter['nameKey'] = trusted({ $gte: key, $lt: `${key}\uffff` });
  }
  if (tag !== undefined) filter['tags'] = tag;
  return filter;
}

/** @throws Refused `already_taken` when somebody is known by that phone number. */
export async function createCustomer(edit: Edit, input: NewCustomer): Promise<CustomerRecord> {
  const { tenant } = edit;
  const { name, phone, email, ...rest } = input;
  return unique(() =>
    inTransaction(async (tx) => {
      const made: StoredCustomer = {
        ...newCustomer(tenant, { name: name ?? null, email: email ?? null, phone: phone ?? null }),
        ...plain(rest),
      };
      await Customers.create([made], { session: tx });
      if (made.phone) await claimOrders(tenant, made.phone.hash, made._id, tx);
      return finish(edit, made, { action: 'customer.created', fields: Object.keys(input) }, tx);
    }),
  );
}

/** @throws Refused `not_found`, `already_taken`, `customer_erased`, `version_stale` */
export async function updateCustomer(
  edit: Edit,
  id: string,
  update: CustomerUpdate,
  ifMatch: number | null,
): Promise<CustomerRecord> {
  const { tenant } = edit;
  const { name, phone, ...rest } = update;
  const set = {
    ...plain(rest),
    ...(name === undefined ? {} : { name }),
    ...(name ? { nameKey: nameKeyOf(name) } : {}),
    ...(phone === undefined ? {} : { phone: phone === null ? null : sealPhone(tenant, phone) }),
  };
  return unique(() =>
    changeCustomer(edit, id, { action: 'customer.updated', fields: Object.keys(update) }, async (before, tx) => {
      if (ifMatch !== null && ifMatch !== before.version) throw new Refused('version_stale');
      if (phone) await claimOrders(tenant, phoneHash(phone), before._id, tx);
      return { $set: set, ...(name === null ? { $unset: { nameKey: 1 } } : {}) };
    }),
  );
}

/** @throws Refused `not_found`, `customer_erased` */
export function setConsent(
  edit: Edit,
  id: string,
  channel: ConsentChannel,
  { granted, source }: { granted: boolean; source: string },
): Promise<CustomerRecord> {
  const { kind, id: by, name } = edit.actor;
  const line = { channel, granted, source, by: { kind, id: by, name }, at: clock.now() };
  const deed = { action: 'customer.consent', fields: [`${channel}: ${granted ? 'yes' : 'no'}`] };
  return changeCustomer(edit, id, deed, () => Promise.resolve({ $push: { consents: line } }));
}

interface Deed {
  readonly action: string;
  /** Names of what changed. Their values are personal, and the log is for ever. */
  readonly fields: readonly string[];
}

async function changeCustomer(
  edit: Edit,
  id: string,
  deed: Deed,
  make: (before: StoredCustomer, tx: ClientSession) => Promise<object>,
): Promise<CustomerRecord> {
  const { tenant } = edit;
  return inTransaction(async (tx) => {
    const before = await openCustomer(tenant, id, tx);
    if (before.erasedAt) throw new Refused('customer_erased');
    const change = (await make(before, tx)) as { $set?: object };
    const after = await Customers.findOneAndUpdate(
      { ...owned(tenant), _id: before._id, version: before.version },
      { ...change, $set: { ...change.$set, updatedAt: clock.now() }, $inc: { version: 1 } },
      { session: tx, returnDocument: 'after' },
    ).lean<StoredCustomer>();
    if (!after) throw new Refused('version_stale');
    return finish(edit, after, deed, tx);
  });
}

async function finish(edit: Edit, after: StoredCustomer, deed: Deed, tx: ClientSession): Promise<CustomerRecord> {
  const { action, fields } = deed;
  await audit(
    edit.tenant,
    edit.actor,
    { action, subject: after._id, after: { fields: [...fields] } },
    edit.requestId,
    tx,
  );
  const answer = toCustomerRecord(after, false);
  await edit.remember(answer, tx);
  return answer;
}

function plain({
  tags,
  ...rest
}: Pick<CustomerUpdate, 'tags' | 'email' | 'language' | 'notes'>): Partial<StoredCustomer> {
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...said, ...(tags ? { tags: [...new Set(tags)] } : {}) };
}

async function unique<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDuplicate(error, 'phone.hash')) throw error;
    const errors = [{ path: 'phone', code: 'taken', message: 'another customer has this number; merge the two' }];
    throw new Refused('already_taken', { errors }, { cause: error });
  }
}
