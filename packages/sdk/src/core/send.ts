import type { Problem } from '../types.js';
import { DukaError, DukaNetworkError, DukaTimeoutError, isDukaError, toError } from './errors.js';
import { queryOf } from './path.js';
import { pause, untilAborted } from './pause.js';
import { pauseAfter, secondsIn, worthRepeating } from './retry.js';
import type { Setup } from './setup.js';
import type { TransportRequest, TransportResponse } from './transport.js';

/**
 * What every method takes last.
 *
 * @public
 */
export interface CallOptions {
  /** Ends the call, its pauses and repeats. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for each try. Default: the client's, 20 s. */
  timeout?: number | undefined;
  /** Repeats after a passing trouble. Default: the client's, 3. */
  retries?: number | undefined;
  /** Makes a repeat of a write harmless (16 to 255 printable ASCII characters). Default: one is made, and kept over the repeats. */
  idempotencyKey?: string | undefined;
}

/** One call of the API. */
export interface Call {
  method: TransportRequest['method'];
  /** From `/api` on. */
  path: string;
  query?: object | undefined;
  body?: unknown;
  /** In place of `body`: sent as it is. Its type goes into `headers`. */
  file?: ArrayBuffer | undefined;
  /** Opens a cart or an order. */
  secret?: string | null | undefined;
  headers?: Record<string, string>;
  stream?: boolean;
  /** It is about the token itself, so no other token helps. */
  opens?: boolean;
}

export interface Answer {
  status: number;
  headers: TransportResponse['headers'];
  /** The parsed body; null when there is none. */
  value: unknown;
  body: ReadableStream<Uint8Array> | null;
}

type Prepared = Omit<TransportRequest, 'signal'> & { idempotencyKey: string | null };

/** Sends a call, and again while that is safe and may help. */
export async function send(setup: Setup, call: Call, options: CallOptions = {}): Promise<Answer> {
  const prepared = prepare(setup, call, options);
  let renewed = false;
  for (let tried = 1; ; tried++) {
    const { key } = setup;
    const request = { ...prepared, headers: { ...opening(key), ...prepared.headers } };
    try {
      return await once(setup, request, options, tried);
    } catch (error) {
      if (setup.renew && !renewed && !call.opens && isDukaError(error) && runOut.includes(error.code)) {
        renewed = true;
        await untilAborted(setup.renew(key), options.signal);
        continue;
      }
      if (!isDukaError(error) || tried > (options.retries ?? setup.retries) || !worthRepeating(request, error))
        throw error;
      await pause(pauseAfter(tried, error.retryAfter), options.signal);
    }
  }
}

function prepare(
  setup: Setup,
  { method, path, query, body, file, secret, headers, stream }: Call,
  options: CallOptions,
): Prepared {
  const idempotencyKey = method === 'POST' || method === 'PATCH' ? (options.idempotencyKey ?? newKey()) : null;
  return {
    method,
    url: `${setup.server}/api${path}${queryOf(query)}`,
    headers: {
      Accept: 'application/json',
      'Duka-Version': setup.version,
      ...(secret && { 'Duka-Secret': secret }),
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(file && { body: file }),
    stream: !!stream,
    idempotencyKey,
  };
}

/** Refusals that another token may overcome. The server has done nothing yet, so even a call that must not repeat may go out again. */
const runOut = ['token_invalid', 'key_invalid', 'key_missing'];

function opening(key: string | null): Record<string, string> {
  return !key ? {} : key.startsWith('pk_') ? { 'Duka-Key': key } : { Authorization: `Bearer ${key}` };
}

async function once(setup: Setup, request: Prepared, options: CallOptions, attempt: number): Promise<Answer> {
  const { method, url, idempotencyKey, stream } = request;
  const startedAt = Date.now();
  const seen = { method, url, attempt, idempotencyKey };
  const tell = (status: number, requestId: string | null, error: DukaError | null): void =>
    setup.tell('onResponse', { ...seen, status, requestId, durationMs: Date.now() - startedAt, error });
  setup.tell('onRequest', seen);
  let exchanged: Exchanged;
  try {
    exchanged = await exchange(setup, request, options);
  } catch (error) {
    tell(0, null, error as DukaError);
    throw error;
  }
  const { status, headers } = exchanged.response;
  const requestId = headers.get('request-id');
  tell(status, requestId, null);
  // What has a secret or is a write, no cache has kept: its date is of now.
  if (method !== 'GET' || request.headers['Duka-Secret']) setup.clock.learn(headers.get('date'), startedAt);
  return read(exchanged, requestId, stream);
}

interface Exchanged {
  response: TransportResponse;
  text: string;
}

/** Sends and takes in the answer. Throws only for the lack of one. */
async function exchange(setup: Setup, request: Prepared, options: CallOptions): Promise<Exchanged> {
  const { signal, timeout = setup.timeout } = options;
  const ending = new AbortController();
  const end = (): void => ending.abort();
  let late = false;
  let streaming = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeout);
  signal?.addEventListener('abort', end);
  const talk = async (): Promise<Exchanged> => {
    // Lets a signal that has ended already be heard before anything leaves.
    await Promise.resolve();
    if (signal?.aborted) end();
    const response = await setup.transport({ ...request, signal: ending.signal });
    streaming = request.stream && response.status < 300;
    return { response, text: streaming ? '' : await response.text() };
  };
  try {
    return await untilAborted(talk(), signal);
  } catch (cause) {
    if (isDukaError(cause)) throw cause;
    const what = `No answer to ${request.method} ${request.url}`;
    throw late
      ? new DukaTimeoutError(`${what} within ${timeout} ms`, { code: 'timeout', retryable: true, cause })
      : new DukaNetworkError(what, { code: 'network_error', retryable: true, cause });
  } finally {
    clearTimeout(timer);
    // A stream outlives this call, and must still hear the signal.
    if (!streaming) signal?.removeEventListener('abort', end);
  }
}

function read({ response, text }: Exchanged, requestId: string | null, stream: boolean): Answer {
  const { status, headers } = response;
  const value = parse(text);
  if (status === 304 || (status >= 200 && status < 300)) {
    // Networks that want to be paid first answer anything with a page of theirs and a 200.
    if (value === undefined) {
      throw new DukaNetworkError('The answer is not JSON: something between here and the server changed it', {
        code: 'unexpected_answer',
        retryable: true,
        requestId,
      });
    }
    return { status, headers, value, body: (stream && response.body) || null };
  }
  if (status < 400) {
    throw new DukaError('The server sent us elsewhere: is `server` its exact address?', {
      code: 'unexpected_answer',
      status,
    });
  }
  throw toError(status, isProblem(value) ? value : null, requestId, secondsIn(headers.get('retry-after'), Date.now()));
}

/** Undefined when it is no JSON, null when there is nothing. */
function parse(text: string): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : null;
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof (value as Problem | null | undefined)?.code === 'string';
}

/** For servers only. What is neither this nor publishable is a token: of somebody signed in, or of a widget. */
export function isSecretKey(key: string): boolean {
  return /^[sr]k_/.test(key);
}

/** 128 random bits as hex. `randomUUID` is missing where a page came over http, as in a shop's own network. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
