import type { Handlers } from '../../platform/context.js';
import { pageById } from '../../platform/cursors.js';
import { toOrders } from '../orders/present.js';
import { findOrders } from '../orders/search.js';
import { mergeCustomer } from './merge.js';
import { eraseCustomer, exportCustomer, viewCustomer } from './personal.js';
import { createCustomer, listCustomers, openCustomer, setConsent, updateCustomer } from './service.js';

export const handlers = {
  listCustomers: ({ tenant, query }) => listCustomers(tenant, query),
  createCustomer: ({ body, ...edit }) => createCustomer(edit, body),
  getCustomer: ({ params, query, ...look }) => viewCustomer(look, params.customer, query.whole === 'true'),
  updateCustomer: ({ params, body, ifMatch, ...edit }) => updateCustomer(edit, params.customer, body, ifMatch),
  async listCustomerOrders({ tenant, params, query }) {
    const { _id: customerId } = await openCustomer(tenant, params.customer);
    const page = await pageById(tenant, `orders of ${customerId}`, query, (last, most) =>
      findOrders(tenant, { customerId }, last, most),
    );
    return { ...page, data: await toOrders(tenant, page.data) };
  },
  setCustomerConsent: ({ params, body, ...edit }) =>
    // The contract let in nothing but a channel.
    setConsent(edit, params.customer, params.channel as Parameters<typeof setConsent>[2], body),
  mergeCustomer: ({ params, body, ...edit }) => mergeCustomer(edit, params.customer, body),
  exportCustomer: ({ params, ...look }) => exportCustomer(look, params.customer),
  eraseCustomer: ({ params, body, ...edit }) => eraseCustomer(edit, params.customer, body.reason),
} satisfies Handlers<
  | 'listCustomers'
  | 'createCustomer'
  | 'getCustomer'
  | 'updateCustomer'
  | 'listCustomerOrders'
  | 'setCustomerConsent'
  | 'mergeCustomer'
  | 'exportCustomer'
  | 'eraseCustomer'
>;
