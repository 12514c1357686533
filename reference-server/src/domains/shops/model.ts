import { Schema, model } from 'mongoose';
import type { County, OpeningTime, QuietHours, Rounding, ShopPolicies, VatClass } from '@smartduka/contract';

export interface ShopLocation {
  _id: string;
  /** The first place of a shop is its main one, whatever stands here. */
  kind?: 'main' | 'branch' | 'warehouse';
  title: string;
  address: string;
  hours: string | null;
  /** Orders can be collected here. */
  pickup: boolean;
}

export interface ShopZone {
  _id: string;
  title: string;
  /** Minor units, VAT included. */
  fee: number;
  estimate: string | null;
  /** Of the 47. Absent in zones from before there were counties; so are the rest. */
  county?: County | null;
  areas?: string[];
  landmarks?: string[];
  /** Other fees for orders of more value, the lowest first. Minor units. */
  bands?: { from: number; fee: number }[];
  /** Goods worth this much are brought for nothing. Minor units. */
  freeAbove?: number | null;
}

/** A shop with both of its sides, test and live. Not tenant data: it is what tenants are. */
export interface ShopRecord {
  _id: string;
  /** For people and addresses; unique on this server. */
  slug: string;
  name: string;
  /** One sentence under the name, by language. */
  tagline: Record<string, string>;
  status: 'active' | 'suspended';
  currency: string;
  country: string;
  language: 'en' | 'sw';
  timeZone: string;
  contact: { phone: string | null; email: string | null; address: string | null };
  kraPin: string | null;
  tax: { vatRegistered: boolean; rates: Record<VatClass, number>; deliveryClass: VatClass };
  /** Paybill or till that buyers see. */
  mpesa: { kind: 'paybill' | 'till'; number: string } | null;
  /** The first is the main one: what is sold online leaves from there. */
  locations: ShopLocation[];
  zones: ShopZone[];
  /** From which hour of its day it is told of the day before; null: never. Absent: the usual hour. */
  summaryHour?: number | null;
  /** Counts the changes of settings. Absent: 0. What follows is absent in shops that never set it. */
  settingsVersion?: number;
  rounding?: Rounding;
  receipt?: { header: string[]; footer: string[] };
  openingHours?: OpeningTime[];
  /** Minutes. */
  holdMinutes?: number;
  quietHours?: QuietHours;
  policies?: ShopPolicies;
  /** Publishable keys of the shop's own pages, which print them for everybody. */
  pageKeys: { test: string | null; live: string | null };
  createdAt: Date;
  updatedAt: Date;
}

const location = new Schema<ShopLocation>({
  _id: String,
  kind: { type: String, enum: ['main', 'branch', 'warehouse'] },
  title: { type: String, required: true },
  address: { type: String, default: '' },
  hours: { type: String, default: null },
  pickup: { type: Boolean, default: false },
});
const zone = new Schema<ShopZone>({
  _id: String,
  title: { type: String, required: true },
  fee: { type: Number, required: true, min: 0 },
  estimate: { type: String, default: null },
  county: { type: String, default: null },
  areas: { type: [String], default: [] },
  landmarks: { type: [String], default: [] },
  bands: {
    type: [
      new Schema({ from: { type: Number, required: true }, fee: { type: Number, required: true } }, { _id: false }),
    ],
    default: [],
  },
  freeAbove: { type: Number, default: null },
});
const vatClass = { type: String, enum: ['standard', 'zero', 'exempt'] };
const rate = { type: Number, required: true, min: 0, max: 10_000 };

const schema = new Schema<ShopRecord>(
  {
    _id: String,
    slug: { type: String, required: true },
    name: { type: String, required: true },
    tagline: { type: Schema.Types.Mixed, default: {} },
    status: { type: String, enum: ['active', 'suspended'], default: 'active' },
    currency: { type: String, required: true },
    country: { type: String, required: true },
    language: { type: String, enum: ['en', 'sw'], required: true },
    timeZone: { type: String, required: true },
    contact: {
      phone: { type: String, default: null },
      email: { type: String, default: null },
      address: { type: String, default: null },
    },
    kraPin: { type: String, default: null },
    tax: {
      vatRegistered: { type: Boolean, required: true },
      rates: { standard: rate, zero: rate, exempt: rate },
      deliveryClass: vatClass,
    },
    mpesa: {
      type: new Schema(
        { kind: { type: String, enum: ['paybill', 'till'], required: true }, number: { type: String, required: true } },
        { _id: false },
      ),
      default: null,
    },
    locations: [location],
    zones: [zone],
    summaryHour: { type: Number, min: 0, max: 21 },
    settingsVersion: Number,
    rounding: { type: String, enum: ['nearest', 'down'] },
    receipt: Schema.Types.Mixed,
    openingHours: { type: Schema.Types.Mixed },
    holdMinutes: { type: Number, min: 5, max: 60 },
    quietHours: Schema.Types.Mixed,
    policies: Schema.Types.Mixed,
    pageKeys: { test: { type: String, default: null }, live: { type: String, default: null } },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { minimize: false },
);
schema.index({ slug: 1 }, { unique: true });
schema.index({ status: 1, _id: -1 });

export const Shops = model('Shop', schema, 'shops');
