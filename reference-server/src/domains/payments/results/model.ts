import { Schema, model } from 'mongoose';
import { tenancy, type Owned } from '../../../platform/tenancy.js';

/** What a result can be about. Each kind has one owner, who reads what is posted (`ownResults`). */
export type ResultKind = 'refund' | 'refundStatus' | 'receiptStatus';

/** An address that was given to Daraja for the outcome of one request. Its token is kept as a hash and nowhere else (P1). */
export interface ResultAddress extends Owned {
  _id: string;
  kind: ResultKind;
  /** Id of what the request was about. */
  subject: string;
  until: Date;
}

const address = new Schema<ResultAddress>(
  {
    _id: String,
    kind: { type: String, required: true, immutable: true },
    subject: { type: String, required: true, immutable: true },
    until: { type: Date, required: true },
  },
  { versionKey: false },
);
address.plugin(tenancy);
address.index({ until: 1 }, { expireAfterSeconds: 0 });
export const ResultAddresses = model('ResultAddress', address, 'result_addresses');

/** What was posted to such an address, word for word, before anybody thought about it (C1). Sealed: it names a phone. */
export interface ResultPost extends Owned {
  _id: string;
  kind: ResultKind;
  subject: string;
  /** `timeout`: M-Pesa's queue gave up, which decides nothing. */
  road: 'result' | 'timeout';
  body: string;
  from: string;
  outcome: string | null;
  receivedAt: Date;
  processedAt: Date | null;
}

const post = new Schema<ResultPost>(
  {
    _id: String,
    kind: { type: String, required: true },
    subject: { type: String, required: true },
    road: { type: String, enum: ['result', 'timeout'], required: true },
    body: { type: String, required: true },
    from: { type: String, default: '' },
    outcome: { type: String, default: null },
    receivedAt: { type: Date, required: true },
    processedAt: { type: Date, default: null },
  },
  { versionKey: false },
);
post.plugin(tenancy);
post.index({ processedAt: 1, receivedAt: 1 });
post.index({ shop: 1, mode: 1, subject: 1 });
// As long as callbacks of prompts (D4).
post.index({ receivedAt: 1 }, { expireAfterSeconds: 90 * 24 * 3600 });
export const ResultPosts = model('ResultPost', post, 'result_posts');
