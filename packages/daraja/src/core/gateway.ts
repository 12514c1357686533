import type { Cause } from './errors.js';
import { scrub } from './errors.js';
import { envelopeOf, isTokenError, type Envelope } from './envelope.js';
import { send, type Answer, type CallOptions, type Fetch } from './send.js';
import type { TokenSource } from './token.js';

/** What came of posting to Daraja with a token. */
export type Posted =
  | { readonly answer: Answer }
  /** Sent, or perhaps sent, and no answer. */
  | { readonly lost: Cause }
  /** Certainly never arrived: no token or no connection. `refused` when Daraja does not accept the consumer key and secret. */
  | { readonly unsent: Cause; readonly refused: boolean };

/** The authorised way to Daraja that all its products share. */
export interface Gateway {
  post(path: string, body: object, options: CallOptions | undefined, timeoutMs: number): Promise<Posted>;
  /** A cause for an HTTP answer that decides nothing. */
  undecided(answer: Answer, hide?: readonly string[]): Cause;
  /** Text from Daraja, fit for a log. */
  clean(message: string, hide?: readonly string[]): string;
}

export function createGateway(options: {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly tokens: TokenSource;
  /** Never to appear in anything this package returns or throws. */
  readonly secrets: readonly string[];
}): Gateway {
  const clean = (message: string, hide: readonly string[] = []) => scrub(message, [...options.secrets, ...hide]);

  async function post(path: string, body: object, call: CallOptions | undefined, timeoutMs: number): Promise<Posted> {
    for (let tried = 1; ; tried++) {
      const held = await options.tokens.get(call?.signal);
      if (!('token' in held)) return withoutToken(held);
      const sent = await send(options.fetch, {
        url: options.baseUrl + path,
        method: 'POST',
        headers: {
          authorization: `Bearer ${held.token}`,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify(body),
        timeoutMs: call?.timeoutMs ?? timeoutMs,
        signal: call?.signal,
      });
      if ('lost' in sent) {
        const cause = { ...sent.lost, message: clean(sent.lost.message) };
        return sent.unsent ? { unsent: cause, refused: false } : { lost: cause };
      }
      if (!isTokenError(sent.answer)) return sent;
      await options.tokens.drop(held.token);
      if (tried === 2) return sent;
    }
  }

  function withoutToken(held: { refused: { code: string; message: string } } | { lost: Cause }): Posted {
    if ('lost' in held) return { unsent: { ...held.lost, message: clean(held.lost.message) }, refused: false };
    const { code, message } = held.refused;
    const said = `the consumer key and secret were not accepted: ${message || code}`;
    return { unsent: { what: 'http', message: clean(said), errorCode: code }, refused: true };
  }

  return {
    post,
    clean,
    undecided(answer, hide) {
      const envelope: Envelope | undefined = envelopeOf(answer);
      const said = envelope ? `${envelope.code} ${envelope.message}`.trim() : 'no JSON';
      return {
        what: answer.json ? 'http' : 'unreadable',
        message: clean(`Daraja answered ${answer.status}: ${said}`, hide),
        status: answer.status,
        ...(envelope ? { errorCode: envelope.code } : {}),
        ...(envelope?.requestId ? { requestId: envelope.requestId } : {}),
      };
    },
  };
}
