import type { Page } from '../core/page.js';
import { path } from '../core/path.js';
import { Resource } from '../core/resource.js';
import type { CallOptions } from '../core/send.js';
import type { MoneyReceipt, MoneyReceiptState } from '../types.js';

/**
 * Which receipts of money.
 *
 * @public
 */
export interface MoneyReceiptQuery {
  state?: MoneyReceiptState | undefined;
  /** Page size, 1 to 100. Default 20. */
  limit?: number | undefined;
  /** `nextCursor` of the page before. */
  after?: string | undefined;
}

/**
 * Money that payers sent to the pay bill or till from their own phones. Needs a secret key or staff.
 *
 * @public
 */
export class MoneyReceipts extends Resource {
  /**
   * Newest first. Await it for one page, or `for await` over all of them.
   *
   * @example
   * ```ts
   * for await (const receipt of duka.moneyReceipts.list({ state: 'unmatched' })) ask(receipt.reference, receipt.amount);
   * ```
   * @see `GET /api/money-receipts`
   */
  list(query: MoneyReceiptQuery = {}, options?: CallOptions): Page<MoneyReceipt> {
    return this.pages<MoneyReceipt>('/money-receipts', query, options);
  }

  /**
   * Says which order unmatched money was for. It pays for all of what the order owes, or for a part; it can be used once.
   *
   * @throws DukaConflictError `receipt_used`, `amount_exceeds_due` (`problem.due`), `order_paid`, `order_canceled`.
   * @example
   * ```ts
   * await duka.moneyReceipts.claim(receipt.id, order.id);
   * ```
   * @see `POST /api/money-receipts/{receipt}/claim`
   */
  claim(receipt: string, order: string, options?: CallOptions): Promise<MoneyReceipt> {
    return this.call<MoneyReceipt>(
      { method: 'POST', path: path`/money-receipts/${receipt}/claim`, body: { order } },
      options,
    );
  }
}
