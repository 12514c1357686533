import { eatStamp } from '../../core/eat.js';
import type { Knobs } from './knobs.js';
import type { Push, Report } from './records.js';
import { resultText } from './results.js';

/**
 * The body of an Express callback, written by hand: `JSON.stringify` cannot make `250.00`, and that is how the amount
 * comes. daraja.md §6
 */
export function callbackBody(push: Push, report: Report, knobs: Knobs): string {
  const forged = report.forgery;
  const parts = [
    `"MerchantRequestID":${JSON.stringify(push.merchantRequestId)}`,
    `"CheckoutRequestID":${JSON.stringify(forged === 'unknown-id' ? `${push.id.slice(0, -3)}000` : push.id)}`,
    `"ResultCode":${codeToken(report.code, knobs.codeTypes === 'swapped')}`,
    `"ResultDesc":${JSON.stringify(resultText(report.code, 'callback'))}`,
  ];
  if (report.code === '0') parts.push(`"CallbackMetadata":{"Item":[${items(push, report, knobs).join(',')}]}`);
  return `{"Body":{"stkCallback":{${parts.join(',')}}}}`;
}

/** A number where it is one, else (SFC_IC0003) a string; the other way round when swapped. */
export function codeToken(code: string, asText: boolean): string {
  return /^\d+$/.test(code) && !asText ? code : JSON.stringify(code);
}

function items(push: Push, report: Report, knobs: Knobs): string[] {
  const amount = report.forgery === 'wrong-amount' ? 1 : push.amount;
  const paidAt = eatStamp(new Date(push.settledAt ?? push.at));
  const money = `{"Name":"Amount","Value":${amount}.00}`;
  const receipt = `{"Name":"MpesaReceiptNumber","Value":${JSON.stringify(push.receipt ?? 'UA00000000')}}`;
  const date = `{"Name":"TransactionDate","Value":${paidAt}}`;
  const payer = knobs.stkPhone === 'masked' ? `"${push.phone.slice(0, 4)} ***** ${push.phone.slice(-3)}"` : push.phone;
  const phone = `{"Name":"PhoneNumber","Value":${payer}}`;
  if (report.awkward) return [phone, `{"Name":"Balance"}`, date, receipt, money];
  const balance = {
    none: [],
    empty: [`{"Name":"Balance"}`],
    text: [`{"Name":"Balance","Value":"{Amount={BasicAmount=0.00}}"}`],
  }[knobs.balanceItem];
  return [money, receipt, ...balance, date, phone];
}
