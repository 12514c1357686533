import { Router, type Request, type Response } from 'express';
import { CartDiscountInput, CartItemInput, CartLineUpdate, type Cart } from '@smartduka/contract';
import {
  addItem,
  changeQuantity,
  createCart,
  enterCode,
  readCart,
  removeCode,
  removeItem,
  shareCart,
  type Change,
} from '../../domains/carts/service.js';
import { clock } from '../../platform/clock.js';
import { read } from '../../platform/input.js';
import { callLimits, spend } from '../../platform/limits.js';
import { Refused } from '../../platform/refusals.js';
import { formsOf, pagesOf, sendPage } from '../answer.js';
import type { Assets } from '../assets.js';
import type { Visit } from '../visit.js';
import { cartPage } from './cart-view.js';
import { dropCart, holdCart, type Opening } from './held.js';
import { readForm, refuseOtherSites, type Sent } from './read-form.js';
import { foreseen, noteOf, saying } from './said.js';

const nothingElse = async (): Promise<void> => undefined;

/** The cart as plain forms. Each form answers with the way back to the cart, so that a reload repeats nothing. */
export function cartForms(assets: Assets): Router {
  const router = Router();
  const show = pagesOf(router, assets);
  const take = formsOf(router);

  show('/cart', async (visit, request, response) =>
    cartPage(visit, await heldCart(visit, request, response), { note: noteOf(visit, request.originalUrl) }),
  );

  /** Does what a form asks for; a refusal is told above the cart as it is. */
  const change = (
    pattern: string,
    note: (sent: Sent) => string,
    work: (visit: Visit, sent: Sent, request: Request<{ name: string }>, response: Response) => Promise<Cart>,
  ): void =>
    take(pattern, async (visit, request, response) => {
      const sent = await readForm(request);
      spend(callLimits.address, request.ip ?? '');
      try {
        const cart = await work(visit, sent, request, response);
        // A new cart has told its own.
        if (visit.held.cart?.id === cart.id) holdCart(request, response, visit.held.cart, cart.itemCount);
        response.redirect(303, `/cart?note=${note(sent)}`);
      } catch (error) {
        const refused = foreseen(error);
        const problem = saying(visit, refused);
        sendPage(
          response,
          refused.status,
          visit,
          cartPage(visit, await heldCart(visit, request, response), { problem }),
          assets,
        );
      }
    });

  change(
    '/cart/add',
    () => 'added',
    async (visit, sent, request, response) => {
      const { variant, product, quantity = '1' } = sent;
      const item = read(CartItemInput, { ...(variant ? { variant } : { product }), quantity: Number(quantity || '1') });
      const opened = await heldCart(visit, request, response);
      if (opened && opened.status === 'open') return addItem(changeOf(visit), item);
      spend(callLimits.newCarts, request.ip ?? '');
      const { secret, ...cart } = await createCart(visit.tenant, { items: [item] }, clock.now(), nothingElse);
      holdCart(request, response, { id: cart.id, secret }, cart.itemCount);
      return cart;
    },
  );
  change(
    '/cart/lines/:name',
    ({ remove }) => (remove ? 'removed' : 'changed'),
    async (visit, sent, { params }) =>
      sent['remove']
        ? removeItem(changeOf(visit), params.name)
        : changeQuantity(
            changeOf(visit),
            params.name,
            read(CartLineUpdate, { quantity: Number(sent['quantity']) }).quantity,
          ),
  );
  change(
    '/cart/code',
    ({ remove }) => (remove ? 'changed' : 'code'),
    async (visit, sent) =>
      sent['remove']
        ? removeCode(changeOf(visit))
        : enterCode(changeOf(visit), read(CartDiscountInput, { code: sent['code'] ?? '' }).code),
  );

  // Scripts have come: what the forms put together is poured into the cart that the elements keep.
  take('/cart/carry', async (visit, request, response) => {
    refuseOtherSites(request);
    const { cart, opener, tenant, now } = changeOf(visit);
    const { code } = await shareCart({ tenant, cart, opener, now }, nothingElse);
    dropCart(request, response);
    response.set('Cache-Control', 'no-store').json({ code });
  });
  return router;
}

/** The cart that this browser holds, if there still is one. */
export async function heldCart(visit: Visit, request: Request, response: Response): Promise<Cart | null> {
  const { cart } = visit.held;
  if (!cart) return null;
  try {
    const found = await readCart(visit.tenant, cart.id, { secret: cart.secret }, clock.now());
    if (found.status === 'open') return found;
  } catch (error) {
    if (foreseen(error).code !== 'not_found') throw error;
  }
  dropCart(request, response);
  return null;
}

/** @throws Refused `cart_empty` where there is none. */
export function changeOf({ tenant, held }: Visit): Change {
  const cart: Opening | null = held.cart;
  if (!cart) throw new Refused('cart_empty');
  spend(callLimits.capability, cart.id);
  return { tenant, cart: cart.id, opener: { secret: cart.secret }, now: clock.now(), done: nothingElse };
}
