import {
  createDaraja,
  DarajaInputError,
  environments,
  type Daraja,
  type PushOutcome,
  type QueryAnswer,
} from '@smartduka/daraja';
import type { MpesaConfig } from '../../../config.js';
import { log } from '../../../platform/log.js';
import { runtime } from '../../../platform/runtime.js';
import type { Tenant } from '../../../platform/tenancy.js';
import { Breaker } from './breaker.js';

export type { PushOutcome, QueryAnswer } from '@smartduka/daraja';

/** M-Pesa as the payments domain uses it. Neither function ever throws for what a network does. */
export interface Mpesa {
  readonly shortcode: string;
  /** No phone rings for anybody's sake but a developer's. */
  readonly simulated: boolean;
  /** False while Daraja has been failing: asking would only add to the wait. */
  readonly answering: boolean;
  push(prompt: { shillings: number; phone: string; reference: string; token: string }): Promise<PushOutcome>;
  query(checkoutRequestId: string): Promise<QueryAnswer>;
}

let configured: { readonly mode: Tenant['mode']; readonly mpesa: Mpesa } | null = null;

/** Connects this process to Daraja, or not. Test mode never reaches the real one, live mode never a simulator. */
export function connectMpesa(config: MpesaConfig | null): void {
  configured = config && { mode: config.env === 'production' ? 'live' : 'test', mpesa: createMpesa(config) };
}

/** The shop's way to M-Pesa, or null when it has none in this mode. */
export function mpesaOf(tenant: Tenant): Mpesa | null {
  return configured?.mode === tenant.mode ? configured.mpesa : null;
}

function createMpesa(config: MpesaConfig): Mpesa {
  const { consumerKey, consumerSecret, shortcode, passkey } = config;
  const timeoutMs = 10_000;
  const address = config.baseUrl ?? environments[config.env === 'production' ? 'production' : 'sandbox'];
  const daraja: Daraja = createDaraja({ baseUrl: address, consumerKey, consumerSecret, shortcode, passkey, timeoutMs });
  const breaker = new Breaker();
  return {
    shortcode,
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
  };
}
