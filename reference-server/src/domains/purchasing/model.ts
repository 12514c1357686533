import { Schema, model } from 'mongoose';
import type { PurchaseState } from '@smartduka/contract';
import { tenancy, type Owned } from '../../platform/tenancy.js';
import type { Paper } from '../inventory/papers.js';

export interface SupplierRecord extends Owned {
  _id: string;
  name: string;
  phone: string | null;
  email: string | null;
  kraPin: string | null;
  leadDays: number;
  note: string | null;
  archived: boolean;
  createdAt: Date;
  updatedAt: Date;
}

export interface PurchaseLine {
  variant: string;
  sku: string;
  title: string;
  quantity: number;
  received: number;
  /** Minor units, net of VAT. */
  unitCost: number;
}
export interface PurchaseRecord extends Paper {
  state: PurchaseState;
  supplier: string;
  location: string;
  lines: PurchaseLine[];
  note: string | null;
  orderedAt: Date | null;
  receivedAt: Date | null;
}

const supplier = new Schema<SupplierRecord>({
  _id: String,
  name: { type: String, required: true },
  phone: { type: String, default: null },
  email: { type: String, default: null },
  kraPin: { type: String, default: null },
  leadDays: { type: Number, required: true },
  note: { type: String, default: null },
  archived: { type: Boolean, required: true },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
});
supplier.plugin(tenancy);
supplier.index({ shop: 1, mode: 1, _id: 1 });
export const Suppliers = model('Supplier', supplier, 'suppliers');

const number = { type: Number, required: true, min: 0, validate: Number.isSafeInteger };
const purchase = new Schema<PurchaseRecord>({
  _id: String,
  state: { type: String, required: true },
  supplier: { type: String, required: true },
  location: { type: String, required: true },
  lines: [
    new Schema<PurchaseLine>(
      { variant: String, sku: String, title: String, quantity: number, received: number, unitCost: number },
      { _id: false },
    ),
  ],
  note: { type: String, default: null },
  version: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
  orderedAt: { type: Date, default: null },
  receivedAt: { type: Date, default: null },
});
purchase.plugin(tenancy);
purchase.index({ shop: 1, mode: 1, _id: 1 });
purchase.index({ shop: 1, mode: 1, state: 1, _id: 1 });
purchase.index({ shop: 1, mode: 1, supplier: 1, _id: 1 });
export const Purchases = model('Purchase', purchase, 'purchases');
