import type { Request, Response } from 'express';
import { life } from '../../platform/health.js';
import { eventsAfter, onEvent } from '../../platform/outbox.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';

const heartbeatMs = 25_000;
/** Events written by other processes are found by looking; those of our own wake us at once. */
const lookEveryMs = 1_000;
/** Then the client comes again, so that no stream outlives a deploy or a revoked key by much. */
const longestMs = 10 * 60_000;
const mostStreams = 2_000;
let streams = 0;

/**
 * Sends an order's events as they happen, as Server-Sent Events: `id` is the sequence, `event` the type, `data` the event. Ends when the client
 * leaves or the server drains; the client resumes with `Last-Event-ID`.
 */
export async function streamEvents(
  tenant: Tenant,
  order: string,
  after: number,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  if (streams >= mostStreams) throw new Refused('unavailable', {}, { headers: { 'Retry-After': '5' } });
  streams += 1;
  let wake = (): void => undefined;
  const forget = onEvent(order, () => wake());
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.flushHeaders();
    response.write('retry: 2000\n\n');
    const began = performance.now();
    let spoke = began;
    let last = after;
    while (!signal.aborted && !life.draining && performance.now() - began < longestMs) {
      // Made before looking, so that an event written meanwhile is not slept through.
      const woken = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      for (const event of await eventsAfter(tenant, order, last)) {
        response.write(`id: ${event.sequence}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
        last = event.sequence;
        spoke = performance.now();
      }
      if (performance.now() - spoke >= heartbeatMs) {
        response.write(': still here\n\n');
        spoke = performance.now();
      }
      await woken;
    }
  } finally {
    streams -= 1;
    forget();
    wake();
    response.end();
  }
}

/** Where a stream begins: after the last event that the client saw. */
export function resumeAfter(request: Request, after: number | undefined): number {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : (after ?? 0);
}
