import { Schema, model } from 'mongoose';
import type { Permission, Role } from '@smartduka/contract';
import type { Limits } from '../../platform/actor.js';
import type { SealedPhone } from '../../platform/personal.js';
import { shopTenancy } from '../../platform/tenancy.js';

/** Somebody who works in a shop, on both of its sides. */
export interface StaffRecord {
  _id: string;
  shop: string;
  /** What they sign in with; null for those who only work at the counter. The same person may work in several shops. */
  account: string | null;
  name: string;
  email: string | null;
  phone: SealedPhone | null;
  role: Role;
  /** Permissions beyond the role. */
  extra: Permission[];
  limits: Limits;
  /** `C001`: unique in the shop, never given twice. */
  code: string;
  /** Keyed hash; without the master key it cannot be guessed from a copy of the database. */
  pin: string | null;
  status: 'invited' | 'active' | 'disabled';
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const sealed = new Schema<SealedPhone>({ sealed: String, hash: String, masked: String }, { _id: false });
const schema = new Schema<StaffRecord>({
  _id: String,
  account: { type: String, default: null },
  name: { type: String, required: true },
  email: { type: String, default: null },
  phone: { type: sealed, default: null },
  role: { type: String, enum: ['owner', 'admin', 'manager', 'cashier', 'analyst'], required: true },
  extra: [String],
  limits: { refund: { type: Number, default: null }, discount: { type: Number, default: null } },
  code: { type: String, required: true },
  pin: { type: String, default: null },
  status: { type: String, enum: ['invited', 'active', 'disabled'], required: true },
  version: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
});
schema.plugin(shopTenancy);
schema.index({ shop: 1, code: 1 }, { unique: true });
schema.index({ shop: 1, account: 1 }, { unique: true, partialFilterExpression: { account: { $type: 'string' } } });
schema.index({ shop: 1, _id: 1 });
schema.index({ shop: 1, role: 1, status: 1 });
schema.index({ account: 1 });
export const Staff = model('Staff', schema, 'staff');

/** One page per shop that every change of its staff writes to, so that two of them at once cannot both take the last owner away. */
const book = new Schema<{ _id: string; codes: number; changes: number }>({
  _id: String,
  codes: { type: Number, required: true },
  changes: { type: Number, required: true },
});
export const StaffBooks = model('StaffBook', book, 'staff_books');
