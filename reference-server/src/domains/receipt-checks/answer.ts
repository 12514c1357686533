import { fromEatStamp, type DarajaResult } from '@smartduka/daraja';
import { clock } from '../../platform/clock.js';
import { inTransaction, isDuplicate, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import type { Job } from '../../platform/jobs.js';
import { seal } from '../../platform/keyring.js';
import { log } from '../../platform/log.js';
import { maskPhone } from '../../platform/personal.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { stockQueue } from '../inventory/service.js';
import { attemptWith } from '../money-receipts/match.js';
import { MoneyReceipts, type MoneyReceiptRecord } from '../money-receipts/model.js';
import { findOrder } from '../orders/service.js';
import { mpesaBy } from '../payments/gateways/choose.js';
import type { Posted } from '../payments/results/inbox.js';
import { giveUp, settled } from './ask.js';
import { ReceiptChecks, type CheckReason, type ReceiptCheckRecord } from './model.js';
import { useFor, type Outcome } from './use.js';

/** What M-Pesa says of a receipt, as far as it concerns us. */
type Said =
  | { readonly kind: 'paid'; readonly amount: number; readonly paidAt: Date | null; readonly payer: string }
  | { readonly kind: 'no'; readonly reason: CheckReason }
  | { readonly kind: 'nothing'; readonly why: string };

/** The answer to a question about a receipt. It may come late, twice, or after we gave up: it counts all the same, once. */
export async function takeReceiptStatus(tenant: Tenant, id: string, { road, reading }: Posted): Promise<string> {
  const check = await ReceiptChecks.findOne({ ...owned(tenant), _id: id }).lean<ReceiptCheckRecord>();
  if (!check || check.state === 'applied') return 'known';
  const said: Said =
    road === 'timeout' || !reading.ok
      ? { kind: 'nothing', why: 'no_answer' }
      : hear(check.receiptNumber, await numbersOf(tenant, check), reading.result);
  if (said.kind === 'nothing') {
    if (said.why === 'result_of_another')
      log.warn({ event: 'security', subject: id, code: said.why }, 'a result does not fit its question');
    await giveUp(tenant, id);
    return said.why;
  }
  if (said.kind === 'no') {
    await ReceiptChecks.updateOne(
      { ...owned(tenant), _id: id, state: check.state },
      { $set: { ...settled({ reason: said.reason }), updatedAt: clock.now() } },
    );
    return said.reason;
  }
  const look = () => use(tenant, id, said);
  return look().catch((error: unknown) => {
    // Its own confirmation came in between: then it is the same money.
    if (isDuplicate(error, 'receiptNumber')) return look();
    throw error;
  });
}

/** What M-Pesa calls the shop: its pay bill, or its store and its till. */
async function numbersOf(tenant: Tenant, { shortcode }: ReceiptCheckRecord): Promise<readonly (string | null)[]> {
  const mpesa = await mpesaBy(tenant, shortcode);
  return [shortcode, mpesa?.shortcode ?? null, mpesa?.till ?? null];
}

/** daraja.md §12. Of the two names of a party, the credit side is the one that got the money. */
function hear(receiptNumber: string, numbers: readonly (string | null)[], result: DarajaResult): Said {
  if (!result.succeeded)
    return result.resultCode === 'R000002'
      ? { kind: 'no', reason: 'not_found' }
      : { kind: 'nothing', why: `result_${result.resultCode}` };
  if (result.value('ReceiptNo') !== receiptNumber) return { kind: 'nothing', why: 'result_of_another' };
  const [, payee = ''] = /^\s*(\d+)/.exec(result.value('CreditPartyName') ?? '') ?? [];
  if (!numbers.includes(payee)) return { kind: 'no', reason: 'other_shop' };
  if (result.value('TransactionStatus') !== 'Completed') return { kind: 'no', reason: 'not_completed' };
  const amount = Math.round(Number(result.value('Amount')) * 100);
  if (!Number.isSafeInteger(amount) || amount <= 0) return { kind: 'nothing', why: 'unreadable' };
  return {
    kind: 'paid',
    amount,
    paidAt: fromEatStamp(result.value('FinalisedTime') ?? '') ?? null,
    payer: result.value('DebitPartyName') ?? '',
  };
}

async function use(tenant: Tenant, id: string, said: Extract<Said, { kind: 'paid' }>): Promise<string> {
  return inTransaction(
    async (tx) => {
      const check = await ReceiptChecks.findOne({ ...owned(tenant), _id: id }, null, {
        session: tx,
      }).lean<ReceiptCheckRecord>();
      if (!check || check.state === 'applied') return 'known';
      const order = await findOrder(tenant, check.order, tx);
      if (!order) throw new Error(`check ${id} has no order`);
      const receipt = await keep(tenant, check, said, tx);
      const used = await attemptWith(receipt, tx);
      let outcome: Outcome;
      if (used) outcome = used.order === order._id ? { payment: used._id } : { reason: 'already_used' };
      else if (receipt.shop !== tenant.shop || receipt.mode !== tenant.mode) outcome = { reason: 'other_shop' };
      else outcome = await useFor(tenant, receipt, order, check.by, tx);
      await ReceiptChecks.updateOne(
        { ...owned(tenant), _id: id, state: check.state },
        { $set: { ...settled(outcome), amount: said.amount, updatedAt: clock.now() } },
        { session: tx },
      );
      return 'payment' in outcome ? 'applied' : outcome.reason;
    },
    { inTurn: stockQueue(tenant) },
  );
}

/** The money as we keep all money from phones' menus; whatever comes of the check, a person can claim it. */
async function keep(
  tenant: Tenant,
  { receiptNumber, currency, shortcode: asked }: ReceiptCheckRecord,
  { amount, paidAt, payer }: Extract<Said, { kind: 'paid' }>,
  tx: Parameters<typeof attemptWith>[1],
): Promise<MoneyReceiptRecord> {
  const known = await acrossTenants(
    MoneyReceipts.findOne({ receiptNumber }, null, { session: tx }),
  ).lean<MoneyReceiptRecord>();
  if (known) return known;
  const now = clock.now();
  const id = newId('moneyReceipt', now);
  const shortcode = asked ?? '';
  const [, msisdn = '', name = ''] = /^\s*([\d*]*)\s*-?\s*(.*)$/.exec(payer) ?? [];
  const receipt: MoneyReceiptRecord = {
    ...owned(tenant),
    _id: id,
    receiptNumber,
    state: 'unmatched',
    reason: 'unknown_reference',
    amount,
    currency,
    shortcode,
    reference: '',
    payerPhone: /^254\d{9}$/.test(msisdn) ? maskPhone(`+${msisdn}`) : msisdn || null,
    payerName: name.slice(0, 80) || null,
    order: null,
    payment: null,
    claimedBy: null,
    // In the form of a confirmation, so that one reader serves.
    body: seal(
      JSON.stringify({
        TransID: receiptNumber,
        TransAmount: String(amount / 100),
        BusinessShortCode: shortcode,
        MSISDN: msisdn,
      }),
      id,
    ),
    from: '',
    paidAt,
    receivedAt: now,
    updatedAt: now,
  };
  await MoneyReceipts.create([receipt], { session: tx });
  return receipt;
}

/** Questions that nobody answered in time. */
export const receiptCheckJob: Job = {
  name: 'payments.receipt-checks',
  everyMs: 2_000,
  async run() {
    const due = await acrossTenants(
      ReceiptChecks.find({ state: 'asking', askedUntil: trusted({ $lte: clock.now() }) }).limit(50),
    ).lean<ReceiptCheckRecord[]>();
    for (const { shop, mode, _id } of due) await giveUp({ shop, mode }, _id);
  },
};
