import { Schema, model } from 'mongoose';
import type { TenderKind } from '@smartduka/contract';
import type { SealedPhone } from '../../platform/personal.js';
import { tenancy, type Owned } from '../../platform/tenancy.js';
import type { AttemptFact, AttemptReason, AttemptState, Method } from './rules.js';

/** How the shop took money itself. */
export interface TenderRecord {
  kind: TenderKind;
  /** Minor units; cash only. */
  tendered: number | null;
  change: number | null;
  reference: string | null;
  by: { kind: string; id: string | null; name: string | null };
  /** The shift whose drawer it went into. */
  shift: string | null;
}

/** What a callback said, as far as it could be read. A claim: the query decides. */
export interface Claim {
  paid: boolean;
  code: string;
  checkoutRequestId: string;
  receiptNumber: string | null;
  at: Date;
}

export interface AttemptRecord extends Owned {
  _id: string;
  order: string;
  method: Method;
  state: AttemptState;
  /** True in the states that keep other attempts out; absent otherwise, for the partial unique index (INV-05). */
  live?: true;
  reason: AttemptReason | null;
  retryable: boolean;
  /** Minor units: what the order owed when this was made, or the part of it that was asked for. */
  amount: number;
  currency: string;
  phone: SealedPhone | null;
  shortcode: string | null;
  /** Hash of the token in the callback's address. The token itself exists nowhere else (P1). */
  callbackHash: string | null;
  callbackUntil: Date | null;
  checkoutRequestId: string | null;
  merchantRequestId: string | null;
  receiptNumber: string | null;
  /** Absent in attempts from before the shop took money itself, as it is null in those of M-Pesa. */
  tender?: TenderRecord | null;
  claim: Claim | null;
  /** The last verdict of a query that is still to be heard twice. */
  firstDenial: { code: string; at: Date } | null;
  late: boolean;
  unapplied: boolean;
  reviewReason: string | null;
  pushedAt: Date | null;
  promptExpiresAt: Date | null;
  /** When to ask Daraja next; null when nothing is left to ask. */
  nextCheckAt: Date | null;
  checks: number;
  history: { state: AttemptState; fact: AttemptFact; at: Date }[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, default: null };
const instant = { type: Date, default: null };
const flag = { type: Boolean, default: false };

const attempt = new Schema<AttemptRecord>(
  {
    _id: String,
    order: { type: String, required: true, immutable: true },
    method: { type: String, enum: ['mpesa', 'paybill', 'cash', 'other'], required: true, immutable: true },
    state: { type: String, required: true },
    live: { type: Boolean },
    reason: text,
    retryable: flag,
    amount: { type: Number, required: true, immutable: true, min: 0, validate: Number.isSafeInteger },
    currency: { type: String, required: true, immutable: true },
    phone: { type: new Schema({ sealed: String, hash: String, masked: String }, { _id: false }), default: null },
    shortcode: text,
    callbackHash: text,
    callbackUntil: instant,
    checkoutRequestId: text,
    merchantRequestId: text,
    receiptNumber: text,
    tender: {
      type: new Schema<TenderRecord>(
        {
          kind: { type: String, required: true },
          tendered: { type: Number, default: null },
          change: { type: Number, default: null },
          reference: text,
          by: { type: new Schema({ kind: String, id: text, name: text }, { _id: false, id: false }) },
          shift: text,
        },
        { _id: false },
      ),
      default: null,
    },
    claim: {
      type: new Schema(
        { paid: Boolean, code: String, checkoutRequestId: String, receiptNumber: text, at: Date },
        { _id: false },
      ),
      default: null,
    },
    firstDenial: { type: new Schema({ code: String, at: Date }, { _id: false }), default: null },
    late: flag,
    unapplied: flag,
    reviewReason: text,
    pushedAt: instant,
    promptExpiresAt: instant,
    nextCheckAt: instant,
    checks: { type: Number, default: 0 },
    history: [new Schema({ state: String, fact: String, at: Date }, { _id: false })],
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { minimize: false, versionKey: false },
);
attempt.plugin(tenancy);
attempt.index({ shop: 1, mode: 1, order: 1, _id: -1 });
attempt.index(
  { shop: 1, mode: 1, order: 1 },
  { unique: true, partialFilterExpression: { live: true }, name: 'one_live' },
);
attempt.index({ shop: 1, mode: 1, 'tender.shift': 1, _id: 1 });
attempt.index({ nextCheckAt: 1 });
// Server-wide: what Safaricom names exists once, whatever the shop (INV-03, INV-04, T3).
const once = (field: string) => ({ unique: true, partialFilterExpression: { [field]: { $type: 'string' } } }) as const;
attempt.index({ receiptNumber: 1 }, once('receiptNumber'));
attempt.index({ checkoutRequestId: 1 }, once('checkoutRequestId'));
attempt.index({ callbackHash: 1 }, once('callbackHash'));
export const Attempts = model('PaymentAttempt', attempt, 'payment_attempts');

/** What was posted to a callback address, word for word, before anybody thought about it (C1). Sealed: it names a phone. */
export interface CallbackRecord extends Owned {
  _id: string;
  payment: string;
  body: string;
  from: string;
  outcome: string | null;
  receivedAt: Date;
  processedAt: Date | null;
}

const callback = new Schema<CallbackRecord>(
  {
    _id: String,
    payment: { type: String, required: true },
    body: { type: String, required: true },
    from: { type: String, default: '' },
    outcome: text,
    receivedAt: { type: Date, required: true },
    processedAt: instant,
  },
  { versionKey: false },
);
callback.plugin(tenancy);
callback.index({ processedAt: 1, receivedAt: 1 });
callback.index({ shop: 1, mode: 1, payment: 1 });
// Long enough to settle any dispute; it names a phone, so no longer (D4).
callback.index({ receivedAt: 1 }, { expireAfterSeconds: 90 * 24 * 3600 });
export const Callbacks = model('PaymentCallback', callback, 'payment_callbacks');

/**
 * Where money of a payment stands: `captured` is what came in, and what is `applied` to its order, `unapplied` and `refunded` adds up to it
 * (INV-02).
 */
export const ledgerKinds = ['captured', 'applied', 'unapplied', 'refunded'] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** A movement of money. Only ever added (M5): balances are sums of these. What moves from one kind to another is two rows. */
export interface LedgerRecord extends Owned {
  _id: string;
  kind: LedgerKind;
  payment: string;
  order: string;
  /** What made it move: `capture`, or the id of a refund. The same cause moves the same money once. */
  cause: string;
  /** Minor units; negative where money leaves a kind. */
  amount: number;
  currency: string;
  at: Date;
}

const entry = new Schema<LedgerRecord>(
  {
    _id: String,
    kind: { type: String, enum: ledgerKinds, required: true, immutable: true },
    payment: { type: String, required: true, immutable: true },
    order: { type: String, required: true, immutable: true },
    cause: { type: String, required: true, immutable: true },
    amount: { type: Number, required: true, immutable: true, validate: Number.isSafeInteger },
    currency: { type: String, required: true, immutable: true },
    at: { type: Date, required: true, immutable: true },
  },
  { versionKey: false },
);
entry.plugin(tenancy);
// One capture per attempt, and each movement once, whatever is repeated.
entry.index({ shop: 1, mode: 1, payment: 1, kind: 1, cause: 1 }, { unique: true });
entry.index({ shop: 1, mode: 1, order: 1 });
entry.index({ shop: 1, mode: 1, _id: -1 });
export const Ledger = model('LedgerEntry', entry, 'ledger');

/** Something a person has to look at. */
export interface ReviewRecord extends Owned {
  _id: string;
  payment: string;
  order: string;
  /** The refund that it is about; null when it is about the payment itself. */
  refund: string | null;
  reason: string;
  createdAt: Date;
  resolvedAt: Date | null;
  decision: 'accepted' | 'rejected' | 'refunded' | null;
  by: { id: string | null; name: string | null } | null;
  note: string | null;
}

const review = new Schema<ReviewRecord>(
  {
    _id: String,
    payment: { type: String, required: true },
    order: { type: String, required: true },
    refund: text,
    reason: { type: String, required: true },
    createdAt: { type: Date, required: true },
    resolvedAt: instant,
    decision: text,
    by: { type: Schema.Types.Mixed, default: null },
    note: text,
  },
  { versionKey: false },
);
review.plugin(tenancy);
review.index({ shop: 1, mode: 1, payment: 1, reason: 1, refund: 1 }, { unique: true });
review.index({ shop: 1, mode: 1, _id: -1 });
export const Reviews = model('PaymentReview', review, 'payment_reviews');

/** Prompts that a phone got, over all shops: it is the phone that is spared, so this belongs to no shop. Found by keyed hash (L2). */
export interface PromptBook {
  _id: string;
  sent: Date[];
  livePayment: string | null;
  liveUntil: Date | null;
  version: number;
  expiresAt: Date;
}

const book = new Schema<PromptBook>(
  {
    _id: String,
    sent: [Date],
    livePayment: text,
    liveUntil: instant,
    version: { type: Number, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
);
book.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
export const PromptBooks = model('PromptBook', book, 'prompt_books');
