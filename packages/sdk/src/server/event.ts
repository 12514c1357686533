import type { ShopEvent } from '../types.js';

/**
 * Sent by "Send a test": it says that the line works, and nothing else happened.
 *
 * @public
 */
export interface TestEvent {
  id: string;
  type: 'webhook.test';
  mode: 'test' | 'live';
  /** UTC instant. */
  createdAt: string;
  data: Record<string, never>;
}

/**
 * What a webhook brings. The same event may come more than once: tell them apart by `id`. New types may be added: ignore those you do not know.
 *
 * @public
 */
export type WebhookEvent = ShopEvent | TestEvent;
