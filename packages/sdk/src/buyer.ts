import { fetchTransport } from './core/transport-fetch.js';
import type { DukaOptions } from './core/setup.js';
import { DukaBuyer } from './duka-buyer.js';

export * from './public-buyer.js';

/**
 * Makes a client of a shop with what a buyer's page needs and nothing else: catalogue, cart, checkout, payments, orders. Sends by the platform's
 * `fetch`. The smallest way in.
 *
 * @throws DukaError `config_invalid` for an address that is none, `secret_key_in_browser` for a secret key in a page.
 * @example
 * ```ts
 * const duka = createDuka({ server: 'https://shop.example.co.ke', key: 'pk_live_…' });
 * await duka.cart.add({ product: 'unga-pembe-2kg' });
 * ```
 * @public
 */
export function createDuka(options: DukaOptions = {}): DukaBuyer {
  return new DukaBuyer(options, () => fetchTransport);
}
