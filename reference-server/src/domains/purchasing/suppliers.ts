import type { NewSupplier, Supplier, SupplierUpdate } from '@smartduka/contract';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { Refused } from '../../platform/refusals.js';
import { owned } from '../../platform/tenancy.js';
import type { StockCall } from '../inventory/transfers.js';
import { Suppliers, type SupplierRecord } from './model.js';

type Call = StockCall<Supplier>;

export function createSupplier(call: Call, input: NewSupplier): Promise<Supplier> {
  return inTransaction(async (tx) => {
    const now = clock.now();
    const record: SupplierRecord = {
      ...owned(call.tenant),
      _id: newId('supplier', now),
      name: input.name,
      phone: input.phone ?? null,
      email: input.email ?? null,
      kraPin: input.kraPin ?? null,
      leadDays: input.leadDays ?? 3,
      note: input.note ?? null,
      archived: false,
      createdAt: now,
      updatedAt: now,
    };
    await Suppliers.create([record], { session: tx });
    return tell(call, 'supplier.created', record, tx);
  });
}

/** @throws Refused `not_found` */
export function updateSupplier(call: Call, id: string, input: SupplierUpdate): Promise<Supplier> {
  return inTransaction(async (tx) => {
    const set = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    const record = await Suppliers.findOneAndUpdate(
      { ...owned(call.tenant), _id: id },
      { $set: { ...set, updatedAt: clock.now() } },
      { session: tx, returnDocument: 'after' },
    ).lean<SupplierRecord>();
    if (!record) throw new Refused('not_found');
    return tell(call, 'supplier.updated', record, tx);
  });
}

async function tell(call: Call, action: string, record: SupplierRecord, tx: Parameters<Call['remember']>[1]) {
  const answer = toSupplier(record);
  const after = { name: record.name, archived: record.archived };
  await audit(call.tenant, call.actor, { action, subject: record._id, after }, call.requestId, tx);
  await call.remember(answer, tx);
  return answer;
}

export function toSupplier(record: SupplierRecord): Supplier {
  const { _id: id, name, phone, email, kraPin, leadDays, note, archived, createdAt, updatedAt } = record;
  return {
    ...{ id, name, phone, email, kraPin, leadDays, note, archived },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
