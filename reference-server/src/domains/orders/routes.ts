import { answered, type Handlers } from '../../platform/context.js';
import { pageById } from '../../platform/cursors.js';
import { eventsAfter } from '../../platform/outbox.js';
import { cancelOrder } from './cancel.js';
import { fulfilOrder, updateFulfilment } from './fulfil.js';
import { addNote, timelineOf } from './notes.js';
import { toOrder, toOrders } from './present.js';
import { findOrders, searchFor } from './search.js';
import { openOrder } from './service.js';
import { resumeAfter, streamEvents } from './stream.js';

export const handlers = {
  async listOrders({ tenant, actor, query }) {
    const { limit, after, ...wanted } = query;
    const filter = await searchFor(tenant, actor, wanted);
    const list = `orders ${JSON.stringify(filter)}`;
    const page = await pageById(tenant, list, { limit, after }, async (last, most) =>
      filter === null ? [] : findOrders(tenant, filter, last, most),
    );
    return { ...page, data: await toOrders(tenant, page.data) };
  },

  async getOrder({ tenant, params, opener }) {
    return toOrder(tenant, await openOrder(tenant, params.order, opener));
  },

  cancelOrder: ({ tenant, params, opener, body, actor, requestId, remember }) =>
    cancelOrder(tenant, params.order, opener, { actor, requestId, reason: body.reason }, remember),

  addOrderNote: ({ tenant, actor, params, body, remember }) =>
    addNote(tenant, actor, params.order, body.text, remember),

  getOrderTimeline: ({ tenant, params }) => timelineOf(tenant, params.order),

  fulfilOrder: ({ params, body, ...call }) => fulfilOrder(call, params.order, body),

  updateFulfilment: ({ params, body, ...call }) => updateFulfilment(call, params.order, params.fulfilment, body),

  async listOrderEvents({ tenant, params, opener, query, request, response, signal }) {
    const order = await openOrder(tenant, params.order, opener);
    if (request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream') {
      await streamEvents(tenant, order._id, resumeAfter(request, query.after), response, signal);
      return answered;
    }
    return { data: await eventsAfter(tenant, order._id, query.after ?? 0) };
  },
} satisfies Handlers<
  | 'listOrders'
  | 'getOrder'
  | 'cancelOrder'
  | 'addOrderNote'
  | 'getOrderTimeline'
  | 'fulfilOrder'
  | 'updateFulfilment'
  | 'listOrderEvents'
>;
