import type { Checkout, CheckoutInput } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import { inTransaction } from '../../platform/database.js';
import { newId, newSecret } from '../../platform/ids.js';
import type { Tenant } from '../../platform/tenancy.js';
import type { CartOpener } from '../carts/service.js';
import { stockQueue } from '../inventory/service.js';
import { present } from '../orders/present.js';
import { findOrder, isPayable, nextOrderNumber } from '../orders/service.js';
import { toPayment } from '../payments/attempts.js';
import { holdUntil } from '../payments/pay.js';
import { mainLocation, shopOf } from '../shops/service.js';
import { placeOrder } from './place.js';
import { prepare, sendPrompt, writeAttempt } from '../payments/start.js';

/**
 * Turns a cart into an order and asks for the money. One transaction takes the cart, freezes the order, reserves its goods, writes the payment
 * attempt, the events and the answer for repeats; then, outside of it, the prompt is sent. Whatever ends the process in between, the order is
 * either not there or there with its attempt, and the attempt is decided by callback, query or review.
 *
 * @throws Refused as the cart, the stock and the payment refuse; nothing has changed then.
 */
export async function checkout(
  tenant: Tenant,
  cartId: string,
  opener: CartOpener,
  input: CheckoutInput,
  remember: (answer: Checkout, tx: ClientSession) => Promise<void>,
): Promise<Checkout> {
  const shop = await shopOf(tenant);
  const location = mainLocation(shop)._id;
  const prepared = input.payment ? await prepare(tenant, input.payment, location) : null;
  const number = await nextOrderNumber(tenant);
  const id = newId('order');
  const secret = newSecret('os');

  const written = await inTransaction(
    async (tx) => {
      const { customer, delivery, expectedTotal } = input;
      const order = await placeOrder(
        tenant,
        {
          ...{ id, number, cart: cartId, opener, channel: 'online', location, customer, delivery, expectedTotal },
          // The cart's secret opens the order too: a buyer whose answer was lost on the way has nothing else in hand.
          secrets: opener === 'shop' ? [secret] : [secret, opener.secret],
          reservedUntil: holdUntil(input.payment?.method ?? null, false, shop.holdMinutes),
        },
        tx,
      );
      const made = prepared ? await writeAttempt(tenant, order, prepared, tx) : { order, attempt: null };
      await remember(answerOf(made, secret), tx);
      return made;
    },
    { inTurn: stockQueue(tenant) },
  );
  if (!prepared || !written.attempt) return answerOf(written, secret);
  const attempt = await sendPrompt(tenant, written.order, written.attempt, prepared);
  const order = (await findOrder(tenant, id)) ?? written.order;
  return answerOf({ order, attempt }, secret);
}

function answerOf(
  {
    order,
    attempt,
  }: Awaited<ReturnType<typeof writeAttempt>> | { order: Parameters<typeof present>[0]; attempt: null },
  secret: string,
): Checkout {
  return {
    order: present(order, attempt ? [attempt] : []),
    payment: attempt && toPayment(attempt, isPayable(order)),
    secret,
  };
}
