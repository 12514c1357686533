import { Schema, model } from 'mongoose';
import type { DeliveryInput } from '@smartduka/contract';
import type { SealedPhone } from '../../platform/personal.js';
import { tenancy, type Owned } from '../../platform/tenancy.js';

export interface LineRecord {
  _id: string;
  product: string;
  variant: string;
  quantity: number;
  /** Minor units, when it was put in. */
  priceWhenAdded: number;
  /** What it was called then, for when it is no longer sold. */
  title: string;
  variantTitle: string;
  sku: string;
  slug: string;
  /** Sold already, at these prices (minor units): neither catalogue nor discounts have a say. */
  asSold?: { unitPrice: number; discount: number };
}

export interface CustomerRecord {
  name: string | null;
  phone: SealedPhone | null;
  email: string | null;
}

/** A discount that staff gave by hand. */
export interface ManualDiscount {
  /** Basis points: what was within somebody's limit, or approved. */
  rate: number;
  /** Minor units; null when it is the rate that was given. */
  amount: number | null;
  reason: string;
  staff: string | null;
  approver: string | null;
}

export interface CartRecord extends Owned {
  _id: string;
  secretHash: string;
  status: 'open' | 'completed';
  version: number;
  lines: LineRecord[];
  customer: CustomerRecord | null;
  delivery: DeliveryInput | null;
  /** Coupon code, in capitals. */
  code: string | null;
  manual: ManualDiscount | null;
  order: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** Counts from the last change. A cart that became an order is kept. */
  expiresAt: Date;
}

/** A copy of what was in a cart, for somebody else. */
export interface SharedCartRecord extends Owned {
  /** The short code. */
  _id: string;
  items: { variant: string; quantity: number }[];
  createdAt: Date;
  expiresAt: Date;
}

const text = { type: String, required: true };
const line = new Schema<LineRecord>({
  _id: String,
  product: text,
  variant: text,
  quantity: { type: Number, required: true, min: 1, max: 9_999, validate: Number.isSafeInteger },
  priceWhenAdded: { type: Number, required: true },
  title: text,
  variantTitle: { type: String, default: '' },
  sku: text,
  slug: text,
  asSold: { type: Schema.Types.Mixed },
});

const schema = new Schema<CartRecord>({
  _id: String,
  secretHash: text,
  status: { type: String, enum: ['open', 'completed'], required: true },
  version: { type: Number, required: true },
  lines: [line],
  customer: { type: Schema.Types.Mixed, default: null },
  delivery: { type: Schema.Types.Mixed, default: null },
  code: { type: String, default: null },
  manual: { type: Schema.Types.Mixed, default: null },
  order: { type: String, default: null },
  createdAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
  expiresAt: { type: Date, required: true },
});
schema.plugin(tenancy);
// One cart becomes at most one order, and the reverse (INV-16).
schema.index({ shop: 1, mode: 1, order: 1 }, { unique: true, partialFilterExpression: { status: 'completed' } });
schema.index({ status: 1, expiresAt: 1 });
// Whose it is, for when they ask what is kept of them.
schema.index(
  { shop: 1, mode: 1, 'customer.phone.hash': 1 },
  { partialFilterExpression: { 'customer.phone.hash': { $type: 'string' } } },
);
export const Carts = model('Cart', schema, 'carts');

const shared = new Schema<SharedCartRecord>(
  {
    _id: String,
    items: [new Schema({ variant: String, quantity: Number }, { _id: false })],
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
);
shared.plugin(tenancy);
shared.index({ expiresAt: 1 });
export const SharedCarts = model('SharedCart', shared, 'shared_carts');
