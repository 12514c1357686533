import { answered, type Handlers } from '../../platform/context.js';
import { cursors, toPage } from '../../platform/cursors.js';
import { eventsAfter } from '../../platform/outbox.js';
import { Refused } from '../../platform/refusals.js';
import { cancelOrder } from './cancel.js';
import { fulfilOrder, updateFulfilment } from './fulfil.js';
import { addNote, timelineOf } from './notes.js';
import { toOrder, toOrders } from './present.js';
import { findOrders, searchFor } from './search.js';
import { openOrder } from './service.js';
import { resumeAfter, streamEvents } from './stream.js';

export const handlers = {
  async listOrders({ tenant, actor, query }) {
    const { limit = 20, after, ...wanted } = query;
    const filter = await searchFor(tenant, actor, wanted);
    const list = `orders ${JSON.stringify(filter)}`;
    const before = after === undefined ? null : cursors.read(tenant, list, after);
    if (before !== null && typeof before !== 'string') throw new Refused('cursor_invalid');
    const rows = filter === null ? [] : await findOrders(tenant, filter, before, limit + 1);
    const { data, ...rest } = toPage(
      rows,
      limit,
      (order) => order,
      (order) => cursors.make(tenant, list, order._id),
    );
    return { data: await toOrders(tenant, data), ...rest };
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
