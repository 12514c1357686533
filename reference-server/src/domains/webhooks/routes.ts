import { answered, type Handlers } from '../../platform/context.js';
import { cursors, toPage } from '../../platform/cursors.js';
import { findEvents, toShopEvent } from '../../platform/outbox.js';
import { Refused } from '../../platform/refusals.js';
import type { Tenant } from '../../platform/tenancy.js';
import {
  createEndpoint,
  deleteEndpoint,
  findDeliveries,
  findEndpoint,
  findEndpoints,
  redeliver,
  rotateSecret,
  sendTest,
  toDelivery,
  toEndpoint,
  updateEndpoint,
} from './service.js';
import { streamShopEvents } from './stream.js';

type Names =
  | 'listEvents'
  | 'getEvent'
  | 'listWebhooks'
  | 'createWebhook'
  | 'getWebhook'
  | 'updateWebhook'
  | 'deleteWebhook'
  | 'rotateWebhookSecret'
  | 'testWebhook'
  | 'listWebhookDeliveries'
  | 'redeliverWebhook';

export const handlers = {
  async listEvents({ tenant, query, request, response, signal }) {
    if (request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream') {
      const last = request.headers['last-event-id'];
      await streamShopEvents(tenant, typeof last === 'string' ? last : null, response, signal);
      return answered;
    }
    const { limit = 20, after, type, order } = query;
    const filter = { ...(type ? { type } : {}), ...(order ? { order } : {}) };
    return pageOf(tenant, `events ${JSON.stringify(filter)}`, after, limit, toShopEvent, (before) =>
      findEvents(tenant, filter, before, limit + 1),
    );
  },

  async getEvent({ tenant, params }) {
    const [event] = await findEvents(tenant, { _id: params.event }, null, 1);
    if (!event) throw new Refused('not_found');
    return toShopEvent(event);
  },

  listWebhooks: ({ tenant, query: { limit = 20, after } }) =>
    pageOf(tenant, 'webhooks', after, limit, toEndpoint, (before) => findEndpoints(tenant, before, limit + 1)),
  createWebhook: ({ tenant, body, ...by }) => createEndpoint(tenant, body, by),
  getWebhook: async ({ tenant, params }) => toEndpoint(await findEndpoint(tenant, params.webhook)),
  updateWebhook: ({ tenant, params, body, ifMatch, ...by }) =>
    updateEndpoint(tenant, params.webhook, body, ifMatch, by),
  deleteWebhook: ({ tenant, params, ...by }) => deleteEndpoint(tenant, params.webhook, by),
  rotateWebhookSecret: ({ tenant, params, ...by }) => rotateSecret(tenant, params.webhook, by),
  testWebhook: ({ tenant, params, remember }) => sendTest(tenant, params.webhook, remember),

  async listWebhookDeliveries({ tenant, params, query }) {
    const { limit = 20, after, state, event } = query;
    const { _id: endpoint } = await findEndpoint(tenant, params.webhook);
    const filter = { ...(state ? { state } : {}), ...(event ? { event } : {}) };
    return pageOf(tenant, `deliveries ${endpoint} ${JSON.stringify(filter)}`, after, limit, toDelivery, (before) =>
      findDeliveries(tenant, endpoint, filter, before, limit + 1),
    );
  },
  redeliverWebhook: ({ tenant, params, remember }) => redeliver(tenant, params.webhook, params.delivery, remember),
} satisfies Handlers<Names>;

async function pageOf<Row extends { _id: string }, Item>(
  tenant: Tenant,
  list: string,
  after: string | undefined,
  limit: number,
  item: (row: Row) => Item,
  find: (before: string | null) => Promise<Row[]>,
): Promise<{ data: Item[]; hasMore: boolean; nextCursor: string | null }> {
  const before = after === undefined ? null : cursors.read(tenant, list, after);
  if (before !== null && typeof before !== 'string') throw new Refused('cursor_invalid');
  return toPage(await find(before), limit, item, (row) => cursors.make(tenant, list, row._id));
}
