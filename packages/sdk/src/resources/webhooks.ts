import type { CallOptions } from '../core/send.js';
import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type {
  NewWebhookEndpoint,
  ShopEvent,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookInput,
  WebhookUpdate,
} from '../types.js';

/**
 * Which events.
 *
 * @public
 */
export interface ShopEventQuery {
  type?: ShopEvent['type'] | undefined;
  /** Id of an order. */
  order?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * What happened in the shop. Needs a secret key.
 *
 * @public
 */
export class Events extends Resource {
  /**
   * Newest first. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const event of duka.events.list({ type: 'order.paid' })) book(event.data);
   * ```
   * @see `GET /api/events`
   */
  list(query: ShopEventQuery = {}, options?: CallOptions): Page<ShopEvent> {
    return this.pages<ShopEvent>('/events', query, options);
  }

  /**
   * One event.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * const { data } = await duka.events.get('evt_…');
   * ```
   * @see `GET /api/events/{event}`
   */
  get(event: string, options?: CallOptions): Promise<ShopEvent> {
    return this.read<ShopEvent>(path`/events/${event}`, options);
  }
}

/**
 * Which deliveries of an endpoint.
 *
 * @public
 */
export interface WebhookDeliveryQuery {
  state?: WebhookDelivery['state'] | undefined;
  /** Id of an event. */
  event?: string | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Addresses that events are sent to. Needs a secret key. What arrives there is checked with `webhooks.verify` of `@smartduka/sdk/server`.
 *
 * @public
 */
export class WebhookEndpoints extends Resource {
  /**
   * All endpoints, newest first.
   *
   * @example
   * ```ts
   * const endpoints = await duka.webhooks.list().toArray({ limit: 20 });
   * ```
   * @see `GET /api/webhooks`
   */
  list(query: { limit?: number; after?: string } = {}, options?: CallOptions): Page<WebhookEndpoint> {
    return this.pages<WebhookEndpoint>('/webhooks', query, options);
  }

  /**
   * Sends events to an address from now on.
   *
   * @returns The endpoint with its signing `secret`, which is told only here.
   * @throws DukaValidationError when the address is not public https; DukaConflictError `too_many_webhooks`.
   * @example
   * ```ts
   * const { secret } = await duka.webhooks.create({ url: 'https://books.example.com/hooks', events: ['order.paid'] });
   * ```
   * @see `POST /api/webhooks`
   */
  create(input: WebhookInput, options?: CallOptions): Promise<NewWebhookEndpoint> {
    return this.call<NewWebhookEndpoint>({ method: 'POST', path: '/webhooks', body: input }, options);
  }

  /**
   * One endpoint.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * const { failingSince } = await duka.webhooks.get('whk_…');
   * ```
   * @see `GET /api/webhooks/{webhook}`
   */
  get(webhook: string, options?: CallOptions): Promise<WebhookEndpoint> {
    return this.read<WebhookEndpoint>(path`/webhooks/${webhook}`, options);
  }

  /**
   * Changes an endpoint, or switches it off and on.
   *
   * @throws DukaNotFoundError, DukaValidationError
   * @example
   * ```ts
   * await duka.webhooks.update('whk_…', { status: 'enabled' });
   * ```
   * @see `PATCH /api/webhooks/{webhook}`
   */
  update(webhook: string, input: WebhookUpdate, options?: CallOptions): Promise<WebhookEndpoint> {
    return this.call<WebhookEndpoint>({ method: 'PATCH', path: path`/webhooks/${webhook}`, body: input }, options);
  }

  /**
   * Removes an endpoint; what waits for it is dropped.
   *
   * @returns The endpoint as it was.
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * await duka.webhooks.delete('whk_…');
   * ```
   * @see `DELETE /api/webhooks/{webhook}`
   */
  delete(webhook: string, options?: CallOptions): Promise<WebhookEndpoint> {
    return this.call<WebhookEndpoint>({ method: 'DELETE', path: path`/webhooks/${webhook}` }, options);
  }

  /**
   * A new signing secret. For 24 hours deliveries carry a signature of each.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * const { secret } = await duka.webhooks.rotateSecret('whk_…');
   * ```
   * @see `POST /api/webhooks/{webhook}/rotate-secret`
   */
  rotateSecret(webhook: string, options?: CallOptions): Promise<NewWebhookEndpoint> {
    return this.call<NewWebhookEndpoint>({ method: 'POST', path: path`/webhooks/${webhook}/rotate-secret` }, options);
  }

  /**
   * Sends a `webhook.test` event now.
   *
   * @throws DukaNotFoundError; DukaConflictError `webhook_disabled`.
   * @example
   * ```ts
   * await duka.webhooks.test('whk_…');
   * ```
   * @see `POST /api/webhooks/{webhook}/test`
   */
  test(webhook: string, options?: CallOptions): Promise<WebhookDelivery> {
    return this.call<WebhookDelivery>({ method: 'POST', path: path`/webhooks/${webhook}/test` }, options);
  }

  /**
   * What was sent to an endpoint or waits to be, newest first.
   *
   * @throws DukaNotFoundError
   * @example
   * ```ts
   * for await (const { type, lastStatus } of duka.webhooks.deliveries('whk_…', { state: 'dead' })) report(type, lastStatus);
   * ```
   * @see `GET /api/webhooks/{webhook}/deliveries`
   */
  deliveries(webhook: string, query: WebhookDeliveryQuery = {}, options?: CallOptions): Page<WebhookDelivery> {
    return this.pages<WebhookDelivery>(path`/webhooks/${webhook}/deliveries`, query, options);
  }

  /**
   * Sends an event once more, out of turn.
   *
   * @throws DukaNotFoundError; DukaConflictError `webhook_disabled`.
   * @example
   * ```ts
   * await duka.webhooks.redeliver('whk_…', 'dlv_…');
   * ```
   * @see `POST /api/webhooks/{webhook}/deliveries/{delivery}/redeliver`
   */
  redeliver(webhook: string, delivery: string, options?: CallOptions): Promise<WebhookDelivery> {
    const to = path`/webhooks/${webhook}/deliveries/${delivery}/redeliver`;
    return this.call<WebhookDelivery>({ method: 'POST', path: to }, options);
  }
}
