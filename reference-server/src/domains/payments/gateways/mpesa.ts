import {
  createDaraja,
  DarajaInputError,
  environments,
  type Acknowledged,
  type C2bRegistered,
  type CredentialsCheck,
  type Daraja,
  type PushOutcome,
  type QueryAnswer,
} from '@smartduka/daraja';
import type { MpesaConfig } from '../../../config.js';
import { lookupHash, sha256 } from '../../../platform/keyring.js';
import { log } from '../../../platform/log.js';
import { runtime } from '../../../platform/runtime.js';
import type { Tenant } from '../../../platform/tenancy.js';
import { resultUrls } from '../results/addresses.js';
import { setEnvironment, modeOf } from './environment.js';
import { Breaker } from './breaker.js';

export type { Acknowledged, PushOutcome, QueryAnswer } from '@smartduka/daraja';

/** M-Pesa as the payments domain uses it. No function ever throws for what a network does. */
export interface Mpesa {
  readonly shortcode: string;
  /** The till that is paid; null for a pay bill. */
  readonly till: string | null;
  /** No phone rings for anybody's sake but a developer's. */
  readonly simulated: boolean;
  /** False while Daraja has been failing: asking would only add to the wait. */
  readonly answering: boolean;
  push(prompt: { shillings: number; phone: string; reference: string; token: string }): Promise<PushOutcome>;
  query(checkoutRequestId: string): Promise<QueryAnswer>;
  /** Tells Safaricom where to say that somebody paid from their phone's own menu. */
  registerC2b(): Promise<C2bRegistered>;
  /** Whether Daraja takes the consumer key and secret. */
  checkCredentials(): Promise<CredentialsCheck>;
  /** Whether an initiator is set up: only then can a payment be reversed, or a transaction be asked about. */
  readonly hasInitiator: boolean;
  /** Whether money can be paid out to a phone (B2C). */
  readonly paysOut: boolean;
  /** Gives a whole payment back to its payer. The outcome is posted to the addresses of `token`. */
  reverse(request: { receiptNumber: string; shillings: number; token: string }): Promise<Acknowledged>;
  /** Pays out to a phone. Daraja refuses a second request with the same `originatorConversationId`. */
  payOut(request: {
    originatorConversationId: string;
    shillings: number;
    phone: string;
    token: string;
  }): Promise<Acknowledged>;
  /** Asks what became of a transaction, by its receipt or by the conversation that made it. Moves nothing; safe to repeat. */
  askStatus(request: {
    subject: { receiptNumber: string } | { conversationId: string };
    /** Which of our shortcodes the transaction concerns. */
    of: 'collections' | 'payouts';
    token: string;
  }): Promise<Acknowledged>;
}

let configured: { readonly mode: Tenant['mode']; readonly c2bToken: string; readonly mpesa: Mpesa } | null = null;

/** Connects this process to Daraja, or not. Test mode never reaches the real one, live mode never a simulator. */
export function connectMpesa(config: MpesaConfig | null): void {
  setEnvironment(config);
  if (!config) {
    configured = null;
    return;
  }
  const c2bToken = c2bTokenOf(config.env, config.shortcode);
  configured = { mode: modeOf(config.env), c2bToken, mpesa: createMpesa({ ...config, till: null, c2bToken }) };
}

/** The way to M-Pesa that the server itself was set up with, or null when it has none in this mode. */
export function serverMpesa(tenant: Tenant): Mpesa | null {
  return configured?.mode === tenant.mode ? configured.mpesa : null;
}

/** The token in the addresses of a shortcode's C2B messages: the same after a restart, since production registers them once. Hex, as all of them. */
function c2bTokenOf(env: MpesaConfig['env'], shortcode: string): string {
  return Buffer.from(lookupHash(`c2b:${env}:${shortcode}`), 'base64url').toString('hex');
}

/** Whether a C2B address is that of the server's own pay bill. Compared as hashes, so timing tells nothing. */
export function serverPaidAccount(token: string): { mode: Tenant['mode']; shortcode: string } | null {
  if (!configured || sha256(token) !== sha256(configured.c2bToken)) return null;
  return { mode: configured.mode, shortcode: configured.mpesa.shortcode };
}

/** Registers where payments from phones' own menus are told of. What comes of it goes to the log: payments by prompt do not need it. */
export async function registerC2b(): Promise<void> {
  const answer = await configured?.mpesa.registerC2b();
  if (answer?.kind === 'refused' || answer?.kind === 'unknown')
    log.warn({ event: 'c2b not registered', code: answer.kind }, 'payments from phones are not told of');
}

