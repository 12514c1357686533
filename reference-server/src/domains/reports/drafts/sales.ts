import { byPeriod, readSpan } from '../read.js';
import type { Cell, Section, Sums } from '../rules/cells.js';
import type { ColumnKey } from '../rules/columns.js';
import { periodsOf, type Span } from '../rules/periods.js';
import type { Draft } from '../rules/tables.js';
import { addUp, both, rowsOf, totalOf, whole, type Asked } from './parts.js';

const goods: readonly ColumnKey[] = [
  'orders',
  'quantity',
  'grossSales',
  'discounts',
  'refunds',
  'netSales',
  'share',
  'costOfGoods',
  'grossProfit',
  'margin',
];

export async function summary(asked: Asked): Promise<Draft> {
  const { now, before } = await both(asked, ['all']);
  return {
    key: 'summary',
    about: 'whole',
    chart: 'none',
    measure: null,
    columns: [
      'netSales',
      'growth',
      'takings',
      'orders',
      'averageOrder',
      'quantity',
      'grossSales',
      'discounts',
      'refunds',
      'delivery',
      'vat',
      'rounding',
      'costOfGoods',
      'grossProfit',
      'margin',
    ],
    rows: [],
    totals: whole(now) ?? {},
    compared: whole(before),
    sort: null,
  };
}

export async function periods(asked: Asked, measure: ColumnKey, columns: readonly ColumnKey[]): Promise<Draft> {
  const { source, group } = asked;
  const finest = group === 'hour';
  const inPeriods = async (span: Span) => {
    const rows = periodsOf(span, group, source.zone);
    return { rows, cells: byPeriod(await readSpan(source, span, ['all'], { finest }), rows) };
  };
  const now = await inPeriods(asked.span);
  const before = asked.compared && (await inPeriods(asked.compared));
  const total = (cells: readonly Cell[]): Sums => addUp(cells.map((cell) => whole(cell) ?? {}));
  return {
    key: 'periods',
    about: 'period',
    chart: 'time',
    measure,
    columns,
    rows: now.rows.map(({ key, from, to }, index) => ({
      key,
      from,
      to,
      sums: whole(now.cells[index] ?? {}) ?? {},
      compared: before && whole(before.cells[index] ?? null),
    })),
    totals: total(now.cells),
    compared: before && total(before.cells),
    sort: null,
  };
}

/** What was sold by product, category or brand. */
export async function grouped(
  asked: Asked,
  section: Section,
  table: Pick<Draft, 'key' | 'about'>,
  more: readonly ColumnKey[] = [],
): Promise<Draft> {
  const { now, before } = await both(asked, ['all', section]);
  // An order with goods of two categories is in both, so the number of all orders is not the sum of theirs.
  const total = (cell: Cell): Sums => ({ ...totalOf(cell[section]), orders: whole(cell)?.['orders'] ?? 0 });
  return {
    ...table,
    chart: 'bars',
    measure: 'netSales',
    columns: [...more, ...goods],
    rows: rowsOf(now[section], before && before[section]),
    totals: total(now),
    compared: before && total(before),
    sort: '-netSales',
  };
}

export async function locations(asked: Asked): Promise<Draft> {
  const byPlace = async (span: Span): Promise<Record<string, Sums>> => {
    const places: Record<string, Sums> = {};
    for (const { location, cell } of await readSpan(asked.source, span, ['all'], { byPlace: true })) {
      const key = location === '' ? '-' : location;
      places[key] = addUp([places[key] ?? {}, whole(cell) ?? {}]);
    }
    return places;
  };
  const now = await byPlace(asked.span);
  const before = asked.compared && (await byPlace(asked.compared));
  return {
    key: 'locations',
    about: 'location',
    chart: 'bars',
    measure: 'netSales',
    columns: goods,
    rows: rowsOf(now, before),
    totals: totalOf(now),
    compared: before && totalOf(before),
    sort: '-netSales',
  };
}

export async function staff(asked: Asked): Promise<Draft> {
  const { now, before } = await both(asked, ['staff', 'hours']);
  const timed = (cell: Cell): Record<string, Sums> =>
    Object.fromEntries(
      Object.entries(cell.staff ?? {}).map(([key, sums]) => [
        key,
        { ...sums, activeHours: Object.values(cell.hours?.[key] ?? {}).filter((sales) => sales > 0).length },
      ]),
    );
  const [rows, was] = [timed(now), before && timed(before)];
  return {
    key: 'staff',
    about: 'staff',
    chart: 'bars',
    measure: 'netSales',
    columns: [...goods, 'activeHours', 'netSalesPerHour'],
    rows: rowsOf(rows, was),
    totals: totalOf(rows),
    compared: was && totalOf(was),
    sort: '-netSales',
  };
}
