import { stockOf, stockChanges } from '../../inventory/figures.js';
import { variantFacts } from '../../catalog/names.js';
import { readSpan, sum } from '../read.js';
import type { Sums } from '../rules/cells.js';
import type { ColumnKey } from '../rules/columns.js';
import { addDays, dayOf, startOfDay, type Span } from '../rules/periods.js';
import type { Draft } from '../rules/tables.js';
import { addUp, type Asked } from './parts.js';

/** What is there now, what it is worth, and how long it lasts. */
export async function stock(asked: Asked): Promise<Draft> {
  return draft(asked, 'variants', [
    'sku',
    'onHand',
    'available',
    'valueAtPrice',
    'valueAtCost',
    'sold30',
    'turnover',
    'daysOfCover',
  ]);
}

/** What is there and was not sold in this time. */
export async function unsold(asked: Asked): Promise<Draft> {
  const sold = sum(await readSpan(asked.source, asked.span, ['goods'])).goods ?? {};
  return draft(
    asked,
    'unsold',
    ['sku', 'onHand', 'valueAtPrice', 'valueAtCost'],
    (variant, sums) => (sums['onHand'] ?? 0) > 0 && (sold[variant]?.['orders'] ?? 0) === 0,
  );
}

async function draft(
  asked: Asked,
  key: 'variants' | 'unsold',
  columns: readonly ColumnKey[],
  keep: (variant: string, sums: Sums) => boolean = () => true,
): Promise<Draft> {
  const { source, now } = asked;
  const lately = thirtyDays(now, source.zone);
  const levels = await stockOf(source.tenant, source.location);
  const changes = await stockChanges(source.tenant, source.location, lately);
  const facts = await variantFacts(source.tenant, [...levels.keys()]);
  const sold = sum(await readSpan(source, lately, ['goods'])).goods ?? {};
  const rows = [...levels].flatMap(([variant, { onHand, available }]) => {
    const { price = 0, cost = null, sku = null } = facts.get(variant) ?? {};
    const sums: Sums = {
      onHand,
      available,
      valueAtPrice: price * onHand,
      valueAtCost: (cost ?? 0) * onHand,
      sold30: Math.max(0, sold[variant]?.['quantity'] ?? 0),
      change30: changes.get(variant) ?? 0,
    };
    return keep(variant, sums) ? [{ key: variant, sums, compared: null, texts: { sku } }] : [];
  });
  return {
    key,
    about: 'variant',
    chart: 'none',
    measure: null,
    columns,
    rows,
    totals: addUp(rows.map((row) => row.sums)),
    compared: null,
    sort: '-valueAtPrice',
  };
}

/** Thirty whole days that end with today. */
function thirtyDays(now: Date, zone: string): Span {
  return { from: startOfDay(addDays(dayOf(now, zone), -29), zone), to: now };
}
