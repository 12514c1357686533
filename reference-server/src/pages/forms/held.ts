import type { CookieOptions, Request, Response } from 'express';
import { id } from '@smartduka/contract';

/** What opens a cart or an order, as a browser without a script keeps it. */
export interface Opening {
  readonly id: string;
  readonly secret: string;
}

/** What the forms have left with this browser. */
export interface Held {
  /** `count` is for the header only, as it was when the cart last changed. */
  readonly cart: (Opening & { readonly count: number }) | null;
  /** Newest first. */
  readonly orders: readonly Opening[];
}

const cartCookie = 'duka-cart';
const ordersCookie = 'duka-orders';
const mostOrders = 5;
const day = 86_400_000;

export function heldBy(request: Request): Held {
  const [cart] = openings(request, cartCookie, id('cart'));
  return { cart: cart ?? null, orders: openings(request, ordersCookie, id('order')) };
}

export const openingOf = ({ orders }: Held, order: string): Opening | null =>
  orders.find((one) => one.id === order) ?? null;

export function holdCart(request: Request, response: Response, { id: cart, secret }: Opening, count: number): void {
  response.cookie(cartCookie, `${cart}.${secret}.${count}`, { ...kept(request), maxAge: 30 * day });
}

export function dropCart(request: Request, response: Response): void {
  response.clearCookie(cartCookie, kept(request));
}

export function holdOrder(request: Request, response: Response, order: Opening): void {
  const others = heldBy(request).orders.filter((one) => one.id !== order.id);
  const all = [order, ...others].slice(0, mostOrders).map((one) => `${one.id}.${one.secret}`);
  response.cookie(ordersCookie, all.join('~'), { ...kept(request), maxAge: 7 * day });
}

/** No script may read them, and no other site may post with them. */
const kept = (request: Request): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: request.secure,
});

function openings(request: Request, cookie: string, kind: ReturnType<typeof id>): (Opening & { count: number })[] {
  const [, value = ''] = new RegExp(`(?:^|; )${cookie}=([\\w.%~-]{1,2000})`).exec(request.headers.cookie ?? '') ?? [];
  return value.split(/~|%7E/i).flatMap((one) => {
    const [own = '', secret = '', count = '0'] = one.split('.');
    if (!kind.safeParse(own).success || !/^[\w-]{8,100}$/.test(secret)) return [];
    return [{ id: own, secret, count: Number(/^\d{1,5}$/.exec(count)?.[0] ?? 0) }];
  });
}
