import { Router, type Request, type Response } from 'express';
import type { Receipt } from '@smartduka/contract';
import { answered, type Handlers } from '../../platform/context.js';
import { inTransaction } from '../../platform/database.js';
import { callLimits, spend } from '../../platform/limits.js';
import type { Tenant } from '../../platform/tenancy.js';
import { countPrint, openOrder } from '../orders/service.js';
import { shopOf } from '../shops/service.js';
import { escPos } from './escpos.js';
import { receiptPdf } from './pdf.js';
import { receiptText } from './text.js';
import { receiptPage, receiptPolicy, type ReceiptLanguage } from './page.js';
import { receiptOf, receiptOfLink } from './service.js';

export const handlers = {
  async getReceipt({ tenant, params, opener, request, response }) {
    const receipt = await receiptOf(await openOrder(tenant, params.order, opener));
    const form = request.accepts(['application/json', 'text/html', 'application/pdf', 'text/plain']);
    if (form === 'text/html') {
      await sendPage(tenant, receipt, request, response);
      return answered;
    }
    if (form !== 'application/pdf' && form !== 'text/plain') return receipt;
    const shop = await shopOf(tenant);
    const language = languageOf(request) ?? shop.language;
    const lines = receiptText(receipt, { width: form === 'text/plain' ? 42 : 48, language, timeZone: shop.timeZone });
    const title = `${receipt.number} ${receipt.shop.name}`;
    const body =
      form === 'text/plain'
        ? `${lines.join('\n')}\n`
        : await receiptPdf(lines, { title, url: receipt.url, issuedAt: receipt.issuedAt });
    response.set({ 'Content-Type': form === 'text/plain' ? 'text/plain; charset=utf-8' : form }).vary('Accept');
    response.set('Cache-Control', 'private, no-store').send(body);
    return answered;
  },

  async printReceipt({ tenant, params, body, remember }) {
    const order = await openOrder(tenant, params.order, 'shop');
    const receipt = await receiptOf(order);
    const shop = await shopOf(tenant);
    const { width, drawer, language = shop.language } = body;
    return inTransaction(async (tx) => {
      const number = await countPrint(tenant, order._id, tx);
      const lines = receiptText(receipt, { width, language, timeZone: shop.timeZone, print: number });
      const escpos = escPos(lines, { url: receipt.url, drawer }).toString('base64');
      const answer = { number, text: `${lines.join('\n')}\n`, escpos };
      await remember(answer, tx);
      return answer;
    });
  },
} satisfies Handlers<'getReceipt' | 'printReceipt'>;

/** The receipt that a buyer keeps and shares: `/r/{token}`. The token opens this page and nothing else. */
export function receiptPages(): Router {
  const router = Router();
  router.get('/r/:token', async (request, response) => {
    response.locals['route'] = '/r/{token}';
    spend(callLimits.address, request.ip ?? '');
    const { receipt, order } = await receiptOfLink(String(request.params['token']));
    await sendPage({ shop: order.shop, mode: order.mode }, receipt, request, response);
  });
  return router;
}

async function sendPage(tenant: Tenant, receipt: Receipt, request: Request, response: Response): Promise<void> {
  const shop = await shopOf(tenant);
  const language = languageOf(request) ?? shop.language;
  response
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': receiptPolicy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex',
    })
    .vary('Accept-Language')
    .send(receiptPage(receipt, { language, timeZone: shop.timeZone }));
}

/** What the address asks for, else what the browser prefers. */
function languageOf(request: Request): ReceiptLanguage | null {
  const asked = new URL(request.originalUrl, 'http://here').searchParams.get('lang');
  if (asked === 'en' || asked === 'sw') return asked;
  const preferred = request.acceptsLanguages(['en', 'sw']);
  return request.headers['accept-language'] && (preferred === 'en' || preferred === 'sw') ? preferred : null;
}
