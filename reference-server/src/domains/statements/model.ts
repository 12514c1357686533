import { Schema, model } from 'mongoose';
import { tenancy, type Owned } from '../../platform/tenancy.js';
import type { Unread } from './rules.js';

/** How a line of a statement stands to our books. */
export type Match = 'matched' | 'missing_here' | 'amount_differs' | 'other';

/** A statement that somebody brought in. */
export interface StatementRecord extends Owned {
  _id: string;
  name: string | null;
  lines: number;
  /** Lines that an earlier statement had brought in already. */
  known: number;
  unread: Unread[];
  from: Date | null;
  to: Date | null;
  by: { id: string | null; name: string | null };
  createdAt: Date;
}

/** A line, once for all statements that hold it. */
export interface LineRecord extends Owned {
  /** Receipt, direction and amount under their owner: a receipt may come with its charge. */
  _id: string;
  statement: string;
  receiptNumber: string;
  direction: 'in' | 'out';
  /** Minor units. */
  amount: number;
  at: Date;
  details: string;
  account: string | null;
  match: Match;
  payment: string | null;
  refund: string | null;
}

const statement = new Schema<StatementRecord>(
  {
    _id: String,
    name: { type: String, default: null },
    lines: Number,
    known: Number,
    unread: { type: Schema.Types.Mixed, default: [] },
    from: { type: Date, default: null },
    to: { type: Date, default: null },
    by: { type: Schema.Types.Mixed, required: true },
    createdAt: { type: Date, required: true },
  },
  { versionKey: false, minimize: false },
);
statement.plugin(tenancy);
statement.index({ shop: 1, mode: 1, _id: -1 });
export const Statements = model('Statement', statement, 'statements');

const line = new Schema<LineRecord>(
  {
    _id: String,
    statement: { type: String, required: true },
    receiptNumber: { type: String, required: true },
    direction: { type: String, enum: ['in', 'out'], required: true },
    amount: { type: Number, required: true, min: 1, validate: Number.isSafeInteger },
    at: { type: Date, required: true },
    details: { type: String, default: '' },
    account: { type: String, default: null },
    match: { type: String, required: true },
    payment: { type: String, default: null },
    refund: { type: String, default: null },
  },
  { versionKey: false },
);
line.plugin(tenancy);
line.index({ shop: 1, mode: 1, statement: 1, match: 1, _id: 1 });
line.index({ shop: 1, mode: 1, at: 1 });
line.index({ shop: 1, mode: 1, receiptNumber: 1 });
export const StatementLines = model('StatementLine', line, 'statement_lines');
