import { waitingMoney } from '../../payments/figures.js';
import type { Cell, Sums } from '../rules/cells.js';
import { takingsOf } from '../rules/formulas.js';
import type { Draft } from '../rules/tables.js';
import { addUp, both, rowsOf, totalOf, whole, type Asked } from './parts.js';

export async function payments(asked: Asked): Promise<Draft[]> {
  const { now, before } = await both(asked, ['money', 'reasons']);
  const methods = rowsOf(now.money, before && before.money);
  const reasons = rowsOf(now.reasons, before && before.reasons);
  const waiting = await waitingMoney(asked.source.tenant, 200);
  return [
    {
      key: 'methods',
      about: 'method',
      chart: 'share',
      measure: 'amount',
      columns: ['count', 'amount', 'refunded', 'attempts', 'succeeded', 'failed', 'successRate', 'secondsToConfirm'],
      rows: methods,
      totals: totalOf(now.money),
      compared: before && totalOf(before.money),
      sort: '-amount',
    },
    {
      key: 'failures',
      about: 'reason',
      chart: 'bars',
      measure: 'failures',
      columns: ['failures', 'failureShare'],
      rows: reasons,
      totals: totalOf(now.reasons),
      compared: before && totalOf(before.reasons),
      sort: '-failures',
    },
    {
      key: 'unmatched',
      about: 'receipt',
      chart: 'none',
      measure: null,
      columns: ['receivedAt', 'method', 'amount', 'receiptNumber', 'reason'],
      rows: waiting.map(({ attempt, reason, since }) => ({
        key: attempt._id,
        sums: { amount: attempt.amount },
        compared: null,
        texts: {
          receivedAt: since.toISOString(),
          method: attempt.method,
          receiptNumber: attempt.receiptNumber,
          reason,
        },
      })),
      totals: addUp(waiting.map(({ attempt }) => ({ amount: attempt.amount }))),
      compared: null,
      sort: null,
    },
  ];
}

export async function tax(asked: Asked): Promise<Draft> {
  const { now, before } = await both(asked, ['taxes']);
  const rows = rowsOf(now.taxes, before && before.taxes).map((row) => ({
    ...row,
    sums: { ...row.sums, rate: Number(row.key.split(':')[1] ?? 0) },
  }));
  return {
    key: 'classes',
    about: 'vatClass',
    chart: 'none',
    measure: null,
    columns: ['rate', 'taxable', 'tax', 'gross'],
    rows,
    totals: totalOf(now.taxes),
    compared: before && totalOf(before.taxes),
    sort: '-rate',
  };
}

export async function reconciliation(asked: Asked): Promise<Draft[]> {
  const { now, before } = await both(asked, ['all', 'money']);
  const sums = (cell: Cell): Sums => {
    const money = totalOf(cell.money);
    const expected = takingsOf(whole(cell) ?? {});
    const [captured, refunded] = [money['amount'] ?? 0, money['refunded'] ?? 0];
    return { captured, refunded, expected, found: captured - refunded };
  };
  const waiting = await waitingMoney(asked.source.tenant, 500);
  return [
    {
      key: 'findings',
      about: 'finding',
      chart: 'none',
      measure: null,
      columns: ['at', 'reason', 'method', 'receiptNumber', 'expected', 'found', 'difference'],
      rows: waiting.map(({ attempt, reason, since }) => ({
        key: attempt._id,
        sums: { expected: 0, found: attempt.amount },
        compared: null,
        texts: { at: since.toISOString(), reason, method: attempt.method, receiptNumber: attempt.receiptNumber },
      })),
      totals: addUp(waiting.map(({ attempt }) => ({ found: attempt.amount }))),
      compared: null,
      sort: null,
    },
    {
      key: 'sums',
      about: 'whole',
      chart: 'none',
      measure: null,
      columns: ['captured', 'refunded', 'found', 'expected', 'difference'],
      rows: [],
      totals: sums(now),
      compared: before && sums(before),
      sort: null,
    },
  ];
}
