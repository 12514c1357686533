import { expireDue } from '../src/domains/inventory/service.js';
import { moneyReceiptJob } from '../src/domains/money-receipts/receive.js';
import { noteExpiry } from '../src/domains/orders/service.js';
import { callbackJob } from '../src/domains/payments/callbacks.js';
import { reconcileDue } from '../src/domains/payments/reconcile.js';
import { resultJob } from '../src/domains/payments/results/inbox.js';
import { receiptCheckJob } from '../src/domains/receipt-checks/answer.js';
import { examineDue } from '../src/domains/refunds/check.js';
import { backgroundDone } from '../src/platform/background.js';
import { clock } from '../src/platform/clock.js';

/** Everything that is due now gets done, as the jobs of a server would do it. */
export async function settle(): Promise<void> {
  const { signal } = new AbortController();
  await backgroundDone();
  await callbackJob.run(signal);
  await resultJob.run(signal);
  await moneyReceiptJob.run(signal);
  await receiptCheckJob.run(signal);
  await reconcileDue(signal);
  await examineDue(signal);
  await expireDue(clock.now(), noteExpiry);
  await backgroundDone();
}
