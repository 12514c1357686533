import { randomUUID } from 'node:crypto';
import { Router } from 'express';
import { id, Payment, PaymentInput } from '@smartduka/contract';
import { toOrder } from '../../domains/orders/present.js';
import { openOrder } from '../../domains/orders/service.js';
import { payOrder } from '../../domains/payments/pay.js';
import { read } from '../../platform/input.js';
import { callLimits, spend } from '../../platform/limits.js';
import { Refused } from '../../platform/refusals.js';
import { formsOf, pagesOf, sendPage } from '../answer.js';
import type { Assets } from '../assets.js';
import { faultsOf, paymentFrom, profileOf } from './checkout.js';
import { openingOf } from './held.js';
import { once } from './once.js';
import { closedOrderPage, orderPage } from './order-view.js';
import { readForm } from './read-form.js';
import { foreseen, saying } from './said.js';

/** An order as a plain page: how far it has come, and the form to pay what it owes. */
export function orderForms(assets: Assets): Router {
  const router = Router();
  pagesOf(router, assets)('/orders/:name', async (visit, { params }) => {
    if (!id('order').safeParse(params.name).success) throw new Refused('not_found');
    const opening = openingOf(visit.held, params.name);
    if (!opening) return closedOrderPage(visit, params.name);
    const order = await openOrder(visit.tenant, params.name, opening);
    return orderPage(visit, await profileOf(visit), await toOrder(visit.tenant, order), opening.secret, {
      key: randomUUID(),
    });
  });

  formsOf(router)('/orders/:name/pay', async (visit, request, response) => {
    const sent = await readForm(request);
    spend(callLimits.address, request.ip ?? '');
    const opening = openingOf(visit.held, request.params.name);
    if (!opening) throw new Refused('not_found');
    const { tenant } = visit;
    const { id: order, secret } = opening;
    try {
      spend(callLimits.capability, order);
      const input = read(PaymentInput, paymentFrom(sent));
      const key = { tenant, principal: `capability ${secret}`, route: 'payOrder', key: sent['key'] ?? '' };
      await once(key, { params: { order }, body: input }, Payment, (remember) =>
        payOrder(tenant, order, opening, input, remember),
      );
      response.redirect(303, `/orders/${order}`);
    } catch (error) {
      const refused = foreseen(error);
      const faults = faultsOf(visit, refused);
      const problem = Object.keys(faults).length > 0 ? undefined : saying(visit, refused);
      const now = await toOrder(tenant, await openOrder(tenant, order, opening));
      const form = { key: randomUUID(), phone: sent['phone'] };
      const page = orderPage(visit, await profileOf(visit), now, secret, form, faults, problem);
      sendPage(response, refused.status, visit, page, assets);
    }
  });
  return router;
}
