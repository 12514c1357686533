import type { Response } from 'express';
import { clock } from '../../platform/clock.js';
import { madeAt } from '../../platform/ids.js';
import { eventsSince, longestWrite, onAnyEvent, toShopEvent } from '../../platform/outbox.js';
import { stream, type Message } from '../../platform/sse.js';
import type { Tenant } from '../../platform/tenancy.js';

/**
 * Sends a shop's events as they happen. After a break it begins a little before the last event seen, since one that was begun earlier may have
 * become visible later: an event may come twice, and is told by its id.
 *
 * @param lastId What the client saw last; null begins now.
 */
export async function streamShopEvents(
  tenant: Tenant,
  lastId: string | null,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  const resumed = lastId === null ? null : madeAt(lastId);
  let from = resumed ? new Date(resumed.getTime() - longestWrite) : clock.now();
  const sent = new Map<string, Date>();
  if (lastId !== null) sent.set(lastId, clock.now());

  const look = async (): Promise<Message[]> => {
    const found = (await eventsSince(tenant, from)).filter((event) => !sent.has(event._id));
    for (const event of found) sent.set(event._id, event.createdAt);
    const newest = found.at(-1)?.createdAt;
    if (newest) {
      const back = new Date(newest.getTime() - longestWrite);
      if (back > from) from = back;
      for (const [id, at] of sent) if (at.getTime() < from.getTime() - longestWrite) sent.delete(id);
    }
    return found.map((event) => ({ id: event._id, type: event.type, data: toShopEvent(event) }));
  };
  await stream(response, signal, look, onAnyEvent);
}
