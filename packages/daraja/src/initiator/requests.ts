import { readAcknowledgement, type Acknowledged } from '../core/acknowledged.js';
import { checkCallbackUrl } from '../core/callback-url.js';
import { DarajaInputError } from '../core/errors.js';
import { toMsisdn } from '../core/phone.js';
import type { ProductContext } from '../core/product.js';
import { receiptShape } from '../core/reading.js';
import type { CallOptions } from '../core/send.js';

/** Who acts for the business, as set up in the M-PESA organisation portal. @public */
export interface Initiator {
  readonly name: string;
  /** From `securityCredential()`. */
  readonly securityCredential: string;
}

/** Where the outcome goes, and a note. @public */
export interface ResultAddresses {
  readonly resultUrl: string;
  /** Called when M-Pesa's queue gave up: means unknown, and a result may still follow. */
  readonly timeoutUrl: string;
  /** 2 to 100 characters. */
  readonly remarks?: string;
}

/** Money to a phone (B2C v3). @public */
export interface PayoutRequest extends ResultAddresses {
  /** Yours, unique: a repeat with the same id is refused as `duplicate`, so after a lost answer send the same again. */
  readonly originatorConversationId: string;
  /** Whole shillings, 10 to 250,000. */
  readonly amount: number;
  readonly phone: string;
  readonly purpose?: 'BusinessPayment' | 'SalaryPayment' | 'PromotionPayment';
}

/** A payment to be given back. @public */
export interface ReversalRequest extends ResultAddresses {
  /** Receipt of a payment to this shortcode, by Express or C2B. */
  readonly receiptNumber: string;
  /** Whole shillings: what was paid. Whether parts can be reversed is not documented. */
  readonly amount: number;
}

/** A transaction to be asked about: by its receipt, or by the conversation id of the request that made it. @public */
export type StatusRequest = ResultAddresses &
  ({ readonly receiptNumber: string } | { readonly originatorConversationId: string });

/**
 * What only an initiator may do. Each is acknowledged at once and decided later, by a result posted to `resultUrl`
 * (see `parseResult`). All throw DarajaInputError before anything is sent when a field cannot be right, or when the
 * client was made without an initiator.
 * @public
 */
export interface InitiatorProducts {
  /** Pays money out to a phone (B2C v3). Cannot be undone by any call. */
  payOut(request: PayoutRequest, options?: CallOptions): Promise<Acknowledged>;
  /** Gives a payment back to its payer. */
  reverse(request: ReversalRequest, options?: CallOptions): Promise<Acknowledged>;
  /** Asks what became of a transaction. */
  transactionStatus(request: StatusRequest, options?: CallOptions): Promise<Acknowledged>;
  /** Asks for the balances of this shortcode. */
  accountBalance(request: ResultAddresses, options?: CallOptions): Promise<Acknowledged>;
}

export function createInitiatorProducts(context: ProductContext, initiator: Initiator | undefined): InitiatorProducts {
  const { gateway, shortcode, production, timeoutMs } = context;

  async function ask(
    path: string,
    nameField: 'Initiator' | 'InitiatorName',
    addresses: ResultAddresses,
    fields: object,
    call: CallOptions | undefined,
  ): Promise<Acknowledged> {
    if (!initiator) throw new DarajaInputError('initiator', 'is needed for this; give it to createDaraja');
    const { resultUrl, timeoutUrl, remarks = 'Duka' } = addresses;
    checkCallbackUrl(resultUrl, { production, field: 'resultUrl' });
    checkCallbackUrl(timeoutUrl, { production, field: 'timeoutUrl' });
    if (remarks.length < 2 || remarks.length > 100)
      throw new DarajaInputError('remarks', 'must be 2 to 100 characters');
    const body = {
      [nameField]: initiator.name,
      SecurityCredential: initiator.securityCredential,
      ...fields,
      Remarks: remarks,
      QueueTimeOutURL: timeoutUrl,
      ResultURL: resultUrl,
    };
    const posted = await gateway.post(path, body, call, timeoutMs);
    return readAcknowledgement(posted, gateway, [initiator.securityCredential, resultUrl, timeoutUrl]);
  }

  return {
    async payOut(request, call) {
      const { originatorConversationId, amount, phone, purpose = 'BusinessPayment' } = request;
      if (!/^[\w-]{4,64}$/.test(originatorConversationId)) {
        throw new DarajaInputError(
          'originatorConversationId',
          'must be 4 to 64 letters, digits, dashes or underscores',
        );
      }
      const fields = {
        OriginatorConversationID: originatorConversationId,
        CommandID: purpose,
        Amount: shillings(amount, 10),
        PartyA: shortcode,
        PartyB: toMsisdn(phone),
      };
      return ask('/mpesa/b2c/v3/paymentrequest', 'InitiatorName', request, fields, call);
    },

    async reverse(request, call) {
      const fields = {
        CommandID: 'TransactionReversal',
        TransactionID: receipt(request.receiptNumber),
        Amount: shillings(request.amount, 1),
        ReceiverParty: shortcode,
        RecieverIdentifierType: '11', // The spelling is Safaricom's.
      };
      return ask('/mpesa/reversal/v1/request', 'Initiator', request, fields, call);
    },

    async transactionStatus(request, call) {
      const subject =
        'receiptNumber' in request
          ? { TransactionID: receipt(request.receiptNumber) }
          : { OriginalConversationID: request.originatorConversationId };
      const fields = { CommandID: 'TransactionStatusQuery', ...subject, PartyA: shortcode, IdentifierType: '4' };
      return ask('/mpesa/transactionstatus/v1/query', 'Initiator', request, fields, call);
    },

    async accountBalance(request, call) {
      const fields = { CommandID: 'AccountBalance', PartyA: shortcode, IdentifierType: '4' };
      return ask('/mpesa/accountbalance/v1/query', 'Initiator', request, fields, call);
    },
  };
}

function shillings(amount: number, least: number): string {
  if (!Number.isSafeInteger(amount) || amount < least || amount > 250_000) {
    throw new DarajaInputError('amount', `must be whole shillings from ${least} to 250000`);
  }
  return String(amount);
}

function receipt(value: string): string {
  const shaped = receiptShape(value);
  if (!shaped) throw new DarajaInputError('receiptNumber', 'must be an M-Pesa receipt number, such as UA28K3D7QX');
  return shaped;
}
