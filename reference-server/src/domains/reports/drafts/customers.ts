import { knownFrom } from '../store.js';
import type { Sums } from '../rules/cells.js';
import type { Draft } from '../rules/tables.js';
import { both, rowsOf, totalOf, whole, type Asked } from './parts.js';

/** Who bought most, and how much was bought by people who were new, who came back, and who are not known. */
export async function customers(asked: Asked): Promise<Draft[]> {
  const { tenant, generation } = asked.source;
  const { now, before } = await both(asked, ['all', 'customers']);
  const fresh = await knownFrom(tenant, generation, asked.span);
  const freshBefore = asked.compared && (await knownFrom(tenant, generation, asked.compared));
  const bought = segmentsOf(now.customers ?? {}, whole(now) ?? {}, fresh);
  const boughtBefore = before && freshBefore && segmentsOf(before.customers ?? {}, whole(before) ?? {}, freshBefore);
  return [
    {
      key: 'customers',
      about: 'customer',
      chart: 'none',
      measure: null,
      columns: ['phone', 'orders', 'netSales', 'lastVisit'],
      rows: rowsOf(now.customers, before && before.customers),
      totals: totalOf(now.customers),
      compared: before && totalOf(before.customers),
      sort: '-netSales',
    },
    {
      key: 'segments',
      about: 'segment',
      chart: 'share',
      measure: 'netSales',
      columns: ['customers', 'orders', 'netSales', 'share'],
      rows: rowsOf(bought, boughtBefore),
      totals: totalOf(bought),
      compared: boughtBefore && totalOf(boughtBefore),
      sort: null,
    },
  ];
}

/** New is who bought for the first time in this time, wherever that was. */
function segmentsOf(
  named: Readonly<Record<string, Sums>>,
  all: Sums,
  fresh: ReadonlySet<string>,
): Record<'new' | 'returning' | 'unnamed', Sums> {
  const sumOf = (keys: readonly string[]): Sums => ({
    ...totalOf(Object.fromEntries(keys.map((key) => [key, named[key] ?? {}]))),
    // Somebody who only gave something back did not come to buy.
    customers: keys.filter((key) => (named[key]?.['orders'] ?? 0) > 0).length,
  });
  const keys = Object.keys(named);
  const parts = {
    new: sumOf(keys.filter((key) => fresh.has(key))),
    returning: sumOf(keys.filter((key) => !fresh.has(key))),
  };
  const rest = (name: string) => (all[name] ?? 0) - (parts.new[name] ?? 0) - (parts.returning[name] ?? 0);
  return { ...parts, unnamed: { orders: rest('orders'), netSales: rest('netSales') } };
}
