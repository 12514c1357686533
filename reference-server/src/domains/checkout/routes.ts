import type { Handlers } from '../../platform/context.js';
import { checkout } from './service.js';

export const handlers = {
  checkout: ({ tenant, params, opener, body, remember }) => checkout(tenant, params.cart, opener, body, remember),
} satisfies Handlers<'checkout'>;
