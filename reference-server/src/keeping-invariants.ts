import { agreementOf } from './domains/orders/frozen.js';

type Row = Record<string, unknown> & { _id: string };
type Wrong = (id: string, what: string) => void;
type Read = (name: string) => Promise<Row[]>;

const said = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'));

/** INV-14, 22, 24, 25, 27: what was written down stays so, on its own side, once, and tells nobody's secrets. */
export async function keeping(read: Read, acknowledged: readonly string[], wrong: Wrong): Promise<void> {
  const orders = await read('orders');
  const attempts = await read('payment_attempts');
  const refunds = await read('refunds');
  const receipts = await read('money_receipts');
  const calls = await read('idempotent_calls');
  for (const order of orders)
    if (order['agreement'] && order['agreement'] !== agreementOf(order as unknown as Parameters<typeof agreementOf>[0]))
      wrong('INV-14', `${order._id} is not what was agreed on`);
  sides(orders, attempts, receipts, wrong);
  const there = new Set([...orders, ...attempts, ...refunds, ...receipts].map((row) => row._id));
  for (const id of acknowledged)
    if (/^(ord|pay|rfd|mrc)_/.test(id) && !there.has(id)) wrong('INV-24', `${id} was acknowledged and is not there`);
  for (const call of calls)
    if (Number(call['effects'] ?? 0) > 1) wrong('INV-25', `${call._id} had ${said(call['effects'])} effects`);
  for (const call of calls)
    if (call['body'] !== null && call['body'] !== undefined && !said(call['body']).startsWith('v1.'))
      wrong('INV-27', `the answer kept in ${call._id} is not sealed`);
  for (const name of ['outbox', 'webhook_deliveries'])
    for (const row of await read(name)) {
      const secret = secretIn(JSON.stringify(row));
      if (secret) wrong('INV-27', `${name} ${row._id} tells ${secret}`);
    }
  for (const name of ['payment_callbacks', 'result_posts', 'money_receipts'])
    for (const row of await read(name))
      if (!said(row['body']).startsWith('v1.')) wrong('INV-27', `the body kept in ${name} ${row._id} is not sealed`);
}

/** The short code that Safaricom lends to everybody who tries things out. */
const sandboxShortcode = '174379';

function sides(orders: readonly Row[], attempts: readonly Row[], receipts: readonly Row[], wrong: Wrong): void {
  const modeOf = new Map(orders.map((order) => [order._id, order['mode']]));
  const numbered = new Map(attempts.filter((row) => row['receiptNumber']).map((row) => [row['receiptNumber'], row]));
  for (const attempt of attempts) {
    const of = modeOf.get(said(attempt['order']));
    if (of !== undefined && of !== attempt['mode'])
      wrong('INV-22', `${attempt._id} is ${said(attempt['mode'])}, its order ${said(of)}`);
    if (attempt['mode'] === 'live' && attempt['shortcode'] === sandboxShortcode)
      wrong('INV-22', `${attempt._id} is live and was asked for by the sandbox's short code`);
  }
  for (const receipt of receipts) {
    const paid = numbered.get(receipt['receiptNumber']);
    if (paid && receipt['receiptNumber'] && paid['mode'] !== receipt['mode'])
      wrong('INV-22', `${paid._id} is ${said(paid['mode'])}, its receipt ${receipt._id} ${said(receipt['mode'])}`);
  }
}

const secrets: Readonly<Record<string, RegExp>> = {
  'a whole phone number': /(?<![\w.])(?:\+?254|0)[17]\d{8}(?!\d)/,
  'an API key': /\b(?:sk|rk)_(?:test|live)_[\w-]{16,}/,
  'a secret of a cart, an order or a session': /\b(?:cs|os|wt|rt|pr|inv|whsec)_[\w+/-]{30,}/,
  'an access token': /\beyJ[\w-]+\.[\w-]+\.[\w-]+/,
  'a callback token': /\b[0-9a-f]{64}\b/,
};

function secretIn(text: string): string | null {
  return Object.entries(secrets).find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
