import { readAcknowledgement, type Acknowledged } from '../core/acknowledged.js';
import { checkCallbackUrl } from '../core/callback-url.js';
import { envelopeOf } from '../core/envelope.js';
import { DarajaInputError } from '../core/errors.js';
import { toMsisdn } from '../core/phone.js';
import type { ProductContext } from '../core/product.js';
import type { CallOptions } from '../core/send.js';

/** Where payments from the phone's menu are told of. @public */
export interface C2bRegistration {
  /** Told of every payment, after the money moved. */
  readonly confirmationUrl: string;
  /** Asked before the money moves, if Safaricom has switched external validation on for the shortcode. */
  readonly validationUrl: string;
  /** What happens to a payment when the validation address does not answer within 8 seconds. */
  readonly whenUnanswered: 'Completed' | 'Cancelled';
  /** Default v2, which sends masked numbers. */
  readonly version?: 'v1' | 'v2';
}

/** A payment that the sandbox makes in place of a person at a phone's M-Pesa menu. @public */
export interface C2bSimulation {
  /** Whole shillings. */
  readonly amount: number;
  readonly phone: string;
  /** What the payer types as account number; leave out for a till. */
  readonly accountReference?: string;
  readonly version?: 'v1' | 'v2';
}

/** Addresses can be registered once in production; after that they are changed in Safaricom's portal. @public */
export type C2bRegistered = Acknowledged | { readonly kind: 'alreadyRegistered'; readonly message: string };

/** Payments that the payer starts: pay bill or till typed into the phone's own menu. daraja.md §10 @public */
export interface C2b {
  /** @throws DarajaInputError for an address Daraja would refuse. */
  register(registration: C2bRegistration, options?: CallOptions): Promise<C2bRegistered>;
  /** Sandbox and simulator only. @throws DarajaInputError in production, or for a field that cannot be right. */
  simulate(payment: C2bSimulation, options?: CallOptions): Promise<Acknowledged>;
}

export function createC2b({ gateway, shortcode, production, timeoutMs }: ProductContext): C2b {
  return {
    async register(registration, call) {
      const { confirmationUrl, validationUrl, whenUnanswered, version = 'v2' } = registration;
      checkCallbackUrl(confirmationUrl, { production, field: 'confirmationUrl' });
      checkCallbackUrl(validationUrl, { production, field: 'validationUrl' });
      if (whenUnanswered !== 'Completed' && whenUnanswered !== 'Cancelled') {
        throw new DarajaInputError('whenUnanswered', "must be 'Completed' or 'Cancelled'");
      }
      const body = {
        ShortCode: shortcode,
        ResponseType: whenUnanswered,
        ConfirmationURL: confirmationUrl,
        ValidationURL: validationUrl,
      };
      const posted = await gateway.post(`/mpesa/c2b/${version}/registerurl`, body, call, timeoutMs);
      const envelope = 'answer' in posted ? envelopeOf(posted.answer) : undefined;
      if (envelope && /already registered|duplicate notification/i.test(envelope.message)) {
        return { kind: 'alreadyRegistered', message: gateway.clean(envelope.message) };
      }
      return readAcknowledgement(posted, gateway, [confirmationUrl, validationUrl]);
    },

    async simulate({ amount, phone, accountReference, version = 'v2' }, call) {
      if (production) throw new DarajaInputError('environment', 'payments can be simulated in the sandbox only');
      if (!Number.isSafeInteger(amount) || amount < 1) {
        throw new DarajaInputError('amount', 'must be whole shillings, at least 1');
      }
      const body = {
        ShortCode: Number(shortcode),
        CommandID: accountReference === undefined ? 'CustomerBuyGoodsOnline' : 'CustomerPayBillOnline',
        Amount: amount,
        Msisdn: Number(toMsisdn(phone)),
        ...(accountReference === undefined ? {} : { BillRefNumber: accountReference }),
      };
      return readAcknowledgement(
        await gateway.post(`/mpesa/c2b/${version}/simulate`, body, call, timeoutMs),
        gateway,
        [],
      );
    },
  };
}
