import type { Request, Response } from 'express';
import { eventsAfter, onEvent } from '../../platform/outbox.js';
import { stream } from '../../platform/sse.js';
import type { Tenant } from '../../platform/tenancy.js';

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
  let last = after;
  await stream(
    response,
    signal,
    async () => {
      const events = await eventsAfter(tenant, order, last);
      last = events.at(-1)?.sequence ?? last;
      return events.map((event) => ({ id: event.sequence, type: event.type, data: event }));
    },
    (wake) => onEvent(order, wake),
  );
}

/** Where a stream begins: after the last event that the client saw. */
export function resumeAfter(request: Request, after: number | undefined): number {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : (after ?? 0);
}
