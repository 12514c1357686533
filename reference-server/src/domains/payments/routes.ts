import { Router } from 'express';
import type { MpesaConfig } from '../../config.js';
import type { Handlers } from '../../platform/context.js';
import { plainAddress } from '../../platform/authenticate.js';
import { readBody } from '../../platform/input.js';
import { callLimits, spend } from '../../platform/limits.js';
import { log } from '../../platform/log.js';
import { Refused } from '../../platform/refusals.js';
import { findOrder, isPayable, openOrder } from '../orders/service.js';
import { findAttempt, toPayment } from './attempts.js';
import { attemptOfToken, receive } from './callbacks.js';
import { payOrder } from './pay.js';
import { addressOfToken } from './results/addresses.js';
import { receiveResult } from './results/inbox.js';
import { createSum } from '../sums/create.js';
import { takeTender } from './tenders.js';

export const handlers = {
  payOrder: ({ tenant, params, opener, body, remember }) => payOrder(tenant, params.order, opener, body, remember),

  takeTender: ({ tenant, actor, params, body, remember }) =>
    takeTender(tenant, { actor }, params.order, body, remember),

  createSum: ({ tenant, body, remember }) => createSum(tenant, { ...body, channel: 'online' }, remember),

  async getPayment({ tenant, params, opener }) {
    const attempt = await findAttempt(tenant, params.payment);
    if (!attempt) throw new Refused('not_found');
    const order =
      opener === 'shop' ? await findOrder(tenant, attempt.order) : await openOrder(tenant, attempt.order, opener);
    if (!order) throw new Refused('not_found');
    return toPayment(attempt, isPayable(order));
  },
} satisfies Handlers<'createSum' | 'payOrder' | 'takeTender' | 'getPayment'>;

const callbackLimit = 32 * 1024;

/** Where Safaricom posts outcomes. No key: the token in the address is all there is, so an unknown one looks like any unknown address (C1). */
export function callbackRouter(config: MpesaConfig | null): Router {
  const router = Router();
  router.post('/callback/:token', async (request, response) => {
    response.locals['route'] = '/payments/callback/{token}';
    spend(callLimits.callbacks, request.ip ?? '');
    const attempt = await attemptOfToken(String(request.params['token']));
    if (!attempt) throw new Refused('not_found');
    checkSource(config, plainAddress(request.ip), { payment: attempt._id });
    const body = await readBody(request, callbackLimit);
    await receive(attempt, body.toString('utf8'), plainAddress(request.ip));
    response.json({ ResultCode: 0, ResultDesc: 'Accepted' });
  });
  // Outcomes of what an initiator asked for: refunds, questions about transactions.
  for (const road of ['result', 'timeout'] as const)
    router.post(`/${road}/:token`, async (request, response) => {
      response.locals['route'] = `/payments/${road}/{token}`;
      spend(callLimits.callbacks, request.ip ?? '');
      const address = await addressOfToken(String(request.params['token']));
      if (!address) throw new Refused('not_found');
      checkSource(config, plainAddress(request.ip), { subject: address.subject });
      const body = await readBody(request, callbackLimit);
      await receiveResult(address, road, body.toString('utf8'), plainAddress(request.ip));
      response.json({ ResultCode: 0, ResultDesc: 'Accepted' });
    });
  return router;
}

/** Whether Safaricom posts from there (C2). A stranger who knows the token is worth a line in the log, if not more. */
export function checkSource(
  config: MpesaConfig | null,
  from: string,
  about: { payment?: string; subject?: string },
): void {
  if (!config || config.callbackCheck === 'off' || config.callbackSources.includes(from)) return;
  log.warn({ event: 'security', ...about, code: 'callback_source_unknown' }, `a callback came from ${from}`);
  if (config.callbackCheck === 'enforce') throw new Refused('forbidden');
}
