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
  /** Opens a cart or an order. */
  secret?: string | null | undefined;
  headers?: Record<string, string>;
  stream?: boolean;
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
  const request = prepare(setup, call, options);
  for (let tried = 1; ; tried++) {
    try {
      return await once(setup, request, options, tried);
    } catch (error) {
      if (!isDukaError(error) || tried > (options.retries ?? setup.retries) || !worthRepeating(request, error))
        throw error;
      await pause(pauseAfter(tried, error.retryAfter), options.signal);
    }
  }
}

function prepare(
  setup: Setup,
  { method, path, query, body, secret, headers, stream }: Call,
  options: CallOptions,
): Prepared {
  const idempotencyKey = method === 'POST' || method === 'PATCH' ? (options.idempotencyKey ?? newKey()) : null;
  const { key } = setup;
  return {
    method,
    url: `${setup.server}/api${path}${queryOf(query)}`,
    headers: {
      Accept: 'application/json',
      'Duka-Version': setup.version,
      ...(key && (isSecretKey(key) ? { Authorization: `Bearer ${key}` } : { 'Duka-Key': key })),
      ...(secret && { 'Duka-Secret': secret }),
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    stream: !!stream,
    idempotencyKey,
  };
}

async function once(setup: Setup, request: Prepared, options: CallOptions, attempt: number): Promise<Answer> {
  const { signal, timeout = setup.timeout } = options;
  const { method, url, idempotencyKey, stream } = request;
  const startedAt = Date.now();
  const seen = { method, url, attempt, idempotencyKey };
  setup.tell('onRequest', seen);
  try {
    const { response, text } = await exchange(setup, request, signal, timeout);
    const requestId = response.headers.get('request-id');
    if (method !== 'GET' || request.headers['Duka-Secret']) setup.clock.learn(response.headers.get('date'), startedAt);
    setup.tell('onResponse', {
      ...seen,
      status: response.status,
      requestId,
      durationMs: Date.now() - startedAt,
      error: null,
    });
    return read(response, text, requestId, stream);
  } catch (error) {
    if (isDukaError(error) && error.status === 0) {
      setup.tell('onResponse', { ...seen, status: 0, requestId: null, durationMs: Date.now() - startedAt, error });
    }
    throw error;
  }
}

async function exchange(
  setup: Setup,
  request: Prepared,
  signal: AbortSignal | undefined,
  timeout: number,
): Promise<{ response: TransportResponse; text: string }> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  signal?.addEventListener('abort', end);
  let late = false;
  let streaming = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeout);
  const talk = async (): Promise<{ response: TransportResponse; text: string }> => {
    const response = await setup.transport({ ...request, signal: ending.signal });
    streaming = request.stream && response.status < 300;
    return { response, text: streaming ? '' : await response.text() };
  };
  try {
    // A signal that has ended already must not let anything leave.
    return await untilAborted(signal?.aborted ? new Promise<never>(() => undefined) : talk(), signal);
  } catch (cause) {
    if (isDukaError(cause)) throw cause;
    const Kind = late ? DukaTimeoutError : DukaNetworkError;
    throw new Kind(late ? `No answer within ${timeout} ms` : 'No answer: the network or the server is out of reach', {
      code: late ? 'timeout' : 'network_error',
      retryable: true,
      cause,
    });
  } finally {
    clearTimeout(timer);
    // A stream outlives this call, and must still hear the signal.
    if (!streaming) signal?.removeEventListener('abort', end);
  }
}

function read(response: TransportResponse, text: string, requestId: string | null, stream: boolean): Answer {
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

export function isSecretKey(key: string): boolean {
  return !key.startsWith('pk_');
}

/** 128 random bits as hex. `randomUUID` is missing where a page came over http, as in a shop's own network. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
