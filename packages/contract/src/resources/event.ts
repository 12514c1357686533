import { z } from 'zod';
import { id, Instant, Mode, page, PageQuery } from '../primitives.js';
import { Fulfilment } from './fulfilment.js';
import { FulfilmentStatus, OrderStatus, PaymentStatus } from './order.js';
import { Payment } from './payment.js';
import { Refund } from './refund.js';

export const OrderEventType = z
  .enum([
    'order.created',
    'order.partially_paid',
    'order.paid',
    'order.canceled',
    'order.voided',
    'order.reservation_expired',
    'order.ready',
    'order.partially_fulfilled',
    'order.fulfilled',
    'order.delivered',
    'order.fulfilment_changed',
    'payment.requesting',
    'payment.pending',
    'payment.confirming',
    'payment.unknown',
    'payment.needs_review',
    'payment.succeeded',
    'payment.failed',
    'payment.unapplied',
    'payment.receipt_number',
    'refund.requesting',
    'refund.pending',
    'refund.confirming',
    'refund.unknown',
    'refund.needs_review',
    'refund.succeeded',
    'refund.failed',
  ])
  .meta({ id: 'OrderEventType', description: 'What happened. New types may be added; ignore those you do not know.' });
export type OrderEventType = z.infer<typeof OrderEventType>;

export const OrderEvent = z
  .object({
    id: id('event'),
    sequence: z.int().meta({ description: 'Counts from 1 per order without a gap. It is the SSE event id.' }),
    type: OrderEventType,
    order: id('order'),
    status: OrderStatus,
    paymentStatus: PaymentStatus,
    fulfilmentStatus: FulfilmentStatus,
    payment: Payment.nullable().meta({ description: 'The attempt concerned, as it was after this event.' }),
    refund: Refund.nullish().meta({ description: 'The refund concerned, with `refund.…` events.' }),
    fulfilment: Fulfilment.nullish().meta({
      description: 'The goods concerned, when they were packed, left or arrived.',
    }),
    createdAt: Instant,
  })
  .meta({ id: 'OrderEvent', description: 'A change of an order, in the order in which it happened.' });
export type OrderEvent = z.infer<typeof OrderEvent>;

export const OrderEventList = z
  .object({ data: z.array(OrderEvent) })
  .meta({ id: 'OrderEventList', description: 'Events after the one named, oldest first.' });

export const OrderEventQuery = z.strictObject({
  after: z.coerce
    .number<string>()
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Sequence of the last event seen. Default 0.' }),
});

export const ShopEvent = z
  .object({
    id: id('event').meta({ description: 'The same over all repeats: tell an event that came twice by it.' }),
    type: OrderEventType,
    mode: Mode,
    order: id('order'),
    sequence: z.int().meta({ description: 'Place among the events of the same order.' }),
    createdAt: Instant,
    data: OrderEvent,
  })
  .meta({
    id: 'ShopEvent',
    description: 'Something that happened in the shop; what a webhook endpoint receives as its body.',
  });
export type ShopEvent = z.infer<typeof ShopEvent>;

export const ShopEventQuery = PageQuery.extend({
  type: OrderEventType.optional(),
  order: id('order').optional(),
});
export const ShopEventPage = page('ShopEventPage', ShopEvent);
