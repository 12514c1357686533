import type { ClientSession } from 'mongoose';
import type { Customer, Fulfilment, Order, OrderLine } from '@smartduka/contract';
import type { z } from 'zod';
import type { Tenant } from '../../platform/tenancy.js';
import { attemptsOf, toPayment } from '../payments/attempts.js';
import type { AttemptRecord } from '../payments/model.js';
import type { FulfilmentRecord } from './model.js';
import { isPayable, receiptUrlOf, type OrderRecord, type SoldLine } from './service.js';

/** An order as clients see it, with its payments. */
export async function toOrder(tenant: Tenant, order: OrderRecord, tx: ClientSession | null = null): Promise<Order> {
  return present(order, await attemptsOf(tenant, [order._id], tx));
}

/** The same for a page of them, in one question to the database. */
export async function toOrders(tenant: Tenant, orders: readonly OrderRecord[]): Promise<Order[]> {
  const attempts = await attemptsOf(
    tenant,
    orders.map((order) => order._id),
  );
  return orders.map((order) =>
    present(
      order,
      attempts.filter((attempt) => attempt.order === order._id),
    ),
  );
}

export function present(order: OrderRecord, attempts: readonly AttemptRecord[]): Order {
  const money = (amount: number) => ({ amount, currency: order.currency });
  const due = order.status === 'open' ? order.totals.total.amount - order.paid : 0;
  return {
    id: order._id,
    number: order.number,
    mode: order.mode,
    channel: order.channel,
    location: order.location,
    staff: order.staff,
    status: order.status,
    paymentStatus: order.paymentStatus,
    fulfilmentStatus: order.fulfilmentStatus,
    currency: order.currency,
    lines: order.lines.map(toLine),
    totals: order.totals,
    discounts: order.discounts ?? [],
    paid: money(order.paid),
    due: money(due),
    refunded: money(order.refunded ?? 0),
    refundable: money(order.paid - (order.refunded ?? 0) - (order.refunding ?? 0)),
    customer: toCustomer(order),
    delivery: order.delivery,
    fulfilments: (order.fulfilments ?? []).map(toFulfilment),
    payments: attempts.map((attempt) => toPayment(attempt, isPayable(order))),
    reservedUntil: order.reservedUntil?.toISOString() ?? null,
    receiptUrl: order.paidAt ? receiptUrlOf(order) : null,
    version: order.version,
    createdAt: order.createdAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
    paidAt: order.paidAt?.toISOString() ?? null,
    canceledAt: order.canceledAt?.toISOString() ?? null,
    shift: order.shift,
    voided: order.voided
      ? {
          at: order.voided.at.toISOString(),
          reason: order.voided.reason,
          by: order.voided.by.name,
          approvedBy: order.voided.approvedBy?.name ?? null,
        }
      : null,
  };
}

/** Goods that leave together, as their buyer may know of them too. */
export function toFulfilment(record: FulfilmentRecord): Fulfilment {
  const { id, state, lines, tracking, note } = record;
  return {
    ...{ id, state, lines, tracking, note },
    createdAt: record.createdAt.toISOString(),
    handedOverAt: record.handedOverAt?.toISOString() ?? null,
    deliveredAt: record.deliveredAt?.toISOString() ?? null,
  };
}

/** A line without what only the shop may know. */
export function toLine(sold: SoldLine): OrderLine {
  const { unitCost: _, category: __, brand: ___, service: ____, ...line } = sold;
  return line;
}

/** Who buys, with the phone masked. */
export function toCustomer({ customer }: OrderRecord): z.infer<typeof Customer> | null {
  return customer && { name: customer.name, phone: customer.phone?.masked ?? null, email: customer.email };
}
