import type { z } from 'zod';
import { id } from './primitives.js';
import type { RefusalCode } from './refusals.js';
import { Cart, CartCreate, CartItemInput, CartLineUpdate, CartUpdate, NewCart } from './resources/cart.js';
import { CategoryList, Product, ProductPage, ProductQuery } from './resources/catalog.js';
import { OrderEventList, OrderEventQuery } from './resources/event.js';
import { StockAdjustment, StockLevel, StockLevelPage, StockLevelQuery } from './resources/inventory.js';
import { Checkout, CheckoutInput, Order, OrderPage, OrderQuery, Receipt } from './resources/order.js';
import { Payment, PaymentInput } from './resources/payment.js';
import { Shop } from './resources/shop.js';

/**
 * Who may call. `anyone`: no key needed on the host of a standalone shop, else a key. `publishable`: a key in a browser. `buyer`: a key and the
 * secret of the very cart or order (`Duka-Secret`). `secret`: a secret key of the shop.
 */
export type Caller = 'anyone' | 'publishable' | 'buyer' | 'secret';

/** The rooms of the API, in the order in which the docs show them. */
export const tags = {
  Shop: 'The shop as its buyers see it.',
  Catalogue: 'Products, their variants and categories.',
  Carts: 'What a buyer wants, priced afresh each time.',
  Checkout: 'From a cart to an order.',
  Orders: 'Frozen prices and promises, and what happened to them.',
  Payments: 'One attempt after another at collecting what an order owes.',
  Inventory: 'What is in stock, held and sold.',
} as const;
export type Tag = keyof typeof tags;

export interface Route {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** OpenAPI style: `/api/carts/{cart}`. */
  path: string;
  tag: Tag;
  summary: string;
  callers: readonly Caller[];
  params?: Readonly<Record<string, z.ZodType>>;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** `required`: refused without an `Idempotency-Key`. */
  idempotency?: 'required' | 'accepted';
  /** `If-Match` with the resource's version guards the change. */
  ifMatch?: boolean;
  status: 200 | 201;
  response: z.ZodType;
  /** Other forms of the answer, chosen by `Accept`. */
  alsoAnswers?: readonly string[];
  refusals: readonly RefusalCode[];
}

const cart = { cart: id('cart') };
const line = { ...cart, line: id('line') };
const order = { order: id('order') };

