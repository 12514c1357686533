import { Router } from 'express';
import type { PublicPaymentLink } from '@smartduka/contract';
import { renderSVG } from 'uqr';
import type { PaymentLinkRecord } from '../domains/payment-links/model.js';
import { linkOnPage, toPublicLink } from '../domains/payment-links/service.js';
import { shopOf } from '../domains/shops/service.js';
import { callLimits, spend } from '../platform/limits.js';
import { Refused } from '../platform/refusals.js';
import { runtime } from '../platform/runtime.js';
import { sendPage } from './answer.js';
import type { Assets } from './assets.js';
import { heldBy } from './forms/held.js';
import { html } from './html.js';
import type { Page } from './layout.js';
import { chooseLanguage, languageOf, shillings, visitOf, type Visit } from './visit.js';

/** Pages of payment links. Each belongs to whichever shop made it, and its page speaks for that one. */
export function payPages(assets: Assets): Router {
  const router = Router();
  router.get('/pay/:code', async (request, response) => {
    response.locals['route'] = '/pay/{code}';
    spend(callLimits.address, request.ip ?? '');
    if (chooseLanguage(request, response)) return;
    const link = await known(request.params.code);
    const tenant = { shop: link.shop, mode: link.mode };
    const shop = await shopOf(tenant);
    const visit = visitOf(tenant, shop, languageOf(request, shop), request.path, heldBy(request));
    sendPage(response, 200, visit, payPage(visit, await toPublicLink(tenant, link)), assets);
  });
  router.get('/pay/:code/qr.svg', async (request, response) => {
    response.locals['route'] = '/pay/{code}/qr.svg';
    spend(callLimits.address, request.ip ?? '');
    const { code } = await known(request.params.code);
    response
      .set({
        'Content-Type': 'image/svg+xml',
        'Cache-Control': 'public, max-age=86400',
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'",
      })
      .send(renderSVG(`${runtime.publicUrl}/pay/${code}`, { ecc: 'M' }));
  });
  return router;
}

async function known(code: string): Promise<PaymentLinkRecord> {
  const link = await linkOnPage(code);
  if (!link) throw new Refused('not_found');
  return link;
}

/** A payment link. What to type at the phone's own menu stands there in any case: without a script it is the way to pay. */
function payPage({ t, shop }: Visit, link: PublicPaymentLink): Page {
  const { title, amount, state, code } = link;
  const step = (label: string, value: string) =>
    html`<div>
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  return {
    title,
    description: t('payIntro', { name: shop.name }),
    index: false,
    search: false,
    drawer: false,
    body: html`<div class="wide pay">
      <h1>${title}</h1>
      <p>${t('payIntro', { name: shop.name })}</p>
      ${amount !== null && html`<p class="sum">${shillings(amount)}</p>`}
      ${
        state === 'active'
          ? html`<duka-mpesa-button payment-link="${code}"></duka-mpesa-button>
              ${
                shop.mpesa !== null &&
                html`<section>
                  <h2>${t('payMenu')}</h2>
                  <dl>
                    ${step(t(shop.mpesa.kind === 'till' ? 'payTill' : 'payPaybill'), shop.mpesa.number)}
                    ${shop.mpesa.kind === 'paybill' && step(t('payAccount'), code)}
                    ${step(t('payAmount'), amount === null ? t('payAnyAmount') : shillings(amount))}
                  </dl>
                  <p>${t('payMenuMore')}</p>
                </section>`
              }
              <figure>
                <img src="/pay/${code}/qr.svg" alt="${t('payQr')}" width="180" height="180" />
                <figcaption>${t('payQr')}</figcaption>
              </figure>`
          : html`<p role="status">${t(`pay.${state}` as 'pay.paid')}</p>`
      }
    </div>`,
  };
}
