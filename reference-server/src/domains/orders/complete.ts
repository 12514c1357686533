import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import { newId } from '../../platform/ids.js';
import type { Tenant } from '../../platform/tenancy.js';
import { handOver, type StockItem } from '../inventory/service.js';
import type { FulfilmentRecord } from './model.js';
import { toFulfilment } from './present.js';
import { tell, type OrderRecord } from './service.js';

/** A sale at a counter is handed over as soon as it is paid: whoever paid stands in front of it. */
export function leavesWhenPaid({ channel, delivery, fulfilmentStatus, refunded }: OrderRecord): boolean {
  return channel === 'counter' && !delivery && fulfilmentStatus === 'unfulfilled' && !refunded;
}

/** All goods of an order leave with their buyer. */
export async function handOverAll(
  tenant: Tenant,
  order: OrderRecord,
  items: readonly StockItem[],
  tx: ClientSession,
): Promise<OrderRecord> {
  if (!(await handOver(tenant, order._id, items, order.staff, tx)))
    throw new Error(`${order._id} does not have the goods that it was sold`);
  const now = clock.now();
  const left: FulfilmentRecord = {
    ...{ id: newId('fulfilment', now), state: 'handed_over', tracking: null, note: null },
    lines: order.lines.map(({ id, quantity }) => ({ line: id, quantity })),
    ...{ createdAt: now, handedOverAt: now, deliveredAt: null },
  };
  return tell(tenant, order._id, 'order.fulfilled', null, tx, {
    change: { fulfilments: [left], fulfilmentStatus: 'fulfilled' },
    fulfilment: toFulfilment(left),
  });
}
