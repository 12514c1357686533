import { createHmac, randomBytes } from 'node:crypto';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after a failed try the next one comes; then the last of these again and again (W4). */
const pauses = [10 * second, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour];

/** Nothing is tried for longer. */
export const givenUpAfter = 3 * 24 * hour;
export const oldSecretSigns = 24 * hour;
export const mostEndpoints = 20;
export const tryTimeout = 10 * second;
/** Tries under way to one endpoint, each in a line of its own. */
export const mostAtOnce = 8;

/**
 * When to try again: the pause of that try, up to a fifth longer, so that a receiver that was down is not met by everything at once. Null when
 * the three days are over.
 *
 * @param tries How many there were.
 * @param chance From 0 to 1.
 */
export function nextTry(tries: number, createdAt: Date, now: Date, chance: number): Date | null {
  const pause = pauses[Math.min(tries, pauses.length) - 1] ?? 0;
  const at = now.getTime() + Math.round(pause * (1 + chance / 5));
  return at - createdAt.getTime() > givenUpAfter ? null : new Date(at);
}

/** Whether an endpoint asked for events of this type. `order.*` are all of that kind, `*` is everything. */
export function wants(events: readonly string[], type: string): boolean {
  const kind = type.slice(0, type.indexOf('.') + 1);
  return events.some((wanted) => wanted === '*' || wanted === type || wanted === `${kind}*`);
}

/** A signing secret as Standard Webhooks writes it. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`;
}

/**
 * The headers of one try (Standard Webhooks): HMAC-SHA256 over `id.timestamp.body`, once for each secret that is valid now. The id stays the same
 * over all tries, the timestamp is that of this one.
 */
export function sign(id: string, body: string, secrets: readonly string[], now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
