import { html, type Html } from './html.js';
import type { Assets } from './assets.js';
import { openingLines, policiesIn } from './promises.js';
import { shillings, type Visit } from './visit.js';

/** What a page may do: load our own files and ask our own API. No inline script or style, no string becomes code. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https: data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

export interface Page {
  title: string;
  description?: string;
  body: Html;
  /** The search field of the header; a page with one of its own leaves it out. */
  search?: string | false;
  /** A drawer of its own would stand in the way of a page that shows the cart or a checkout. */
  drawer?: boolean;
  index?: boolean;
  image?: string | undefined;
  /** Seconds after which a browser without scripts asks for the page again. */
  refresh?: number | undefined;
}

export function layout(visit: Visit, page: Page, assets: Assets, origin: string): string {
  const { shop, tenant, language, t } = visit;
  const key = shop.pageKeys[tenant.mode];
  const drawer = page.drawer ?? true;
  const title = page.title === shop.name ? shop.name : `${page.title} · ${shop.name}`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <meta name="description" content="${page.description ?? t('description', { name: shop.name })}" />
        ${page.index === false && html`<meta name="robots" content="noindex" />`}
        <meta name="theme-color" content="#3a1b0d" />
        <meta property="og:title" content="${title}" />
        <meta property="og:site_name" content="${shop.name}" />
        ${page.image !== undefined && html`<meta property="og:image" content="${origin + page.image}" />`}
        ${page.refresh !== undefined && html`<noscript><meta http-equiv="refresh" content="${page.refresh}" /></noscript>`}
        <link rel="icon" href="${assets.favicon}" />
        <link rel="stylesheet" href="${assets.css}" />
        ${assets.script !== null && visit.held.cart && html`<script src="${assets.carry}" defer></script>`}
        ${assets.script !== null && key !== null && html`<script src="${assets.script}" data-key="${key}" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#main">${t('skip')}</a>
        ${tenant.mode === 'test' && html`<aside class="test">${t('test')}</aside>`}
        <header class="top">
          <div class="wide">
            <a class="brand" href="/"><img src="${assets.favicon}" alt="" width="38" height="38" />${shop.name}</a>
            ${
              page.search !== false &&
              html`<form class="find" role="search" action="/" method="get">
                <label class="quiet" for="q">${t('search')}</label
                ><input
                  id="q"
                  name="q"
                  type="search"
                  maxlength="80"
                  enterkeyhint="search"
                  placeholder="${t('search')}"
                  value="${page.search ?? ''}"
                /><button>${t('searchButton')}</button>
              </form>`
            }
            <nav class="langs" aria-label="${t('language')}">
              ${(['en', 'sw'] as const).map(
                (one) =>
                  html`<a
                    href="?lang=${one}"
                    lang="${one}"
                    hreflang="${one}"
                    ${one === language && html` aria-current="true"`}
                    >${one.toUpperCase()}</a
                  >`,
              )}
            </nav>
            ${drawer && assets.script !== null ? html`<duka-cart-button>${toCart(visit)}</duka-cart-button>` : toCart(visit)}
          </div>
        </header>
        <div class="awning" aria-hidden="true"></div>
        <main id="main" tabindex="-1">${page.body}</main>
        ${footer(visit)} ${drawer && html`<duka-cart view="drawer"></duka-cart>`}
      </body>
    </html>`.text;
}

function toCart({ t, held }: Visit): Html {
  return html`<a class="tocart" href="/cart"
    >${held.cart && held.cart.count > 0 ? t('cartWith', { n: held.cart.count }) : t('cart')}</a
  >`;
}

function footer(visit: Visit): Html {
  const { shop, t } = visit;
  const { contact } = shop;
  const places = shop.locations.filter((location) => location.pickup);
  return html`<footer>
    <div class="kitenge" aria-hidden="true"></div>
    <div class="wide">
      <div>
        <h2>${t('contact')}</h2>
        <ul>
          ${contact.phone !== null && html`<li><a href="tel:${contact.phone}">${contact.phone}</a></li>`}
          ${contact.email !== null && html`<li><a href="mailto:${contact.email}">${contact.email}</a></li>`}
        </ul>
      </div>
      <div>
        <h2>${t('find')}</h2>
        <ul>
          ${contact.address !== null && html`<li>${contact.address}</li>`}${places.map(
            (place) => html`<li>${place.address}${place.hours !== null && html`<br />${place.hours}`}</li>`,
          )}${openingLines(visit).map((line) => html`<li>${line}</li>`)}
        </ul>
      </div>
      <div>
        <h2>${t('delivery')}</h2>
        <ul>
          ${shop.zones.map(
            (zone) => html`<li>${zone.title}: ${shillings({ amount: zone.fee, currency: shop.currency })}</li>`,
          )}
        </ul>
      </div>
      <div>
        <h2>${t('legal')}</h2>
        <ul>
          <li>${shop.tax.vatRegistered ? t('vatIncluded') : t('noVat')}</li>
          ${shop.kraPin !== null && html`<li>${t('kraPin', { pin: shop.kraPin })}</li>`}
          ${policiesIn(visit).length > 0 && html`<li><a href="/policies">${t('policies')}</a></li>`}
          <li><a href="/api/docs">${t('developers')}</a></li>
        </ul>
      </div>
    </div>
  </footer>`;
}
