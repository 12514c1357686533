import { id } from '../primitives.js';
import { Payment, PaymentInput, TenderInput } from '../resources/payment.js';
import type { Route } from '../route.js';

const order = { order: id('order') };

export const paymentsRoutes = {
  payOrder: {
    method: 'post',
    path: '/api/orders/{order}/payments',
    tag: 'Payments',
    summary: 'Ask for what the order still owes',
    callers: ['buyer', 'secret', 'staff'],
    needs: 'payments:write',
    params: order,
    body: PaymentInput,
    idempotency: 'required',
    status: 201,
    response: Payment,
    refusals: [
      'not_found',
      'secret_required',
      'order_canceled',
      'order_paid',
      'payment_in_progress',
      'insufficient_stock',
      'payment_method_unavailable',
      'amount_out_of_range',
      'amount_exceeds_due',
      'too_many_prompts',
    ],
  },
  takeTender: {
    method: 'post',
    path: '/api/orders/{order}/tenders',
    tag: 'Payments',
    summary: 'Take cash, or money that came another way, for an order',
    callers: ['secret', 'staff'],
    needs: 'payments:write',
    params: order,
    body: TenderInput,
    idempotency: 'required',
    status: 201,
    response: Payment,
    refusals: [
      'not_found',
      'order_canceled',
      'order_paid',
      'payment_in_progress',
      'insufficient_stock',
      'amount_exceeds_due',
    ],
  },
  getPayment: {
    method: 'get',
    path: '/api/payments/{payment}',
    tag: 'Payments',
    summary: 'A payment attempt; open it with the order’s secret',
    callers: ['buyer', 'secret', 'staff'],
    needs: 'payments:read',
    params: { payment: id('payment') },
    status: 200,
    response: Payment,
    refusals: ['not_found', 'secret_required'],
  },
} as const satisfies Record<string, Route>;
