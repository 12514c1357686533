import { randomUUID } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { CartUpdate, Checkout, CheckoutInput, type Cart, type FieldError, type Shop } from '@smartduka/contract';
import { checkout } from '../../domains/checkout/service.js';
import { updateCart } from '../../domains/carts/service.js';
import { paymentReadiness } from '../../domains/payments/readiness.js';
import { toShop } from '../../domains/shops/view.js';
import { read } from '../../platform/input.js';
import { callLimits, spend } from '../../platform/limits.js';
import type { Refused } from '../../platform/refusals.js';
import { formsOf, pagesOf, sendPage } from '../answer.js';
import type { Assets } from '../assets.js';
import type { Visit } from '../visit.js';
import { changeOf, heldCart } from './cart.js';
import { detailsPage, nothingToOrder, payPage, type Draft } from './checkout-view.js';
import { faultsFrom, type Faults } from './fields.js';
import { dropCart, holdOrder } from './held.js';
import { once } from './once.js';
import { readForm, type Sent } from './read-form.js';
import { foreseen, saying } from './said.js';

export const profileOf = async ({ tenant, shop }: Visit): Promise<Shop> =>
  toShop(shop, tenant.mode, await paymentReadiness(tenant, shop.mpesa));

/** The checkout as plain forms: first who and where to, then the total and how to pay. */
export function checkoutForms(assets: Assets): Router {
  const router = Router();
  const show = pagesOf(router, assets);
  const take = formsOf(router);

  show('/checkout', async (visit, request, response) => {
    const cart = await heldCart(visit, request, response);
    return cart && cart.lines.length > 0
      ? detailsPage(visit, await profileOf(visit), draftOf(cart))
      : nothingToOrder(visit);
  });
  show('/checkout/pay', async (visit, request, response) => {
    const cart = await heldCart(visit, request, response);
    if (cart && cart.lines.length > 0) return payPage(visit, await profileOf(visit), cart, { key: randomUUID() });
    response.redirect(303, '/checkout');
    return null;
  });

  // Answers with the next form rather than a way to it: the phone number just typed has no business in an address.
  take('/checkout', async (visit, request, response) => {
    const sent = await readForm(request);
    spend(callLimits.address, request.ip ?? '');
    const shop = await profileOf(visit);
    try {
      const faults = missing(visit, sent, shop);
      if (Object.keys(faults).length > 0)
        return sendPage(response, 422, visit, detailsPage(visit, shop, sent, faults), assets);
      const cart = await updateCart(changeOf(visit), read(CartUpdate, updateFrom(sent, shop)));
      sendPage(response, 200, visit, payPage(visit, shop, cart, { key: randomUUID(), phone: sent['phone'] }), assets);
    } catch (error) {
      const refused = foreseen(error);
      if (await alreadyOrdered(visit, refused, request, response)) return;
      const faults = faultsOf(visit, refused);
      const problem = Object.keys(faults).length > 0 ? undefined : saying(visit, refused);
      sendPage(response, refused.status, visit, detailsPage(visit, shop, sent, faults, problem), assets);
    }
  });

  take('/checkout/pay', async (visit, request, response) => {
    const sent = await readForm(request);
    spend(callLimits.address, request.ip ?? '');
    try {
      const { cart, opener } = changeOf(visit);
      const secret = opener === 'shop' ? '' : opener.secret;
      const input = read(CheckoutInput, { payment: paymentFrom(sent), expectedTotal: Number(sent['total']) });
      const key = {
        tenant: visit.tenant,
        principal: `capability ${secret}`,
        route: 'checkout',
        key: sent['key'] ?? '',
      };
      const made = await once(key, { params: { cart }, body: input }, Checkout, (remember) =>
        checkout(visit.tenant, cart, opener, input, remember),
      );
      dropCart(request, response);
      holdOrder(request, response, { id: made.order.id, secret: made.secret });
      response.redirect(303, `/orders/${made.order.id}`);
    } catch (error) {
      const refused = foreseen(error);
      if (await alreadyOrdered(visit, refused, request, response)) return;
      const cart = await heldCart(visit, request, response);
      if (!cart) return response.redirect(303, '/cart');
      const faults = faultsOf(visit, refused);
      const problem = Object.keys(faults).length > 0 ? undefined : saying(visit, refused);
      // Refused for good: the next try is another one.
      const page = payPage(visit, await profileOf(visit), cart, { ...sent, key: randomUUID() }, faults, problem);
      sendPage(response, refused.status, visit, page, assets);
    }
  });
  return router;
}

/** A page that was sent twice, or that somebody went back to: the order that the cart has become is what they want to see. */
async function alreadyOrdered(visit: Visit, refused: Refused, request: Request, response: Response): Promise<boolean> {
  const order = refused.facts['order'];
  if (refused.code !== 'cart_completed' || typeof order !== 'string' || !visit.held.cart) return false;
  // The secret of a cart opens its order.
  holdOrder(request, response, { id: order, secret: visit.held.cart.secret });
  dropCart(request, response);
  response.redirect(303, `/orders/${order}`);
  return true;
}

export function paymentFrom({ method = 'mpesa', phone = '' }: Sent): unknown {
  return method === 'mpesa' ? { method, phone } : { method };
}

export const labelsOf = ({ t }: Visit): Record<string, string> => ({
  name: t('name'),
  phone: t('phone'),
  email: t('email'),
  zone: t('zone'),
  place: t('place'),
  landmark: t('landmark'),
  notes: t('riderNote'),
});

export const faultsOf = (visit: Visit, { facts }: Refused): Faults =>
  faultsFrom(visit, (facts['errors'] as FieldError[] | undefined) ?? [], labelsOf(visit));

function missing(visit: Visit, sent: Sent, { delivery }: Shop): Faults {
  const labels = labelsOf(visit);
  const needed = [
    'name',
    'phone',
    ...(sent['how'] === 'delivery' && delivery.zones.length > 0 ? ['zone', 'place'] : []),
  ];
  const empty = needed.filter((name) => !sent[name]);
  return Object.fromEntries(empty.map((name) => [name, visit.t('bad.required', { field: labels[name] ?? name })]));
}

function updateFrom(sent: Sent, { delivery }: Shop): unknown {
  const { name, phone, email, how, zone, place, landmark, notes } = sent;
  const offered = delivery.zones.length > 0 || delivery.pickupPoints.length > 0;
  const brought = { method: 'delivery', zone, place, ...(landmark && { landmark }), ...(notes && { notes }) };
  return {
    customer: { name, phone, ...(email && { email }) },
    ...(offered && { delivery: how === 'delivery' ? brought : { method: 'pickup', ...(how && { pickupPoint: how }) } }),
  };
}

/** What the cart knows already. The phone comes back masked, so that one is asked for again. */
function draftOf({ customer, delivery }: Cart): Draft {
  const draft = {
    name: customer?.name,
    email: customer?.email,
    how: delivery && (delivery.method === 'delivery' ? 'delivery' : delivery.pickupPoint),
    zone: delivery?.zone,
    place: delivery?.place,
    landmark: delivery?.landmark,
    notes: delivery?.notes,
  };
  return Object.fromEntries(Object.entries(draft).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
