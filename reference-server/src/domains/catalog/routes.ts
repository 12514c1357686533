import { Reply, type Handlers } from '../../platform/context.js';
import { findProduct, listCategories, listProducts } from './service.js';

// Short, so that a price or an empty shelf shows soon; a browser asks again with the ETag and mostly hears 304.
const shared = {
  'Cache-Control': 'public, max-age=30, stale-while-revalidate=300',
  Vary: 'Duka-Key, Origin, Authorization',
};
const secretly = { 'Cache-Control': 'no-store' };

const cacheFor = (caller: string) => (caller === 'secret' ? secretly : shared);

export const handlers = {
  listProducts: async ({ tenant, query, caller }) => new Reply(await listProducts(tenant, query), cacheFor(caller)),
  getProduct: async ({ tenant, params, caller }) =>
    new Reply(await findProduct(tenant, params.product), cacheFor(caller)),
  listCategories: async ({ tenant, caller }) => new Reply({ data: await listCategories(tenant) }, cacheFor(caller)),
} satisfies Handlers<'listProducts' | 'getProduct' | 'listCategories'>;
