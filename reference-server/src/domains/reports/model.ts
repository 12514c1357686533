import { Schema, model } from 'mongoose';
import { tenancy, type Owned } from '../../platform/tenancy.js';

/** Something that happened and is still to be added up. Written in the transaction in which it happened; gone once it is counted. */
export interface QueueRecord extends Owned {
  /** `sale/ord_…`, so that a thing waits once. */
  _id: string;
  kind: FactKind;
  subject: string;
  at: Date;
}
export const factKinds = ['sale', 'refund', 'money', 'attempt', 'void'] as const;
export type FactKind = (typeof factKinds)[number];

const queue = new Schema<QueueRecord>(
  {
    _id: String,
    kind: { type: String, enum: factKinds, required: true },
    subject: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
);
queue.plugin(tenancy);
queue.index({ at: 1 });
queue.index({ shop: 1, mode: 1, at: 1 });
export const Queue = model('ReportQueue', queue, 'report_queue');

/** How long a bucket is, and whether it is about everything or about one place and channel: most questions are about everything. */
export const levels = ['day', 'quarter', 'dayIn', 'quarterIn'] as const;
export type Level = (typeof levels)[number];
export type Part = 'figures' | 'goods' | 'people';
/** How buckets are laid out; reports in another layout are built anew. */
export const layout = 2;

/**
 * What happened in one day of the shop, or in one quarter of an hour: everywhere, or in one place by one channel. Sections and figures stand under short names
 * (store.ts); a figure that is nothing is absent.
 */
export interface BucketRecord extends Owned {
  _id: string;
  /** Which rebuild it belongs to; the state says which one counts. */
  generation: number;
  level: Level;
  /** Which sections it holds: goods and people are many, so that questions about neither do not have to read them. */
  part: Part;
  /** When it begins. */
  at: Date;
  /** Empty when the sale was made in no place, and in buckets about everything, which also have no channel. */
  location: string;
  channel: string;
}

const bucket = new Schema<BucketRecord>(
  {
    _id: String,
    generation: { type: Number, required: true },
    level: { type: String, enum: levels, required: true },
    part: { type: String, required: true },
    at: { type: Date, required: true },
    location: { type: String, default: '' },
    channel: { type: String, default: '' },
  },
  { versionKey: false, strict: false, minimize: false },
);
bucket.plugin(tenancy);
bucket.index({ shop: 1, mode: 1, generation: 1, level: 1, part: 1, at: 1 });
export const Buckets = model('ReportBucket', bucket, 'report_buckets');

/** Since when somebody buys here, and last. Over all places and channels. */
export interface PatronRecord extends Owned {
  /** `shop/mode/generation/key` */
  _id: string;
  generation: number;
  key: string;
  first: Date;
  last: Date;
}

const patron = new Schema<PatronRecord>(
  {
    _id: String,
    generation: { type: Number, required: true },
    key: { type: String, required: true },
    first: { type: Date, required: true },
    last: { type: Date, required: true },
  },
  { versionKey: false },
);
patron.plugin(tenancy);
patron.index({ shop: 1, mode: 1, generation: 1, first: 1 });
export const Patrons = model('ReportPatron', patron, 'report_patrons');

export interface Building {
  generation: number;
  timeZone: string;
  /** What is being gone through, and the last id of it that is in. */
  kind: FactKind;
  after: string;
  done: number;
  startedAt: Date;
}

/** Which generation of a shop's buckets counts, and what is being built beside it. */
export interface StateRecord extends Owned {
  /** `shop/mode` */
  _id: string;
  /** 0: none yet. */
  generation: number;
  layout?: number;
  /** The zone whose days its day buckets are. */
  timeZone: string;
  building: Building | null;
  /** How much was taken off the queue. */
  counted: number;
  /** How often something was added to days that were over for long: what is kept of them elsewhere is stale then. */
  settled?: number;
}

const state = new Schema<StateRecord>(
  {
    _id: String,
    generation: { type: Number, required: true },
    timeZone: { type: String, required: true },
    building: { type: Schema.Types.Mixed, default: null },
    counted: { type: Number, default: 0 },
    settled: { type: Number, default: 0 },
    layout: Number,
  },
  { versionKey: false, minimize: false },
);
state.plugin(tenancy);
export const States = model('ReportState', state, 'report_states');

/** That a shop was told of a day: `shop/mode/2026-11-24`. */
export interface DigestRecord extends Owned {
  _id: string;
  sentAt: Date;
}

const digest = new Schema<DigestRecord>({ _id: String, sentAt: { type: Date, required: true } }, { versionKey: false });
digest.plugin(tenancy);
// Long after anybody could be told of that day again.
digest.index({ sentAt: 1 }, { expireAfterSeconds: 30 * 24 * 3600 });
export const Digests = model('ReportDigest', digest, 'report_digests');
