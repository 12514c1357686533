import { Schema, model } from 'mongoose';
import { tenancy, type Owned } from '../../platform/tenancy.js';

/** M-Pesa credentials of a shop, or of one of its places. Its secrets are sealed with a data key of its own, and that with the master key. */
export interface MpesaAccountRecord extends Owned {
  /** `scope` under its owner. */
  _id: string;
  /** `shop`, or the id of a location. */
  scope: string;
  kind: 'paybill' | 'till';
  /** The shortcode that the passkey was given for; of a till, its store number. */
  shortcode: string;
  till: string | null;
  /** Which master key the data key is wrapped with. */
  keyId: string;
  dataKey: string;
  secrets: string;
  /** The last four characters of each secret, for people to tell them apart. */
  ends: { consumerKey: string; consumerSecret: string; passkey: string; securityCredential: string | null };
  initiatorName: string | null;
  payoutShortcode: string | null;
  /** Hash of the token in the addresses of its C2B messages. */
  c2bHash: string;
  verified: 'unverified' | 'accepted' | 'refused';
  /** What was wrong at the last look. */
  problems: { what: 'credentials' | 'c2b'; message: string }[];
  verifiedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const text = { type: String, default: null };
const schema = new Schema<MpesaAccountRecord>(
  {
    _id: String,
    scope: { type: String, required: true, immutable: true },
    kind: { type: String, enum: ['paybill', 'till'], required: true },
    shortcode: { type: String, required: true },
    till: text,
    keyId: { type: String, required: true },
    dataKey: { type: String, required: true },
    secrets: { type: String, required: true },
    ends: { type: Schema.Types.Mixed, required: true },
    initiatorName: text,
    payoutShortcode: text,
    c2bHash: { type: String, required: true },
    verified: { type: String, enum: ['unverified', 'accepted', 'refused'], required: true },
    problems: { type: Schema.Types.Mixed, default: [] },
    verifiedAt: { type: Date, default: null },
    version: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    updatedAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.plugin(tenancy);
schema.index({ shop: 1, mode: 1, scope: 1 }, { unique: true });
schema.index({ c2bHash: 1 });
schema.index({ keyId: 1 });
export const MpesaAccounts = model('MpesaAccount', schema, 'mpesa_accounts');
