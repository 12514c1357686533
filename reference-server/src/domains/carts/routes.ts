import type { Context, Handlers } from '../../platform/context.js';
import { addItem, changeQuantity, createCart, readCart, removeItem, updateCart, type Change } from './service.js';

type Changing = 'updateCart' | 'addCartItem' | 'updateCartItem' | 'removeCartItem';

const changeIn = ({ tenant, params, opener, now, ifMatch, remember }: Context<Changing>): Change => ({
  tenant,
  cart: params.cart,
  opener,
  now,
  ifMatch,
  done: remember,
});

export const handlers = {
  createCart: ({ tenant, body, now, remember }) => createCart(tenant, body, now, remember),
  getCart: ({ tenant, params, opener, now }) => readCart(tenant, params.cart, opener, now),
  updateCart: (context) => updateCart(changeIn(context), context.body),
  addCartItem: (context) => addItem(changeIn(context), context.body),
  updateCartItem: (context) => changeQuantity(changeIn(context), context.params.line, context.body.quantity),
  removeCartItem: (context) => removeItem(changeIn(context), context.params.line),
} satisfies Handlers<'createCart' | 'getCart' | Changing>;
