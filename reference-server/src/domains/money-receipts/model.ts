import { Schema, model } from 'mongoose';
import type { MoneyReceiptState, UnmatchedReason } from '@smartduka/contract';
import { tenancy, type Owned } from '../../platform/tenancy.js';

/** Money that M-Pesa says came in without a prompt of ours. Kept word for word before anybody thinks about it (C1, C10). */
export interface MoneyReceiptRecord extends Owned {
  _id: string;
  receiptNumber: string | null;
  state: MoneyReceiptState;
  reason: UnmatchedReason | null;
  /** Minor units. */
  amount: number;
  currency: string;
  shortcode: string;
  reference: string;
  /** As shown to people: masked. */
  payerPhone: string | null;
  payerName: string | null;
  order: string | null;
  payment: string | null;
  claimedBy: { kind: string; id: string | null; name: string | null } | null;
  /** The message, sealed: it names a person. */
  body: string;
  from: string;
  paidAt: Date | null;
  receivedAt: Date;
  updatedAt: Date;
}

const text = { type: String, default: null };
const schema = new Schema<MoneyReceiptRecord>(
  {
    _id: String,
    receiptNumber: { type: String, default: null, immutable: true },
    state: { type: String, enum: ['received', 'matched', 'unmatched'], required: true },
    reason: text,
    amount: { type: Number, required: true, immutable: true, min: 0, validate: Number.isSafeInteger },
    currency: { type: String, required: true, immutable: true },
    shortcode: { type: String, default: '' },
    reference: { type: String, default: '' },
    payerPhone: text,
    payerName: text,
    order: text,
    payment: text,
    claimedBy: { type: new Schema({ kind: String, id: text, name: text }, { _id: false, id: false }), default: null },
    body: { type: String, required: true },
    from: { type: String, default: '' },
    paidAt: { type: Date, default: null },
    receivedAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.plugin(tenancy);
// Server-wide: M-Pesa's numbers exist once, whatever the shop (INV-03).
schema.index({ receiptNumber: 1 }, { unique: true, partialFilterExpression: { receiptNumber: { $type: 'string' } } });
schema.index({ shop: 1, mode: 1, state: 1, _id: -1 });
schema.index({ state: 1, receivedAt: 1 });
export const MoneyReceipts = model('MoneyReceipt', schema, 'money_receipts');
