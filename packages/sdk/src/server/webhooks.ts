import type { WebhookEvent } from './event.js';
import { DukaWebhookError } from './webhook-error.js';

/**
 * Headers as Node, a `Request` or a test has them; names in any case.
 *
 * @public
 */
export type WebhookHeaders =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | { get(name: string): string | null };

/**
 * How strict to be.
 *
 * @public
 */
export interface VerifyOptions {
  /** How old (or how far ahead) the time of signing may be, in seconds. Default 300. */
  tolerance?: number | undefined;
  /** The time it is compared with. Default: now. */
  now?: Date | undefined;
}

const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/**
 * Whether a webhook comes from your shop, and what it says. Follows Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`.
 *
 * @public
 */
export const webhooks = {
  /**
   * Checks who signed it and when, and reads it.
   *
   * @param body The bytes as they came, before any JSON parser; a parsed and re-written body has another signature.
   * @param secret `whsec_…` of the endpoint. Several while you change from one to the next.
   * @throws DukaWebhookError `webhook_header_missing`, `webhook_timestamp_refused`, `webhook_signature_invalid`, `webhook_body_invalid`
   * @throws TypeError when the secret is no `whsec_…`.
   * @example
   * ```ts
   * const event = await webhooks.verify(await request.text(), request.headers, process.env.DUKA_WEBHOOK_SECRET);
   * if (event.type === 'order.paid') await pack(event.data.order);
   * ```
   * @see https://www.standardwebhooks.com
   */
  async verify(
    body: string | Uint8Array,
    headers: WebhookHeaders,
    secret: string | readonly string[],
    { tolerance = 300, now = new Date() }: VerifyOptions = {},
  ): Promise<WebhookEvent> {
    const keys = await Promise.all([secret].flat().map(keyOf));
    const [id, timestamp, signatures] = names.map((name) => headerOf(headers, name)) as [string, string, string];
    const age = now.getTime() / 1000 - Number(timestamp);
    if (!/^\d{1,12}$/.test(timestamp) || Math.abs(age) > tolerance)
      throw new DukaWebhookError(
        'webhook_timestamp_refused',
        `Signed at ${timestamp}, more than ${tolerance} s from now`,
      );
    const signed = signedBytes(id, timestamp, body);
    const given = signatures
      .split(' ')
      .flatMap((signature) => (signature.startsWith('v1,') ? (fromBase64(signature.slice(3)) ?? []) : []));
    let valid = false;
    // All of them, whatever was found: how long it takes tells nothing.
    for (const key of keys)
      for (const signature of given) if (await crypto.subtle.verify('HMAC', key, signature, signed)) valid = true;
    if (!valid)
      throw new DukaWebhookError('webhook_signature_invalid', 'Not signed with this secret, or changed on the way');
    try {
      return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as WebhookEvent;
    } catch {
      throw new DukaWebhookError('webhook_body_invalid', 'The body is not JSON');
    }
  },

  /**
   * The headers that a delivery of this body would carry: for tests of your own endpoint.
   *
   * @example
   * ```ts
   * const body = JSON.stringify(event);
   * await fetch('http://localhost:8080/hooks', { method: 'POST', body, headers: await webhooks.sign(body, secret) });
   * ```
   */
  async sign(
    body: string | Uint8Array,
    secret: string,
    { id = 'evt_test', now = new Date() }: { id?: string; now?: Date } = {},
  ): Promise<Record<(typeof names)[number], string>> {
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const signature = await crypto.subtle.sign('HMAC', await keyOf(secret), signedBytes(id, timestamp, body));
    const text = btoa(String.fromCharCode(...new Uint8Array(signature)));
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${text}` };
  },
};

async function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = typeof secret === 'string' && secret.startsWith('whsec_') ? fromBase64(secret.slice(6)) : null;
  if (!bytes) throw new TypeError('The secret of a webhook endpoint begins with whsec_');
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = isGetter(headers)
    ? headers.get(name)
    : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  if (typeof value !== 'string' || value === '')
    throw new DukaWebhookError('webhook_header_missing', `The request has no ${name} header, or several`);
  return value;
}

function isGetter(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}

function signedBytes(id: string, timestamp: string, body: string | Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(`${id}.${timestamp}.`);
  const rest = typeof body === 'string' ? encoder.encode(body) : body;
  const bytes = new Uint8Array(head.length + rest.length);
  bytes.set(head);
  bytes.set(rest, head.length);
  return bytes;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
