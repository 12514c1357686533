import type { TenderKind } from '@smartduka/contract';
import { trusted, type ClientSession } from 'mongoose';
import { idsFrom } from '../../platform/ids.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import type { Which } from '../orders/sales.js';
import { Attempts, Ledger, Reviews, type AttemptRecord, type LedgerRecord } from './model.js';

/** A movement of money, with the way it was paid. */
export interface MoneyMoved {
  _id: string;
  kind: LedgerRecord['kind'];
  payment: string;
  order: string;
  amount: number;
  at: Date;
  method: string;
}

/** Entries of the ledger about money that came in or was given back. */
export async function moneyMoved(tenant: Tenant, which: Which, tx: ClientSession | null = null): Promise<MoneyMoved[]> {
  const query = Ledger.find({ ...owned(tenant), ...filterOf(which, 'event', 'at') }, null, { session: tx });
  if ('after' in which) query.sort({ _id: 1 }).limit(which.limit);
  const rows = await query.lean<LedgerRecord[]>();
  const methods = new Map(
    (
      await Attempts.find(
        { ...owned(tenant), _id: trusted({ $in: [...new Set(rows.map((row) => row.payment))] }) },
        { method: 1 },
        { session: tx },
      ).lean()
    ).map(({ _id, method }) => [_id, method]),
  );
  return rows.map(({ _id, kind, payment, order, amount, at }) => ({
    _id,
    kind,
    payment,
    order,
    amount,
    at,
    method: methods.get(payment) ?? 'unknown',
  }));
}

export type EndedAttempt = Pick<
  AttemptRecord,
  '_id' | 'order' | 'method' | 'state' | 'reason' | 'history' | 'createdAt'
>;

/** Attempts, whether they have ended or not; with `from` and `to` those made in that time. */
export async function attemptsMade(
  tenant: Tenant,
  which: Which,
  tx: ClientSession | null = null,
): Promise<EndedAttempt[]> {
  const query = Attempts.find(
    { ...owned(tenant), ...filterOf(which, 'payment', 'createdAt') },
    { order: 1, method: 1, state: 1, reason: 1, history: 1, createdAt: 1 },
    { session: tx },
  );
  if ('after' in which) query.sort({ _id: 1 }).limit(which.limit);
  return query.lean<EndedAttempt[]>();
}

function filterOf(which: Which, kind: 'event' | 'payment', field: 'at' | 'createdAt') {
  if ('ids' in which) return { _id: trusted({ $in: [...which.ids] }) };
  if ('after' in which) return { _id: trusted({ $gt: which.after }) };
  // Ids begin with the time at which they were made, which is a moment before that of the record at most.
  const margin = 60_000;
  return {
    _id: trusted({
      $gte: idsFrom(kind, new Date(which.from.getTime() - margin)),
      $lt: idsFrom(kind, new Date(which.to.getTime() + margin)),
    }),
    [field]: trusted({ $gte: which.from, $lt: which.to }),
  };
}

/** Money that a shift took: into its own hands, and by M-Pesa for what it sold. */
export async function moneyOfShift(
  tenant: Tenant,
  shift: string,
  orders: readonly string[],
  tx: ClientSession | null = null,
): Promise<AttemptRecord[]> {
  const where: Record<string, string> = { ...owned(tenant), state: 'succeeded', 'tender.shift': shift };
  const byHand = await Attempts.find(where, null, { session: tx }).lean<AttemptRecord[]>();
  const phones = await Attempts.find({ ...owned(tenant), order: trusted({ $in: [...orders] }), tender: null }, null, {
    session: tx,
  }).lean<AttemptRecord[]>();
  return [...byHand, ...phones.filter((one) => (one.state === 'succeeded' || one.late) && !one.unapplied)];
}

/** What each of these payments was made with. */
export async function kindsOf(
  tenant: Tenant,
  payments: readonly string[],
  tx: ClientSession | null = null,
): Promise<Map<string, TenderKind | 'mpesa'>> {
  const rows = await Attempts.find(
    { ...owned(tenant), _id: trusted({ $in: [...payments] }) },
    { method: 1, tender: 1 },
    { session: tx },
  ).lean<Pick<AttemptRecord, '_id' | 'method' | 'tender'>[]>();
  return new Map(rows.map((row) => [row._id, kindOf(row)]));
}

export const kindOf = ({ method, tender }: Pick<AttemptRecord, 'method' | 'tender'>): TenderKind | 'mpesa' =>
  tender?.kind ?? (method === 'cash' || method === 'other' ? method : 'mpesa');

/** Money that came in and waits for somebody to decide about it, newest first. */
export async function waitingMoney(
  tenant: Tenant,
  limit: number,
): Promise<{ attempt: AttemptRecord; reason: string; since: Date }[]> {
  const reviews = await Reviews.find({ ...owned(tenant), resolvedAt: null, refund: null })
    .sort({ _id: -1 })
    .limit(limit)
    .lean();
  const attempts = await Attempts.find({
    ...owned(tenant),
    _id: trusted({ $in: reviews.map((review) => review.payment) }),
  }).lean<AttemptRecord[]>();
  const byId = new Map(attempts.map((attempt) => [attempt._id, attempt]));
  return reviews.flatMap((review) => {
    const attempt = byId.get(review.payment);
    return attempt ? [{ attempt, reason: review.reason, since: review.createdAt }] : [];
  });
}
