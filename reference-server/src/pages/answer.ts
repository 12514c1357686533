import type { Request, Response, Router } from 'express';
import { shopOf, standaloneShop } from '../domains/shops/service.js';
import { Refused } from '../platform/refusals.js';
import { runtime } from '../platform/runtime.js';
import type { Assets } from './assets.js';
import { heldBy } from './forms/held.js';
import { html } from './html.js';
import { layout, pagePolicy, type Page } from './layout.js';
import { chooseLanguage, languageOf, speak, visitOf, type Visit } from './visit.js';

/** The visit that a request is part of; null while this server has no shop of its own to show. */
export async function visitFor(request: Request): Promise<Visit | null> {
  const shop = await standaloneShop();
  if (shop === null) return null;
  const tenant = { shop, mode: runtime.mode };
  const record = await shopOf(tenant);
  return visitOf(tenant, record, languageOf(request, record), request.path, heldBy(request));
}

export function sendPage(response: Response, status: number, visit: Visit, page: Page, assets: Assets): void {
  sendHtml(response, status, layout(visit, page, assets, runtime.publicUrl));
}

export function sendHtml(response: Response, status: number, text: string): void {
  response
    .status(status)
    .set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': pagePolicy,
      'Cache-Control': 'private, no-cache',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
    })
    .vary('Accept-Language')
    .vary('Cookie')
    .send(text);
}

/** Makes a page of a visit; null when it has answered already. */
export type View = (visit: Visit, request: Request<{ name: string }>, response: Response) => Promise<Page | null>;

/** How a router takes in pages, one pattern after the other. */
export const pagesOf =
  (router: Router, assets: Assets) =>
  (pattern: string, view: View): void => {
    router.get(pattern, async (request, response) => {
      response.locals['route'] = pattern.replaceAll(/:(\w+)/g, '{$1}');
      if (chooseLanguage(request, response)) return;
      const visit = await visitFor(request);
      if (!visit) return sendClosed(request, response, assets);
      const page = await view(visit, request as Request<{ name: string }>, response);
      if (page) sendPage(response, 200, visit, page, assets);
    });
  };

/** How a router takes in forms. */
export const formsOf =
  (router: Router) =>
  (pattern: string, take: (visit: Visit, request: Request<{ name: string }>, response: Response) => Promise<void>) => {
    router.post(pattern, async (request, response) => {
      response.locals['route'] = pattern.replaceAll(/:(\w+)/g, '{$1}');
      const visit = await visitFor(request);
      if (!visit) throw new Refused('not_found');
      await take(visit, request as Request<{ name: string }>, response);
    });
  };

function sendClosed(request: Request, response: Response, assets: Assets): void {
  const language = languageOf(request, null);
  const t = speak(language);
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${t('closedTitle')}</title>
        <link rel="icon" href="${assets.favicon}" />
        <link rel="stylesheet" href="${assets.css}" />
      </head>
      <body>
        <div class="awning"></div>
        <main>
          <div class="wide sorry">
            <img src="${assets.favicon}" alt="" width="144" height="144" />
            <h1>${t('closedTitle')}</h1>
            <p>${t('closed')}</p>
            <a class="button" href="/api/docs">${t('developers')}</a>
          </div>
        </main>
      </body>
    </html>`;
  sendHtml(response, 404, page.text);
}
