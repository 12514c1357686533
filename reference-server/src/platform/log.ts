import { pino, type Logger } from 'pino';

/**
 * Blanks what must never stand in a log, wherever in a text it turns up: keys, capability secrets, bearer tokens, callback tokens, phones (D3).
 */
export function scrub(text: string): string {
  return text
    .replace(/\b(sk|pk|rk|cs|os|wt|rt|pr|inv)_(test_|live_)?[\w-]{16,}/g, '$1_[removed]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[removed]')
    .replace(/Bearer\s+\S+/gi, 'Bearer [removed]')
    .replace(/\b[0-9a-f]{40,}\b/gi, '[removed]')
    .replace(/mongodb(\+srv)?:\/\/[^@\s/]+@/gi, 'mongodb$1://[removed]@')
    .replace(/(?:\+?254|\b0)[17]\d{5}(\d{3})\b/g, '+254•••••$1');
}

/** Fields that a log line may have. Whatever else is given is dropped: a list of what is allowed outlives every mistake. */
const allowed = new Set([
  'event',
  'requestId',
  'route',
  'method',
  'status',
  'ms',
  'shop',
  'mode',
  'caller',
  'key',
  'order',
  'payment',
  'refund',
  'subject',
  'state',
  'from',
  'fact',
  'code',
  'job',
  'count',
  'cost',
  'parts',
  'attempt',
  'port',
  'url',
  'version',
  'err',
]);

/** The process's log: one JSON line per event, on standard output. */
export const log: Logger = pino({
  level: 'info',
  base: null,
  formatters: {
    level: (label) => ({ level: label }),
    log: (line) =>
      Object.fromEntries(
        Object.entries(line)
          .filter(([name]) => allowed.has(name))
          .map(([name, value]) => [name, typeof value === 'string' ? scrub(value) : value]),
      ),
  },
  serializers: { err: describeError },
  hooks: {
    logMethod(given, method) {
      method.apply(
        this,
        given.map((part) => (typeof part === 'string' ? scrub(part) : part)) as Parameters<typeof method>,
      );
    },
  },
});

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: scrub(error.message), stack: scrub(error.stack ?? ''), ...cause };
}
