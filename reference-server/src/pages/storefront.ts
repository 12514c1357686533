import { Router, type NextFunction, type Request, type Response } from 'express';
import { id } from '@smartduka/contract';
import type { Category } from '@smartduka/contract';
import { findProduct, listCategories, listProducts } from '../domains/catalog/service.js';
import { shopOf, standaloneShop } from '../domains/shops/service.js';
import { log } from '../platform/log.js';
import { Refused } from '../platform/refusals.js';
import { runtime } from '../platform/runtime.js';
import type { Assets } from './assets.js';
import { html } from './html.js';
import { layout, pagePolicy, type Page } from './layout.js';
import { policiesIn, policiesPage } from './promises.js';
import {
  cartPage,
  checkoutPage,
  homePage,
  orderPage,
  productPage,
  searchPage,
  shelfPage,
  sorryPage,
  type PicturedShelf,
} from './views.js';
import { chooseLanguage, languageOf, speak, visitOf, type Visit } from './visit.js';

type View = (visit: Visit, request: Request<{ name: string }>, response: Response) => Promise<Page | null>;

/** The pages of the server's own shop. They are readable before, and without, any script; the elements then make them live. */
export function storefront(assets: Assets): Router {
  const router = Router();
  const show = (pattern: string, view: View): void => {
    router.get(pattern, async (request, response) => {
      response.locals['route'] = pattern.replaceAll(/:(\w+)/g, '{$1}');
      if (chooseLanguage(request, response)) return;
      const visit = await visitFor(request);
      if (!visit) return sendClosed(request, response, assets);
      const page = await view(visit, request as Request<{ name: string }>, response);
      if (page) send(response, 200, layout(visit, page, assets, runtime.publicUrl));
    });
  };

  show('/', async (visit, request) => {
    const q = (new URL(request.originalUrl, 'http://here').searchParams.get('q') ?? '').trim().slice(0, 80);
    if (q !== '') return searchPage(visit, q, (await listProducts(visit.tenant, { q, limit: 24 })).data);
    const [shelves, products] = await Promise.all([picturedShelves(visit), listProducts(visit.tenant, { limit: 24 })]);
    return homePage(visit, shelves, products.data);
  });
  show('/c/:name', async (visit, { params }) => {
    const categories = await listCategories(visit.tenant);
    const category = categories.find(({ slug, id: own }) => slug === params.name || own === params.name);
    if (!category) throw new Refused('not_found');
    const above = pathTo(categories, category.parent);
    const children = categories.filter(({ parent }) => parent === category.id);
    const near =
      children.length > 0
        ? children
        : categories.filter((one) => one.parent !== null && one.parent === category.parent);
    const { data } = await listProducts(visit.tenant, { category: category.id, limit: 24 });
    return shelfPage(visit, category, above, near, data);
  });
  show('/p/:name', async (visit, { params }, response) => {
    const product = await findProduct(visit.tenant, params.name);
    if (product.slug !== params.name) {
      response.redirect(302, `/p/${encodeURIComponent(product.slug)}`);
      return null;
    }
    const categories = await listCategories(visit.tenant);
    const { data } = await listProducts(visit.tenant, { category: product.category.id, limit: 7, inStock: 'true' });
    const alike = data.filter((other) => other.id !== product.id).slice(0, 6);
    return productPage(visit, product, pathTo(categories, product.category.id), alike);
  });
  show('/policies', async (visit) => {
    if (policiesIn(visit).length === 0) throw new Refused('not_found');
    return policiesPage(visit);
  });
  show('/cart', async (visit) => cartPage(visit));
  show('/checkout', async (visit) => checkoutPage(visit));
  // Where a finished checkout leads: the element adds the order's id to the query.
  router.get('/orders', (request, response, next: NextFunction) => {
    const order = id('order').safeParse(new URL(request.originalUrl, 'http://here').searchParams.get('order'));
    if (order.success) response.redirect(303, `/orders/${order.data}`);
    else next();
  });
  show('/orders/:name', async (visit, { params }) => {
    if (!id('order').safeParse(params.name).success) throw new Refused('not_found');
    return orderPage(visit, params.name);
  });

  const isPage = (request: Request): boolean =>
    request.method === 'GET' &&
    !/^\/(api|payments)(\/|$)/.test(request.path) &&
    request.accepts(['json', 'html']) === 'html';
  router.use((request, _response, next) => next(isPage(request) ? new Refused('not_found') : undefined));
  router.use(async (error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent || !isPage(request)) return next(error);
    // What failed may be the database itself, so the page about it must not need it.
    const visit = await visitFor(request).catch(() => null);
    if (!visit) return next(error);
    const missing = error instanceof Refused && error.status === 404;
    const requestId = String(response.locals['requestId']);
    if (!missing) log.error({ err: error, requestId }, 'page failed');
    const { t } = visit;
    const say = missing
      ? { title: t('notFoundTitle'), text: t('notFound'), link: { href: '/', text: t('keepShopping') } }
      : {
          title: t('errorTitle'),
          text: t('error', { id: requestId }),
          link: { href: request.originalUrl, text: t('again') },
        };
    const status = missing ? 404 : error instanceof Refused ? error.status : 500;
    send(response, status, layout(visit, sorryPage(visit, say, assets.favicon), assets, runtime.publicUrl));
  });
  return router;
}

async function visitFor(request: Request): Promise<Visit | null> {
  const shop = await standaloneShop();
  if (shop === null) return null;
  const tenant = { shop, mode: runtime.mode };
  const record = await shopOf(tenant);
  return visitOf(tenant, record, languageOf(request, record), request.path);
}

function send(response: Response, status: number, text: string): void {
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
  send(response, 404, page.text);
}

/** A category and those above it, from the top down. */
function pathTo(categories: readonly Category[], from: string | null): Category[] {
  const found = categories.find((category) => category.id === from);
  return found ? [...pathTo(categories, found.parent), found] : [];
}

async function picturedShelves({ tenant }: Visit): Promise<PicturedShelf[]> {
  const top = (await listCategories(tenant)).filter(
    (category) => category.parent === null && category.productCount > 0,
  );
  return Promise.all(
    top.map(async (category) => {
      const { data } = await listProducts(tenant, { category: category.id, limit: 2, sort: 'price' });
      const [picture = null, sample = null] = data.map((product) => product.images[0]?.url ?? null);
      return { category, picture, sample };
    }),
  );
}
