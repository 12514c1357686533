import type { CustomerInput, DeliveryInput, SalesChannel } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { clock } from '../../platform/clock.js';
import type { Tenant } from '../../platform/tenancy.js';
import { takeForCheckout, type CartOpener } from '../carts/service.js';
import { reserveUses } from '../discounts/service.js';
import { reserve } from '../inventory/service.js';
import { createOrder, type OrderRecord } from '../orders/service.js';
import { itemsOf } from '../payments/settle.js';

/** Which cart becomes which order, where it is sold and by whom. */
export interface Placing {
  readonly id: string;
  readonly number: string;
  readonly cart: string;
  readonly opener: CartOpener;
  readonly channel: SalesChannel;
  readonly location: string;
  readonly staff?: string | null;
  readonly shift?: string | null;
  /** When it was sold, if that was before it arrived. */
  readonly soldAt?: Date;
  readonly customer: CustomerInput | undefined;
  readonly delivery?: DeliveryInput | undefined;
  /** Minor units. */
  readonly expectedTotal: number | undefined;
  readonly secrets: readonly string[];
  readonly reservedUntil: Date;
}

/**
 * The one way from a cart to an order, online and at a counter: takes the cart, keeps its goods and its uses of discounts, and freezes the order, in the
 * transaction of whoever asks for the money.
 *
 * @throws Refused as the cart, the discounts and the stock refuse.
 */
export async function placeOrder(tenant: Tenant, placing: Placing, tx: ClientSession): Promise<OrderRecord> {
  const { id, number, channel, location, staff = null, shift = null, soldAt = null, secrets, reservedUntil } = placing;
  const { opener, customer, delivery, expectedTotal } = placing;
  const taking = { opener, orderId: id, customer, delivery, expectedTotal, now: clock.now() };
  const cart = await takeForCheckout(tenant, placing.cart, taking, tx);
  await reserve(tenant, id, itemsOf(cart), reservedUntil, tx, location);
  await reserveUses(tenant, id, cart.customerHash, cart.uses, tx);
  const { lines, totals, discounts } = cart;
  const frozen = { lines, totals, discounts, customer: cart.customer, delivery: cart.delivery };
  return createOrder(
    tenant,
    { id, number, cart: placing.cart, channel, location, staff, shift, soldAt, ...frozen, secrets, reservedUntil },
    tx,
  );
}
