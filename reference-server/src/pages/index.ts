import { Router } from 'express';
import { makeAssets } from './assets.js';
import { docs } from './docs.js';
import { payPages } from './pay.js';
import { storefront } from './storefront.js';

/** The shop's own pages, the files they load, and the API's documentation. */
export function shopPages(): Router {
  const { assets, router } = makeAssets();
  return Router().use(router, docs(assets), payPages(assets), storefront(assets));
}
