import { drawersOf } from '../../shifts/figures.js';
import type { Draft } from '../rules/tables.js';
import { addUp, both, rowsOf, type Asked } from './parts.js';

/** What each shift sold in this time, and its drawer: that is about the whole shift, also where the time asked about holds a part of it. */
export async function shifts(asked: Asked): Promise<Draft> {
  const { source, span } = asked;
  const { now, before } = await both(asked, ['shifts']);
  const sold = now.shifts ?? {};
  const drawers = await drawersOf(source.tenant, Object.keys(sold), span, source.location);
  const quiet = Object.fromEntries([...drawers.keys()].filter((id) => !(id in sold)).map((id) => [id, {}]));
  const rows = rowsOf({ ...sold, ...(source.channel === undefined ? quiet : {}) }, before && before.shifts).map(
    (row) => {
      const drawer = drawers.get(row.key);
      if (!drawer) return row;
      const { opened, cashier, state, sums } = drawer;
      return {
        ...row,
        sums: { ...row.sums, ...sums },
        texts: { at: opened.toISOString(), staffName: cashier, state },
      };
    },
  );
  return {
    key: 'shifts',
    about: 'shift',
    chart: 'bars',
    measure: 'takings',
    columns: [
      'state',
      'orders',
      'quantity',
      'netSales',
      'takings',
      'refunds',
      'cashTaken',
      'mpesaTaken',
      'otherTaken',
      'float',
      'cashIn',
      'cashOut',
      'expected',
      'counted',
      'variance',
    ],
    rows,
    totals: addUp(rows.map((row) => row.sums)),
    compared: before && addUp(Object.values(before.shifts ?? {})),
    sort: '-takings',
  };
}
