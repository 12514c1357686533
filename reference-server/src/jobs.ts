import { dropExpired } from './domains/carts/service.js';
import { expireDue } from './domains/inventory/service.js';
import { moneyReceiptJob } from './domains/money-receipts/receive.js';
import { noteExpiry } from './domains/orders/service.js';
import { callbackJob } from './domains/payments/callbacks.js';
import { reconcileJob } from './domains/payments/reconcile.js';
import { resultJob } from './domains/payments/results/inbox.js';
import { receiptCheckJob } from './domains/receipt-checks/answer.js';
import { refundJob } from './domains/refunds/check.js';
import { dailyJob } from './domains/reports/daily.js';
import { rollUpJob } from './domains/reports/roll-up.js';
import { webhookJob } from './domains/webhooks/job.js';
import { clock } from './platform/clock.js';
import type { Job } from './platform/jobs.js';

const expiryJob: Job = {
  name: 'inventory.expiry',
  everyMs: 5_000,
  async run() {
    await expireDue(clock.now(), noteExpiry);
  },
};

const cartsJob: Job = {
  name: 'carts.expiry',
  everyMs: 10 * 60_000,
  async run() {
    await dropExpired(clock.now());
  },
};

/** What a server does by itself. Each is run by one process at a time, and safe if it were two. */
export const jobs: readonly Job[] = [
  callbackJob,
  resultJob,
  moneyReceiptJob,
  receiptCheckJob,
  reconcileJob,
  refundJob,
  expiryJob,
  cartsJob,
  rollUpJob,
  dailyJob,
  webhookJob,
];
