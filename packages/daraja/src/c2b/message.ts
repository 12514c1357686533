import { createHash } from 'node:crypto';
import { record, text } from '../core/envelope.js';
import { fromText, receiptShape, stampedAt, unreadable, wholeShillings, type Unreadable } from '../core/reading.js';
import { toMsisdn } from '../core/phone.js';

/** A validation or confirmation message: somebody pays, or has paid, without a prompt of ours. A claim, unsigned. @public */
export interface C2bMessage {
  /** `Pay Bill`, `Buy Goods`, or what production adds to these. */
  readonly transactionType: string;
  /** M-Pesa's receipt number. */
  readonly receiptNumber: string;
  readonly paidAt?: Date;
  /** Whole shillings. */
  readonly amount: number;
  readonly shortcode: string;
  /** What the payer typed, without the spaces around it. Compare it without regard to case. */
  readonly accountReference: string;
  readonly invoiceNumber: string;
  /** What the validation answered as `ThirdPartyTransID`. */
  readonly thirdPartyTransactionId: string;
  readonly payer: C2bPayer;
  readonly firstName: string;
  readonly middleName: string;
  readonly lastName: string;
}

/** The payer's number, in one of the three forms it comes in. @public */
export type C2bPayer =
  | { readonly form: 'plain'; readonly msisdn: string }
  /** Digits with stars between them: for showing. */
  | { readonly form: 'masked'; readonly masked: string }
  /** SHA-256 of the twelve digits, in hexadecimal: can be compared with {@link hashMsisdn}. */
  | { readonly form: 'hashed'; readonly hash: string }
  | { readonly form: 'missing' };

/** Either what the message says, or what is wrong with it. @public */
export type C2bReading = { readonly ok: true; readonly message: C2bMessage } | Unreadable;

/**
 * Reads what Daraja posts to a validation or confirmation address. Never throws.
 * @see daraja.md §10
 * @public
 */
export function parseC2b(body: unknown): C2bReading {
  const message = record(fromText(body));
  if (!message) return unreadable('body', 'is not a JSON object');
  const of = (name: string) => text(message[name]) ?? '';
  const receiptNumber = receiptShape(message['TransID']);
  if (!receiptNumber) return unreadable('TransID', 'is not a receipt number');
  const amount = wholeShillings(message['TransAmount']);
  if (amount === undefined) return unreadable('TransAmount', 'is not a positive sum of whole shillings');
  const shortcode = of('BusinessShortCode');
  if (!/^\d{5,7}$/.test(shortcode)) return unreadable('BusinessShortCode', 'is not a shortcode');
  const paidAt = stampedAt(message['TransTime']);
  return {
    ok: true,
    message: {
      transactionType: of('TransactionType'),
      receiptNumber,
      ...(paidAt ? { paidAt } : {}),
      amount,
      shortcode,
      accountReference: of('BillRefNumber'),
      invoiceNumber: of('InvoiceNumber'),
      thirdPartyTransactionId: of('ThirdPartyTransID'),
      payer: payerOf(of('MSISDN')),
      firstName: of('FirstName'),
      middleName: of('MiddleName'),
      lastName: of('LastName'),
    },
  };
}

function payerOf(value: string): C2bPayer {
  if (!value) return { form: 'missing' };
  if (/^254[17]\d{8}$/.test(value)) return { form: 'plain', msisdn: value };
  if (/^[0-9a-f]{64}$/i.test(value)) return { form: 'hashed', hash: value.toLowerCase() };
  return { form: 'masked', masked: value };
}

/** The hash by which Daraja names a payer. @throws DarajaInputError for what is no Kenyan mobile number. @public */
export function hashMsisdn(phone: string): string {
  return createHash('sha256').update(toMsisdn(phone)).digest('hex');
}

/** Reasons that Daraja knows for turning a payment away. @public */
export const c2bRejections = {
  msisdn: 'C2B00011',
  account: 'C2B00012',
  amount: 'C2B00013',
  kyc: 'C2B00014',
  shortcode: 'C2B00015',
  other: 'C2B00016',
} as const;

/** The body to answer a validation with when the payment may go on; the id comes back in the confirmation. @public */
export function acceptC2b(thirdPartyTransactionId?: string): object {
  return {
    ResultCode: '0',
    ResultDesc: 'Accepted',
    ...(thirdPartyTransactionId ? { ThirdPartyTransID: thirdPartyTransactionId } : {}),
  };
}

/** The body to answer a validation with when the payment must not happen. @public */
export function rejectC2b(reason: keyof typeof c2bRejections): object {
  return { ResultCode: c2bRejections[reason], ResultDesc: 'Rejected' };
}

/** The body to answer callbacks, confirmations and results with: received, whatever it says. @public */
export const received: { readonly ResultCode: 0; readonly ResultDesc: 'Accepted' } = {
  ResultCode: 0,
  ResultDesc: 'Accepted',
};
