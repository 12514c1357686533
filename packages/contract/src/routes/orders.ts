import { id } from '../primitives.js';
import { OrderEventList, OrderEventQuery } from '../resources/event.js';
import { Order, OrderPage, OrderQuery, Receipt } from '../resources/order.js';
import type { Route } from '../route.js';

const order = { order: id('order') };

export const ordersRoutes = {
  listOrders: {
    method: 'get',
    path: '/api/orders',
    tag: 'Orders',
    summary: 'Orders of the shop, newest first',
    callers: ['secret', 'staff'],
    needs: 'orders:read',
    query: OrderQuery,
    status: 200,
    response: OrderPage,
    refusals: ['cursor_invalid'],
  },
  getOrder: {
    method: 'get',
    path: '/api/orders/{order}',
    tag: 'Orders',
    summary: 'An order',
    callers: ['buyer', 'secret', 'staff'],
    needs: 'orders:read',
    params: order,
    status: 200,
    response: Order,
    refusals: ['not_found', 'secret_required'],
  },
  cancelOrder: {
    method: 'post',
    path: '/api/orders/{order}/cancel',
    tag: 'Orders',
    summary: 'Cancel an order that is not paid',
    callers: ['buyer', 'secret', 'staff'],
    needs: 'orders:write',
    params: order,
    idempotency: 'accepted',
    status: 200,
    response: Order,
    refusals: ['not_found', 'secret_required', 'order_paid', 'payment_in_progress'],
  },
  listOrderEvents: {
    method: 'get',
    path: '/api/orders/{order}/events',
    tag: 'Orders',
    summary:
      'What happened to an order: as a list, or live as Server-Sent Events (`Accept: text/event-stream`, resumable by `Last-Event-ID`)',
    callers: ['buyer', 'secret', 'staff'],
    needs: 'orders:read',
    params: order,
    query: OrderEventQuery,
    status: 200,
    response: OrderEventList,
    alsoAnswers: ['text/event-stream'],
    refusals: ['not_found', 'secret_required'],
  },
  getReceipt: {
    method: 'get',
    path: '/api/orders/{order}/receipt',
    tag: 'Orders',
    summary: 'The receipt of a paid order, as JSON or HTML',
    callers: ['buyer', 'secret', 'staff'],
    needs: 'orders:read',
    params: order,
    status: 200,
    response: Receipt,
    alsoAnswers: ['text/html'],
    refusals: ['not_found', 'secret_required'],
  },
} as const satisfies Record<string, Route>;
