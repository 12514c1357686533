import { answered, type Handlers } from '../../platform/context.js';
import { pageById } from '../../platform/cursors.js';
import { findEvents, toShopEvent } from '../../platform/outbox.js';
import { Refused } from '../../platform/refusals.js';
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
    const { type, order } = query;
    const filter = { ...(type ? { type } : {}), ...(order ? { order } : {}) };
    const page = await pageById(tenant, `events ${JSON.stringify(filter)}`, query, (last, limit) =>
      findEvents(tenant, filter, last, limit),
    );
    return { ...page, data: page.data.map(toShopEvent) };
  },

  async getEvent({ tenant, params }) {
    const [event] = await findEvents(tenant, { _id: params.event }, null, 1);
    if (!event) throw new Refused('not_found');
    return toShopEvent(event);
  },

  async listWebhooks({ tenant, query }) {
    const page = await pageById(tenant, 'webhooks', query, (last, limit) => findEndpoints(tenant, last, limit));
    return { ...page, data: page.data.map(toEndpoint) };
  },
  createWebhook: ({ tenant, body, ...by }) => createEndpoint(tenant, body, by),
  getWebhook: async ({ tenant, params }) => toEndpoint(await findEndpoint(tenant, params.webhook)),
  updateWebhook: ({ tenant, params, body, ifMatch, ...by }) =>
    updateEndpoint(tenant, params.webhook, body, ifMatch, by),
  deleteWebhook: ({ tenant, params, ...by }) => deleteEndpoint(tenant, params.webhook, by),
  rotateWebhookSecret: ({ tenant, params, ...by }) => rotateSecret(tenant, params.webhook, by),
  testWebhook: ({ tenant, params, remember }) => sendTest(tenant, params.webhook, remember),

  async listWebhookDeliveries({ tenant, params, query }) {
    const { state, event } = query;
    const { _id: endpoint } = await findEndpoint(tenant, params.webhook);
    const filter = { ...(state ? { state } : {}), ...(event ? { event } : {}) };
    const list = `deliveries ${endpoint} ${JSON.stringify(filter)}`;
    const page = await pageById(tenant, list, query, (last, limit) =>
      findDeliveries(tenant, endpoint, filter, last, limit),
    );
    return { ...page, data: page.data.map(toDelivery) };
  },
  redeliverWebhook: ({ tenant, params, remember }) => redeliver(tenant, params.webhook, params.delivery, remember),
} satisfies Handlers<Names>;
