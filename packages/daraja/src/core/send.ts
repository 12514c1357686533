import type { Cause } from './errors.js';

/** The one function this package needs of `fetch`; Node's own unless another is given. @public */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A call's own limits. @public */
export interface CallOptions {
  /** Ends the waiting. Whatever was sent stays sent. */
  readonly signal?: AbortSignal;
  /** Time limit of this call in milliseconds. */
  readonly timeoutMs?: number;
}

export interface Call {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** An HTTP answer, read to its end. `json` is there when the body was a JSON object, whatever its declared type. */
export interface Answer {
  readonly status: number;
  readonly json?: Readonly<Record<string, unknown>>;
}

export type Sent =
  | { readonly answer: Answer }
  /** `unsent`: there was not even a connection, so the request certainly never arrived. */
  | { readonly lost: Cause; readonly unsent?: boolean };

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Daraja's answers are a few hundred bytes; more than this is somebody else talking. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** One HTTP call with a time limit. Never throws: an answer, or why there is none. */
export async function send(fetch: Fetch, call: Call): Promise<Sent> {
  if (call.signal?.aborted) return { lost: { what: 'aborted', message: 'cancelled before it was sent' }, unsent: true };
  const control = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    control.abort();
  }, call.timeoutMs);
  const cancel = () => control.abort();
  call.signal?.addEventListener('abort', cancel, { once: true });
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: call.headers,
      signal: control.signal,
      redirect: 'manual', // The bearer token goes nowhere else.
      ...(call.body === undefined ? {} : { body: call.body }),
    });
    return { answer: { status: response.status, ...jsonOf(await readText(response)) } };
  } catch (error) {
    if (timedOut) return { lost: { what: 'timeout', message: `no answer within ${call.timeoutMs} ms` } };
    if (call.signal?.aborted) return { lost: { what: 'aborted', message: 'cancelled while waiting for the answer' } };
    const code = networkCode(error);
    const lost: Cause = { what: 'connection', message: `no answer: ${code}` };
    return neverConnected.has(code) ? { lost, unsent: true } : { lost };
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', cancel);
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Without a DOM, the stream's type does not say that it can be iterated; Node's can.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new Error('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): { json?: Record<string, unknown> } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { json: value as Record<string, unknown> }
      : {};
  } catch {
    return {};
  }
}

/** `ECONNREFUSED` and its like: fetch hides them in the cause, and its own message says only "fetch failed". */
function networkCode(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
    return cause.code;
  return cause instanceof Error ? cause.message : 'connection failed';
}
