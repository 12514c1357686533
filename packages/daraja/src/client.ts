import { createC2b, type C2b } from './c2b/c2b.js';
import { DarajaInputError } from './core/errors.js';
import { createGateway } from './core/gateway.js';
import type { ProductContext } from './core/product.js';
import { notSent } from './core/refusal.js';
import type { CallOptions, Fetch } from './core/send.js';
import { createTokenSource, type TokenStore } from './core/token.js';
import { expressPassword } from './express/password.js';
import { checkPush, readPushAnswer, type PushOutcome, type PushRequest } from './express/push.js';
import { readQueryAnswer, type QueryAnswer } from './express/query.js';
import { createInitiatorProducts, type Initiator, type InitiatorProducts } from './initiator/requests.js';
import { createQr, type MakeQr } from './qr.js';

/** Safaricom's two gateways. daraja.md §1 @public */
export const environments = {
  sandbox: 'https://sandbox.safaricom.co.ke',
  production: 'https://api.safaricom.co.ke',
} as const;

/** What {@link createDaraja} needs to know. @public */
export interface DarajaOptions {
  /** Which of Safaricom's gateways. Give this or `baseUrl`. */
  readonly environment?: keyof typeof environments;
  /** Another Daraja, such as the simulator: an http(s) address without a path. */
  readonly baseUrl?: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  /** The pay bill number; for a till its store (head office) number, the one the passkey was given for. */
  readonly shortcode: string;
  /** Express passkey of that shortcode. */
  readonly passkey: string;
  /** The till number (Buy Goods) that is paid. Leave out for a pay bill. */
  readonly till?: string;
  /** Needed for payouts, reversals, transaction status and balances only. */
  readonly initiator?: Initiator;
  /** Time limit of a call, in milliseconds. Default 10,000; a push has 20,000, being worth the wait. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  /** The time. Timestamps and the life of tokens follow it. */
  readonly clock?: () => Date;
  /** Share access tokens between processes. Use one store per consumer key and gateway. */
  readonly tokenStore?: TokenStore;
}

/** Whether Daraja accepts the consumer key and secret. @public */
export type CredentialsCheck =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'noAnswer'; readonly message: string };

/** A way to Daraja for one shortcode. Holds its secrets where no log, inspection or JSON can see them. @public */
export interface Daraja extends InitiatorProducts {
  readonly baseUrl: string;
  readonly shortcode: string;
  readonly till?: string;
  /**
   * Asks a phone for a payment (M-Pesa Express). Never repeated by itself: Daraja knows no idempotency, a second push
   * is a second prompt. Save the attempt before calling; the callback can be faster than the answer.
   *
   * @throws DarajaInputError before anything is sent.
   */
  stkPush(request: PushRequest, options?: CallOptions): Promise<PushOutcome>;
  /** Asks how a prompt ended. Safe to repeat. Carries no receipt number: that comes with the callback. */
  stkQuery(checkoutRequestId: string, options?: CallOptions): Promise<QueryAnswer>;
  /** Payments that the payer starts at the phone's menu. */
  readonly c2b: C2b;
  readonly makeQr: MakeQr;
  /** Tries the consumer key and secret without touching any money. */
  checkCredentials(options?: CallOptions): Promise<CredentialsCheck>;
}

/**
 * Connects to Daraja.
 *
 * @throws DarajaInputError when an option is missing or cannot be right.
 * @example
 * const daraja = createDaraja({ environment: 'sandbox', consumerKey, consumerSecret, shortcode: '174379', passkey });
 * const outcome = await daraja.stkPush({ amount: 250, phone: '+254712345678', accountReference: 'INV-2041', callbackUrl });
 * @public
 */
