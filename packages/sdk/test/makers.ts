import type { Cart, Order, Payment } from '../src/types.js';

const at = (second: number): string => `2026-11-24T09:30:${String(second).padStart(2, '0')}.000Z`;
const kes = (amount: number) => ({ amount, currency: 'KES' });

export function aPayment(differences: Partial<Payment> & { second?: number } = {}): Payment {
  const { second = 0, ...rest } = differences;
  return {
    id: 'pay_1',
    order: 'ord_1',
    method: 'mpesa',
    state: 'pending',
    final: false,
    reason: null,
    retryable: false,
    amount: kes(25000),
    phone: '+254 7•• ••• 678',
    receiptNumber: null,
    tender: null,
    late: false,
    unapplied: false,
    promptExpiresAt: at(59),
    createdAt: at(0),
    updatedAt: at(second),
    ...rest,
  };
}

export const succeeded = (second: number): Payment => aPayment({ state: 'succeeded', final: true, second });

export function anOrder(differences: Partial<Order> = {}): Order {
  return {
    id: 'ord_1',
    number: 'SD-1042',
    mode: 'test',
    channel: 'online',
    location: null,
    staff: null,
    status: 'open',
    paymentStatus: 'unpaid',
    fulfilmentStatus: 'unfulfilled',
    currency: 'KES',
    lines: [],
    totals: noTotals(),
    discounts: [],
    paid: kes(0),
    due: kes(25000),
    refunded: kes(0),
    refundable: kes(0),
    customer: null,
    delivery: null,
    fulfilments: [],
    payments: [],
    reservedUntil: at(59),
    receiptUrl: null,
    version: 1,
    createdAt: at(0),
    updatedAt: at(0),
    paidAt: null,
    canceledAt: null,
    ...differences,
  };
}

export function aCart(differences: Partial<Cart> = {}): Cart {
  return {
    id: 'cart_1',
    status: 'open',
    version: 1,
    currency: 'KES',
    lines: [],
    itemCount: 1,
    totals: noTotals(),
    discounts: [],
    discountCode: null,
    customer: null,
    delivery: null,
    order: null,
    createdAt: at(0),
    updatedAt: at(0),
    expiresAt: at(59),
    ...differences,
  };
}

function noTotals(): Cart['totals'] {
  const none = kes(0);
  return { subtotal: none, discount: none, delivery: none, rounding: none, total: none, tax: none, taxes: [] };
}

/** An event of order ord_1 as it stands in the stream. */
export function frame(sequence: number, payment: Payment | null): string {
  const type = payment ? `payment.${payment.state}` : 'order.created';
  return `id: ${sequence}\nevent: ${type}\ndata: ${JSON.stringify({ id: `evt_${sequence}`, sequence, type, order: 'ord_1', payment })}\n\n`;
}
