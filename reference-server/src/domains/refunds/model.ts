import { Schema, model } from 'mongoose';
import type { RefundReason, VatClass } from '@smartduka/contract';
import type { z } from 'zod';
import type { SealedPhone } from '../../platform/personal.js';
import { tenancy, type Owned } from '../../platform/tenancy.js';
import type { Method, RefundFact, RefundState, Share } from './rules.js';

/** Goods taken back, with what reports need to net them on the day of the refund. Amounts in minor units. */
export interface ReturnedLine {
  line: string;
  product: string;
  variant: string;
  title: string;
  sku: string;
  quantity: number;
  amount: number;
  tax: number;
  taxRate: number;
  vatClass: z.infer<typeof VatClass>;
  /** What one cost the shop when it was sold, net of VAT; null when that is not known. */
  unitCost: number | null;
  category: string | null;
  brand: string | null;
  restock: boolean;
}

/** What a result said, as far as it could be read. */
export interface RefundClaim {
  done: boolean;
  code: string;
  message: string;
  conversationId: string;
  originatorConversationId: string;
  receiptNumber: string | null;
  at: Date;
}

export interface RefundRecord extends Owned {
  _id: string;
  order: string;
  /** Whether the money had paid for the order, or never did. Only the former is netted from sales. */
  of: 'order' | 'unapplied';
  state: RefundState;
  method: Method;
  amount: number;
  currency: string;
  shares: Share[];
  lines: ReturnedLine[];
  delivery: number;
  adjustment: number;
  rounding: number;
  tax: number;
  taxes: { vatClass: z.infer<typeof VatClass>; rate: number; net: number; tax: number }[];
  reason: z.infer<typeof RefundReason>;
  note: string | null;
  /** Where the order was sold, for reports. */
  location: string | null;
  by: { kind: string; id: string | null; name: string | null };
  /** The shift whose drawer the cash came from. */
  shift: string | null;
  approvedBy: { id: string | null; name: string | null } | null;
  phone: SealedPhone | null;
  /** The payment to be reversed. */
  originalReceipt: string | null;
  /** Ours, sent with a payout; what Daraja named, for a reversal. */
  originatorConversationId: string | null;
  conversationId: string | null;
  /** Whose money goes back. Absent in refunds from before shops had credentials of their own. */
  shortcode?: string | null;
  receiptNumber: string | null;
  claim: RefundClaim | null;
  failure: { code: string; message: string } | null;
  reviewReason: string | null;
  /** How often M-Pesa said that it knows of no such thing. */
  unheardOf: number;
  requestedAt: Date | null;
  nextCheckAt: Date | null;
  checks: number;
  history: { state: RefundState; fact: RefundFact; at: Date }[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
  completedAt: Date | null;
}

const text = { type: String, default: null };
const instant = { type: Date, default: null };
const whole = { type: Number, required: true, immutable: true, validate: Number.isSafeInteger };
const frozen = { type: Schema.Types.Mixed, required: true, immutable: true };

const refund = new Schema<RefundRecord>(
  {
    _id: String,
    order: { type: String, required: true, immutable: true },
    of: { type: String, enum: ['order', 'unapplied'], required: true, immutable: true },
    state: { type: String, required: true },
    method: { type: String, required: true, immutable: true },
    amount: { ...whole, min: 1 },
    currency: { type: String, required: true, immutable: true },
    shares: frozen,
    lines: frozen,
    delivery: whole,
    adjustment: whole,
    rounding: whole,
    tax: whole,
    taxes: frozen,
    reason: { type: String, required: true, immutable: true },
    note: text,
    location: text,
    by: frozen,
    shift: text,
    approvedBy: { type: Schema.Types.Mixed, default: null },
    phone: { type: new Schema({ sealed: String, hash: String, masked: String }, { _id: false }), default: null },
    originalReceipt: text,
    originatorConversationId: text,
    conversationId: text,
    receiptNumber: text,
    claim: { type: Schema.Types.Mixed, default: null },
    failure: { type: Schema.Types.Mixed, default: null },
    reviewReason: text,
    unheardOf: { type: Number, default: 0 },
    shortcode: { type: String, default: null },
    requestedAt: instant,
    nextCheckAt: instant,
    checks: { type: Number, default: 0 },
    history: [new Schema({ state: String, fact: String, at: Date }, { _id: false })],
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
    completedAt: instant,
  },
  { minimize: false, versionKey: false },
);
refund.plugin(tenancy);
refund.index({ shop: 1, mode: 1, _id: -1 });
refund.index({ shop: 1, mode: 1, order: 1, _id: -1 });
refund.index({ shop: 1, mode: 1, completedAt: 1 });
refund.index({ shop: 1, mode: 1, shift: 1, _id: 1 });
refund.index({ nextCheckAt: 1 });
// Server-wide, as what Safaricom names exists once (INV-03).
refund.index({ receiptNumber: 1 }, { unique: true, partialFilterExpression: { receiptNumber: { $type: 'string' } } });
export const Refunds = model('Refund', refund, 'refunds');
