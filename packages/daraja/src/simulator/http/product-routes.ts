import { callbackUrlProblem } from '../../core/callback-url.js';
import type { Engine } from '../engine/engine.js';
import type { Job } from '../engine/records.js';
import { invalid, refusal, type Outcome } from './envelopes.js';
import { isOutcome, readFields, type Fields } from './express-checks.js';
import { json, type Incoming } from './wire.js';

/** `POST /mpesa/c2b/v1|v2/registerurl`. daraja.md §10 */
export async function registerUrls(engine: Engine, request: Incoming): Promise<Outcome> {
  const { world } = engine;
  const fields = readFields(world, request, ['ShortCode', 'ResponseType', 'ConfirmationURL', 'ValidationURL']);
  if (isOutcome(fields)) return fields;
  const { ShortCode = '', ResponseType = '', ConfirmationURL = '', ValidationURL = '' } = fields;
  if (!world.shortcode(ShortCode)) return invalid(world, 'ShortCode');
  if (ResponseType !== 'Completed' && ResponseType !== 'Cancelled') return invalid(world, 'ResponseType');
  const bad = badAddress(engine, { ConfirmationURL, ValidationURL });
  if (bad) return refusal(world, 400, '400.003.02', `Bad Request - Invalid ${bad}`);
  engine.c2b.register(ShortCode, {
    confirmationUrl: ConfirmationURL,
    validationUrl: ValidationURL,
    whenUnanswered: ResponseType,
  });
  // The missing n is Safaricom's.
  const body = { OriginatorCoversationID: world.ids.requestId(), ResponseCode: '0', ResponseDescription: 'Success' };
  return { reply: json(body), note: ShortCode };
}

/** `POST /mpesa/c2b/v1|v2/simulate`. */
export async function simulate(engine: Engine, request: Incoming): Promise<Outcome> {
  const { world } = engine;
  const fields = readFields(world, request, ['ShortCode', 'CommandID', 'Amount', 'Msisdn']);
  if (isOutcome(fields)) return fields;
  const { ShortCode = '', CommandID = '', Amount = '', Msisdn = '', BillRefNumber = '' } = fields;
  const business = world.shortcode(ShortCode);
  if (!business) return invalid(world, 'ShortCode');
  const expected = business.till ? 'CustomerBuyGoodsOnline' : 'CustomerPayBillOnline';
  if (CommandID !== expected) return invalid(world, 'CommandID');
  if (!/^\d+$/.test(Amount) || Number(Amount) < 1 || Number(Amount) > 250_000) return invalid(world, 'Amount');
  if (!/^254[17]\d{8}$/.test(Msisdn)) return invalid(world, 'Msisdn');
  if (!business.till && (BillRefNumber.length < 1 || BillRefNumber.length > 20)) return invalid(world, 'BillRefNumber');
  engine.c2b.submit({ phone: Msisdn, shortcode: ShortCode, amount: Number(Amount), account: BillRefNumber });
  const body = {
    OriginatorCoversationID: world.ids.requestId(),
    ResponseCode: '0',
    ResponseDescription: 'Accept the service request successfully.',
  };
  return { reply: json(body), note: BillRefNumber };
}

const common = ['SecurityCredential', 'CommandID', 'ResultURL', 'QueueTimeOutURL', 'Remarks'];

interface Product {
  readonly name: Job['product'];
  readonly required: readonly string[];
  readonly commands: readonly string[];
  readonly shortcodeField: 'PartyA' | 'ReceiverParty';
}

const payoutCommands = ['SalaryPayment', 'BusinessPayment', 'PromotionPayment'];

/** The initiator's products: what each must carry. daraja.md §12 */
export const initiatorProducts = {
  payout: {
    name: 'b2c',
    required: ['OriginatorConversationID', 'InitiatorName', 'Amount', 'PartyA', 'PartyB'],
    commands: payoutCommands,
    shortcodeField: 'PartyA',
  },
  payoutV1: {
    name: 'b2c',
    required: ['InitiatorName', 'Amount', 'PartyA', 'PartyB'],
    commands: payoutCommands,
    shortcodeField: 'PartyA',
  },
  reversal: {
    name: 'reversal',
    required: ['Initiator', 'TransactionID', 'Amount', 'ReceiverParty', 'RecieverIdentifierType'],
    commands: ['TransactionReversal'],
    shortcodeField: 'ReceiverParty',
  },
  status: {
    name: 'status',
    required: ['Initiator', 'PartyA', 'IdentifierType'],
    commands: ['TransactionStatusQuery'],
    shortcodeField: 'PartyA',
  },
  balance: {
    name: 'balance',
    required: ['Initiator', 'PartyA', 'IdentifierType'],
    commands: ['AccountBalance'],
    shortcodeField: 'PartyA',
  },
} as const satisfies Record<string, Product>;

/** Takes in a request of an initiator. */
export function initiated(product: Product): (engine: Engine, request: Incoming) => Promise<Outcome> {
  return async (engine, request) => {
    const { world } = engine;
    const fields = readFields(world, request, [...common, ...product.required]);
    if (isOutcome(fields)) return fields;
    const refused = checkInitiated(engine, product, fields);
    if (refused) return refused;
    const own = fields['OriginatorConversationID'];
    if (own && engine.initiator.isKnown(own)) {
      return refusal(world, 500, '500.002.1001', 'Duplicate OriginatorConversationID.');
    }
    const { job, empty } = engine.initiator.take(product.name, defined(fields));
    const body = {
      OriginatorConversationID: empty ? '' : job.originatorConversationId,
      ConversationID: empty ? '' : job.id,
      ResponseCode: empty ? '' : '0',
      ResponseDescription: empty ? '' : 'Accept the service request successfully.',
    };
    return { reply: json(body), note: empty ? '' : job.id };
  };
}

function checkInitiated(engine: Engine, product: Product, fields: Fields): Outcome | undefined {
  const { world } = engine;
  if (!product.commands.includes(fields['CommandID'] ?? '')) return invalid(world, 'CommandID');
  if (!world.shortcode(fields[product.shortcodeField] ?? '')) return invalid(world, product.shortcodeField);
  const least = product.name === 'b2c' ? 10 : 1;
  const amount = fields['Amount'];
  const fits = amount === undefined || (/^\d+$/.test(amount) && Number(amount) >= least && Number(amount) <= 250_000);
  if (!fits) return invalid(world, 'Amount');
  if (product.name === 'b2c' && !/^254[17]\d{8}$/.test(fields['PartyB'] ?? '')) return invalid(world, 'PartyB');
  if (product.name === 'reversal' && fields['RecieverIdentifierType'] !== '11') {
    return invalid(world, 'RecieverIdentifierType');
  }
  if (product.name === 'status' && !fields['TransactionID'] && !fields['OriginalConversationID']) {
    return invalid(world, 'TransactionID');
  }
  const { ResultURL = '', QueueTimeOutURL = '' } = fields;
  const bad = badAddress(engine, { ResultURL, QueueTimeOutURL });
  return bad ? invalid(world, bad) : undefined;
}

function badAddress(engine: Engine, addresses: Readonly<Record<string, string>>): string | undefined {
  const { strictUrls } = engine.world.knobs;
  return Object.keys(addresses).find((name) => {
    const address = addresses[name] ?? '';
    return !/^https?:\/\//i.test(address) || !URL.canParse(address) || (strictUrls && callbackUrlProblem(address));
  });
}

function defined(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
