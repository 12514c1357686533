import type { Request, Response } from 'express';
import type { Caller, RouteName, routes } from '@smartduka/contract';
import type { ClientSession } from 'mongoose';
import type { z } from 'zod';
import type { Actor } from './actor.js';
import type { Tenant } from './tenancy.js';

type Routes = typeof routes;
type NamesIn<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

export type ParamsOf<Name extends RouteName> = { readonly [Key in NamesIn<Routes[Name]['path']>]: string };
export type QueryOf<Name extends RouteName> = Routes[Name] extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : Record<string, never>;
export type BodyOf<Name extends RouteName> = Routes[Name] extends { body: infer B extends z.ZodType }
  ? z.output<B>
  : Routes[Name] extends { upload: object }
    ? Buffer
    : undefined;
export type AnswerOf<Name extends RouteName> = z.output<Routes[Name]['response']>;

/** Everything a handler may know of a call; all of it checked against the contract. */
export interface Context<Name extends RouteName = RouteName> {
  readonly route: Name;
  readonly tenant: Tenant;
  /** As which of the route's callers this one was let in. */
  readonly caller: Caller;
  /** Who that is, and what they are permitted. */
  readonly actor: Actor;
  /** The capability secret that a `buyer` showed (`Duka-Secret`); the service finds out what it opens. */
  readonly secret: string | null;
  /** `{ secret }` for a buyer, `'shop'` for the shop's keys and staff: who wants to open a cart or order. */
  readonly opener: { readonly secret: string } | 'shop';
  readonly params: ParamsOf<Name>;
  readonly query: QueryOf<Name>;
  readonly body: BodyOf<Name>;
  /** The `If-Match` version, when the route takes one and it was sent. */
  readonly ifMatch: number | null;
  readonly requestId: string;
  readonly now: Date;
  /** Aborted when the client hangs up. Work that moves money goes on regardless. */
  readonly signal: AbortSignal;
  /**
   * Saves the answer for repeats of this call, in the transaction of its effect (I4). Call it last in that transaction. Without an
   * `Idempotency-Key` it does nothing.
   */
  readonly remember: (answer: AnswerOf<Name>, tx: ClientSession) => Promise<void>;
  readonly request: Request;
  readonly response: Response;
}

/** An answer that needs more than the route's usual status. */
export class Reply<Body> {
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
  constructor(body: Body, headers: Readonly<Record<string, string>> = {}) {
    this.body = body;
    this.headers = headers;
  }
}

/** A handler returns this when it has written the response itself: a stream, a page. */
export const answered: unique symbol = Symbol('answered');

export type Handler<Name extends RouteName> = (
  context: Context<Name>,
) => Promise<AnswerOf<Name> | Reply<AnswerOf<Name>> | typeof answered>;

/** What a domain gives to app.ts: `export const handlers = { getCart } satisfies Handlers<'getCart'>`. */
export type Handlers<Names extends RouteName = RouteName> = { readonly [Name in Names]: Handler<Name> };
