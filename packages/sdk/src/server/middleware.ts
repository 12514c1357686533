import { isDukaError } from '../core/errors.js';
import type { WebhookEvent } from './event.js';
import { webhooks } from './webhooks.js';
import type { VerifyOptions } from './webhooks.js';

/**
 * What the middleware needs of a request; Express's and Node's own have it.
 *
 * @public
 */
export interface WebhookRequest extends AsyncIterable<Uint8Array> {
  headers: Record<string, string | string[] | undefined>;
  /** The bytes, when `express.raw()` has read them already. */
  body?: unknown;
}

/**
 * What the middleware needs of a response.
 *
 * @public
 */
export interface WebhookResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body?: string): unknown;
}

const mostBytes = 256 * 1024;

/**
 * An endpoint for webhooks, for Express or Node's `http`. It reads the raw body itself, so mount it before `express.json()`. Answers 204 when your
 * handler is done, 400 to what is not from your shop, and passes what your handler throws to `next` (or answers 500): the shop tries again then.
 *
 * @example
 * ```ts
 * app.post('/hooks/duka', webhookMiddleware(process.env.DUKA_WEBHOOK_SECRET, async (event) => {
 *   if (event.type === 'order.paid') await pack(event.data.order);
 * }));
 * ```
 * @public
 */
export function webhookMiddleware(
  secret: string | readonly string[],
  handle: (event: WebhookEvent) => unknown,
  options: VerifyOptions = {},
): (request: WebhookRequest, response: WebhookResponse, next?: (error: unknown) => void) => Promise<void> {
  return async (request, response, next) => {
    try {
      const body = await rawBody(request);
      if (body === null) return answer(response, 413, 'webhook_too_large');
      await handle(await webhooks.verify(body, request.headers, secret, options));
      answer(response, 204);
    } catch (error) {
      if (isDukaError(error) && error.name === 'DukaWebhookError') answer(response, 400, error.code);
      else if (next) next(error);
      else answer(response, 500, 'internal');
    }
  };
}

function answer(response: WebhookResponse, status: number, code?: string): void {
  response.statusCode = status;
  if (code !== undefined) response.setHeader('Content-Type', 'application/json');
  response.end(code === undefined ? undefined : JSON.stringify({ code }));
}

/** The bytes as they came; null when there are too many. */
async function rawBody(request: WebhookRequest): Promise<Uint8Array | null> {
  if (request.body instanceof Uint8Array) return request.body;
  if (request.body !== undefined)
    throw new TypeError(
      'The body was parsed before it could be verified: mount webhookMiddleware before express.json()',
    );
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > mostBytes) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
