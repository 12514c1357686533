import type { SaleTender } from '@smartduka/contract';
import { Refused } from '../../platform/refusals.js';

/**
 * Says how much each tender is for. One may have left its amount out and takes the rest.
 *
 * @param receipts Sums of the money receipts among them, by id; minor units like all others.
 * @throws Refused `amount_exceeds_due` (with `due`) for more than the total, `tenders_short` (with `due`) for less.
 * @example shareOut(10000, [{ method: 'cash', amount: 3000 }, { method: 'mpesa', phone }], new Map()) // [3000, 7000]
 */
export function shareOut(
  total: number,
  tenders: readonly SaleTender[],
  receipts: ReadonlyMap<string, number>,
): number[] {
  const said = tenders.map((tender) =>
    tender.method === 'receipt' ? (receipts.get(tender.moneyReceipt) ?? 0) : tender.amount,
  );
  const rest = total - said.reduce<number>((sum, amount) => sum + (amount ?? 0), 0);
  const open = said.includes(undefined);
  if (rest < 0 || (open && rest === 0 && total > 0)) throw new Refused('amount_exceeds_due', { due: total });
  if (!open && rest > 0) throw new Refused('tenders_short', { due: rest });
  return said.map((amount) => amount ?? rest);
}
