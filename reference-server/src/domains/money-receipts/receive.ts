import { acceptC2b, parseC2b, rejectC2b, type C2bMessage } from '@smartduka/daraja';
import { inBackground } from '../../platform/background.js';
import { clock } from '../../platform/clock.js';
import { isDuplicate, trusted } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import type { Job } from '../../platform/jobs.js';
import { seal } from '../../platform/keyring.js';
import { log } from '../../platform/log.js';
import { maskPhone } from '../../platform/personal.js';
import { acrossTenants, owned, type Tenant } from '../../platform/tenancy.js';
import { dueOf, isPayable, ordersNumbered } from '../orders/service.js';
import type { PaidAccount } from '../payments/gateways/choose.js';
import { isOpen, linkOfCode } from '../payment-links/order.js';
import { firstShop, standaloneShop } from '../shops/service.js';
import { match } from './match.js';
import { MoneyReceipts, type MoneyReceiptRecord } from './model.js';
import { orderNumberIn } from './reference.js';

/**
 * Keeps a confirmation, for good, before it is answered, and thinks about it afterwards (C1). The money has moved whatever we think, so that nothing
 * is turned away: what cannot be read or told apart waits for a person. A repeat changes nothing.
 */
export async function receiveConfirmation(account: PaidAccount, body: string, from: string): Promise<void> {
  const reading = parseC2b(body);
  const message = reading.ok ? reading.message : null;
  const { tenant, reason } = await ownerOf(account, message);
  const now = clock.now();
  const id = newId('moneyReceipt', now);
  const receipt: MoneyReceiptRecord = {
    ...owned(tenant),
    _id: id,
    receiptNumber: message?.receiptNumber ?? null,
    state: reason ? 'unmatched' : 'received',
    reason,
    amount: (message?.amount ?? 0) * 100,
    currency: 'KES',
    shortcode: message?.shortcode ?? account.shortcode,
    reference: (message?.accountReference ?? '').slice(0, 40),
    payerPhone: message ? shown(message) : null,
    payerName: message ? nameOf(message) : null,
    order: null,
    payment: null,
    claimedBy: null,
    body: seal(body, id),
    from,
    paidAt: message?.paidAt ?? null,
    receivedAt: now,
    updatedAt: now,
  };
  try {
    await MoneyReceipts.create([receipt]);
  } catch (error) {
    // Told twice: the same money (C7).
    if (isDuplicate(error, 'receiptNumber')) return;
    throw error;
  }
  if (reason) log.warn({ event: 'money unmatched', receipt: id, code: reason }, 'money waits for a person');
  else inBackground('money receipt', () => match(tenant, id));
}

/** Whose money it is. One pay bill may serve several shops, whose order numbers look alike: then a person decides. */
async function ownerOf(
  account: PaidAccount,
  message: C2bMessage | null,
): Promise<{ tenant: Tenant; reason: MoneyReceiptRecord['reason'] }> {
  const number = message ? orderNumberIn(message.accountReference) : null;
  const orders = number === null ? [] : await ordersNumbered(account.mode, number, account.shop);
  const [only, another] = orders;
  const link = message && !only ? await linkOfCode(message.accountReference, account.mode, account.shop) : null;
  const shop =
    account.shop ??
    link?.shop ??
    (only && !another ? only.shop : null) ??
    (await standaloneShop()) ??
    (await firstShop());
  const tenant: Tenant = { shop, mode: account.mode };
  if (!message) return { tenant, reason: 'unreadable' };
  if (![account.shortcode, account.till].includes(message.shortcode)) return { tenant, reason: 'other_shortcode' };
  if (!only && !link) return { tenant, reason: 'unknown_reference' };
  return { tenant, reason: another ? 'ambiguous_reference' : null };
}

/** What to answer Safaricom before the money moves: only what would surely have to be given back is turned away. */
export async function validate(account: PaidAccount, body: string): Promise<object> {
  const reading = parseC2b(body);
  if (!reading.ok) return acceptC2b();
  const { accountReference, amount } = reading.message;
  // A till knows no account number.
  if (accountReference === '') return acceptC2b();
  const number = orderNumberIn(accountReference);
  const orders = number === null ? [] : await ordersNumbered(account.mode, number, account.shop);
  const link = orders.length === 0 ? await linkOfCode(accountReference, account.mode, account.shop) : null;
  if (link && isOpen(link))
    return link.amount === null || link.amount === amount * 100 ? acceptC2b() : rejectC2b('amount');
  const payable = orders.filter(isPayable);
  if (payable.length === 0) return rejectC2b('account');
  return payable.some((order) => amount * 100 <= dueOf(order)) ? acceptC2b() : rejectC2b('amount');
}

function shown({ payer }: C2bMessage): string | null {
  if (payer.form === 'plain') return maskPhone(`+${payer.msisdn}`);
  return payer.form === 'masked' ? payer.masked.slice(0, 30) : null;
}

function nameOf({ firstName, middleName, lastName }: C2bMessage): string | null {
  return [firstName, middleName, lastName].filter(Boolean).join(' ').slice(0, 80) || null;
}

/** Receipts that were stored and never thought about, since the process ended in between. */
export const moneyReceiptJob: Job = {
  name: 'payments.receipts',
  everyMs: 2_000,
  async run() {
    const before = new Date(clock.now().getTime() - 3_000);
    const waiting = await acrossTenants(
      MoneyReceipts.find({ state: 'received', receivedAt: trusted({ $lte: before }) })
        .sort({ receivedAt: 1 })
        .limit(50),
    ).lean<MoneyReceiptRecord[]>();
    for (const { shop, mode, _id } of waiting) await match({ shop, mode }, _id);
  },
};
