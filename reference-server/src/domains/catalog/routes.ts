import { answered, Reply, type Context, type Handlers } from '../../platform/context.js';
import { shopOf } from '../shops/service.js';
import { audienceOf } from './audience.js';
import { createProduct, deleteProduct, makeBarcodes, restoreProduct, updateProduct } from './change.js';
import { labelPage, labelPolicy, labelsOf } from './labels.js';
import { addPicture } from './pictures.js';
import { findProduct, listCategories, listProducts } from './service.js';
import { exportProducts } from './transfer/export.js';
import { importProducts } from './transfer/import.js';
import { createCategory, deleteCategory, updateCategory } from './shelves.js';

// Short, so that a price or an empty shelf shows soon; a browser asks again with the ETag and mostly hears 304.
const shared = {
  'Cache-Control': 'public, max-age=30, stale-while-revalidate=300',
  Vary: 'Duka-Key, Origin, Authorization',
};
const secretly = { 'Cache-Control': 'no-store' };

const cacheFor = ({ caller }: Pick<Context, 'caller'>) =>
  caller === 'anyone' || caller === 'publishable' ? shared : secretly;

export const handlers = {
  async listProducts(call) {
    const audience = audienceOf(call.caller, call.actor);
    return new Reply(await listProducts(call.tenant, call.query, audience), cacheFor(call));
  },
  async getProduct(call) {
    const audience = audienceOf(call.caller, call.actor);
    return new Reply(await findProduct(call.tenant, call.params.product, audience), cacheFor(call));
  },
  async listCategories(call) {
    const audience = audienceOf(call.caller, call.actor);
    return new Reply({ data: await listCategories(call.tenant, audience) }, cacheFor(call));
  },
  createProduct: (call) => createProduct(call, call.body),
  updateProduct: (call) => updateProduct(call, call.params.product, call.body, call.ifMatch),
  deleteProduct: (call) => deleteProduct(call, call.params.product, call.ifMatch),
  restoreProduct: (call) => restoreProduct(call, call.params.product),
  makeBarcodes: (call) => makeBarcodes(call, call.params.product),
  addImage: (call) => addPicture(call, call.params.product, call.body, call.query.alt),
  importProducts: (call) => importProducts(call, call.body, call.query.preview === 'true'),
  async exportProducts({ tenant, actor, response, signal }) {
    await exportProducts(tenant, actor.permissions.has('costs:read'), response, signal);
    return answered;
  },
  createCategory: (call) => createCategory(call, call.body),
  updateCategory: (call) => updateCategory(call, call.params.category, call.body, call.ifMatch),
  deleteCategory: (call) => deleteCategory(call, call.params.category),
  async getLabels({ tenant, query, request, response }) {
    const labels = await labelsOf(tenant, query);
    if (request.accepts(['application/json', 'text/html']) !== 'text/html') return labels;
    response
      .set({
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': labelPolicy,
        'Cache-Control': 'no-store',
      })
      .send(labelPage(labels, query.paper ?? 'a4', (await shopOf(tenant)).language));
    return answered;
  },
} satisfies Handlers<
  | 'listProducts'
  | 'getProduct'
  | 'listCategories'
  | 'createProduct'
  | 'updateProduct'
  | 'deleteProduct'
  | 'restoreProduct'
  | 'makeBarcodes'
  | 'createCategory'
  | 'updateCategory'
  | 'deleteCategory'
  | 'getLabels'
  | 'addImage'
  | 'importProducts'
  | 'exportProducts'
>;
