import { Schema, model } from 'mongoose';
import type { VatClass } from '@smartduka/contract';
import { tenancy, type Owned } from '../../platform/tenancy.js';

/** An address that asks whoever opens it for a sum. */
export interface PaymentLinkRecord extends Owned {
  _id: string;
  /** The end of its address, and what to type as account number at the phone's own menu. */
  code: string;
  title: string;
  /** Minor units; null: the buyer says how much. */
  amount: number | null;
  vatClass: VatClass;
  once: boolean;
  expiresAt: Date | null;
  offAt: Date | null;
  /** The last order made by it. All who open a link for once pay that one. */
  order: string | null;
  orders: number;
  /** Counts its orders; one that is made names the count that it saw, so that a link for once makes no two at a time. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const instant = { type: Date, default: null };
const schema = new Schema<PaymentLinkRecord>(
  {
    _id: String,
    code: { type: String, required: true, immutable: true },
    title: { type: String, required: true },
    amount: {
      type: Number,
      default: null,
      immutable: true,
      validate: (value: unknown) => value === null || Number.isSafeInteger(value),
    },
    vatClass: { type: String, required: true },
    once: { type: Boolean, required: true, immutable: true },
    expiresAt: instant,
    offAt: instant,
    order: { type: String, default: null },
    orders: { type: Number, default: 0 },
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, _id: -1 });
// Server-wide: money paid from a phone names a code and no shop.
schema.index({ code: 1 }, { unique: true });
export const PaymentLinks = model('PaymentLink', schema, 'payment_links');
