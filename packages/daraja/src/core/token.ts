import type { Cause } from './errors.js';
import { envelopeOf, text } from './envelope.js';
import { send, type Fetch } from './send.js';

/** An access token and when it stops working. @public */
export interface StoredToken {
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Where tokens are kept. The default keeps them in this process; give one of your own to share them between several. @public */
export interface TokenStore {
  get(): Promise<StoredToken | undefined>;
  set(token: StoredToken | undefined): Promise<void>;
}

export type TokenAnswer =
  | { readonly token: string }
  /** Daraja said no: wrong key or secret. */
  | { readonly refused: { readonly code: string; readonly message: string } }
  /** Nobody knows; nothing was asked of M-Pesa yet. */
  | { readonly lost: Cause };

export interface TokenSource {
  /** A token that is good for at least another minute. */
  get(signal?: AbortSignal): Promise<TokenAnswer>;
  /** Gives up a token that Daraja refused. Does nothing when another call has already fetched a newer one. */
  drop(token: string): Promise<void>;
}

/** Renewed this long before the end, so that no token dies on its way to Safaricom. */
const RENEW_EARLY_MS = 60_000;

/** OAuth (daraja.md §2): one fetch at a time however many ask, whose end does not depend on any one of them. */
export function createTokenSource(options: {
  readonly baseUrl: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly timeoutMs: number;
  readonly fetch: Fetch;
  readonly clock: () => Date;
  readonly store?: TokenStore | undefined;
}): TokenSource {
  const store = options.store ?? inMemory();
  let underway: Promise<TokenAnswer> | undefined;

  async function obtain(): Promise<TokenAnswer> {
    const stored = await store.get();
    if (stored && stored.expiresAt - RENEW_EARLY_MS > options.clock().getTime()) return { token: stored.accessToken };
    const askedAt = options.clock().getTime();
    const sent = await send(options.fetch, {
      url: `${options.baseUrl}/oauth/v1/generate?grant_type=client_credentials`,
      method: 'GET',
      headers: {
        authorization: `Basic ${Buffer.from(`${options.consumerKey}:${options.consumerSecret}`).toString('base64')}`,
        accept: 'application/json',
      },
      timeoutMs: options.timeoutMs,
    });
    if ('lost' in sent) return sent;
    const { answer } = sent;
    const accessToken = text(answer.json?.['access_token']);
    if (answer.status === 200 && accessToken) {
      const seconds = Number(answer.json?.['expires_in']);
      // A life that makes no sense is taken as none: the token serves once and the next call fetches another.
      const lifeMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
      await store.set({ accessToken, expiresAt: askedAt + lifeMs });
      return { token: accessToken };
    }
    const envelope = envelopeOf(answer);
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      // Wrong credentials are answered in several ways, one of them an empty 400.
      return { refused: { code: envelope?.code ?? `http_${answer.status}`, message: envelope?.message ?? '' } };
    }
    return {
      lost: {
        what: answer.status === 200 ? 'unreadable' : 'http',
        message: `the token endpoint answered ${answer.status}`,
        status: answer.status,
        ...(envelope ? { errorCode: envelope.code } : {}),
        ...(envelope?.requestId ? { requestId: envelope.requestId } : {}),
      },
    };
  }

  return {
    get(signal) {
      underway ??= obtain().finally(() => (underway = undefined));
      return unlessAborted(underway, signal);
    },
    async drop(token) {
      const stored = await store.get();
      if (stored?.accessToken === token) await store.set(undefined);
    },
  };
}

/** One caller may leave; the fetch goes on for the others. */
function unlessAborted(answer: Promise<TokenAnswer>, signal: AbortSignal | undefined): Promise<TokenAnswer> {
  if (!signal) return answer;
  return new Promise((resolve, reject) => {
    const leave = () => resolve({ lost: { what: 'aborted', message: 'cancelled while waiting for a token' } });
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

function inMemory(): TokenStore {
  let kept: StoredToken | undefined;
  return {
    get: async () => kept,
    set: async (token) => {
      kept = token;
    },
  };
}
