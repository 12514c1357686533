import { createClient } from '@redis/client';
import { log } from './log.js';

/** Keeps texts for a while, for all processes of the server. It may forget any of them at any time, and nobody waits for it. */
export interface Keeper {
  get(key: string): Promise<string | null>;
  set(key: string, text: string, seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** What is there to keep things in; null: everything is worked out each time. */
export const kept: { keeper: Keeper | null } = { keeper: null };

const withinMs = 250;

/**
 * Keeps in Redis. A Redis that is away or slow costs a quarter of a second at most, and comes back by itself.
 *
 * @param url `redis://…`, or `rediss://…` with TLS.
 */
export function keepInRedis(url: string): Keeper {
  const client = createClient({
    url,
    // What cannot be sent now is not worth sending later.
    disableOfflineQueue: true,
    socket: { connectTimeout: 2_000, reconnectStrategy: (tries) => Math.min(tries * 200, 5_000) },
  });
  let away = false;
  client.on('error', (error: unknown) => {
    if (!away) log.warn({ err: error, event: 'redis.away' }, 'Redis is away; nothing is kept');
    away = true;
  });
  client.on('ready', () => (away = false));
  void client.connect().catch(() => undefined);
  const inTime = async <T>(work: Promise<T>): Promise<T | null> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), withinMs)));
    try {
      return await Promise.race([work.catch(() => null), late]);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    get: async (key) => (client.isReady ? inTime(client.get(key)) : null),
    async set(key, text, seconds) {
      if (client.isReady) await inTime(client.set(key, text, { expiration: { type: 'EX', value: seconds } }));
    },
    close: async () => client.destroy(),
  };
}
