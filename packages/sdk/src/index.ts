import { axiosTransport } from './core/transport-axios.js';
import type { DukaOptions } from './core/setup.js';
import { Duka } from './duka.js';

export * from './public.js';
export { axiosTransport } from './core/transport-axios.js';

/**
 * Makes a client of a shop. Sends by axios; `@smartduka/sdk/fetch` is the same without it.
 *
 * @throws DukaError `config_invalid` for an address that is none, `secret_key_in_browser` for a secret key in a page.
 * @example
 * ```ts
 * const duka = createDuka({ server: 'https://shop.example.co.ke', key: 'pk_live_…' });
 * const cart = await duka.cart.add({ product: 'unga-pembe-2kg' });
 * ```
 * @public
 */
export function createDuka(options: DukaOptions = {}): Duka {
  return new Duka(options, () => axiosTransport());
}
