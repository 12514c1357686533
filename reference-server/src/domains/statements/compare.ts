import { trusted } from 'mongoose';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { Attempts, type AttemptRecord } from '../payments/model.js';
import { Refunds, type RefundRecord } from '../refunds/model.js';
import { StatementLines, type LineRecord, type StatementRecord } from './model.js';

const day = 24 * 3_600_000;

type Standing = Pick<LineRecord, 'match' | 'payment' | 'refund'>;

/** How lines stand to our books now. */
export async function compare(
  tenant: Tenant,
  lines: readonly Pick<LineRecord, 'receiptNumber' | 'direction' | 'amount'>[],
): Promise<Standing[]> {
  const receipts = [...new Set(lines.map((line) => line.receiptNumber))];
  const [payments, refunds] = [new Map<string, AttemptRecord>(), new Map<string, RefundRecord>()];
  for (let i = 0; i < receipts.length; i += 1_000) {
    const some = { ...owned(tenant), receiptNumber: trusted({ $in: receipts.slice(i, i + 1_000) }) };
    for (const row of await Attempts.find(some).lean<AttemptRecord[]>())
      if (row.receiptNumber) payments.set(row.receiptNumber, row);
    for (const row of await Refunds.find(some).lean<RefundRecord[]>())
      if (row.receiptNumber) refunds.set(row.receiptNumber, row);
  }
  return lines.map(({ receiptNumber, direction, amount }) => {
    const payment = payments.get(receiptNumber);
    const refund = refunds.get(receiptNumber);
    const ours = direction === 'in' ? payment : refund;
    const named = { payment: direction === 'in' ? (payment?._id ?? null) : null, refund: refund?._id ?? null };
    if (ours) return { match: ours.amount === amount ? 'matched' : 'amount_differs', ...named };
    // Money that went out and is no refund of ours: charges, withdrawals to the bank.
    return { match: direction === 'in' ? 'missing_here' : 'other', ...named };
  });
}

/** Looks again at lines that did not meet: a payment may have been claimed since. */
export async function refresh(tenant: Tenant, { from, to }: StatementRecord): Promise<void> {
  if (!from || !to) return;
  const open = await StatementLines.find({
    ...owned(tenant),
    at: trusted({ $gte: from, $lte: to }),
    match: trusted({ $ne: 'matched' }),
  }).lean<LineRecord[]>();
  const standing = await compare(tenant, open);
  const writes = open.flatMap((line, i) => {
    const now = standing[i];
    if (!now || (now.match === line.match && now.payment === line.payment && now.refund === line.refund)) return [];
    return [{ updateOne: { filter: { ...owned(tenant), _id: line._id }, update: { $set: { ...now } } } }];
  });
  if (writes.length > 0) await StatementLines.bulkWrite(writes);
}

export interface MissingThere {
  readonly payment: string;
  readonly order: string;
  readonly receiptNumber: string;
  readonly amount: number;
  readonly at: Date;
}

/** M-Pesa payments that we count within the time of a statement, and that no statement shows. */
export async function missingThere(
  tenant: Tenant,
  { from, to }: StatementRecord,
  most: number,
): Promise<MissingThere[]> {
  if (!from || !to) return [];
  const ours = await Attempts.find({
    ...owned(tenant),
    receiptNumber: trusted({ $type: 'string' }),
    // A prompt may be answered a while after it was sent.
    createdAt: trusted({ $gte: new Date(from.getTime() - day), $lte: to }),
  })
    .sort({ _id: 1 })
    .lean<AttemptRecord[]>();
  const receipts = ours.flatMap(({ receiptNumber }) => receiptNumber ?? []);
  const shown = new Set<string>();
  for (let i = 0; i < receipts.length; i += 1_000)
    for (const { receiptNumber } of await StatementLines.find(
      { ...owned(tenant), receiptNumber: trusted({ $in: receipts.slice(i, i + 1_000) }) },
      { receiptNumber: 1 },
    ).lean())
      shown.add(receiptNumber);
  return ours
    .filter((row) => row.receiptNumber && !shown.has(row.receiptNumber))
    .flatMap((row) => {
      const at = row.history.find(({ state }) => state === 'succeeded')?.at ?? (row.late ? row.updatedAt : null);
      return at && at >= from && at <= to ? [{ row, at }] : [];
    })
    .slice(0, most)
    .map(({ row: { _id, order, receiptNumber, amount }, at }) => ({
      payment: _id,
      order,
      receiptNumber: receiptNumber ?? '',
      amount,
      at,
    }));
}
