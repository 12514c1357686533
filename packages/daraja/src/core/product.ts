import type { Gateway } from './gateway.js';

/** What each of Daraja's products needs of the client. */
export interface ProductContext {
  readonly gateway: Gateway;
  readonly shortcode: string;
  readonly production: boolean;
  readonly timeoutMs: number;
}
