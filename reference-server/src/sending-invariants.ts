type Row = Record<string, unknown> & { _id: string };
type Wrong = (id: string, what: string) => void;
type Read = (name: string) => Promise<Row[]>;

const day = 24 * 3_600_000;
/** Deliveries are kept for a month (D4). */
const kept = 29 * day;
/** An endpoint and an event that were written in the same moment may not have seen each other. */
const longestWrite = 15_000;

const instant = (value: unknown): number => (value instanceof Date ? value.getTime() : Number.NaN);
const said = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));
const side = (row: Row): string => `${said(row['shop'])}/${said(row['mode'])}`;

function wants(events: readonly string[], type: string): boolean {
  return events.some(
    (wanted) => wanted === '*' || wanted === type || wanted === `${type.slice(0, type.indexOf('.') + 1)}*`,
  );
}

/** INV-19, INV-20: no endpoint misses an event that it asked for, and none hears of an order in the wrong order. */
export async function sending(read: Read, now: Date, wrong: Wrong): Promise<void> {
  const [endpoints, deliveries, events] = [
    await read('webhook_endpoints'),
    (await read('webhook_deliveries')).filter((row) => row['byHand'] === false),
    await read('outbox'),
  ];
  missing(endpoints, deliveries, events, now, wrong);
  outOfOrder(deliveries, wrong);
}

function missing(
  endpoints: readonly Row[],
  deliveries: readonly Row[],
  events: readonly Row[],
  now: Date,
  wrong: Wrong,
): void {
  const made = new Set(deliveries.map((row) => `${said(row['endpoint'])} ${said(row['event'])}`));
  for (const endpoint of endpoints.filter((row) => row['status'] === 'enabled')) {
    // What it asks for, and whether it does, may have been another before it was last changed.
    const from = Math.max(instant(endpoint['updatedAt']) + longestWrite, now.getTime() - kept);
    for (const event of events) {
      if (side(event) !== side(endpoint) || event['pending'] === true || instant(event['createdAt']) < from) continue;
      if (!wants(endpoint['events'] as string[], said(event['type']))) continue;
      if (!made.has(`${endpoint._id} ${event._id}`)) wrong('INV-19', `${endpoint._id} was never offered ${event._id}`);
    }
  }
}

function outOfOrder(deliveries: readonly Row[], wrong: Wrong): void {
  const lines = new Map<string, Row[]>();
  for (const row of deliveries) {
    const name = `${said(row['endpoint'])} ${said(row['line'])}`;
    lines.set(name, [...(lines.get(name) ?? []), row]);
  }
  for (const line of lines.values()) {
    const rows = line.toSorted((a, b) => Number(a['sequence']) - Number(b['sequence']));
    for (const [i, row] of rows.entries()) {
      const before = rows[i - 1];
      if (!before || Number(row['tries']) === 0) continue;
      if (before['state'] === 'pending')
        wrong('INV-20', `${row._id} was tried while ${before._id} before it was still waiting`);
      else if (instant(before['deliveredAt']) > instant(row['lastTryAt']))
        wrong('INV-20', `${row._id} was tried before ${before._id} had arrived`);
    }
    const waiting = rows.filter((row) => row['state'] === 'pending');
    const heads = waiting.filter((row) => row['head'] === true).length;
    if (heads > 1) wrong('INV-20', `${waiting[0]?._id} and those behind it have ${heads} heads`);
  }
}
