import { Schema, model } from 'mongoose';
import type { DiscountBenefit } from '@smartduka/contract';
import { tenancy, type Owned } from '../../platform/tenancy.js';

export interface DiscountRecord extends Owned {
  _id: string;
  title: string;
  /** In capitals. Null: it applies by itself. */
  code: string | null;
  benefit: DiscountBenefit;
  minimumSpend: number | null;
  products: string[];
  categories: string[];
  startsAt: Date | null;
  endsAt: Date | null;
  weekdays: number[];
  hours: { from: string; to: string } | null;
  usageLimit: number | null;
  customerLimit: number | null;
  stackable: boolean;
  active: boolean;
  /** Uses that are reserved or counted. Kept for those with a limit, which is checked against it. */
  uses: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const instant = { type: Date, default: null };
const whole = {
  type: Number,
  default: null,
  validate: (value: number | null) => value === null || Number.isSafeInteger(value),
};

const discount = new Schema<DiscountRecord>(
  {
    _id: String,
    title: { type: String, required: true },
    code: { type: String, default: null },
    benefit: { type: Schema.Types.Mixed, required: true },
    minimumSpend: whole,
    products: [String],
    categories: [String],
    startsAt: instant,
    endsAt: instant,
    weekdays: [Number],
    hours: { type: Schema.Types.Mixed, default: null },
    usageLimit: whole,
    customerLimit: whole,
    stackable: { type: Boolean, required: true },
    active: { type: Boolean, required: true },
    uses: { type: Number, required: true, min: 0 },
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { minimize: false, versionKey: false },
);
discount.plugin(tenancy);
discount.index({ shop: 1, mode: 1, _id: -1 });
discount.index({ shop: 1, mode: 1, active: 1, _id: -1 });
discount.index({ shop: 1, mode: 1, code: 1 }, { unique: true, partialFilterExpression: { code: { $type: 'string' } } });
export const Discounts = model('Discount', discount, 'discounts');

/** One use of one discount by one order. */
export interface UseRecord extends Owned {
  /** `order/discount`: an order has a discount once. */
  _id: string;
  discount: string;
  order: string;
  /** Hash of the customer's phone number, for those limited per customer. */
  customer: string | null;
  amount: number;
  state: 'reserved' | 'counted' | 'freed';
  at: Date;
}
const use = new Schema<UseRecord>(
  {
    _id: String,
    discount: { type: String, required: true },
    order: { type: String, required: true },
    customer: { type: String, default: null },
    amount: { type: Number, required: true },
    state: { type: String, enum: ['reserved', 'counted', 'freed'], required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
);
use.plugin(tenancy);
use.index({ shop: 1, mode: 1, order: 1 });
use.index({ shop: 1, mode: 1, discount: 1, state: 1 });
export const DiscountUses = model('DiscountUse', use, 'discount_uses');

/** How often one customer has one discount. A document of its own, so that two checkouts at once meet at it. */
export interface CustomerUsesRecord extends Owned {
  /** `discount/hash of the phone`. */
  _id: string;
  uses: number;
}
const customerUses = new Schema<CustomerUsesRecord>(
  { _id: String, uses: { type: Number, required: true, min: 0 } },
  { versionKey: false },
);
customerUses.plugin(tenancy);
export const CustomerUses = model('DiscountCustomer', customerUses, 'discount_customers');
