import type { z } from 'zod';
import type { Permission } from './permissions.js';
import type { RefusalCode } from './refusals.js';

/**
 * Who may call. `anyone`: no key needed on the host of a standalone shop, else a key. `publishable`: a key in a browser. `buyer`: a key and the
 * secret of the very cart or order (`Duka-Secret`). `secret`: a secret or restricted key of the shop. `staff`: somebody signed in. `token`: a
 * short-lived scoped token of a widget. `platform`: the operator of the server. `open`: everybody, before there is a shop or a person: signing in.
 */
export type Caller = 'open' | 'anyone' | 'publishable' | 'buyer' | 'secret' | 'staff' | 'token' | 'platform';

/** Callers that hold permissions: a route that lets them in says which one it needs. */
export const permitted = ['secret', 'staff', 'token'] as const satisfies readonly Caller[];

/** The rooms of the API, in the order in which the docs show them. */
export const tags = {
  'Signing in':
    'From a password or a PIN to a session: a short access token and a refresh token that changes each time.',
  Staff: 'The people of a shop, what each may do, and the log of what they did.',
  Keys: 'Keys for pages and servers, and short-lived tokens for widgets.',
  Platform: 'The shops of this server, for its operator.',
  Shop: 'The shop as its buyers see it.',
  Delivery: 'How goods reach the buyer: areas with their fees, and places to collect at.',
  Catalogue: 'Products, their variants and categories.',
  Discounts: 'What is taken off the price, by itself or with a coupon code.',
  Carts: 'What a buyer wants, priced afresh each time.',
  Checkout: 'From a cart to an order.',
  Customers: 'Who buys, what they agreed to, and their right to see and remove it.',
  Orders: 'Frozen prices and promises, and what happened to them.',
  Payments: 'One attempt after another at collecting what an order owes.',
  Counter: 'Sales at a till, and its shifts: the float, cash in and out, the count, X and Z reports.',
  Refunds: 'Money given back, and goods taken back.',
  Reviews: 'Money that a person has to decide about.',
  Statements: 'What M-Pesa says that it moved, beside what we say.',
  Ledger: 'Movements of money and their sums.',
  Inventory: 'What is in stock, held and sold, where, and how it moves.',
  Purchasing: 'Suppliers, and goods ordered from them.',
  Reports: 'What was sold, earned and paid, added up.',
  Events: 'What happened, told to other systems: live, as a list, and by signed webhooks.',
} as const;
export type Tag = keyof typeof tags;

export interface Route {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  /** OpenAPI style: `/api/carts/{cart}`. */
  path: string;
  tag: Tag;
  summary: string;
  callers: readonly Caller[];
  /** What a key, a member of staff or a token must be permitted to do. Set whenever one of them may call. */
  needs?: Permission;
  params?: Readonly<Record<string, z.ZodType>>;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** In place of `body`: a file, sent as it is. */
  upload?: { types: readonly string[]; /** Bytes. */ limit: number };
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
