type Row = Record<string, unknown> & { _id: string };
type Wrong = (id: string, what: string) => void;

const num = (value: unknown): number => (typeof value === 'number' ? value : 0);
const amount = (value: unknown): number => num((value as { amount?: unknown } | undefined)?.amount);
const side = (row: Row): string => `${String(row['shop'])}/${String(row['mode'])}`;

/** What a shop took and sold in one day. */
interface Day {
  orders: number;
  takings: number;
  netSales: number;
  captured: number;
  givenBack: number;
}
const nothing = (): Day => ({ orders: 0, takings: 0, netSales: 0, captured: 0, givenBack: 0 });

/**
 * INV-26: what reports have added up is what orders, refunds and the ledger say, day by day in the zone of the shop; quarters of an hour and
 * places add up to the same; and all that was taken is what the ledger has applied to orders that were paid in full. What still waits in the queue is
 * left out on both sides.
 *
 * @param read All of one moment: the roll-up goes on meanwhile.
 */
export async function reports(read: (name: string) => Promise<Row[]>, wrong: Wrong): Promise<void> {
  const states = await read('report_states');
  if (states.length === 0) return;
  const waiting = new Set((await read('report_queue')).map((row) => row._id));
  const rows = {
    orders: await read('orders'),
    refunds: await read('refunds'),
    ledger: await read('ledger'),
    buckets: await read('report_buckets'),
  };
  for (const state of states)
    if (!state['building'] && num(state['generation']) > 0) check(state, rows, waiting, wrong);
}

function check(
  state: Row,
  rows: Record<'orders' | 'refunds' | 'ledger' | 'buckets', readonly Row[]>,
  waiting: ReadonlySet<string>,
  wrong: Wrong,
): void {
  const shop = side(state);
  const own = (list: readonly Row[]) => list.filter((row) => side(row) === shop);
  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: String(state['timeZone']), dateStyle: 'short' });
  const days = new Map<string, Day>();
  const dayOf = (at: unknown): Day => {
    const name = calendar.format(at as Date);
    const day = days.get(name) ?? nothing();
    days.set(name, day);
    return day;
  };

  // Only what was paid in full at some time was sold; a part that was paid and given back is no sale, and no return of one.
  const sold = new Map(
    own(rows.orders)
      // A voided sale counts for nothing, once reports have heard of it.
      .filter((order) => Boolean(order['paidAt']) && (!order['voided'] || waiting.has(`void/${order._id}`)))
      .map((order) => [order._id, order]),
  );
  const voids = new Set<string>();
  for (const order of sold.values()) {
    if (waiting.has(`sale/${order._id}`)) continue;
    const day = dayOf(order['paidAt']);
    day.orders += 1;
    day.takings += amount((order['totals'] as Row)['total']);
    for (const line of order['lines'] as Row[]) day.netSales += amount(line['total']) - amount(line['tax']);
  }
  for (const refund of own(rows.refunds)) {
    if (refund['state'] !== 'succeeded' || refund['of'] !== 'order' || waiting.has(`refund/${refund._id}`)) continue;
    const order = sold.get(String(refund['order']));
    if (!order) continue;
    const voided = order['voided'] as { at: Date } | null | undefined;
    if (voided && (refund['completedAt'] as Date) >= voided.at) {
      voids.add(refund._id);
      continue;
    }
    dayOf(refund['completedAt']).takings -= num(refund['amount']);
    dayOf(refund['completedAt']).netSales -= goodsOf(refund, order);
  }
  let applied = 0;
  for (const entry of own(rows.ledger)) {
    const cause = String(entry['cause']);
    const order = String(entry['order']);
    const waits = cause.startsWith('rfd_')
      ? voids.has(cause) || waiting.has(`refund/${cause}`)
      : waiting.has(`sale/${order}`);
    if (entry['kind'] === 'applied' && sold.has(order) && !waits) applied += num(entry['amount']);
    if (waiting.has(`money/${entry._id}`)) continue;
    if (entry['kind'] === 'captured') dayOf(entry['at']).captured += num(entry['amount']);
    if (entry['kind'] === 'refunded') dayOf(entry['at']).givenBack += num(entry['amount']);
  }

  const levels = ['day', 'quarter', 'dayIn', 'quarterIn'] as const;
  const told = Object.fromEntries(levels.map((level) => [level, new Map<string, Day>()])) as Record<
    (typeof levels)[number],
    Map<string, Day>
  >;
  for (const bucket of own(rows.buckets).filter((row) => row['generation'] === state['generation'])) {
    const level = told[bucket['level'] as (typeof levels)[number]];
    const name = calendar.format(bucket['at'] as Date);
    const day = level.get(name) ?? nothing();
    level.set(name, day);
    add(day, bucket);
  }
  for (const name of new Set([...days.keys(), ...levels.flatMap((level) => [...told[level].keys()])]))
    for (const level of levels) {
      const [records, report] = [days.get(name) ?? nothing(), told[level].get(name) ?? nothing()];
      for (const figure of Object.keys(records) as (keyof Day)[])
        if (records[figure] !== report[figure])
          wrong(
            'INV-26',
            `${shop} ${name}: ${figure} is ${records[figure]} in the books, ${report[figure]} in reports (${level})`,
          );
    }
  const takings = [...told.day.values()].reduce((sum, day) => sum + day.takings, 0);
  if (takings !== applied) wrong('INV-26', `${shop}: the ledger applied ${applied}, reports took ${takings}`);
}

/** What was given back for goods, without VAT: all but the delivery and the rounding. */
function goodsOf(refund: Row, order: Row): number {
  const lines = order['lines'] as Row[];
  const totals = order['totals'] as Row;
  const feeTax = amount(totals['tax']) - lines.reduce((sum, line) => sum + amount(line['tax']), 0);
  const fee = num(refund['delivery']) === 0 ? 0 : num(refund['delivery']) - feeTax;
  return num(refund['amount']) - num(refund['tax']) - num(refund['rounding']) - fee;
}

/** Reads a bucket as it is stored: one letter for each figure. */
function add(day: Day, bucket: Row): void {
  const all = ((bucket['all'] as Row | undefined)?.['_'] ?? {}) as Record<string, number>;
  day.orders += num(all['o']);
  day.netSales += num(all['n']);
  day.takings += num(all['n']) + num(all['f']) + num(all['x']) + num(all['v']);
  for (const method of Object.values((bucket['money'] ?? {}) as Record<string, Record<string, number>>)) {
    day.captured += num(method['a']);
    day.givenBack += num(method['b']);
  }
}