/** Every route of the API. Server, OpenAPI document and access tests walk this table. */
export const routes = {
  getShop: {
    method: 'get',
    path: '/api/shop',
    tag: 'Shop',
    summary: 'The shop as its buyers see it',
    callers: ['anyone', 'publishable', 'secret'],
    status: 200,
    response: Shop,
    refusals: [],
  },
  listProducts: {
    method: 'get',
    path: '/api/products',
    tag: 'Catalogue',
    summary: 'Find products',
    callers: ['anyone', 'publishable', 'secret'],
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
    callers: ['anyone', 'publishable', 'secret'],
    status: 200,
    response: Product,
    refusals: ['not_found'],
  },
  listCategories: {
    method: 'get',
    path: '/api/categories',
    tag: 'Catalogue',
    summary: 'All categories',
    callers: ['anyone', 'publishable', 'secret'],
    status: 200,
    response: CategoryList,
    refusals: [],
  },
  createCart: {
    method: 'post',
    path: '/api/carts',
    tag: 'Carts',
    summary: 'Start a cart',
    callers: ['publishable', 'secret'],
    body: CartCreate,
    idempotency: 'accepted',
    status: 201,
    response: NewCart,
    refusals: ['product_ambiguous', 'product_unavailable'],
  },
  getCart: {
    method: 'get',
    path: '/api/carts/{cart}',
    tag: 'Carts',
    summary: 'A cart, priced afresh',
    callers: ['buyer', 'secret'],
    params: cart,
    status: 200,
    response: Cart,
    refusals: ['not_found', 'secret_required'],
  },
  updateCart: {
    method: 'patch',
    path: '/api/carts/{cart}',
    tag: 'Carts',
    summary: 'Set who buys and how it is delivered',
    callers: ['buyer', 'secret'],
    params: cart,
    body: CartUpdate,
    idempotency: 'accepted',
    ifMatch: true,
    status: 200,
    response: Cart,
    refusals: ['not_found', 'secret_required', 'cart_completed', 'version_stale'],
  },
  addCartItem: {
    method: 'post',
    path: '/api/carts/{cart}/items',
    tag: 'Carts',
    summary: 'Put something in',
    callers: ['buyer', 'secret'],
    params: cart,
    body: CartItemInput,
    idempotency: 'accepted',
    status: 200,
    response: Cart,
    refusals: [
      'not_found',
      'secret_required',
      'cart_completed',
      'cart_full',
      'product_ambiguous',
      'product_unavailable',
    ],
  },
  updateCartItem: {
    method: 'patch',
    path: '/api/carts/{cart}/items/{line}',
    tag: 'Carts',
    summary: 'Change a quantity',
    callers: ['buyer', 'secret'],
    params: line,
    body: CartLineUpdate,
    idempotency: 'accepted',
    status: 200,
    response: Cart,
    refusals: ['not_found', 'secret_required', 'cart_completed'],
  },
  removeCartItem: {
    method: 'delete',
    path: '/api/carts/{cart}/items/{line}',
    tag: 'Carts',
    summary: 'Take a line out',
    callers: ['buyer', 'secret'],
    params: line,
    status: 200,
    response: Cart,
    refusals: ['not_found', 'secret_required', 'cart_completed'],
  },
  checkout: {
    method: 'post',
    path: '/api/carts/{cart}/checkout',
    tag: 'Checkout',
    summary: 'Order what is in the cart and ask for the money',
    callers: ['buyer', 'secret'],
    params: cart,
    body: CheckoutInput,
    idempotency: 'required',
    status: 201,
    response: Checkout,
    refusals: [
      'not_found',
      'secret_required',
      'cart_empty',
      'cart_completed',
      'product_unavailable',
      'insufficient_stock',
      'total_changed',
      'payment_method_unavailable',
      'amount_out_of_range',
      'too_many_prompts',
    ],
  },
  listOrders: {
    method: 'get',
    path: '/api/orders',
    tag: 'Orders',
    summary: 'Orders of the shop, newest first',
    callers: ['secret'],
    query: OrderQuery,
    status: 200,
    response: OrderPage,
    refusals: ['cursor_invalid'],
  },
  getOrder: {
    method: 'get',
    path: '/api/orders/{order}',
    tag: 'Orders',
    summary: 'An order',
    callers: ['buyer', 'secret'],
    params: order,
    status: 200,
    response: Order,
    refusals: ['not_found', 'secret_required'],
  },
  cancelOrder: {
    method: 'post',
    path: '/api/orders/{order}/cancel',
    tag: 'Orders',
    summary: 'Cancel an order that is not paid',
    callers: ['buyer', 'secret'],
    params: order,
    idempotency: 'accepted',
    status: 200,
    response: Order,
    refusals: ['not_found', 'secret_required', 'order_paid', 'payment_in_progress'],
  },
  payOrder: {
    method: 'post',
    path: '/api/orders/{order}/payments',
    tag: 'Payments',
    summary: 'Ask for what the order still owes',
    callers: ['buyer', 'secret'],
    params: order,
    body: PaymentInput,
    idempotency: 'required',
    status: 201,
    response: Payment,
    refusals: [
      'not_found',
      'secret_required',
      'order_canceled',
      'order_paid',
      'payment_in_progress',
      'insufficient_stock',
      'payment_method_unavailable',
      'amount_out_of_range',
      'too_many_prompts',
    ],
  },
  getPayment: {
    method: 'get',
    path: '/api/payments/{payment}',
    tag: 'Payments',
    summary: 'A payment attempt; open it with the order’s secret',
    callers: ['buyer', 'secret'],
    params: { payment: id('payment') },
    status: 200,
    response: Payment,
    refusals: ['not_found', 'secret_required'],
  },
  listOrderEvents: {
    method: 'get',
    path: '/api/orders/{order}/events',
    tag: 'Orders',
    summary:
      'What happened to an order: as a list, or live as Server-Sent Events (`Accept: text/event-stream`, resumable by `Last-Event-ID`)',
    callers: ['buyer', 'secret'],
    params: order,
    query: OrderEventQuery,
    status: 200,
    response: OrderEventList,
    alsoAnswers: ['text/event-stream'],
    refusals: ['not_found', 'secret_required'],
  },
  getReceipt: {
    method: 'get',
    path: '/api/orders/{order}/receipt',
    tag: 'Orders',
    summary: 'The receipt of a paid order, as JSON or HTML',
    callers: ['buyer', 'secret'],
    params: order,
    status: 200,
    response: Receipt,
    alsoAnswers: ['text/html'],
    refusals: ['not_found', 'secret_required'],
  },
  listStockLevels: {
    method: 'get',
    path: '/api/inventory/levels',
    tag: 'Inventory',
    summary: 'Stock, variant by variant',
    callers: ['secret'],
    query: StockLevelQuery,
    status: 200,
    response: StockLevelPage,
    refusals: ['cursor_invalid'],
  },
  adjustStock: {
    method: 'post',
    path: '/api/inventory/adjustments',
    tag: 'Inventory',
    summary: 'Add to stock or take from it',
    callers: ['secret'],
    body: StockAdjustment,
    idempotency: 'required',
    status: 201,
    response: StockLevel,
    refusals: ['not_found', 'insufficient_stock'],
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;

/** Refusals that any route may answer with, beside its own. */
export const commonRefusals = [
  'validation_failed',
  'key_missing',
  'key_invalid',
  'origin_not_allowed',
  'secret_key_in_browser',
  'forbidden',
  'rate_limited',
  'internal',
  'unavailable',
] as const satisfies readonly RefusalCode[];
