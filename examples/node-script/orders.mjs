// Prints the shop's latest paid orders, as a small back office would. A secret key belongs on a server, never in a page.
//
//   DUKA_SERVER=https://shop.example DUKA_SECRET_KEY=sk_test_… node orders.mjs
import { createDuka, formatMoney, isDukaError } from '@smartduka/sdk';

const { DUKA_SERVER: server, DUKA_SECRET_KEY: key } = process.env;
if (!server || !key) {
  console.error('Set DUKA_SERVER and DUKA_SECRET_KEY. A shop started with `npm start` prints both.');
  process.exit(1);
}

const duka = createDuka({ server, key });
const latest = 20;
let shown = 0;

try {
  for await (const order of duka.orders.list({ paymentStatus: 'paid' })) {
    const goods = order.lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ');
    console.log(`${order.number.padEnd(10)} ${formatMoney(order.totals.total).padStart(12)}   ${goods}`);
    if (++shown === latest) break;
  }
  if (shown === 0) console.log('Nothing is paid yet: buy something in the shop first.');
} catch (error) {
  // Every refusal has a stable code, and a request id to ask support about.
  console.error(isDukaError(error) ? `${error.code}: ${error.message} (request ${error.requestId ?? 'none'})` : error);
  process.exitCode = 1;
}
