import { Schema, model } from 'mongoose';
import { tenancy, type Owned } from '../../platform/tenancy.js';

export interface Person {
  id: string | null;
  name: string | null;
}

export interface CashRecord {
  kind: 'in' | 'out';
  /** Minor units. */
  amount: number;
  reason: string;
  by: Person;
  at: Date;
}

export interface ShiftRecord extends Owned {
  _id: string;
  state: 'open' | 'closed';
  location: string;
  till: string;
  /** Place and till, for one open shift at each. */
  tillKey: string;
  cashier: { id: string; name: string | null };
  /** Minor units. */
  float: number;
  currency: string;
  cash: CashRecord[];
  note: string | null;
  /** Counts from 1 for each till; null while it is open. */
  number: number | null;
  /** The Z report as it was when it was closed. */
  z: unknown;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  closedBy: Person | null;
}

const text = { type: String, required: true, immutable: true };
const schema = new Schema<ShiftRecord>(
  {
    _id: String,
    state: { type: String, enum: ['open', 'closed'], required: true },
    location: text,
    till: text,
    tillKey: text,
    cashier: { type: Schema.Types.Mixed, required: true, immutable: true },
    float: { type: Number, required: true, immutable: true, min: 0, validate: Number.isSafeInteger },
    currency: text,
    cash: [
      new Schema<CashRecord>(
        { kind: String, amount: Number, reason: String, by: { type: Schema.Types.Mixed }, at: Date },
        { _id: false },
      ),
    ],
    note: { type: String, default: null },
    number: { type: Number, default: null },
    z: { type: Schema.Types.Mixed, default: null },
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    closedAt: { type: Date, default: null },
    closedBy: { type: Schema.Types.Mixed, default: null },
  },
  { minimize: false, versionKey: false },
);
schema.plugin(tenancy);
// One open shift at a till, and one of a person; the index is the last word.
const open = { unique: true, partialFilterExpression: { state: 'open' } } as const;
schema.index({ shop: 1, mode: 1, tillKey: 1 }, { ...open, name: 'one_open_at_a_till' });
schema.index({ shop: 1, mode: 1, 'cashier.id': 1 }, { ...open, name: 'one_open_of_a_person' });
schema.index(
  { shop: 1, mode: 1, tillKey: 1, number: 1 },
  { unique: true, partialFilterExpression: { state: 'closed' }, name: 'z_number' },
);
schema.index({ shop: 1, mode: 1, _id: -1 });
for (const field of ['state', 'location', 'till', 'cashier.id'])
  schema.index({ shop: 1, mode: 1, [field]: 1, _id: -1 });
export const Shifts = model('Shift', schema, 'shifts');