export function createDaraja(options: DarajaOptions): Daraja {
  const baseUrl = baseUrlOf(options);
  const production = baseUrl === environments.production;
  const { consumerKey, consumerSecret, passkey } = options;
  for (const field of ['consumerKey', 'consumerSecret', 'passkey'] as const) {
    if (typeof options[field] !== 'string' || !options[field]) throw new DarajaInputError(field, 'must not be empty');
  }
  const shortcode = digits('shortcode', options.shortcode);
  const till = options.till === undefined ? undefined : digits('till', options.till);
  const timeoutMs = options.timeoutMs ?? 10_000;
  const pushTimeoutMs = Math.max(timeoutMs, 20_000);
  const clock = options.clock ?? (() => new Date());
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const tokens = createTokenSource({
    baseUrl,
    consumerKey,
    consumerSecret,
    timeoutMs,
    fetch,
    clock,
    store: options.tokenStore,
  });
  const gateway = createGateway({ baseUrl, fetch, tokens, secrets: [consumerKey, consumerSecret, passkey] });
  const context: ProductContext = { gateway, shortcode, production, timeoutMs };

  return {
    baseUrl,
    shortcode,
    ...(till === undefined ? {} : { till }),
    c2b: createC2b(context),
    makeQr: createQr(context),
    ...createInitiatorProducts(context, options.initiator),

    async stkPush(request, call) {
      const { msisdn, description } = checkPush(request, production);
      const { Password, Timestamp } = expressPassword(shortcode, passkey, clock());
      const body = {
        BusinessShortCode: Number(shortcode),
        Password,
        Timestamp,
        TransactionType: till === undefined ? 'CustomerPayBillOnline' : 'CustomerBuyGoodsOnline',
        Amount: String(request.amount),
        PartyA: msisdn,
        PartyB: till ?? shortcode,
        PhoneNumber: msisdn,
        CallBackURL: request.callbackUrl,
        AccountReference: request.accountReference,
        TransactionDesc: description,
      };
      const posted = await gateway.post('/mpesa/stkpush/v1/processrequest', body, call, pushTimeoutMs);
      if ('unsent' in posted) return notSent(posted);
      if ('lost' in posted) return { kind: 'unknown', cause: posted.lost };
      return readPushAnswer(posted.answer, gateway, [request.callbackUrl, Password]);
    },

    async stkQuery(checkoutRequestId, call) {
      if (!checkoutRequestId) throw new DarajaInputError('checkoutRequestId', 'must not be empty');
      const body = {
        BusinessShortCode: Number(shortcode),
        ...expressPassword(shortcode, passkey, clock()),
        CheckoutRequestID: checkoutRequestId,
      };
      const posted = await gateway.post('/mpesa/stkpushquery/v1/query', body, call, timeoutMs);
      if ('unsent' in posted) return { kind: 'noAnswer', cause: posted.unsent };
      if ('lost' in posted) return { kind: 'noAnswer', cause: posted.lost };
      return readQueryAnswer(posted.answer, checkoutRequestId, gateway);
    },

    async checkCredentials(call) {
      const held = await tokens.get(call?.signal);
      if ('token' in held) return { kind: 'accepted' };
      if ('lost' in held) return { kind: 'noAnswer', message: gateway.clean(held.lost.message) };
      return { kind: 'refused', code: held.refused.code, message: gateway.clean(held.refused.message) };
    },
  };
}

function baseUrlOf(options: DarajaOptions): string {
  if ((options.baseUrl === undefined) === (options.environment === undefined)) {
    throw new DarajaInputError('baseUrl', 'give either baseUrl or environment');
  }
  if (options.environment !== undefined) {
    const known = environments[options.environment];
    if (!known) throw new DarajaInputError('environment', "must be 'sandbox' or 'production'");
    return known;
  }
  const address = options.baseUrl ?? '';
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new DarajaInputError('baseUrl', 'must be an http(s) address');
  return url.href.replace(/\/+$/, '');
}

function digits(field: string, value: string): string {
  if (!/^\d{5,7}$/.test(String(value))) throw new DarajaInputError(field, 'must be 5 to 7 digits');
  return String(value);
}
