import { Router, type NextFunction, type Request, type Response } from 'express';
import { id } from '@smartduka/contract';
import type { Category } from '@smartduka/contract';
import { findProduct, listCategories, listProducts } from '../domains/catalog/service.js';
import { log } from '../platform/log.js';
import { Refused } from '../platform/refusals.js';
import { pagesOf, sendPage, visitFor } from './answer.js';
import type { Assets } from './assets.js';
import { cartForms } from './forms/cart.js';
import { checkoutForms } from './forms/checkout.js';
import { orderForms } from './forms/order.js';
import { policiesIn, policiesPage } from './promises.js';
import { homePage, productPage, searchPage, shelfPage, sorryPage, type PicturedShelf } from './views.js';
import type { Visit } from './visit.js';

/** The pages of the server's own shop. They are readable before, and without, any script; the elements then make them live. */
export function storefront(assets: Assets): Router {
  const router = Router();
  const show = pagesOf(router, assets);

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
  // Where a finished checkout leads: the element adds the order's id to the query.
  router.get('/orders', (request, response, next: NextFunction) => {
    const order = id('order').safeParse(new URL(request.originalUrl, 'http://here').searchParams.get('order'));
    if (order.success) response.redirect(303, `/orders/${order.data}`);
    else next();
  });
  router.use(cartForms(assets), checkoutForms(assets), orderForms(assets));

  const isPage = (request: Request): boolean =>
    !/^\/(api|payments)(\/|$)/.test(request.path) &&
    (request.method === 'GET' || (request.method === 'POST' && /^\/(cart|checkout|orders)(\/|$)/.test(request.path))) &&
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
          link: { href: request.method === 'GET' ? request.originalUrl : '/cart', text: t('again') },
        };
    const status = missing ? 404 : error instanceof Refused ? error.status : 500;
    sendPage(response, status, visit, sorryPage(visit, say, assets.favicon), assets);
  });
  return router;
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
