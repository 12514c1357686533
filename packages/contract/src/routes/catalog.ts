import { CategoryList, Product, ProductPage, ProductQuery } from '../resources/catalog.js';
import type { Route } from '../route.js';

export const catalogRoutes = {
  listProducts: {
    method: 'get',
    path: '/api/products',
    tag: 'Catalogue',
    summary: 'Find products',
    callers: ['anyone', 'publishable', 'secret', 'staff'],
    needs: 'catalog:read',
    query: ProductQuery,
    status: 200,
    response: ProductPage,
    refusals: ['cursor_invalid'],
  },
  getProduct: {
    method: 'get',
    path: '/api/products/{product}',
    tag: 'Catalogue',
    summary: 'One product, by id, slug or barcode',
    callers: ['anyone', 'publishable', 'secret', 'staff'],
    needs: 'catalog:read',
    status: 200,
    response: Product,
    refusals: ['not_found'],
  },
  listCategories: {
    method: 'get',
    path: '/api/categories',
    tag: 'Catalogue',
    summary: 'All categories',
    callers: ['anyone', 'publishable', 'secret', 'staff'],
    needs: 'catalog:read',
    status: 200,
    response: CategoryList,
    refusals: [],
  },
} as const satisfies Record<string, Route>;
