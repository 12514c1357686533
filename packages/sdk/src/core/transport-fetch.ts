import type { Transport } from './transport.js';

/**
 * Sends by the platform's `fetch`: browsers, workers, Node 18 and later.
 *
 * @public
 */
export const fetchTransport: Transport = ({ method, url, headers, body, signal }) =>
  // A redirect would take the key and the secrets to another address; no cookie has a meaning to the API.
  fetch(url, { method, headers, body: body ?? null, signal, redirect: 'manual', credentials: 'omit' });
