import { eatStamp } from '../../core/eat.js';
import type { Job } from './records.js';
import type { World } from './world.js';

/** A parameter of a result; without a value, only its name is sent. */
export type Parameter = readonly [key: string, value?: string | number];

export interface Decision {
  readonly code: string;
  readonly parameters: readonly Parameter[];
  /** Receipt of what was done. */
  readonly receipt?: string;
}

const no = (code: string): Decision => ({ code, parameters: [] });

/** What comes of an initiator's request, its effects included. */
export function decide(world: World, job: Job, now: number): Decision {
  if (job.product === 'b2c') return payOut(world, job, now);
  if (job.product === 'reversal') return reverse(world, job, now);
  if (job.product === 'status') return status(world, job, now);
  return balance(world, job, now);
}

function payOut(world: World, job: Job, now: number): Decision {
  const { PartyA: shortcode = '', PartyB: phone = '', Amount = '' } = job.fields;
  const amount = Number(Amount);
  if (job.variant === 'credential') return no('2001');
  if (job.variant === 'unregistered') return no('2040');
  if (job.variant === 'insufficient' || world.utility(shortcode) < amount) return no('1');
  const receipt = world.ids.receipt(now);
  const held = world.phone(phone).balance + amount;
  const { id: conversationId, originatorConversationId } = job;
  world.setPhone(phone, { balance: held });
  const account = job.fields['Remarks'] ?? '';
  world.book({
    id: receipt,
    kind: 'b2c',
    at: now,
    shortcode,
    phone,
    amount,
    account,
    conversationId,
    originatorConversationId,
  });
  const business = world.shortcode(shortcode)?.name ?? shortcode;
  world.sms(phone, now, { about: 'received', receipt, amount, business, balance: held });
  return {
    code: '0',
    receipt,
    parameters: [
      ['TransactionAmount', amount],
      ['TransactionReceipt', receipt],
      ['B2CRecipientIsRegisteredCustomer', 'Y'],
      ['B2CChargesPaidAccountAvailableFunds', -4],
      ['ReceiverPartyPublicName', `${phone} - ${world.phone(phone).name}`],
      ['TransactionCompletedDateTime', dotted(now)],
      ['B2CUtilityAccountAvailableFunds', world.utility(shortcode)],
      ['B2CWorkingAccountAvailableFunds', 0],
    ],
  };
}

function reverse(world: World, job: Job, now: number): Decision {
  const { TransactionID = '', Amount = '', ReceiverParty = '' } = job.fields;
  if (job.variant === 'not-permitted') return no('21');
  const original = world.store.get('transactions', TransactionID);
  const reversible = original && (original.kind === 'stk' || original.kind === 'c2b');
  if (!reversible || original.shortcode !== ReceiverParty) return no('R000002');
  if (original.reversedBy) return no('R000001');
  const amount = Number(Amount);
  if (amount > original.amount) return no('25');
  if (world.utility(original.shortcode) < amount) return no('1');
  const receipt = world.ids.receipt(now);
  const { phone, shortcode } = original;
  const held = world.phone(phone).balance + amount;
  world.setPhone(phone, { balance: held });
  world.store.put('transactions', { ...original, reversedBy: receipt });
  world.book({
    id: receipt,
    kind: 'reversal',
    at: now,
    shortcode,
    phone,
    amount,
    account: original.id,
    conversationId: job.id,
  });
  world.sms(phone, now, { about: 'reversed', receipt, original: original.id, amount, balance: held });
  const party = world.shortcode(shortcode)?.name ?? '';
  return {
    code: '0',
    receipt,
    parameters: [
      [
        'DebitAccountBalance',
        `Utility Account|KES|${world.utility(shortcode)}.00|${world.utility(shortcode)}.00|0.00|0.00`,
      ],
      ['Amount', amount],
      ['TransCompletedTime', Number(eatStamp(new Date(now)))],
      ['OriginalTransactionID', original.id],
      ['Charge', 0],
      ['CreditPartyPublicName', `${phone} - ${world.phone(phone).name}`],
      ['DebitPartyPublicName', `${shortcode} - ${party}`],
    ],
  };
}

function status(world: World, job: Job, now: number): Decision {
  const { TransactionID, OriginalConversationID, PartyA = '' } = job.fields;
  const transaction = TransactionID
    ? world.store.get('transactions', TransactionID)
    : world.store
        .list('transactions')
        .find((known) => [known.originatorConversationId, known.conversationId].includes(OriginalConversationID));
  if (!transaction || transaction.shortcode !== PartyA) return no('R000002');
  const { id, amount, phone, shortcode, at } = transaction;
  const person = `${phone} - ${world.phone(phone).name}`;
  const business = `${shortcode} - ${world.shortcode(shortcode)?.name ?? ''}`;
  // What is paid out, or given back, goes the other way.
  const incoming = transaction.kind === 'stk' || transaction.kind === 'c2b';
  const [payer, payee] = incoming ? [person, business] : [business, person];
  return {
    code: '0',
    receipt: world.ids.receipt(now),
    parameters: [
      ['DebitPartyName', payer],
      // Twice, as Daraja does it: the second is the credit side.
      ['DebitPartyName', payee],
      ['CreditPartyName', payee],
      ['OriginatorConversationID', transaction.originatorConversationId ?? ''],
      ['InitiatedTime', Number(eatStamp(new Date(at)))],
      ['FinalisedTime', Number(eatStamp(new Date(at)))],
      ['DebitAccountType', 'MMF Account For Customer'],
      ['DebitPartyCharges', ''],
      ['TransactionReason'],
      ['ReasonType', transaction.kind === 'b2c' ? 'Business Payment to Customer via API' : 'Pay Utility'],
      ['TransactionStatus', transaction.reversedBy ? 'Cancelled' : 'Completed'],
      ['ConversationID', transaction.conversationId ?? ''],
      ['Amount', amount],
      ['ReceiptNo', id],
    ],
  };
}

function balance(world: World, job: Job, now: number): Decision {
  const held = `${world.utility(job.fields['PartyA'] ?? '')}.00`;
  const accounts = [
    'Working Account|KES|0.00|0.00|0.00|0.00',
    `Utility Account|KES|${held}|${held}|0.00|0.00`,
    'Charges Paid Account|KES|-4.00|-4.00|0.00|0.00',
  ];
  return {
    code: '0',
    receipt: world.ids.receipt(now),
    parameters: [
      ['AccountBalance', accounts.join('&')],
      ['BOCompletedTime', Number(eatStamp(new Date(now)))],
    ],
  };
}

/** `02.01.2026 10:15:30`, a form of B2C alone. */
function dotted(now: number): string {
  const stamp = eatStamp(new Date(now));
  const [year, month, day] = [stamp.slice(0, 4), stamp.slice(4, 6), stamp.slice(6, 8)];
  return `${day}.${month}.${year} ${stamp.slice(8, 10)}:${stamp.slice(10, 12)}:${stamp.slice(12)}`;
}
