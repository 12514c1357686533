import { Schema, model } from 'mongoose';
import type { ConsentChannel } from '@smartduka/contract';
import type { SealedPhone } from '../../platform/personal.js';
import { tenancy, type Owned } from '../../platform/tenancy.js';

/** What somebody said about being sent offers. Lines are added, never changed. */
export interface ConsentLine {
  channel: ConsentChannel;
  granted: boolean;
  source: string;
  by: { kind: string; id: string | null; name: string | null };
  at: Date;
}

export interface StoredCustomer extends Owned {
  _id: string;
  version: number;
  name: string | null;
  /** As it is searched for. Absent without a name. */
  nameKey?: string;
  phone: SealedPhone | null;
  email: string | null;
  language: 'en' | 'sw' | null;
  notes: string | null;
  tags: string[];
  consents: ConsentLine[];
  /** The record that this one became a part of. It keeps its phone, so that orders from there find their way. */
  mergedInto: string | null;
  erasedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

const schema = new Schema<StoredCustomer>(
  {
    _id: String,
    version: { type: Number, required: true },
    name: { type: String, default: null },
    nameKey: String,
    phone: {
      type: new Schema<SealedPhone>({ sealed: String, hash: String, masked: String }, { _id: false }),
      default: null,
    },
    email: { type: String, default: null },
    language: { type: String, enum: ['en', 'sw', null], default: null },
    notes: { type: String, default: null },
    tags: [String],
    consents: { type: Schema.Types.Mixed, default: [] },
    mergedInto: { type: String, default: null },
    erasedAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { minimize: false, versionKey: false },
);
schema.plugin(tenancy);
schema.index(
  { shop: 1, mode: 1, 'phone.hash': 1 },
  { unique: true, partialFilterExpression: { 'phone.hash': { $type: 'string' } } },
);
schema.index({ shop: 1, mode: 1, mergedInto: 1, _id: -1 });
schema.index({ shop: 1, mode: 1, mergedInto: 1, nameKey: 1, _id: -1 });
schema.index({ shop: 1, mode: 1, mergedInto: 1, tags: 1, _id: -1 });
export const Customers = model('Customer', schema, 'customers');
