import type { Context, Handlers } from '../../platform/context.js';
import {
  addItem,
  changeQuantity,
  createCart,
  discountByHand,
  enterCode,
  mergeCart,
  openShared,
  readCart,
  removeCode,
  removeItem,
  shareCart,
  takeBackByHand,
  updateCart,
  type Change,
} from './service.js';

type Discounting = 'setCartDiscount' | 'removeCartDiscount' | 'setManualDiscount' | 'removeManualDiscount';
type Changing = 'updateCart' | 'addCartItem' | 'updateCartItem' | 'removeCartItem' | 'mergeCart' | Discounting;

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
  mergeCart: (context) => mergeCart(changeIn(context), context.body),
  shareCart: ({ tenant, params, opener, now, remember }) =>
    shareCart({ tenant, cart: params.cart, opener, now }, remember),
  openSharedCart: ({ tenant, params, now, remember }) => openShared(tenant, params.code, now, remember),
  setCartDiscount: (context) => enterCode(changeIn(context), context.body.code),
  removeCartDiscount: (context) => removeCode(changeIn(context)),
  setManualDiscount: (context) => discountByHand(changeIn(context), context.body, context),
  removeManualDiscount: (context) => takeBackByHand(changeIn(context)),
} satisfies Handlers<'createCart' | 'getCart' | 'shareCart' | 'openSharedCart' | Changing>;
