import { fetchTransport } from './core/transport-fetch.js';
import type { DukaOptions } from './core/setup.js';
import { Duka } from './duka.js';

export * from './public.js';

/**
 * Makes a client of a shop that sends by the platform's `fetch` and brings nothing else along.
 *
 * @throws DukaError `config_invalid` for an address that is none, `secret_key_in_browser` for a secret key in a page.
 * @example
 * ```ts
 * const duka = createDuka({ server: 'https://shop.example.co.ke', key: 'pk_live_…' });
 * ```
 * @public
 */
export function createDuka(options: DukaOptions = {}): Duka {
  return new Duka(options, () => fetchTransport);
}