/** What a way to M-Pesa is made from. */
export type AccountConfig = Pick<
  MpesaConfig,
  'env' | 'baseUrl' | 'consumerKey' | 'consumerSecret' | 'shortcode' | 'passkey' | 'initiator' | 'payoutShortcode'
> & { readonly till: string | null; readonly c2bToken: string };

export function createMpesa(config: AccountConfig): Mpesa {
  const { consumerKey, consumerSecret, shortcode, passkey } = config;
  const timeoutMs = 10_000;
  const address = config.baseUrl ?? environments[config.env === 'production' ? 'production' : 'sandbox'];
  const connect = (number: string): Daraja =>
    createDaraja({
      baseUrl: address,
      consumerKey,
      consumerSecret,
      shortcode: number,
      passkey,
      timeoutMs,
      ...(config.till === null ? {} : { till: config.till }),
      ...(config.initiator ? { initiator: config.initiator } : {}),
    });
  const daraja = connect(shortcode);
  const payouts =
    config.payoutShortcode === null || config.payoutShortcode === shortcode ? daraja : connect(config.payoutShortcode);
  const breaker = new Breaker();
  return {
    shortcode,
    till: config.till,
    simulated: config.env === 'simulator',
    get answering() {
      return breaker.closed;
    },

    async push({ shillings, phone, reference, token }) {
      try {
        const outcome = await daraja.stkPush(
          {
            amount: shillings,
            phone,
            accountReference: reference,
            description: 'Order',
            callbackUrl: `${runtime.callbackBase}/${token}`,
          },
          { timeoutMs },
        );
        breaker.note(outcome.kind !== 'unknown' && !(outcome.kind === 'refused' && outcome.code === 'not_sent'));
        if (outcome.kind === 'refused') log.warn({ event: 'push refused', code: outcome.code }, outcome.message);
        return outcome;
      } catch (error) {
        if (!(error instanceof DarajaInputError)) throw error;
        log.error({ err: error }, 'the prompt could not be asked for');
        return { kind: 'refused', code: 'input', reason: 'config', message: error.message, retryable: false };
      }
    },

    async query(checkoutRequestId) {
      const answer = await daraja.stkQuery(checkoutRequestId, { timeoutMs });
      breaker.note(answer.kind !== 'noAnswer' || answer.cause.what === 'http');
      return answer;
    },

    registerC2b: () => {
      const base = `${runtime.callbackBase.replace(/\/[^/]*$/, '')}/c2b/${config.c2bToken}`;
      return daraja.c2b.register(
        // What Safaricom cannot ask us about is taken: the money is matched, or waits for a person.
        { confirmationUrl: `${base}/confirmation`, validationUrl: `${base}/validation`, whenUnanswered: 'Completed' },
        { timeoutMs },
      );
    },

    checkCredentials: () => daraja.checkCredentials({ timeoutMs }),

    hasInitiator: config.initiator !== null,
    paysOut: config.initiator !== null && config.payoutShortcode !== null,

    reverse: ({ receiptNumber, shillings, token }) =>
      acknowledged('reversal', () =>
        daraja.reverse({ receiptNumber, amount: shillings, remarks: 'Refund', ...resultUrls(token) }),
      ),

    payOut: ({ originatorConversationId, shillings, phone, token }) =>
      acknowledged('payout', () =>
        payouts.payOut({
          originatorConversationId,
          amount: shillings,
          phone,
          remarks: 'Refund',
          ...resultUrls(token),
        }),
      ),

    askStatus: ({ subject, of, token }) =>
      acknowledged('status', () =>
        (of === 'payouts' ? payouts : daraja).transactionStatus({
          ...('receiptNumber' in subject ? subject : { originatorConversationId: subject.conversationId }),
          remarks: 'Status',
          ...resultUrls(token),
        }),
      ),
  };
}

/** What the initiator's products answer. Input that Daraja would never take is a refusal, and a defect or setting to mend. */
async function acknowledged(what: string, ask: () => Promise<Acknowledged>): Promise<Acknowledged> {
  try {
    const answer = await ask();
    if (answer.kind === 'refused') log.warn({ event: `${what} refused`, code: answer.code }, answer.message);
    return answer;
  } catch (error) {
    if (!(error instanceof DarajaInputError)) throw error;
    log.error({ err: error }, `the ${what} could not be asked for`);
    return { kind: 'refused', code: 'input', reason: 'config', message: error.message, retryable: false };
  }
}
