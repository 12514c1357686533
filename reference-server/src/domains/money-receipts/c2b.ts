import { Router } from 'express';
import type { MpesaConfig } from '../../config.js';
import { plainAddress } from '../../platform/authenticate.js';
import { readBody } from '../../platform/input.js';
import { callLimits, spend } from '../../platform/limits.js';
import { Refused } from '../../platform/refusals.js';
import { paidAccountOf } from '../payments/gateways/choose.js';
import { checkSource } from '../payments/routes.js';
import { receiveConfirmation, validate } from './receive.js';

const bodyLimit = 32 * 1024;

/** Where Safaricom asks about, and tells of, payments that payers make from their phone's own menu. The token is all there is (C1). */
export function c2bRouter(config: MpesaConfig | null): Router {
  const router = Router();
  for (const road of ['validation', 'confirmation'] as const)
    router.post(`/:token/${road}`, async (request, response) => {
      response.locals['route'] = `/payments/c2b/{token}/${road}`;
      spend(callLimits.callbacks, request.ip ?? '');
      const account = await paidAccountOf(String(request.params['token']));
      if (!account) throw new Refused('not_found');
      const from = plainAddress(request.ip);
      checkSource(config, from, { subject: account.shortcode });
      const body = (await readBody(request, bodyLimit)).toString('utf8');
      if (road === 'validation') {
        response.json(await validate(account, body));
        return;
      }
      await receiveConfirmation(account, body, from);
      response.json({ ResultCode: 0, ResultDesc: 'Accepted' });
    });
  return router;
}
