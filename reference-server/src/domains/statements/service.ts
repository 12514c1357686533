import type { Statement } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { trusted } from 'mongoose';
import { audit } from '../../platform/audit.js';
import { clock } from '../../platform/clock.js';
import type { Context } from '../../platform/context.js';
import { inTransaction } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { invalid } from '../../platform/refusals.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { shopOf } from '../shops/service.js';
import { compare, missingThere, refresh } from './compare.js';
import { Statements, StatementLines, type LineRecord, type Match, type StatementRecord } from './model.js';
import { mostLines, readStatement, type StatementEntry } from './rules.js';

const whys = {
  no_header:
    'must be a statement of the M-PESA portal as CSV, with the headings Receipt No., Completion Time and Paid In',
  too_long: `must have at most ${mostLines} lines; take a shorter time`,
  not_text: 'must be CSV in UTF-8; save the sheet as CSV',
} as const;

/**
 * Brings in a statement of the M-PESA portal and compares it with our books. Lines that an earlier statement held are known by their receipt numbers
 * and change nothing, so that the same file, or one that overlaps, may come again.
 *
 * @throws Refused `validation_failed` for a file that is no statement.
 */
export async function importStatement(
  tenant: Tenant,
  { actor, requestId }: Pick<Context, 'actor' | 'requestId'>,
  file: Uint8Array,
  name: string | null,
  remember: (answer: Statement, tx: ClientSession) => Promise<void>,
): Promise<Statement> {
  const reading = readStatement(file);
  if (!reading.ok) throw invalid('', reading.why, whys[reading.why]);
  const id = newId('statement');
  const rows = new Map(reading.entries.map((entry) => [lineId(tenant, entry), entry]));
  const standing = await compare(tenant, [...rows.values()].map(toLine));
  const lines: LineRecord[] = [...rows].map(([_id, entry], i) => ({
    ...owned(tenant),
    _id,
    statement: id,
    ...toLine(entry),
    at: entry.at,
    details: entry.details,
    account: entry.account,
    ...(standing[i] ?? { match: 'other', payment: null, refund: null }),
  }));
  let fresh = 0;
  // Outside the transaction, since 5,000 lines are many for one; each is written once, whoever repeats it.
  for (let i = 0; i < lines.length; i += 500) {
    const { upsertedCount } = await StatementLines.bulkWrite(
      lines.slice(i, i + 500).map((line) => ({
        updateOne: {
          filter: { ...owned(tenant), _id: line._id },
          update: { $setOnInsert: unowned(line) },
          upsert: true,
        },
      })),
    );
    fresh += upsertedCount;
  }
  const times = lines.map((line) => line.at.getTime());
  const statement: StatementRecord = {
    ...owned(tenant),
    _id: id,
    name,
    lines: lines.length,
    known: lines.length - fresh,
    unread: reading.unread.slice(0, 100),
    from: times.length > 0 ? new Date(times.reduce((a, b) => Math.min(a, b))) : null,
    to: times.length > 0 ? new Date(times.reduce((a, b) => Math.max(a, b))) : null,
    by: { id: actor.id, name: actor.name },
    createdAt: clock.now(),
  };
  const answer = await present(tenant, statement);
  await inTransaction(async (tx) => {
    await Statements.create([statement], { session: tx });
    const after = { lines: statement.lines, known: statement.known };
    await audit(tenant, actor, { action: 'statement.imported', subject: id, after }, requestId, tx);
    await remember(answer, tx);
  });
  return answer;
}

const lineId = (tenant: Tenant, entry: StatementEntry): string => {
  const { direction, amount } = toLine(entry);
  return `${tenant.shop}/${tenant.mode}/${entry.receiptNumber}/${direction}/${amount}`;
};

const toLine = ({ receiptNumber, paidIn, withdrawn }: StatementEntry) => ({
  receiptNumber,
  direction: paidIn > 0 ? ('in' as const) : ('out' as const),
  amount: paidIn > 0 ? paidIn : withdrawn,
});

function unowned(record: LineRecord) {
  const { _id: _, shop: __, mode: ___, ...line } = record;
  return line;
}

export async function findStatement(tenant: Tenant, id: string): Promise<StatementRecord | null> {
  return Statements.findOne({ ...owned(tenant), _id: id }).lean<StatementRecord>();
}

export async function findStatements(tenant: Tenant, before: string | null, limit: number): Promise<StatementRecord[]> {
  return Statements.find({ ...owned(tenant), ...(before ? { _id: trusted({ $lt: before }) } : {}) })
    .sort({ _id: -1 })
    .limit(limit)
    .lean<StatementRecord[]>();
}

/** Lines within the time of a statement, whichever statement brought them in first. */
export async function findLines(
  tenant: Tenant,
  { from, to }: StatementRecord,
  match: Match | null,
  after: string | null,
  limit: number,
): Promise<LineRecord[]> {
  if (!from || !to) return [];
  return StatementLines.find({
    ...owned(tenant),
    at: trusted({ $gte: from, $lte: to }),
    ...(match ? { match } : {}),
    ...(after ? { _id: trusted({ $gt: after }) } : {}),
  })
    .sort({ _id: 1 })
    .limit(limit)
    .lean<LineRecord[]>();
}

/** A statement with how it stands to our books now. */
export async function present(tenant: Tenant, statement: StatementRecord): Promise<Statement> {
  await refresh(tenant, statement);
  const { currency } = await shopOf(tenant);
  const { from, to } = statement;
  const sums =
    from && to
      ? await StatementLines.aggregate<{ _id: Match; count: number; amount: number }>([
          { $match: { ...owned(tenant), at: { $gte: from, $lte: to } } },
          { $group: { _id: '$match', count: { $sum: 1 }, amount: { $sum: '$amount' } } },
        ])
      : [];
  const sumOf = (match: Match) => {
    const found = sums.find(({ _id }) => _id === match);
    return { count: found?.count ?? 0, amount: { amount: found?.amount ?? 0, currency } };
  };
  const missing = await missingThere(tenant, statement, 1_000);
  return {
    id: statement._id,
    name: statement.name,
    lines: statement.lines,
    known: statement.known,
    unread: statement.unread.map(({ line, why }) => ({ line, why })),
    from: from?.toISOString() ?? null,
    to: to?.toISOString() ?? null,
    matched: sumOf('matched'),
    missingHere: sumOf('missing_here'),
    amountDiffers: sumOf('amount_differs'),
    other: sumOf('other'),
    missingThere: missing.map(({ amount, at, ...row }) => ({
      ...row,
      amount: { amount, currency },
      at: at.toISOString(),
    })),
    by: statement.by.name,
    createdAt: statement.createdAt.toISOString(),
  };
}
