import type { Response } from 'express';
import { life } from './health.js';
import { Refused } from './refusals.js';

const heartbeatMs = 25_000;
/** What other processes wrote is found by looking; what our own wrote wakes us at once. */
const lookEveryMs = 1_000;
/** Then the client comes again, so that no stream outlives a deploy or a revoked key by much. */
const longestMs = 10 * 60_000;
const mostStreams = 2_000;
let streams = 0;

/** One event of a stream: `id` is what the client sends back as `Last-Event-ID`. */
export interface Message {
  readonly id: string | number;
  readonly type: string;
  readonly data: unknown;
}

/**
 * Sends messages as Server-Sent Events until the client leaves or the server drains.
 *
 * @param look Finds what was not sent yet.
 * @param subscribe Calls back when there may be something; gives back how to stop that.
 * @throws Refused `unavailable` when there are too many streams.
 */
export async function stream(
  response: Response,
  signal: AbortSignal,
  look: () => Promise<readonly Message[]>,
  subscribe: (wake: () => void) => () => void,
): Promise<void> {
  if (streams >= mostStreams) throw new Refused('unavailable', {}, { headers: { 'Retry-After': '5' } });
  streams += 1;
  let wake = (): void => undefined;
  const forget = subscribe(() => wake());
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
    while (!signal.aborted && !life.draining && performance.now() - began < longestMs) {
      // Made before looking, so that an event written meanwhile is not slept through.
      const woken = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      for (const { id, type, data } of await look()) {
        response.write(`id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
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
