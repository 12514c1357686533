import { Schema, model } from 'mongoose';
import type { ProductKind, Unit, VatClass } from '@smartduka/contract';
import { tenancy, type Owned } from '../../platform/tenancy.js';
import type { SearchEntry } from './search.js';

export type Translations = Record<string, { title: string; description?: string }>;

export interface CategoryRecord extends Owned {
  _id: string;
  slug: string;
  title: string;
  translations: Translations;
  parent: string | null;
  position: number;
  version: number;
}

export interface VariantRecord {
  _id: string;
  sku: string;
  barcode: string | null;
  title: string;
  options: Record<string, string>;
  /** Minor units, VAT included. */
  price: number;
  /** What one costs the shop, minor units, net of VAT: the weighted average of what was received. Null when not known. */
  cost: number | null;
}

export interface ProductRecord extends Owned {
  _id: string;
  slug: string;
  title: string;
  description: string;
  translations: Translations;
  brand: string | null;
  category: string;
  /** The category and all above it, so that a shelf finds what stands on the shelves below it. */
  shelves: string[];
  tags: string[];
  kind: ProductKind;
  unit: Unit;
  vatClass: VatClass;
  images: { url: string; alt: string; width: number; height: number }[];
  variants: VariantRecord[];
  published: boolean;
  /** At or under this many, few are left. */
  lowStockAt: number;
  deletedAt: Date | null;
  version: number;
  /** The lists it stands in (derive.ts). */
  lists: string[];
  /** Lowest price among the variants. */
  price: number;
  titleKey: string;
  /** Barcodes in the one form that all of their spellings share. */
  gtins: string[];
  /** Whether it has barcodes at all, for the index that keeps them unique. */
  coded: boolean;
  /** SKUs in capitals. */
  skus: string[];
  search: SearchEntry;
  createdAt: Date;
  updatedAt: Date;
}

const category = new Schema<CategoryRecord>(
  {
    _id: String,
    slug: { type: String, required: true },
    title: { type: String, required: true },
    translations: { type: Schema.Types.Mixed, default: {} },
    parent: { type: String, default: null },
    position: { type: Number, required: true },
    version: { type: Number, default: 1 },
  },
  { minimize: false },
);
category.plugin(tenancy);
category.index({ shop: 1, mode: 1, slug: 1 }, { unique: true });
export const Categories = model('Category', category, 'categories');

const variant = new Schema<VariantRecord>(
  {
    _id: String,
    sku: { type: String, required: true },
    barcode: { type: String, default: null },
    title: { type: String, default: '' },
    options: { type: Schema.Types.Mixed, default: {} },
    // Even a full cart of the dearest goods stays a safe integer: 10^8 cents x 9,999 x 100 lines.
    price: { type: Number, required: true, min: 0, max: 100_000_000, validate: Number.isSafeInteger },
    cost: { type: Number, default: null, min: 0, max: 100_000_000 },
  },
  // No options and no translations are empty objects, which mongoose would leave out.
  { minimize: false },
);

const product = new Schema<ProductRecord>(
  {
    _id: String,
    slug: { type: String, required: true },
    title: { type: String, required: true },
    description: { type: String, default: '' },
    translations: { type: Schema.Types.Mixed, default: {} },
    brand: { type: String, default: null },
    category: { type: String, required: true },
    shelves: [String],
    tags: [String],
    kind: { type: String, enum: ['goods', 'service'], default: 'goods' },
    unit: { type: String, enum: ['piece', 'kg', 'litre'], required: true },
    vatClass: { type: String, enum: ['standard', 'zero', 'exempt'], required: true },
    images: [
      new Schema({ url: { type: String, required: true }, alt: String, width: Number, height: Number }, { _id: false }),
    ],
    variants: [variant],
    published: { type: Boolean, required: true },
    lowStockAt: { type: Number, default: 5 },
    deletedAt: { type: Date, default: null },
    version: { type: Number, default: 1 },
    lists: [String],
    price: { type: Number, required: true },
    titleKey: { type: String, required: true },
    gtins: [String],
    coded: { type: Boolean, default: false },
    skus: [String],
    search: { names: [String], others: [String], terms: [String] },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { minimize: false },
);
product.plugin(tenancy);
product.index({ shop: 1, mode: 1, slug: 1 }, { unique: true });
product.index({ shop: 1, mode: 1, 'variants._id': 1 });
product.index({ shop: 1, mode: 1, gtins: 1 });
product.index({ shop: 1, mode: 1, skus: 1 }, { unique: true });
product.index({ shop: 1, mode: 1, 'search.terms': 1 });
// A barcode belongs to one product. In an order of its own, since the index above has these fields.
product.index({ shop: 1, gtins: 1, mode: 1 }, { unique: true, partialFilterExpression: { coded: true } });
// One for each order of a list; `lists` names state and shelf at once.
for (const key of ['titleKey', 'price', 'createdAt'] as const)
  product.index({ shop: 1, mode: 1, lists: 1, [key]: 1, _id: 1 });
export const Products = model('Product', product, 'products');

interface BarcodeCounter extends Owned {
  _id: string;
  last: number;
}
const counter = new Schema<BarcodeCounter>(
  { _id: String, last: { type: Number, required: true } },
  { versionKey: false },
);
counter.plugin(tenancy);
/** How many in-store barcodes were given out. */
export const BarcodeCounters = model('BarcodeCounter', counter, 'barcode_counters');
