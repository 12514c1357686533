import type { Page } from '../core/page.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { LedgerBalances, LedgerEntry, LedgerKind } from '../types.js';

/**
 * Which movements of money.
 *
 * @public
 */
export interface LedgerSpan {
  /** First instant, UTC. */
  from?: string | undefined;
  /** First instant no longer counted, UTC. */
  to?: string | undefined;
  /** Id of an order. */
  order?: string | undefined;
  /** Id of a payment. */
  payment?: string | undefined;
}

/**
 * Which page of which movements.
 *
 * @public
 */
export interface LedgerQuery extends LedgerSpan {
  kind?: LedgerKind | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Movements of money. Needs a secret key.
 *
 * @public
 */
export class Ledger extends Resource {
  /**
   * Movements, newest first. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const { kind, amount } of duka.ledger.list({ order })) show(kind, amount);
   * ```
   * @see `GET /api/ledger`
   */
  list(query: LedgerQuery = {}, options?: CallOptions): Page<LedgerEntry> {
    return this.pages<LedgerEntry>('/ledger', query, options);
  }

  /**
   * Where the money stands: sums of movements.
   *
   * @example
   * ```ts
   * const { unapplied } = await duka.ledger.balances();
   * ```
   * @see `GET /api/ledger/balances`
   */
  balances(span: LedgerSpan = {}, options?: CallOptions): Promise<LedgerBalances> {
    return this.read<LedgerBalances>('/ledger/balances', options, span);
  }
}
