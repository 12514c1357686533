import { Schema, model } from 'mongoose';
import type { ReceiptCheckReason, ReceiptCheckState } from '@smartduka/contract';
import type { z } from 'zod';
import { tenancy, type Owned } from '../../platform/tenancy.js';

export type CheckReason = z.infer<typeof ReceiptCheckReason>;

/** A receipt that somebody showed for an order, and what M-Pesa says of it. */
export interface ReceiptCheckRecord extends Owned {
  _id: string;
  order: string;
  receiptNumber: string;
  state: ReceiptCheckState;
  reason: CheckReason | null;
  /** Minor units; null until M-Pesa has said it. */
  amount: number | null;
  currency: string;
  payment: string | null;
  /** Whose payments M-Pesa was asked about. */
  shortcode: string | null;
  by: { kind: string; id: string | null; name: string | null };
  /** Until when an answer is waited for. */
  askedUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, default: null };
const schema = new Schema<ReceiptCheckRecord>(
  {
    _id: String,
    order: { type: String, required: true, immutable: true },
    receiptNumber: { type: String, required: true, immutable: true },
    state: { type: String, enum: ['asking', 'applied', 'refused', 'unanswered'], required: true },
    reason: text,
    amount: { type: Number, default: null },
    currency: { type: String, required: true, immutable: true },
    payment: text,
    shortcode: text,
    by: { type: new Schema({ kind: String, id: text, name: text }, { _id: false, id: false }), required: true },
    askedUntil: { type: Date, default: null },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.plugin(tenancy);
// One per receipt of an order: asked again, it is the same.
schema.index({ shop: 1, mode: 1, order: 1, receiptNumber: 1 }, { unique: true });
schema.index({ state: 1, askedUntil: 1 });
export const ReceiptChecks = model('ReceiptCheck', schema, 'receipt_checks');
