import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import { owned, type Tenant } from '../../platform/tenancy.js';
import { toCount } from '../reports/queue.js';
import { Ledger, ledgerKinds, type LedgerKind, type LedgerRecord } from './model.js';

/** How much of a payment's money stands where, in minor units. */
export type Balances = Record<LedgerKind, number>;

/**
 * Writes down a movement of a payment's money, in the transaction of what moved it. A repeat of the same cause is refused by the index.
 *
 * @param moves By how much each kind changes: `{ captured: 7000, applied: 7000 }`, or `{ applied: -7000, refunded: 7000 }`.
 */
export async function book(
  tenant: Tenant,
  of: { payment: string; order: string; currency: string; cause: string },
  moves: Partial<Balances>,
  tx: ClientSession,
): Promise<void> {
  const at = clock.now();
  const rows: LedgerRecord[] = ledgerKinds.flatMap((kind) => {
    const amount = moves[kind] ?? 0;
    return amount === 0 ? [] : [{ ...owned(tenant), _id: newId('ledgerEntry', at), kind, ...of, amount, at }];
  });
  if (rows.length > 0) await Ledger.insertMany(rows, { session: tx });
  for (const row of rows)
    if (row.kind === 'captured' || row.kind === 'refunded') await toCount(tenant, 'money', row._id, tx);
}

/** Where the money of these payments stands: sums of what was written down. */
export async function balancesOf(
  tenant: Tenant,
  payments: readonly string[],
  tx: ClientSession | null = null,
): Promise<Map<string, Balances>> {
  const sums = new Map(payments.map((payment) => [payment, none()]));
  for (const payment of payments) {
    const rows = await Ledger.find({ ...owned(tenant), payment }, null, { session: tx }).lean<LedgerRecord[]>();
    const sum = sums.get(payment) ?? none();
    for (const row of rows) sum[row.kind] += row.amount;
  }
  return sums;
}

const none = (): Balances => ({ captured: 0, applied: 0, unapplied: 0, refunded: 0 });
